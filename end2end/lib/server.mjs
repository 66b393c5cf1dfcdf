// Starts the real server on a demo of its own and stops it.
import { execFile, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:net";
import { promisify } from "node:util";

const output = promisify(execFile);

const need = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this through cargo xtask test --only browser`);
  return value;
};

export const tools = { voix: need("VOIX_BIN"), verify: need("VOIX_VERIFY"), site: need("VOIX_SITE"), chromium: need("CHROMIUM") };

export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

// A server that answers, on a port of its own.
async function start(args, url, log) {
  const child = spawn(tools.voix, args);
  child.stdout.on("data", (text) => log.push(String(text)));
  child.stderr.on("data", (text) => log.push(String(text)));
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || tries > 600) throw new Error(`the server did not start:\n${log.join("")}`);
    const up = await fetch(`${url}/health`).then((answer) => answer.ok, () => false);
    if (up) return child;
    await new Promise((done) => setTimeout(done, 100));
  }
}

const stopped = (child) =>
  new Promise((done) => {
    child.once("exit", done);
    child.kill("SIGTERM");
  });

// The demo takes seconds to make, and is of the hour it is made at: one of the last minutes is copied.
const FRESH = 180_000;
let latest;

async function demo() {
  if (!latest || Date.now() > latest.until) {
    if (latest) latest.folder.then((folder) => rmSync(folder, { recursive: true, force: true }), () => {});
    latest = { until: Date.now() + FRESH, folder: make() };
  }
  return latest.folder;
}

async function make() {
  const folder = mkdtempSync(join(tmpdir(), "voix-end2end-demo-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const args = ["serve", "--demo", "--data", folder, "--site", tools.site, "--listen", `127.0.0.1:${port}`];
  await stopped(await start(args, `http://127.0.0.1:${port}`, []));
  return folder;
}

// What says of which demo a server is: with any of it, the demo is made for this server alone.
const OWN = /^--(demo|database)-/;

// More `arguments` of `voix serve`; with a `seed`, the demo has its names and texts.
export async function serve(options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "voix-end2end-"));
  const more = options.arguments ?? [];
  if (!options.seed && !more.some((argument) => OWN.test(argument))) cpSync(await demo(), folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = [];
  const args = ["serve", "--demo", "--data", folder, "--site", tools.site, "--listen", `127.0.0.1:${port}`, ...more];
  if (options.seed) {
    writeFileSync(join(folder, "seed.json"), JSON.stringify(options.seed));
    args.push("--demo-seed", join(folder, "seed.json"));
  }
  let child = await start(args, url, log);
  return {
    url,
    folder,
    log,
    others: async (members, ...more) => {
      const asked = ["demo", "vote", "--url", url, "--data", folder, "--members", String(members), ...more];
      return (await output(tools.voix, asked)).stdout;
    },
    // The same server some days later. Who is there leaves first: a page that asks while nobody answers would be a complaint.
    later: async (days, people = []) => {
      await Promise.all(people.map(({ page }) => page.goto("about:blank")));
      await stopped(child);
      child = await start([...args, "--demo-days-later", String(days)], url, log);
    },
    stop: () => {
      child.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
