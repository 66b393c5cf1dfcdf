// Starts the real server on a demo of its own and stops it.
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

// More `arguments` of `voix serve`; with a `seed`, the demo has its names and texts.
export async function serve(options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "voix-end2end-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = [];
  const args = ["serve", "--demo", "--data", folder, "--site", tools.site, "--listen", `127.0.0.1:${port}`, ...(options.arguments ?? [])];
  if (options.seed) {
    writeFileSync(join(folder, "seed.json"), JSON.stringify(options.seed));
    args.push("--demo-seed", join(folder, "seed.json"));
  }
  const start = async (args) => {
    const child = spawn(tools.voix, args);
    child.stdout.on("data", (text) => log.push(String(text)));
    child.stderr.on("data", (text) => log.push(String(text)));
    for (let tries = 0; ; tries++) {
      if (child.exitCode !== null || tries > 600) throw new Error(`the server did not start:\n${log.join("")}`);
      const up = await fetch(`${url}/health`).then((answer) => answer.ok, () => false);
      if (up) return child;
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  let child = await start(args);
  return {
    url,
    folder,
    log,
    others: async (members) => (await output(tools.voix, ["demo", "vote", "--url", url, "--data", folder, "--members", String(members)])).stdout,
    // The same server some days later.
    later: async (days) => {
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await gone;
      child = await start([...args, "--demo-days-later", String(days)]);
    },
    stop: () => {
      child.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
