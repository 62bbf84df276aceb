// Says what the first load weighs, compressed: the entry, what it imports at once, and its styles.
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const root = new URL("../../hub/static/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", root), "utf8"));
const files = new Set();
function add(key) {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) add(next);
}
add("index.html");
// Fetched before the first paint whatever the language, and by the shell: the words and the pane.
for (const key of ["src/i18n/en.ts", "src/app/panes/Pane.tsx"]) add(key);
let gzip = 0;
let brotli = 0;
for (const file of files) {
  const bytes = readFileSync(new URL(file, root));
  const [g, b] = [gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
  gzip += g;
  brotli += b;
  console.log(`${(g / 1024).toFixed(1).padStart(7)} KB gzip ${(b / 1024).toFixed(1).padStart(7)} KB brotli  ${file}`);
}
console.log(`first load: ${(gzip / 1024).toFixed(1)} KB gzip, ${(brotli / 1024).toFixed(1)} KB brotli (limit 120)`);
if (gzip > 120 * 1024) process.exitCode = 1;
