// Ballots in advance for an assembly that could not decide: they are sealed, go on to the second call and count there, and the key
// that was made for the first opens them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ballotReady, cast, choose, closeVotes, enter, makeKey, openSession, prepare } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve, tools } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function second(browser, lang) {
  const t = words(lang);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve({ arguments: ["--demo-ahead", "--demo-members", "40"] });
  const phone = { viewport: { width: 390, height: 844 } };
  const [chair, holder, early] = await Promise.all([{}, {}, phone].map((options) => person(browser, server.url, locale, options)));
  const people = [chair, holder, early];
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, lang === "fr")));
  // Every sign-in is over some days later; the keys are where they were.
  const enterAll = async () => {
    for (const [one, nth] of [[chair, 0], [holder, 2], [early, 3]]) await enter(one.page, nth);
  };
  try {
    await enterAll();
    for (const one of people) await makeKey(one.page, t, one === holder);
    await prepare(holder.page, t);
    await chair.page.goto("/console");
    await press(chair.page, t("console-advance-go"));
    await ballotReady(early.page);
    await choose(early.page, t, "choice-for");
    await cast(early.page, t);
    // Of forty, eight are needed: six have voted.
    await server.others(5);

    // The session meets in vain.
    await server.later(8, people);
    await enterAll();
    const { page } = chair;
    await page.goto("/console");
    await press(page, t("console-open-session"));
    await press(page, t("bureau-constitute"));
    await page.getByText(t("bureau-constituted")).waitFor();
    const { id } = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
    await page.getByText(t("lack-end"), { exact: true }).click();
    await press(page, t("lack-go"));
    await page.waitForURL(`**/assembly/${id}/notices#second-call`);
    const form = page.locator("#second-call");
    const day = new Date(Date.now() + 28 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    await form.getByLabel(t("calendar-when"), { exact: true }).fill(`${day}T18:00`);
    await press(page, t("notices-second-go"));
    await page.waitForURL((url) => /\/assembly\/[0-9a-f-]+\/notices$/.test(url.pathname) && !url.pathname.includes(id));

    // Everybody reads that the ballots count; who cast one, that there is nothing to do; who holds the key, that it serves.
    await early.page.goto("/assembly");
    await early.page.getByText(t("assembly-goes-on"), { exact: true }).first().waitFor();
    await look(early.page, "assembly-second-call");
    await early.page.goto(`/assembly/${id}`);
    await early.page.getByText(t("assembly-went-on"), { exact: true }).first().waitFor();
    await look(early.page, "assembly-went-on");
    await early.page.goto("/votes");
    await early.page.getByText(t("voice-in-advance")).first().waitFor();
    await holder.page.goto("/key-holder");
    await holder.page.getByText(t("holder-vote-open")).first().waitFor();
    await holder.page.getByText(t("holder-kept"), { exact: true }).waitFor();
    await look(holder.page, "key-holder-second-call");

    await server.later(30, people);
    await enterAll();
    await openSession(page, t);
    await server.others(20);
    await closeVotes(page, t);
    await holder.page.goto("/key-holder");
    await press(holder.page, t("holder-open"));
    await holder.page.getByText(t("holder-vote-decided")).waitFor();

    const view = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
    const secret = view.items.find((item) => item.mode === "secret");
    assert.equal(view.call, 2);
    assert.deepEqual([secret.advance.voted, secret.decision.outcome === "no-quorum"], [6, false]);
    const { for: for_, against, abstain } = secret.decision.counts;
    assert.equal(for_ + against + abstain, secret.voted);
    assert.ok(secret.voted > 6);
    await early.page.goto(`/vote/${secret.vote}`);
    await look(early.page, "vote-second-call");
    const files = [];
    for (const stage of ["advance", "session"]) {
      const file = join(server.folder, `${stage}.zip`);
      writeFileSync(file, await (await early.page.request.get(`/api/v1/votes/${secret.vote}/verify.zip?stage=${stage}`)).body());
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
  "ballots in advance count on second call, in French": (browser) => second(browser, "fr"),
  "ballots in advance count on second call, in English": (browser) => second(browser, "en"),
};
