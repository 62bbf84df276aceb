import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const hub = process.env["PANORAMIX_DEV_HUB"] ?? "http://127.0.0.1:4000";

export default defineConfig({
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
