// The attendance sheet: fixed by the secretary, certified by a scrutineer on a telephone and by the others aloud, printed.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { enter } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const button = (page, name) => page.getByRole("button", { name: new RegExp(`^${name}`) });
const prints = join(dirname(fileURLToPath(import.meta.url)), "..", "screens");

async function sheet(browser, lang) {
  const t = words(lang);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve();
  const secretary = await person(browser, server.url, locale);
  const scrutineer = await person(browser, server.url, locale, { viewport: { width: 390, height: 844 } });
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, lang === "fr")));
  try {
    await Promise.all([enter(secretary.page, 1), enter(scrutineer.page, 3)]);
    const { page } = secretary;
    await page.goto("/console");
    await button(page, t("console-open-session")).click();
    // The member of number 4 is a scrutineer.
    await page.getByLabel(t("bureau-first-scrutineer"), { exact: true }).fill("4");
    await button(page, t("bureau-constitute")).click();
    await page.getByText(t("bureau-constituted")).waitFor();
    await page.goto("/desk");
    for (const number of ["7", "8"]) {
      await page.getByLabel(t("desk-search"), { exact: true }).fill(number);
      await button(page, t("desk-search-go")).click();
      await button(page, t("desk-arrives")).first().click();
      await button(page, t("desk-leaves")).first().waitFor();
    }
    await scrutineer.page.goto("/votes");
    await button(scrutineer.page, t("presence-join")).click();
    await button(scrutineer.page, t("presence-leave")).waitFor();

    await page.goto("/console");
    await page.getByRole("link", { name: t("sheet-title"), exact: true }).click();
    await page.getByText(t("sheet-draft")).waitFor();
    await look(page, "sheet-draft");
    await button(page, t("sheet-fix")).click();
    await page.getByText(t("sheet-version").replace("{ $version }", 1)).waitFor();

    // On the own page of the scrutineer, who has no office: checked and certified.
    await scrutineer.page.goto("/votes");
    await scrutineer.page.getByText(t("sheet-asked")).waitFor();
    await scrutineer.page.getByRole("link", { name: t("sheet-asked-go"), exact: true }).click();
    await scrutineer.page.getByText(t("sheet-statement")).waitFor();
    await look(scrutineer.page, "sheet-certify");
    assert.equal(await button(scrutineer.page, t("sheet-note-aloud")).count(), 0, "only who leads notes for others");
    await button(scrutineer.page, t("sheet-certify")).click();
    await scrutineer.page.getByText(t("sheet-seat-own")).waitFor();

    // The secretary certifies the own seat and notes the others.
    await page.reload();
    await button(page, t("sheet-certify")).click();
    for (;;) {
      const left = await button(page, t("sheet-note-aloud")).count();
      if (left === 0) break;
      await button(page, t("sheet-note-aloud")).first().click();
      await page.waitForFunction((count) => document.querySelectorAll('form[action="/rpc/note-sheet-certified"]').length < count, left);
    }
    await page.getByText(t("sheet-certified")).waitFor();
    await look(page, "sheet-certified");
    const { id } = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
    const record = await (await fetch(`${server.url}/api/v1/assemblies/${id}/record.jsonl`)).text();
    const entries = record.trim().split("\n").map((line) => JSON.parse(line)).filter((entry) => entry.type === "sheet");
    assert.deepEqual(entries.map(({ body }) => [body.version, body.hall, body.remote]), [[1, 2, 1], [1, undefined, undefined]]);
    await page.getByText(entries[1].body.sheet).waitFor();

    // On paper: no menu and no button, a line for each to sign on.
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.getByRole("button").filter({ visible: true }).count(), 0);
    assert.equal(await page.getByRole("navigation").filter({ visible: true }).count(), 0);
    assert.equal(await page.locator("td.sheet__sign:visible").count(), 3);
    mkdirSync(prints, { recursive: true });
    if (lang === "fr") {
      await page.setViewportSize({ width: 1000, height: 700 });
      await page.screenshot({ path: join(prints, "sheet-print.png"), fullPage: true });
    }
    assert.deepEqual(faults, []);
    assert.deepEqual([secretary, scrutineer].flatMap(({ complaints }) => complaints), []);
  } finally {
    await Promise.all([secretary, scrutineer].map(({ context }) => context.close()));
    server.stop();
  }
}

export const journeys = {
  "the attendance sheet, in French": (browser) => sheet(browser, "fr"),
  "the attendance sheet, in English": (browser) => sheet(browser, "en"),
};
