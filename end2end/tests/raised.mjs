// A vote by show of hands: a ballot from a distance, hands in the hall counted by two scrutineers who see nothing of each other,
// one on a telephone, the other without a key, typed by the chair.
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

async function raised(browser, lang) {
  const t = words(lang);
  const said = (key, args) => Object.entries(args).reduce((text, [name, value]) => text.replace(`{ $${name} }`, value), t(key));
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve();
  const phone = { viewport: { width: 390, height: 844 } };
  const people = await Promise.all([{}, {}, phone, { viewport: { width: 1920, height: 1080 } }].map((options) => person(browser, server.url, locale, options)));
  const [chair, voter, scrutineer, hall] = people;
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, lang === "fr")));
  const types = async (page, [for_, against, abstain]) => {
    await page.getByLabel(t("choice-for"), { exact: true }).fill(String(for_));
    await page.getByLabel(t("choice-against"), { exact: true }).fill(String(against));
    await page.getByLabel(t("choice-abstain"), { exact: true }).fill(String(abstain));
    await button(page, t("hands-type")).click();
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
    await page.goto("/desk");
    for (const number of ["1", "4", "5", "7", "8"]) {
      await page.getByLabel(t("desk-search"), { exact: true }).fill(number);
      await button(page, t("desk-search-go")).click();
      await button(page, t("desk-arrives")).first().click();
      await button(page, t("desk-leaves")).first().waitFor();
    }

    // The second button, where the vote may be put so: the secret one has none.
    await page.goto("/console");
    assert.equal(await button(page, t("hands-open-vote")).count(), 1);
    await button(page, t("hands-open-vote")).click();
    await button(page, t("console-close-vote")).waitFor();
    await look(page, "hands-console-open");
    await voter.page.goto("/votes");
    await voter.page.getByText(t("hands-voting")).waitFor();
    await look(voter.page, "hands-votes");
    await ballotReady(voter.page);
    await choose(voter.page, t, "choice-against");
    await cast(voter.page, t);
    await page.goto("/console");
    await button(page, t("console-close-vote")).click();
    await link(page, t("hands-go")).waitFor();
    await look(page, "hands-console-closed");
    await hall.page.goto("/screen");
    await hall.page.getByText(t("screen-hands")).waitFor();

    // On the telephone of the first: too many come back as they were typed, with both numbers.
    await scrutineer.page.goto("/votes");
    await link(scrutineer.page, t("hands-go")).click();
    await scrutineer.page.getByText(said("hands-hall", { hall: 5, voted: 1 })).waitFor();
    await look(scrutineer.page, "hands-count");
    await types(scrutineer.page, [9, 1, 0]);
    await scrutineer.page.getByText(said("hands-both-numbers", { hands: 10, hall: 5 })).waitFor();
    assert.equal(await scrutineer.page.getByLabel(t("choice-for"), { exact: true }).inputValue(), "9");
    await look(scrutineer.page, "hands-too-many");
    await types(scrutineer.page, [3, 1, 0]);
    await scrutineer.page.getByText(t("hands-seat-typed")).waitFor();

    // The chair types what the other says aloud, and sees nothing of the first count. They differ: both count again.
    await link(page, t("hands-go")).click();
    await page.getByText(t("hands-seat-aloud")).waitFor();
    assert.equal(await page.locator("input[type=number]").count(), 3, "for the one without a key alone");
    await look(page, "hands-aloud");
    await types(page, [4, 0, 0]);
    await page.getByText(said("hands-differ", { round: 2 })).waitFor();
    await look(page, "hands-differ");
    await types(page, [3, 1, 1]);
    await page.getByText(t("hands-seat-typed")).waitFor();
    await scrutineer.page.reload();
    await scrutineer.page.getByText(said("hands-differ", { round: 2 })).waitFor();
    await types(scrutineer.page, [3, 1, 1]);
    await scrutineer.page.getByText(t("hands-done")).waitFor();

    // Hands and ballots apart, on the page of the vote and on the hall's screen, which followed by itself.
    const assembly = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
    const item = assembly.items.find((one) => one.hands);
    assert.deepEqual(item.decision.hands, { counts: { for: 3, against: 1, abstain: 1 }, hall: 5 });
    assert.deepEqual([item.decision.counts.for, item.decision.counts.against, item.decision.counts.abstain], [3, 2, 1]);
    await voter.page.goto(`/vote/${item.vote}`);
    await voter.page.getByText(said("hands-of-hall", { hands: 5, hall: 5 })).waitFor();
    await voter.page.getByText(t("hands-not-named")).waitFor();
    await look(voter.page, "hands-result");
    await hall.page.getByText(said("hands-of-hall", { hands: 5, hall: 5 })).waitFor();
    await look(hall.page, "hands-screen");
    const record = join(server.folder, "record.jsonl");
    writeFileSync(record, await (await fetch(`${server.url}/api/v1/assemblies/${assembly.id}/record.jsonl`)).text());
    execFileSync(tools.verify, ["record", record]);
    assert.deepEqual(faults, []);
    assert.deepEqual(people.flatMap(({ complaints }) => complaints), []);
  } finally {
    await Promise.all(people.map(({ context }) => context.close()));
    server.stop();
  }
}

export const journeys = {
  "a show of hands, in French": (browser) => raised(browser, "fr"),
  "a show of hands, in English": (browser) => raised(browser, "en"),
};
