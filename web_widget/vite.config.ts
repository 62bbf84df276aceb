import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const hub = process.env["PANORAMIX_DEV_HUB"] ?? "http://127.0.0.1:4000";

/** Writes each text asset compressed beside itself: the hub (aiohttp) sends `.br` or `.gz` to who accepts it. */
function compressed(): Plugin {
  return {
    name: "panoramix-compressed",
    apply: "build",
    // From the files as they were written: chunks still change while the bundle is made.
    writeBundle({ dir }) {
      for (const name of readdirSync(dir!, { recursive: true }).map(String)) {
        if (!/\.(js|css|svg)$/.test(name)) continue;
        const bytes = readFileSync(join(dir!, name));
        if (bytes.length < 1000) continue;
        writeFileSync(join(dir!, `${name}.br`), brotliCompressSync(bytes));
        writeFileSync(join(dir!, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [compressed()],
  base: "/",
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../hub/static",
    emptyOutDir: true,
    target: "es2022",
    // Fonts and icons stay files: a data: URL would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      output: {
        // Two files for what every visit needs, instead of thirty; the rest is split where it is imported lazily.
        codeSplitting: {
          groups: [
            { name: "vendor", test: /node_modules\/(preact|@preact|socket\.io|@socket\.io|engine\.io|idb|@tanstack)/ },
            { name: "app", test: /src\/(connection|store\/(?!draft_sync|thread)|actions|i18n\/(index|format|fold)|components\/(?!markdown\.ts|DatePanel|Dialog)|app\/(chat\/(?!Viewer)|modules\/((registry|index)\.ts|[a-z_]+\/(module|store)\.ts)|panes\/(Pane|Today)|[a-z_]+\.tsx?$|App|Shell|Rail|RoomList|Banner|Boundary|Overlays|SignIn))/ },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      "/api": hub,
      "/health": hub,
      "/openapi.json": hub,
      "/asyncapi.json": hub,
      "/docs": hub,
      "/socket.io": { target: hub, ws: true },
    },
  },
  test: {
    environment: "jsdom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
  },
});
