// A paper code: the desk prints a slip for a member without a key, who votes with its picture in the booth and leaves nothing there; the
// next one types the words, in the same browser.
import assert from "node:assert/strict";
import { enter } from "../lib/acts.mjs";
import { ANEW, looked_at, person } from "../lib/browser.mjs";
import { readCode } from "../lib/picture.mjs";
import { serve } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const begins = (name) => new RegExp(`^${name.replaceAll("\u00a0", "\\s")}`);
const button = (page, name) => page.getByRole("button", { name: begins(name) });
const link = (page, name) => page.getByRole("link", { name: begins(name) });

// Everything a browser keeps of a site, but for cookies.
const kept = (page) =>
  page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    hash: location.hash,
  }));

async function booth(browser, lang) {
  const t = words(lang);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve();
  const tablet = await person(browser, server.url, locale, { viewport: { width: 820, height: 1180 } });
  const desk = await person(browser, server.url, locale);
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, lang === "fr")));
  const finds = async (number) => {
    await desk.page.goto("/desk");
    await desk.page.getByLabel(t("desk-search"), { exact: true }).fill(number);
    await button(desk.page, t("desk-search-go")).click();
    await desk.page.waitForURL((url) => url.searchParams.get("q") === number);
  };
  // The slip of a member: what its picture says, and its words.
  const slip = async (number) => {
    await finds(number);
    await link(desk.page, t("slip-go")).first().click();
    await look(desk.page, "slip-ask");
    await button(desk.page, t("slip-make")).click();
    await desk.page.locator('[data-state="made"]').waitFor();
    await look(desk.page, "slip");
    const address = await readCode(desk.page.locator("img.link-code"));
    const phrase = await desk.page.locator(".phrase li").allInnerTexts();
    await button(desk.page, t("slip-done")).click();
    await desk.page.locator('[data-state="gone"]').waitFor();
    assert.equal(await desk.page.locator(".phrase li").count(), 0, "the words are gone from the page");
    return { address, phrase: phrase.map((word) => word.replace(/^\d+\.\s*/, "").trim()) };
  };
  const votes = async (choice) => {
    const { page } = tablet;
    await page.locator('.ballot-box[data-state="choosing"]').waitFor();
    for (const paper of await page.locator(".ballot__vote").all()) await paper.getByLabel(t(choice), { exact: true }).check();
    await look(page, "booth-paper");
    await page.getByRole("button", { name: t("ballot-cast"), exact: true }).click();
    await page.locator('.ballot-box[data-state="done"]').waitFor();
    assert.equal(await page.locator(".receipt--refused").count(), 0);
    await look(page, "booth-receipt");
  };
  // Whoever comes by a picture says that it is theirs.
  const yes = async () => {
    await tablet.page.locator('[data-state="yours"]').waitFor();
    await look(tablet.page, "booth-yours");
    await button(tablet.page, t("booth-yours-yes")).click();
  };
  const finishes = async () => {
    const { page } = tablet;
    await button(page, t("booth-finish")).click();
    await page.locator('[data-state="asking"]').waitFor();
    assert.equal(await page.locator("#booth-words").inputValue(), "");
    assert.deepEqual(await kept(page), { local: 0, session: 0, databases: 0, hash: "" });
    const me = await page.evaluate(async () => (await fetch("/api/v1/me")).status);
    assert.equal(me, 401, "nobody is signed in any more");
  };
  try {
    await enter(desk.page, 0);
    await desk.page.goto("/console");
    await button(desk.page, t("console-open-session")).click();
    await button(desk.page, t("bureau-constitute")).click();
    await desk.page.getByText(t("bureau-constituted")).waitFor();
    for (const number of ["5", "7"]) {
      await finds(number);
      assert.equal(await link(desk.page, t("slip-go")).count(), 0, "whoever is not in the hall has none");
      await button(desk.page, t("desk-arrives")).first().click();
      await button(desk.page, t("desk-leaves")).first().waitFor();
    }
    const [first, second] = [await slip("5"), await slip("7")];
    assert.ok(first.address.startsWith(`${server.url}/booth#`), "the key stands where no server reads it");
    await desk.page.goto("/desk");
    await desk.page.getByRole("heading", { name: t("slip-list"), exact: true }).waitFor();
    await look(desk.page, "slip-list");

    // Before the vote opens there is nothing to vote on.
    await tablet.page.goto(first.address);
    await yes();
    await tablet.page.getByText(t("booth-none")).waitFor();
    assert.equal(new URL(tablet.page.url()).hash, "", "no key stays in the address bar");
    await desk.page.goto("/console");
    await button(desk.page, t("console-open-vote")).first().click();
    await button(desk.page, t("console-close-vote")).first().waitFor();
    await button(tablet.page, t("booth-look")).click();
    await votes("choice-for");
    const cookies = (await tablet.context.cookies()).map((cookie) => cookie.name);
    assert.ok(!cookies.includes("__Host-voix"), "nobody is signed in with this browser");

    // The paper is brought anew: nothing is ticked on it.
    await button(tablet.page, t("booth-look")).click();
    await tablet.page.locator('.ballot-box[data-state="choosing"]').waitFor();
    await tablet.page.getByText(t("ballot-again")).first().waitFor();
    assert.equal(await tablet.page.locator("input:checked").count(), 0);
    await finishes();

    // Another slip behind the `#` of the same page begins anew, and a reload forgets who was there.
    await tablet.page.goto(first.address);
    await yes();
    await tablet.page.getByText(t("ballot-again")).first().waitFor();
    await tablet.page.evaluate((hash) => { location.hash = hash; }, second.address.split("#")[1]);
    await tablet.page.getByText(t("booth-yours").replace("[number]", "7")).waitFor();
    assert.equal(new URL(tablet.page.url()).hash, "");
    await tablet.page.reload();
    await tablet.page.locator('[data-state="asking"]').waitFor();

    // The next one types the words, first wrongly.
    await tablet.page.locator("#booth-words").fill("un deux trois");
    await button(tablet.page, t("booth-go")).click();
    await tablet.page.getByText(t("booth-mistyped")).waitFor();
    await look(tablet.page, "booth");
    await tablet.page.locator("#booth-words").fill(second.phrase.join(" "));
    await button(tablet.page, t("booth-go")).click();
    await votes("choice-against");
    await finishes();

    // A slip that is given back lets nobody in.
    await desk.page.goto("/desk");
    await button(desk.page, t("slip-end")).first().click();
    await desk.page.goto("/desk");
    await tablet.page.goto("/");
    await tablet.page.goto(first.address);
    await tablet.page.getByText(t("refusal-code-unknown")).waitFor();

    // Words that somebody leaves half-typed are wiped after two minutes; thirty seconds before the page says so.
    const { page } = tablet;
    await page.clock.install();
    await page.goto("/booth");
    await page.locator('[data-state="asking"]').waitFor();
    await page.locator("#booth-words").pressSequentially(second.phrase[0]);
    // Its program looks about once a second: time goes on in steps, so that it comes to look.
    const passes = async (seconds) => {
      for (let step = 0; step < seconds; step += 5) {
        await page.clock.runFor(5_000);
        await page.evaluate(() => new Promise((done) => queueMicrotask(done)));
      }
    };
    await passes(85);
    assert.equal(await page.getByText(t("booth-soon")).count(), 0);
    await passes(10);
    await page.getByText(t("booth-soon")).waitFor();
    await button(page, t("booth-here")).click();
    await passes(60);
    assert.equal(await page.locator("#booth-words").inputValue(), second.phrase[0], "somebody said that they are there");
    await passes(35);
    await page.getByText(t("booth-soon")).waitFor();
    // The page that wipes itself loads itself anew, perhaps while its clock is moved.
    await passes(30).catch((error) => assert.match(error.message, ANEW));
    await page.getByText(t("booth-soon")).waitFor({ state: "detached" });
    await page.locator('[data-state="asking"]').waitFor();
    assert.equal(await page.locator("#booth-words").inputValue(), "");
    assert.deepEqual(faults, []);
  } finally {
    await Promise.all([tablet, desk].map(({ context }) => context.close()));
    server.stop();
  }
}

export const journeys = {
  "a slip of the desk votes in the booth, in French": (browser) => booth(browser, "fr"),
  "a slip of the desk votes in the booth, in English": (browser) => booth(browser, "en"),
};
