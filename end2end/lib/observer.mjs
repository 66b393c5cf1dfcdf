// What an observer checks with programs of the own machine.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tools } from "./server.mjs";

// The verifier that we did not write, on the archive the server made.
export async function someoneElsesVerdict(zip) {
  for (const tool of (process.env.VOIX_BELENIOS_TOOL ?? "").split(":").filter(Boolean)) {
    const folder = mkdtempSync(join(tmpdir(), "voix-belenios-"));
    execFileSync("unzip", ["-q", "-o", zip, "-d", folder]);
    const run = spawnSync(tool, ["election", "verify", "--dir", folder], { encoding: "utf8", env: { ...process.env, BELENIOS_USE_URANDOM: "1" } });
    assert.match(run.stderr + run.stdout, /all checks passed/);
    rmSync(folder, { recursive: true });
  }
}

// The record that was downloaded is the one the server signed, and says so no more when a word is changed. The voice of a
// member, whose page gave this file, is on a roll of it.
export async function recordHolds(server, voice) {
  const base = `${server.url}/api/v1`;
  const get = async (path) => (await fetch(base + path)).text();
  const { id } = JSON.parse(await get("/assemblies/current"));
  const key = JSON.parse(await get("/cooperative")).record_key;
  const [record, checkpoint] = [join(server.folder, "record.jsonl"), join(server.folder, "checkpoint")];
  const text = await get(`/assemblies/${id}/record.jsonl`);
  writeFileSync(checkpoint, await get(`/assemblies/${id}/checkpoint`));
  const verify = (content) => {
    writeFileSync(record, content);
    return spawnSync(tools.verify, ["record", record, "--checkpoint", checkpoint, "--key", key], { encoding: "utf8" });
  };
  const honest = verify(text);
  const proof = spawnSync(tools.verify, ["voice", voice, "--record", record, "--checkpoint", checkpoint, "--key", key], { encoding: "utf8" });
  assert.equal(proof.status, 0, proof.stdout + proof.stderr);
  assert.match(proof.stdout, /^ok {3}this voice is on the roll/m);
  assert.equal(honest.status, 0, honest.stdout + honest.stderr);
  assert.equal(verify(text.replace(/"time":(\d)/, '"time":9')).status, 1);
}

// The result page's archive, as an observer saves it and checks it: with our verifier, with the other, and cut short.
export async function archiveHolds(server, zip, lang, counted) {
  const verdict = execFileSync(tools.verify, ["election", zip, "--lang", lang], { encoding: "utf8" });
  assert.match(verdict, new RegExp(`${counted}`));
  await someoneElsesVerdict(zip);
  const truncated = join(server.folder, "not-an-archive.bel");
  writeFileSync(truncated, readFileSync(zip).subarray(0, 100));
  assert.equal(spawnSync(tools.verify, ["election", truncated]).status, 2);
}
