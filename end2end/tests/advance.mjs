// Ballots before the session: an assembly a week ahead, voted on from a phone, and its session eight days later.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ballotReady, cast, choose, closeVotes, enter, makeKey, openSession, prepare } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve, tools } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function advance(browser, lang) {
  const t = words(lang);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve({ arguments: ["--demo-ahead", "--demo-members", "40"] });
  const phone = { viewport: { width: 390, height: 844 } };
  const [chair, holder, early, late] = await Promise.all([
    person(browser, server.url, locale),
    person(browser, server.url, locale),
    person(browser, server.url, locale, phone),
    person(browser, server.url, locale, phone),
  ]);
  const people = [chair, holder, early, late];
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, lang === "fr")));
  try {
    for (const [one, nth] of [[chair, 0], [holder, 2], [early, 3], [late, 4]]) {
      await enter(one.page, nth);
      await makeKey(one.page, t, one === holder);
    }
    // Nobody votes before somebody can open what is said.
    const console_ = chair.page;
    await console_.goto("/console");
    const card = console_.getByRole("region", { name: t("assembly-advance"), exact: true });
    await card.getByText(t("console-advance-holders")).waitFor();
    assert.equal(await card.getByRole("button").count(), 0);
    await prepare(holder.page, t);
    await console_.reload();
    await card.getByText(t("console-advance-ready")).waitFor();
    await look(console_, "console-advance");
    await press(console_, t("console-advance-go"));
    await card.getByText(t("console-advance-open")).waitFor();

    // From a phone, a week ahead: until when is said, and the ballot may be replaced.
    await ballotReady(early.page);
    await early.page.getByText(t("ballot-until")).first().waitFor();
    // The box of an open vote waits for no key holder: its roll may have been fixed before this key was made.
    const ahead = await early.page.locator(".ballot__vote").count();
    assert.ok(ahead >= 1);
    await choose(early.page, t, "choice-against");
    await look(early.page, "ballot-advance");
    await cast(early.page, t);
    await look(early.page, "receipt-advance");
    await ballotReady(early.page);
    await choose(early.page, t, "choice-for");
    await cast(early.page, t);
    await server.others(12);
    await early.page.goto("/votes");
    await look(early.page, "votes-advance");
    await early.page.goto("/assembly");
    await look(early.page, "assembly-advance");

    // The day of the session. Whoever voted is told so and votes no more; the others do.
    await server.later(8, people);
    // Everybody's sign-in is over since; their keys are where they were.
    for (const [one, nth] of [[chair, 0], [holder, 2], [early, 3], [late, 4]]) await enter(one.page, nth);
    await openSession(console_, t);
    await early.page.goto("/votes");
    await early.page.getByText(t("voice-in-advance")).first().waitFor();
    await look(early.page, "votes-in-advance");
    await early.page.goto("/ballot");
    assert.equal(await early.page.locator(".ballot__vote").count(), 2 - ahead, "what was voted on ahead is not voted on again");
    await ballotReady(late.page);
    await choose(late.page, t, "choice-for");
    await cast(late.page, t);
    await server.others(35);
    await closeVotes(console_, t);
    await holder.page.goto("/key-holder");
    await press(holder.page, t("holder-open"));
    await holder.page.getByText(t("holder-vote-decided")).waitFor();
    await console_.goto("/console");
    await look(console_, "console-after-advance");

    // Both boxes, one after the other and together.
    const view = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
    const secret = view.items.find((item) => item.mode === "secret");
    assert.equal(secret.advance.voted, 13);
    assert.equal(secret.voted, 37);
    await late.page.goto(`/vote/${secret.vote}`);
    await late.page.getByRole("link", { name: t("vote-download-advance"), exact: true }).waitFor();
    await look(late.page, "vote-two-boxes");
    const files = [];
    for (const stage of ["advance", "session"]) {
      const file = join(server.folder, `${stage}.zip`);
      writeFileSync(file, await (await late.page.request.get(`/api/v1/votes/${secret.vote}/verify.zip?stage=${stage}`)).body());
      files.push(file);
    }
    execFileSync(tools.verify, ["election", ...files]);
    assert.deepEqual(faults, []);
    assert.deepEqual(people.flatMap(({ complaints }) => complaints), []);
  } finally {
    for (const { context } of people) await context.close();
    server.stop();
  }
}

export const journeys = {
  "members vote before the session and in it, in French": (browser) => advance(browser, "fr"),
  "members vote before the session and in it, in English": (browser) => advance(browser, "en"),
};
