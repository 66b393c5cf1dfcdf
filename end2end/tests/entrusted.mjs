// Voices entrusted to the server: the notice says so, the board confirms how many, and whoever had no key makes one and votes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ballotReady, cast, choose, enter, makeKey } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve, tools } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const ahead = (days) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T18:00`;
// Whom the demo leaves without a key, of so many.
const KEYLESS = 5;
const MEMBERS = 21;

async function entrusted(browser, lang) {
  const t = words(lang);
  const server = await serve({ seed: { members: MEMBERS } });
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const chair = await person(browser, server.url, locale);
  const member = await person(browser, server.url, locale, { viewport: { width: 390, height: 844 } });
  const elsewhere = await person(browser, server.url, locale);
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, `${name}-${lang}`, lang === "fr")));
  const button = (page, key) => page.getByRole("button", { name: new RegExp(`^${t(key)}`) });
  try {
    // The board says so before members are convened.
    const { page } = chair;
    await enter(page, 0);
    await page.goto("/assemblies/prepare");
    await page.getByRole("main").getByRole("button", { name: t("prepare-new"), exact: true }).first().click();
    await page.locator("#starts_at").fill(ahead(30));
    await page.locator("#place").fill("Besançon");
    await page.getByLabel(t("prepare-keyless")).check();
    await page.getByLabel(t("prepare-entrusted")).check();
    await page.locator("form[aria-labelledby=prepare-head]").getByRole("button", { name: t("prepare-save") }).click();
    await page.locator("#item_kind").selectOption("resolution");
    for (const of of ["fr", "en"]) {
      await page.locator(`#title_${of}`).fill("Comptes");
      await page.locator(`#text_${of}`).fill("Les comptes sont approuvés.");
    }
    await page.locator("#prepare-item").getByRole("button", { name: t("prepare-save") }).click();
    await page.getByRole("heading", { name: "Comptes" }).first().waitFor();
    assert.ok(await page.getByLabel(t("prepare-entrusted")).isChecked(), "what was said is kept");
    await look(page, "prepare-entrusted");
    await page.getByRole("main").getByRole("button", { name: t("prepare-convene") }).first().click();
    await page.getByRole("heading", { name: t("notices-title"), level: 1 }).waitFor();
    const assembly = await page.evaluate(() => location.pathname.split("/")[2]);
    await enter(member.page, 3);
    await member.page.goto(`/assembly/${assembly}`);
    await member.page.getByText(t("assembly-entrusted-text")).first().waitFor();

    // The day after: more than a tenth have no key, and nothing opens before the board has said how many there may be.
    await server.later(31, [chair, member]);
    await enter(page, 0);
    await page.goto("/console");
    await page.getByRole("button", { name: t("console-open-session"), exact: true }).click();
    await page.getByRole("button", { name: t("bureau-constitute"), exact: true }).click();
    await page.getByText(t("bureau-constituted")).first().waitFor();
    const card = page.getByRole("region", { name: t("console-entrusted"), exact: true });
    await card.getByText(t("console-entrusted-waits")).waitFor();
    await page.getByText(t("console-entrusted-blocked")).first().waitFor();
    await card.getByText(t("console-entrusted-without-text")).waitFor();
    await look(page, "console-entrusted");
    await button(page, "console-open-vote").first().click();
    await page.getByText(t("refusal-entrusted-unconfirmed")).first().waitFor();
    assert.equal(await button(page, "console-close-vote").count(), 0, "nothing opened");
    await card.getByLabel(t("console-entrusted-number")).fill(String(KEYLESS));
    await card.getByRole("button", { name: t("console-entrusted-go"), exact: true }).click();
    await card.getByText(t("console-entrusted-waits")).waitFor({ state: "detached" });
    await button(page, "console-open-vote").first().click();
    await button(page, "console-close-vote").first().waitFor();
    const read = async () => (await (await fetch(`${server.url}/api/v1/assemblies/${assembly}`)).json()).items[0];
    const opened = await read();
    assert.deepEqual([opened.voices, opened.entrusted], [MEMBERS, KEYLESS]);

    // Whoever had no key makes one, and the page asks for the voice by itself.
    await enter(member.page, 3);
    await member.page.getByText(t("voice-entrusted")).first().waitFor();
    await look(member.page, "votes-entrusted");
    await makeKey(member.page, t);
    await ballotReady(member.page);
    await member.page.getByText(t("ballot-entrusted")).waitFor();
    await choose(member.page, t, "choice-for");
    await look(member.page, "ballot-entrusted");
    await cast(member.page, t);
    assert.equal(await member.page.locator(".receipt--refused").count(), 0);
    // It is on the device now, and on no other: there the page says where the key is, and of nothing that it was received.
    await ballotReady(member.page);
    await enter(elsewhere.page, 3);
    await elsewhere.page.goto("/ballot");
    await elsewhere.page.locator('.ballot-box[data-state="no-key"]').waitFor();
    await elsewhere.page.getByText(t("key-elsewhere-title")).first().waitFor();
    assert.equal(await elsewhere.page.getByText(t("receipt-title"), { exact: true }).count(), 0);
    await look(elsewhere.page, "ballot-entrusted-elsewhere");
    await button(page, "console-close-vote").first().click();
    await button(page, "console-close-vote").first().waitFor({ state: "detached" });
    const closed = await read();
    assert.deepEqual([closed.voted, closed.decision.counts.for], [1, 1]);
    await page.goto(`/vote/${closed.vote}`);
    await look(page, "vote-entrusted");

    // Anybody verifies the record, and the member the own voice in it.
    const file = async (name, path) => {
      const to = join(server.folder, name);
      writeFileSync(to, await (await member.page.request.get(path)).body());
      return to;
    };
    const record = await file("record.jsonl", `/api/v1/assemblies/${assembly}/record.jsonl`);
    execFileSync(tools.verify, ["record", record]);
    const proof = await file("voice-proof.json", `/api/v1/votes/${closed.vote}/voice-proof.json`);
    assert.match(String(execFileSync(tools.verify, ["voice", proof, "--record", record])), /entrusted to the server/);
    assert.deepEqual(faults, []);
    assert.deepEqual([...chair.complaints, ...member.complaints, ...elsewhere.complaints], []);
  } finally {
    await chair.context.close();
    await member.context.close();
    await elsewhere.context.close();
    server.stop();
  }
}

export const journeys = {
  "a voice is entrusted to the server and asked for, in French": (browser) => entrusted(browser, "fr"),
  "a voice is entrusted to the server and asked for, in English": (browser) => entrusted(browser, "en"),
};
