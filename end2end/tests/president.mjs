// The board elects its president on the page of offices: a round nobody wins, and another.
import assert from "node:assert/strict";
import { enter } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const OFFICES = "/register/offices";

// Directors are not all on the page of the demo: one of the others signs in as its buttons do.
async function director(page, number) {
  await page.goto("/demo");
  const status = await page.evaluate(async (number) => {
    const people = await (await fetch("/api/v1/demo/people")).json();
    const { member } = people.find((person) => person.number === number);
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/v1/demo/sign-in", { method: "POST", headers, body: JSON.stringify({ member }) })).status;
  }, number);
  assert.equal(status, 200);
}

async function elected(browser, lang) {
  const t = words(lang);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve();
  // No button of this page needs JavaScript.
  const chair = await person(browser, server.url, locale, { javaScriptEnabled: false });
  const secretary = await person(browser, server.url, locale, { viewport: { width: 390, height: 844 } });
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, lang === "fr")));
  const press = (page, key) => page.getByRole("button", { name: t(key), exact: true }).click();
  const names = async (page, number) => {
    await page.goto(OFFICES);
    await page.getByLabel(t("president-name"), { exact: true }).selectOption(String(number));
    await press(page, "president-name-go");
    await page.waitForURL("**/register/offices#president");
  };
  try {
    await enter(chair.page, 0);
    await enter(secretary.page, 1);
    await chair.page.goto(OFFICES);
    await chair.page.getByText(t("president-by-board")).waitFor();
    await press(chair.page, "president-open-go");
    await chair.page.getByRole("heading", { name: t("president-round-open") }).waitFor();
    await chair.page.getByText(t("president-own-none")).waitFor();
    await names(chair.page, 1);
    await names(secretary.page, 2);
    await look(secretary.page, "president-round");
    // Two of five: whatever they say, it is not half of the board.
    await press(secretary.page, "president-close-go");
    await secretary.page.getByText(t("president-few")).waitFor();
    await secretary.page.getByRole("table", { name: t("president-by-name") }).waitFor();
    await look(secretary.page, "president-closed");

    await press(secretary.page, "president-open-go");
    await secretary.page.getByRole("heading", { name: t("president-round-open") }).waitFor();
    await names(chair.page, 1);
    await names(chair.page, 2);
    await names(secretary.page, 2);
    const third = await person(browser, server.url, locale);
    try {
      await director(third.page, 6);
      await names(third.page, 2);
      assert.deepEqual(third.complaints, []);
    } finally {
      await third.context.close();
    }
    await chair.page.goto(OFFICES);
    await press(chair.page, "president-close-go");
    // Who closed it presides no longer, and sits on the board still.
    await chair.page.getByRole("heading", { name: t("president-last") }).waitFor();
    await chair.page.getByRole("button", { name: t("president-open-go"), exact: true }).waitFor();
    await chair.page.getByText(t("president-elected").split("{")[0].trim()).waitFor();
    await secretary.page.goto("/console");
    await secretary.page.getByRole("heading", { name: t("console-title"), level: 1 }).waitFor();
    assert.deepEqual(faults, []);
    assert.deepEqual([chair, secretary].flatMap(({ complaints }) => complaints), []);
  } finally {
    await Promise.all([chair, secretary].map(({ context }) => context.close()));
    server.stop();
  }
}

export const journeys = {
  "the board elects its president, in French": (browser) => elected(browser, "fr"),
  "the board elects its president, in English": (browser) => elected(browser, "en"),
};
