// A whole assembly with everybody at once: three key holders who make a key together and of whom two open the boxes, chair, desk,
// one who carries a voice, one from a distance, and the hall's screen. One key holder loses the key and has it back, another is
// away when the boxes are opened.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ballotReady, cast, closeVotes, enter, makeKey, openSession } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { recordHolds, someoneElsesVerdict } from "../lib/observer.mjs";
import { serve, tools } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const button = (page, name) => page.getByRole("button", { name: new RegExp(`^${name}`) });
// By the whole name: in a pattern the narrow spaces of French would not be found.
const exactly = (page, name) => page.getByRole("button", { name, exact: true });
const state = (page, name) => page.locator(`[data-ceremony="${name}"]`).waitFor({ state: name === "done" ? "attached" : "visible" });

// Forgets what the browser keeps of the key that was made together: the device is lost, the voting key is not.
const loses = (page) =>
  page.evaluate(async () => {
    const db = await new Promise((done, fail) => {
      const request = indexedDB.open("voix", 1);
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
    const store = db.transaction("kept", "readwrite").objectStore("kept");
    const names = await new Promise((done) => (store.getAllKeys().onsuccess = ({ target }) => done(target.result)));
    const lost = names.filter((name) => /^(holder|group|ceremony|approved):/.test(name));
    await Promise.all(lost.map((name) => new Promise((done) => (store.delete(name).onsuccess = done))));
    db.close();
    return lost.length;
  });

// Signs in on the demo page as somebody whom it does not propose.
async function enterAs(page, member) {
  await page.goto("/demo");
  const first = page.locator(".people__person").first();
  await first.locator('input[name="member"]').evaluate((field, value) => (field.value = value), member);
  await first.getByRole("button").click();
  await page.waitForURL("**/votes");
}

// The voting key comes to this device with its words.
async function bring(page, t, phrase) {
  await page.getByLabel(t("key-elsewhere-label")).fill(phrase);
  await button(page, t("key-elsewhere-go")).click();
  await page.locator('.key-card[data-state="ready"]').waitFor();
}

async function together(browser, lang) {
  const t = words(lang);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve({ arguments: ["--demo-ahead", "--demo-members", "12", "--demo-key-holders", "3"] });
  const phone = { viewport: { width: 390, height: 844 } };
  const hall = { viewport: { width: 1920, height: 1080 } };
  const people = await Promise.all([{}, {}, phone, {}, phone, phone, phone, hall].map((options) => person(browser, server.url, locale, options)));
  const [chair, desk, first, second, third, carrier, remote, screen] = people;
  const holders = [first, second, third];
  const faults = [];
  // Looked at once: the same pages in English are looked at by the other journeys.
  const look = async (page, name) => lang === "fr" && faults.push(...(await looked_at(page, name, true)));
  try {
    const noted = JSON.parse(readFileSync(join(server.folder, "demo-keys.json"), "utf8")).keys;
    const enters = async (one, nth) => {
      if (nth < 5) return enter(one.page, nth);
      return enterAs(one.page, noted.find(({ number }) => number === nth + 1).member);
    };
    for (const [nth, one] of people.slice(0, 7).entries()) {
      await enters(one, nth);
      if (nth < 5) await makeKey(one.page, t, true);
      else await bring(one.page, t, noted.find(({ number }) => number === nth + 1).phrase);
    }
    const { id } = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();

    // The key, made by three pages in any order; the first is closed on the way and goes on where it was.
    await first.page.goto("/key-holder");
    await state(first.page, "ready");
    await look(first.page, "ceremony-ready");
    await button(first.page, t("ceremony-begin")).click();
    await state(first.page, "waiting");
    await look(first.page, "ceremony-waiting");
    await first.page.goto("/votes");
    for (const one of [third, second]) {
      await one.page.goto("/key-holder");
      await button(one.page, t("ceremony-begin")).click();
      await state(one.page, "waiting");
    }
    await chair.page.goto("/console");
    await look(chair.page, "ceremony-console");
    await first.page.goto("/key-holder");
    const codes = [];
    for (const { page } of holders) {
      await state(page, "code");
      codes.push(await page.locator("#ceremony-code").innerText());
    }
    assert.match(codes[0], /^\d{4} \d{4} \d{4}$/);
    assert.deepEqual(new Set(codes).size, 1, `read aloud they are the same: ${codes}`);
    await look(second.page, "ceremony-code");
    // A second window of the same browser spoils nothing.
    const twin = await first.context.newPage();
    await twin.goto("/key-holder");
    await twin.getByText(t("ceremony-other-tab")).waitFor();
    await twin.close();
    let seed;
    for (const { page } of holders) {
      assert.equal(await page.locator("#ceremony-seed").count(), 0, "nothing secret beside the code");
      await button(page, t("ceremony-code-same")).click();
      await state(page, "note");
      if (page === first.page) {
        seed = (await page.locator("#ceremony-seed").innerText()).replaceAll(" ", "");
        await look(page, "ceremony-note");
      }
      assert.ok(await exactly(page, t("ceremony-seed-go")).isDisabled(), "noted first");
      await page.getByLabel(t("ceremony-seed-noted")).check();
      await exactly(page, t("ceremony-seed-go")).click();
    }
    assert.match(seed, /^[1-9A-HJ-NP-Za-km-z]{22}$/);
    // Two approve. The third is late.
    for (const { page } of [first, second]) {
      await state(page, "done");
      await button(page, t("holder-approve")).click();
      await page.getByText(t("holder-vote-ready")).first().waitFor();
    }
    await look(first.page, "ceremony-approved");
    await chair.page.goto("/console");
    await button(chair.page, t("console-advance-go")).click();
    await chair.page.getByText(t("console-advance-open")).waitFor();

    // A voice is given to one who will be in the hall.
    await second.page.goto(`/assembly/${id}/proxy`);
    await second.page.getByLabel(t("proxy-number"), { exact: true }).fill("6");
    await button(second.page, t("proxy-choose")).click();
    await button(second.page, t("proxy-give-to").split("{")[0]).click();
    await second.page.getByText(t("proxy-state-given"), { exact: true }).waitFor();
    await carrier.page.goto("/votes");
    await carrier.page.getByRole("link", { name: t("votes-proxy-asked"), exact: true }).click();
    await button(carrier.page, t("proxy-accept")).click();
    await carrier.page.getByText(t("proxy-held-accepted")).waitFor();

    // The day of the session. Whoever lost the key types what was noted.
    await server.later(8, people);
    for (const [nth, one] of people.slice(0, 7).entries()) await enters(one, nth);
    assert.ok((await loses(first.page)) >= 3);
    await first.page.goto("/key-holder");
    await state(first.page, "lost");
    await look(first.page, "ceremony-lost");
    const types = async (typed, code) => {
      await first.page.getByLabel(t("ceremony-back-label")).fill(typed);
      await first.page.getByLabel(t("ceremony-back-code")).fill(code);
      await button(first.page, t("ceremony-back")).click();
    };
    await types(seed.replace(/.$/, (last) => (last === "1" ? "2" : "1")), codes[0]);
    await first.page.getByText(t("ceremony-back-wrong")).waitFor();
    await types(`${seed.slice(0, 11)} ${seed.slice(11)}`, "1234 5678 9012");
    await first.page.getByText(t("ceremony-back-wrong")).waitFor();
    await types(`${seed.slice(0, 11)} ${seed.slice(11)}`, codes[0]);
    await state(first.page, "done");

    await openSession(chair.page, t);
    await screen.page.goto("/screen");
    await look(screen.page, "together-screen-open");
    await desk.page.goto("/desk");
    await desk.page.getByLabel(t("desk-search"), { exact: true }).fill("6");
    await button(desk.page, t("desk-search-go")).click();
    await button(desk.page, t("desk-arrives")).first().click();
    await button(desk.page, t("desk-leaves")).first().waitFor();
    await look(desk.page, "together-desk");
    await remote.page.goto("/votes");
    await button(remote.page, t("presence-join")).click();
    for (const [one, choice] of [[carrier, "choice-for"], [remote, "choice-against"], [desk, "choice-for"], [chair, "choice-for"]]) {
      await ballotReady(one.page);
      for (const paper of await one.page.locator(".ballot__vote").all()) {
        await paper.getByRole("radio", { name: t(choice), exact: true }).first().check();
      }
      await cast(one.page, t);
    }
    await look(carrier.page, "together-receipt");
    await look(chair.page, "together-chair");
    await closeVotes(chair.page, t);
    await look(chair.page, "together-console-closed");

    // The third approves what was opened, and opens it with the first. The second is away.
    await third.page.goto("/key-holder");
    await button(third.page, t("holder-approve")).click();
    await third.page.getByText(t("holder-vote-closed")).waitFor();
    await look(third.page, "together-holder-closed");
    await first.page.goto("/key-holder");
    for (const { page } of [third, first]) {
      await button(page, t("holder-open")).click();
      await page.locator('[data-opening="compare"]').waitFor();
    }
    await button(third.page, t("opening-draw")).click();
    const digits = await third.page.locator("#opening-drawn").innerText();
    await first.page.getByLabel(t("opening-digits"), { exact: true }).fill("12");
    await button(first.page, t("opening-show")).click();
    await first.page.getByText(t("opening-digits-wrong")).waitFor();
    await first.page.getByLabel(t("opening-digits"), { exact: true }).fill(digits);
    await button(first.page, t("opening-show")).click();
    const shown = await Promise.all([third, first].map(({ page }) => page.locator("#opening-code").innerText()));
    assert.match(shown[0], /^\d{4} \d{4}$/);
    assert.equal(shown[0], shown[1]);
    await look(first.page, "together-opening");
    // What happens in the hall meanwhile is in the record, and changes no code.
    await exactly(third.page, t("opening-same")).click();
    await third.page.getByText(t("holder-vote-sent")).waitFor();
    await exactly(first.page, t("opening-same")).click();
    await first.page.getByText(t("holder-vote-decided")).waitFor();
    await look(first.page, "together-holder-decided");

    const view = await (await fetch(`${server.url}/api/v1/assemblies/${id}`)).json();
    // The two who opened had checked the rolls of both boxes before, each by itself.
    const rolls = view.items.filter(({ state }) => state === "decided").flatMap((item) => item.roll_checks ?? []);
    assert.ok(rolls.length > 0 && rolls.every(({ checked, of }) => checked >= 2 && of === 3), JSON.stringify(rolls));
    const counted = view.items.map(({ decision: { counts } }) => [counts.for_ ?? counts.for, counts.against, counts.abstain]);
    assert.deepEqual(counted, [[4, 1, 0], [4, 1, 0]], "own voices and one carried");
    await screen.page.goto("/screen");
    await look(screen.page, "together-screen-decided");
    const { vote } = view.items.find(({ mode }) => mode === "secret");
    const saved = async (name, path) => {
      const file = join(server.folder, name);
      writeFileSync(file, await (await desk.context.request.get(`${server.url}/api/v1/votes/${vote}/${path}`)).body());
      return file;
    };
    const boxes = [await saved("advance.zip", "verify.zip?stage=advance"), await saved("session.zip", "verify.zip?stage=session")];
    const verdict = spawnSync(tools.verify, ["election", ...boxes, "--lang", lang], { encoding: "utf8" });
    assert.equal(verdict.status, 0, verdict.stdout + verdict.stderr);
    for (const box of boxes) await someoneElsesVerdict(box);
    await recordHolds(server, await saved("voice-proof.json", "voice-proof.json"));
    assert.deepEqual(faults, []);
    assert.deepEqual(people.flatMap(({ complaints }) => complaints), []);
  } finally {
    for (const { context } of people) await context.close();
    server.stop();
  }
}

export const journeys = {
  "everybody at once, with three key holders of whom two open, in French": (browser) => together(browser, "fr"),
  "everybody at once, with three key holders of whom two open, in English": (browser) => together(browser, "en"),
};
