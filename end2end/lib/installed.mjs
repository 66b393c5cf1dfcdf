// A cooperative of its own, founded by `voix init` in an empty folder as docs/operator.md says, and served from its file.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, tools } from "./server.mjs";

// Founded by `founder`; its messages go to the mail server at `smtp`.
export async function installed({ founder, smtp }) {
  const folder = mkdtempSync(join(tmpdir(), "voix-installed-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const given = { name: "Les Essais", member: founder.name, email: founder.email, url, site: tools.site, share: "16", "minimum-shares": "2" };
  const options = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
  execFileSync(tools.voix, ["init", folder, "--yes", ...options], { stdio: "pipe" });
  const file = join(folder, "voix.toml");
  const text = readFileSync(file, "utf8")
    .replace(/^listen = .*$/m, `listen = "127.0.0.1:${port}"`)
    .replace(/^# smtp = .*$/m, `smtp = "${smtp}"`)
    .replace(/^# from = .*$/m, 'from = "Les Essais <bureau@example.org>"');
  writeFileSync(file, text);
  const log = [];
  const child = spawn(tools.voix, ["serve", "--config", file]);
  child.stdout.on("data", (said) => log.push(String(said)));
  child.stderr.on("data", (said) => log.push(String(said)));
  for (let tries = 0; !(await fetch(`${url}/health`).then((answer) => answer.ok, () => false)); tries++) {
    if (child.exitCode !== null || tries > 600) throw new Error(`the server did not start:\n${log.join("")}`);
    await new Promise((done) => setTimeout(done, 100));
  }
  return {
    url,
    log,
    stop: () => {
      child.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
