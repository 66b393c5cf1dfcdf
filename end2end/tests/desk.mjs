// At the door: two who come at the hour when the chair is away, a bureau that the assembly elects, and who is there.
import assert from "node:assert/strict";
import { enter } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const button = (page, name) => page.getByRole("button", { name: new RegExp(`^${name}`) });

async function desk(browser, lang) {
  const t = words(lang);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve();
  const secretary = await person(browser, server.url, locale);
  const member = await person(browser, server.url, locale);
  const tablet = await person(browser, server.url, locale, { javaScriptEnabled: false, viewport: { width: 820, height: 1180 } });
  const faults = [];
  const look = async (page, name) => {
    faults.push(...(await looked_at(page, name, lang === "fr")));
  };
  try {
    await Promise.all([enter(secretary.page, 1), enter(member.page, 3)]);
    await tablet.page.goto("/demo");
    await tablet.page.locator(".people__person").nth(1).getByRole("button").click();

    // The secretary opens the session, and the assembly elects who chairs: by number, before the name as the list has it.
    await secretary.page.goto("/console");
    await button(secretary.page, t("console-open-session")).click();
    await secretary.page.getByLabel(t("bureau-words"), { exact: true }).fill("?");
    await secretary.page.getByLabel(t("bureau-second-scrutineer"), { exact: true }).fill("999999");
    await button(secretary.page, t("bureau-constitute")).click();
    await secretary.page.getByText(t("refusal-no-such-number")).waitFor();
    assert.equal(await secretary.page.getByLabel(t("bureau-words"), { exact: true }).inputValue(), "?", "nothing typed is lost");
    await secretary.page.getByLabel(t("bureau-second-scrutineer"), { exact: true }).fill("");
    await secretary.page.getByLabel(t("bureau-first-scrutineer"), { exact: true }).fill("4");
    await secretary.page.getByLabel(t("bureau-each"), { exact: true }).check();
    await look(secretary.page, "bureau-typed");
    await button(secretary.page, t("bureau-constitute")).click();
    await secretary.page.getByText(t("bureau-waiting")).waitFor();
    await look(secretary.page, "bureau-waiting");

    // The scrutineer accepts on the own page; that the chair said so is noted.
    await member.page.goto("/votes");
    await look(member.page, "votes-bureau");
    await button(member.page, t("bureau-accept")).click();
    await member.page.getByText(t("bureau-asked-text")).waitFor({ state: "detached" });
    await secretary.page.goto("/console");
    await button(secretary.page, t("bureau-note")).click();
    await secretary.page.getByText(t("bureau-constituted")).waitFor();

    // At the door, without a line of JavaScript: found by number, entered, gone, back.
    await tablet.page.goto("/desk");
    const search = async (typed) => {
      await tablet.page.getByLabel(t("desk-search"), { exact: true }).fill(typed);
      await button(tablet.page, t("desk-search-go")).click();
    };
    const there = async (n) => tablet.page.getByText(t("desk-there").replace("{ $present }", n).replace("{ $members }", 150)).waitFor();
    await search("7");
    assert.equal(await tablet.page.locator("tbody tr").count(), 1);
    await button(tablet.page, t("desk-arrives")).click();
    await there(1);
    assert.equal(await tablet.page.locator("tbody tr").count(), 1, "back to what was searched");
    await button(tablet.page, t("desk-leaves")).click();
    await there(0);
    await button(tablet.page, t("desk-returns")).click();
    await there(1);
    await search("nobody at all");
    await tablet.page.getByText(t("desk-nobody")).waitFor();

    // A member takes part from a distance; the desk sees it.
    await member.page.goto("/votes");
    await button(member.page, t("presence-join")).click();
    await button(member.page, t("presence-leave")).waitFor();
    await look(member.page, "votes-present");
    await tablet.page.goto("/desk");
    await there(2);
    // Then the member comes into the hall: still two.
    await search("4");
    await button(tablet.page, t("desk-arrives")).click();
    await button(tablet.page, t("desk-leaves")).waitFor();
    await there(2);
    await secretary.page.goto("/desk");
    await look(secretary.page, "desk");
    assert.deepEqual(faults, []);
    assert.deepEqual([secretary, member].flatMap(({ complaints }) => complaints), []);
  } finally {
    await Promise.all([secretary, member, tablet].map(({ context }) => context.close()));
    server.stop();
  }
}

export const journeys = {
  "the desk at the door, in French": (browser) => desk(browser, "fr"),
  "the desk at the door, in English": (browser) => desk(browser, "en"),
};
