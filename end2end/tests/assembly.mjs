// The journey that must work: from the key to the observer's verdict, once in French, once in English.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessible, person, screens_of } from "../lib/browser.mjs";
import { serve, tools } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const note = (name, value) => {
  const path = process.env.VOIX_FIGURES;
  if (!path) return;
  let figures = {};
  try {
    figures = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // The first figure makes the file.
  }
  writeFileSync(path, JSON.stringify({ ...figures, [name]: value }, null, 2));
};

// Signs in on the demo page as its nth person.
async function enter(page, nth, t) {
  await page.goto("/demo");
  await page.locator(".people__person").nth(nth).getByRole("button", { name: t("demo-sign-in") }).click();
  await page.waitForURL("**/votes");
}

// Makes the voting key and postpones or notes the words.
async function makeKey(page, t, noted) {
  await page.getByRole("button", { name: t("key-make"), exact: true }).click();
  await page.locator(".phrase li").nth(11).waitFor();
  const phrase = await page.locator(".phrase li").allInnerTexts();
  await page.getByRole("button", { name: t(noted ? "key-noted" : "key-later"), exact: true }).click();
  await page.locator(`.key-card[data-state="${noted ? "ready" : "remind"}"]`).waitFor();
  return phrase.map((word) => word.replace(/^\d+\.\s*/, "").trim());
}

// Bytes that travel to open a page with nothing in the cache, as compressed by the server.
async function weigh(context, path) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  session.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  await page.goto(path, { waitUntil: "networkidle" });
  await page.close();
  return bytes;
}

// Fills the ballot paper and casts; answers the milliseconds from the press to the receipt.
async function vote(page, t, open, secret) {
  await page.goto("/ballot");
  await page.locator('.ballot-box[data-state="choosing"]').waitFor();
  const papers = page.locator(".ballot__vote");
  await papers.nth(0).getByLabel(t(open), { exact: true }).check();
  await papers.nth(1).getByLabel(t(secret), { exact: true }).check();
  const start = Date.now();
  await page.getByRole("button", { name: t("ballot-cast"), exact: true }).click();
  await page.locator('.ballot-box[data-state="done"]').waitFor();
  const took = Date.now() - start;
  assert.equal(await page.getByRole("heading", { name: t("receipt-title"), exact: true }).count(), 1);
  return took;
}

// The verifier that we did not write, on the archive the server made.
async function someoneElsesVerdict(zip) {
  for (const tool of (process.env.VOIX_BELENIOS_TOOL ?? "").split(":").filter(Boolean)) {
    const folder = mkdtempSync(join(tmpdir(), "voix-belenios-"));
    execFileSync("unzip", ["-q", "-o", zip, "-d", folder]);
    const run = spawnSync(tool, ["election", "verify", "--dir", folder], { encoding: "utf8", env: { ...process.env, BELENIOS_USE_URANDOM: "1" } });
    assert.match(run.stderr + run.stdout, /all checks passed/);
    rmSync(folder, { recursive: true });
  }
}

// The record that was downloaded is the one the server signed, and says so no more when a word is changed.
async function recordHolds(server) {
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
  assert.equal(honest.status, 0, honest.stdout + honest.stderr);
  assert.equal(verify(text.replace(/"time":(\d)/, '"time":9')).status, 1);
}

async function assembly(browser, lang, shots) {
  const t = words(lang);
  const server = await serve();
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const faults = [];
  const people = {};
  for (const name of ["chair", "secretary", "holder", "member", "observer"]) people[name] = await person(browser, server.url, locale);
  const { chair, secretary, holder, member, observer } = people;
  const look = async (page, name) => {
    faults.push(...(await accessible(page, name)));
    if (shots) await screens_of(page, name);
  };
  try {
    await observer.page.goto("/");
    await look(observer.page, "home");
    await observer.page.goto("/demo");
    await look(observer.page, "demo");

    // 1. Keys are made in the browsers.
    await enter(member.page, 3, t);
    await member.page.locator('.key-card[data-state="to-make"]').waitFor();
    await look(member.page, "votes-before-key");
    const phrase = await makeKey(member.page, t, false);
    assert.equal(phrase.length, 12);
    await look(member.page, "votes-key-remind");
    await enter(chair.page, 0, t);
    await makeKey(chair.page, t, true);
    await enter(secretary.page, 1, t);
    await makeKey(secretary.page, t, true);
    await enter(holder.page, 2, t);
    await makeKey(holder.page, t, true);

    // The key holder prepares the key.
    await holder.page.goto("/key-holder");
    await look(holder.page, "key-holder");
    await holder.page.getByRole("button", { name: t("holder-prepare"), exact: true }).click();
    await holder.page.getByText(t("holder-vote-ready")).waitFor();

    // 3. The chair opens the session and both votes.
    await chair.page.goto("/console");
    await look(chair.page, "console-before");
    await chair.page.getByRole("button", { name: t("console-open-session"), exact: true }).click();
    for (let i = 0; i < 2; i++) {
      await chair.page.getByRole("button", { name: new RegExp(`^${t("console-open-vote")}`) }).first().click();
      await chair.page.waitForURL("**/console");
      await chair.page.getByRole("button", { name: new RegExp(`^${t("console-close-vote")}`) }).nth(i).waitFor();
    }
    await look(chair.page, "console-open");
    // A member who waits on the page is told that it has changed.
    await member.page.getByRole("link", { name: t("console-changed"), exact: true }).waitFor();

    // 2. One ballot paper, one gesture, a receipt; then again, replacing.
    await member.page.goto("/votes");
    await look(member.page, "votes-open");
    await member.page.goto("/ballot");
    await member.page.locator('.ballot-box[data-state="choosing"]').waitFor();
    await look(member.page, "ballot");
    note(`${lang}_ballot_page_bytes`, await weigh(member.context, "/ballot"));
    note(`${lang}_vote_to_receipt_ms`, await vote(member.page, t, "choice-for", "choice-against"));
    await look(member.page, "receipt");
    const replaced = await member.page.locator(".receipt__tracker").nth(1).innerText();
    await vote(member.page, t, "choice-for", "choice-for");
    const counted = await member.page.locator(".receipt__tracker").nth(1).innerText();
    assert.notEqual(counted, replaced);
    await vote(secretary.page, t, "choice-against", "choice-abstain");

    // The same voice from another device, with the twelve words.
    const elsewhere = await person(browser, server.url, locale);
    people.elsewhere = elsewhere;
    await enter(elsewhere.page, 3, t);
    await elsewhere.page.locator('.key-card[data-state="elsewhere"]').waitFor();
    await elsewhere.page.getByLabel(t("key-elsewhere-label")).fill(phrase.join(" ").toUpperCase());
    await elsewhere.page.getByRole("button", { name: t("key-elsewhere-go"), exact: true }).click();
    await elsewhere.page.locator('.key-card[data-state="ready"]').waitFor();

    // The others vote through the public API.
    assert.match(server.others(50), /100 ballots received from 50 members/);

    // 3. The chair closes; a vote after the close is refused in words.
    await elsewhere.page.goto("/ballot");
    await elsewhere.page.locator('.ballot-box[data-state="choosing"]').waitFor();
    await chair.page.goto("/console");
    for (let i = 0; i < 2; i++) {
      await chair.page.getByRole("button", { name: new RegExp(`^${t("console-close-vote")}`) }).first().click();
      await chair.page.waitForURL("**/console");
    }
    await look(chair.page, "console-closed");
    for (const paper of await elsewhere.page.locator(".ballot__vote").all()) {
      await paper.getByLabel(t("choice-against"), { exact: true }).check();
    }
    await elsewhere.page.getByRole("button", { name: t("ballot-cast"), exact: true }).click();
    await elsewhere.page.locator('.ballot-box[data-state="done"]').waitFor();
    assert.equal(await elsewhere.page.getByText(t("refusal-vote-closed")).count(), 2);
    await look(elsewhere.page, "receipt-refused");

    // The key holder's browser recomputes the tally and opens the box.
    await holder.page.goto("/key-holder");
    await holder.page.getByRole("button", { name: t("holder-open"), exact: true }).click();
    await holder.page.getByText(t("holder-vote-decided")).waitFor();
    await look(holder.page, "key-holder-decided");

    // 5. The secretary publishes the minutes.
    await secretary.page.goto("/console");
    await secretary.page.getByRole("button", { name: t("console-minutes-publish"), exact: true }).click();
    await secretary.page.waitForURL("**/minutes/*");
    await look(secretary.page, "minutes");

    // 4 and 6. The observer reads the result, looks for a ballot, downloads and verifies.
    await observer.page.goto("/assembly");
    await look(observer.page, "assembly");
    await observer.page.locator(".agenda a").nth(1).click();
    await observer.page.locator(".verdict").waitFor();
    await look(observer.page, "vote-result");
    const seat = await observer.page.locator(".bars__count").allInnerTexts();
    assert.equal(seat.map(Number).reduce((a, b) => a + b), 52, "52 voices were heard");
    for (const [tracker, key] of [[counted, "tracker-counted"], [replaced, "tracker-replaced"], ["AAAA", "tracker-unknown"]]) {
      await observer.page.locator("#tracker").fill(tracker);
      await observer.page.getByRole("button", { name: t("vote-tracker-ask"), exact: true }).click();
      await observer.page.getByText(t(key)).waitFor();
      if (key === "tracker-counted") await look(observer.page, "vote-tracker");
    }
    const [download] = await Promise.all([
      observer.page.waitForEvent("download"),
      observer.page.getByRole("link", { name: t("vote-download"), exact: true }).click(),
    ]);
    const zip = join(server.folder, download.suggestedFilename());
    await download.saveAs(zip);
    const verdict = execFileSync(tools.verify, ["election", zip, "--lang", lang], { encoding: "utf8" });
    assert.match(verdict, new RegExp(`${seat[0].trim()}`));
    await someoneElsesVerdict(zip);
    await recordHolds(server);
    const bytes = readFileSync(zip);
    const truncated = join(server.folder, "not-an-archive.bel");
    writeFileSync(truncated, bytes.subarray(0, 100));
    assert.equal(spawnSync(tools.verify, ["election", truncated]).status, 2);

    await observer.page.goto("/assembly");
    await observer.page.getByRole("link", { name: new RegExp(t("assembly-record").split(" (")[0]) }).click();
    await look(observer.page, "record");
    await observer.page.goto("/verify");
    await look(observer.page, "verify");
    await observer.page.goto("/nowhere");
    await look(observer.page, "not-found");
    for (const [name, { complaints }] of Object.entries(people)) assert.deepEqual(complaints, [], `${name}'s browser complained`);
    assert.deepEqual(faults, []);
  } catch (error) {
    for (const [name, { page }] of Object.entries(people)) {
      await page.screenshot({ path: `/tmp/voix-failed-${lang}-${name}.png`, fullPage: true }).catch(() => {});
    }
    error.message += `\n${Object.entries(people).map(([name, { complaints }]) => `${name}: ${complaints.join("; ")}`).join("\n")}\n${server.log.slice(-15).join("")}`;
    throw error;
  } finally {
    for (const { context } of Object.values(people)) await context.close();
    server.stop();
  }
}

export const journeys = {
  "a whole assembly in French": (browser) => assembly(browser, "fr", true),
  "a whole assembly in English": (browser) => assembly(browser, "en", false),
};
