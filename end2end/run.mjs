// Runs every journey; the last line counts them.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch, launchFirefox } from "./lib/browser.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "tests");
const only = process.argv[2];
const browser = await launch();
let fox;
const browsers = { firefox: () => (fox ??= launchFirefox()) };
let passed = 0;
const failures = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith(".mjs")).sort()) {
  const { journeys } = await import(pathToFileURL(join(folder, file)));
  for (const [name, journey] of Object.entries(journeys)) {
    if (only && !name.includes(only)) continue;
    const start = Date.now();
    try {
      await journey(browser, browsers);
      passed += 1;
      console.log(`ok   ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failures.push(name);
      console.log(`FAIL ${name}\n${error.stack}`);
    }
  }
}
await browser.close();
// One that did not start has failed its journeys already.
await (await fox?.catch(() => {}))?.close();
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length > 0 || passed === 0 ? 1 : 0);
