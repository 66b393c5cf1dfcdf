// Votes on paper: one member without a key, one whose telephone fails while the vote is open; papers counted by two scrutineers who
// see nothing of each other, one on a telephone, the other without a key, typed by the chair.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ballotReady, cast, choose, enter, makeKey } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve, tools } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const button = (page, name) => page.getByRole("button", { name: new RegExp(`^${name}`) });
const link = (page, name) => page.getByRole("link", { name: new RegExp(`^${name}`) });

async function onPaper(browser, lang) {
  const t = words(lang);
  const said = (key, args) => Object.entries(args).reduce((text, [name, value]) => text.replace(`{ $${name} }`, value), t(key));
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve();
  const phone = { viewport: { width: 390, height: 844 } };
  const people = await Promise.all([{}, {}, phone, { viewport: { width: 1920, height: 1080 } }].map((options) => person(browser, server.url, locale, options)));
  const [chair, voter, scrutineer, hall] = people;
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, lang === "fr")));
  const types = async (page, [for_, against, abstain, none]) => {
    await page.getByLabel(t("choice-for"), { exact: true }).fill(String(for_));
    await page.getByLabel(t("choice-against"), { exact: true }).fill(String(against));
    await page.getByLabel(t("choice-abstain"), { exact: true }).fill(String(abstain));
    await page.getByLabel(t("paper-null"), { exact: true }).fill(String(none));
    await button(page, t("paper-type")).click();
  };
  const finds = async (page, number) => {
    await page.goto("/desk");
    await page.getByLabel(t("desk-search"), { exact: true }).fill(number);
    await button(page, t("desk-search-go")).click();
  };
  try {
    for (const [one, nth] of [[chair, 0], [voter, 2], [scrutineer, 3]]) await enter(one.page, nth);
    for (const one of [voter, scrutineer]) await makeKey(one.page, t);
    const { page } = chair;
    await page.goto("/console");
    await button(page, t("console-open-session")).click();
    await page.getByLabel(t("bureau-first-scrutineer"), { exact: true }).fill("4");
    await page.getByLabel(t("bureau-second-scrutineer"), { exact: true }).fill("5");
    await button(page, t("bureau-constitute")).click();
    await page.getByText(t("bureau-constituted")).waitFor();
    for (const number of ["3", "4", "7"]) {
      await finds(page, number);
      await button(page, t("desk-arrives")).first().click();
      await button(page, t("desk-leaves")).first().waitFor();
    }

    // One has no key: the desk notes it before the vote opens, and says how many papers that is once it has.
    await finds(page, "7");
    await page.getByText(t("desk-papers-none")).waitFor();
    await button(page, t("desk-paper")).first().click();
    await page.getByText(t("desk-paper-is")).first().waitFor();
    await page.getByText(t("desk-papers-no-vote")).waitFor();
    const before = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
    const { position } = before.items.find((one) => one.mode === "open");
    await page.goto("/console");
    await button(page, t("console-open-vote")).first().click();
    await page.getByText(said("paper-voting", { voices: 1 })).waitFor();
    await finds(page, "7");
    await page.getByText(said("desk-papers-vote", { position, count: 1 })).waitFor();
    await look(page, "paper-desk");
    await link(page, said("desk-papers-print", { position })).click();
    await page.getByRole("heading", { name: t("plan-one"), exact: true }).waitFor();
    assert.equal(await page.locator(".plan__ballots").count(), 1, "the papers of this vote alone");
    await look(page, "paper-print");

    // The other has the ballot on the screen when the desk notes it: what is sent then is refused.
    await ballotReady(voter.page);
    await choose(voter.page, t, "choice-for");
    await finds(page, "3");
    await button(page, t("desk-paper")).first().click();
    await page.getByText(t("desk-paper-is")).first().waitFor();
    await button(voter.page, t("ballot-cast")).click();
    await voter.page.getByText(t("refusal-on-paper")).first().waitFor();
    await voter.page.goto("/votes");
    await voter.page.getByText(t("voice-on-paper")).first().waitFor();
    await look(voter.page, "paper-votes");
    await ballotReady(scrutineer.page);
    await choose(scrutineer.page, t, "choice-against");
    await cast(scrutineer.page, t);

    await page.goto("/console");
    await page.getByText(said("paper-voting", { voices: 2 })).waitFor();
    await look(page, "paper-console-open");
    await button(page, t("console-close-vote")).click();
    await link(page, t("paper-go")).waitFor();
    await look(page, "paper-console-closed");
    await hall.page.goto("/screen");
    await hall.page.getByText(t("screen-paper")).waitFor();

    // On the telephone of the first: too many come back as they were typed, with both numbers.
    await scrutineer.page.goto("/votes");
    await link(scrutineer.page, t("paper-go")).click();
    await scrutineer.page.getByText(said("paper-box", { voices: 2 })).waitFor();
    await look(scrutineer.page, "paper-count");
    await types(scrutineer.page, [2, 1, 0, 0]);
    await scrutineer.page.getByText(said("paper-both-numbers", { papers: 3, voices: 2 })).waitFor();
    assert.equal(await scrutineer.page.getByLabel(t("choice-for"), { exact: true }).inputValue(), "2");
    await look(scrutineer.page, "paper-too-many");
    await types(scrutineer.page, [2, 0, 0, 0]);
    await scrutineer.page.getByText(t("hands-seat-typed")).waitFor();

    // The chair types what the other says aloud, and sees nothing of the first count. They differ: both count again.
    await link(page, t("paper-go")).click();
    await page.getByText(t("paper-seat-aloud")).waitFor();
    assert.equal(await page.locator("input[type=number]").count(), 4, "for the one without a key alone");
    await look(page, "paper-aloud");
    await types(page, [1, 0, 0, 1]);
    await page.getByText(said("paper-differ", { round: 2 })).waitFor();
    await look(page, "paper-differ");
    await types(page, [1, 0, 0, 1]);
    await page.getByText(t("hands-seat-typed")).waitFor();
    await scrutineer.page.reload();
    await scrutineer.page.getByText(said("paper-differ", { round: 2 })).waitFor();
    await types(scrutineer.page, [1, 0, 0, 1]);
    await scrutineer.page.getByText(t("paper-done")).waitFor();

    // Papers and ballots apart, on the page of the vote and on the hall's screen, which followed by itself.
    const assembly = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
    const item = assembly.items.find((one) => one.paper);
    assert.deepEqual(item.decision.paper, { counts: { for: 1, against: 0, abstain: 0, null: 1 }, handed: 2 });
    assert.deepEqual([item.decision.counts.for, item.decision.counts.against, item.decision.counts.null], [1, 1, 1]);
    await voter.page.goto(`/vote/${item.vote}`);
    await voter.page.getByText(said("paper-of-voices", { papers: 2, voices: 2, null: 1 })).waitFor();
    await voter.page.getByText(t("paper-not-named")).waitFor();
    await look(voter.page, "paper-result");
    await hall.page.getByText(said("paper-of-voices", { papers: 2, voices: 2, null: 1 })).waitFor();
    await look(hall.page, "paper-screen");
    const record = join(server.folder, "record.jsonl");
    writeFileSync(record, await (await fetch(`${server.url}/api/v1/assemblies/${assembly.id}/record.jsonl`)).text());
    execFileSync(tools.verify, ["record", record]);

    // The desk changes it: by key again in what opens from then on.
    await finds(page, "3");
    await button(page, t("desk-paper-back")).first().click();
    await button(page, t("desk-paper")).first().waitFor();
    assert.deepEqual(faults, []);
    assert.deepEqual(people.flatMap(({ complaints }) => complaints), []);
  } finally {
    await Promise.all(people.map(({ context }) => context.close()));
    server.stop();
  }
}

export const journeys = {
  "votes on paper, in French": (browser) => onPaper(browser, "fr"),
  "votes on paper, in English": (browser) => onPaper(browser, "en"),
};
