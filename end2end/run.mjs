// Runs every journey, two at a time (VOIX_LANES says another number); the last line counts them.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch, launchFirefox } from "./lib/browser.mjs";
import { lanes } from "./lib/lanes.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "tests");
const only = process.argv[2];
let fox;
const browsers = { firefox: () => (fox ??= launchFirefox()) };
let passed = 0;
const failures = [];
const waiting = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith(".mjs")).sort()) {
  const { journeys } = await import(pathToFileURL(join(folder, file)));
  waiting.push(...Object.entries(journeys).filter(([name]) => !only || name.includes(only)));
}

// Each lane has a browser of its own, and takes the next journey when it has ended one. A journey has a server of its own.
async function lane() {
  const browser = await launch();
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, journey] = next;
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
  await browser.close();
}

await Promise.all(Array.from({ length: Math.min(lanes, waiting.length) }, lane));
// One that did not start has failed its journeys already.
await (await fox?.catch(() => {}))?.close();
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length > 0 || passed === 0 ? 1 : 0);
