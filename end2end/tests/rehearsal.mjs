// A rehearsal: begun by the secretary with one press, with the banner on every page, voted in on a telephone, ended with one press.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ballotReady, cast, choose, enter, makeKey, openSession, prepare } from "../lib/acts.mjs";
import { cut_off, looked_at, person } from "../lib/browser.mjs";
import { serve, tools } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const button = (page, name) => page.getByRole("button", { name: new RegExp(`^${name}`) });

async function rehearsal(browser, lang) {
  const t = words(lang);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve();
  // The demo's assembly is of today; days later nobody opened it, and nothing is in the way.
  await server.later(3);
  const [chair, holder, member, screen] = await Promise.all([
    person(browser, server.url, locale),
    person(browser, server.url, locale),
    person(browser, server.url, locale, { viewport: { width: 390, height: 844 } }),
    person(browser, server.url, locale, { viewport: { width: 1920, height: 1080 } }),
  ]);
  const people = [chair, holder, member, screen];
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, lang === "fr")));
  const banner = (page) => page.getByText(t("rehearsal-banner"), { exact: true }).first();
  const current = async () => (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
  try {
    const real = await current();
    for (const [one, nth] of [[chair, 0], [holder, 2], [member, 3]]) {
      await enter(one.page, nth);
      await makeKey(one.page, t, one === holder);
    }
    await chair.page.goto("/assemblies/prepare");
    await look(chair.page, "rehearsal-begin");
    await button(chair.page, t("rehearsal-begin")).click();
    await banner(chair.page).waitFor();
    assert.ok(chair.page.url().endsWith("/console"), "on the console at once");
    const rehearsed = await current();
    assert.notEqual(rehearsed.id, real.id);
    assert.equal(rehearsed.rehearsal, true);

    await prepare(holder.page, t);
    await openSession(chair.page, t);
    await look(chair.page, "rehearsal-console");
    await screen.page.goto("/screen");
    await banner(screen.page).waitFor();
    await screen.page.getByText(/R[ée]p[ée]tition|Rehearsal/).first().waitFor();
    await screen.page.setViewportSize({ width: 1920, height: 1080 });
    assert.equal(await cut_off(screen.page), false, "the screen is cut off");
    if (lang === "fr") await screen.page.screenshot({ path: "screens/screen-rehearsal-1920.png" });

    // A member finds the ballots where they always are, and reads on them what they are.
    const { page } = member;
    await page.goto("/votes");
    await banner(page).waitFor();
    await look(page, "rehearsal-votes");
    await ballotReady(page);
    await banner(page).waitFor();
    await choose(page, t, "choice-for");
    await cast(page, t);

    // What it wrote is a record that says what it is.
    const lines = await (await fetch(`${server.url}/api/v1/assemblies/${rehearsed.id}/record.jsonl`)).text();
    const file = join(server.folder, "rehearsal.jsonl");
    writeFileSync(file, lines);
    const told = execFileSync(tools.verify, ["record", file], { encoding: "utf8" });
    assert.match(told, /record of a rehearsal/);

    await chair.page.goto("/console");
    assert.equal(await chair.page.locator('form[action="/rpc/publish-minutes"]').count(), 0, "there are no minutes");
    await button(chair.page, t("rehearsal-end")).click();
    await chair.page.waitForURL("**/assemblies/prepare");
    await chair.page.getByRole("heading", { name: t("rehearsal-title"), exact: true }).waitFor();
    assert.equal(await banner(chair.page).count(), 0);
    assert.equal((await current()).id, real.id);
    // Its own page still says what it was.
    await page.goto(`/assembly/${rehearsed.id}`);
    await banner(page).waitFor();
    assert.deepEqual(faults, []);
    assert.deepEqual(people.flatMap(({ complaints }) => complaints), []);
  } finally {
    await Promise.all(people.map((one) => one.context.close()));
    server.stop();
  }
}

export const journeys = {
  "an assembly is rehearsed and binds nobody, in French": (browser) => rehearsal(browser, "fr"),
  "an assembly is rehearsed and binds nobody, in English": (browser) => rehearsal(browser, "en"),
};
