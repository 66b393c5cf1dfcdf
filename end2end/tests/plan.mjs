// For a power cut: the one page that is printed before the session, without a line of JavaScript.
import assert from "node:assert/strict";
import { join } from "node:path";
import { enter } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";


async function plan(browser, lang) {
  const t = words(lang);
  const server = await serve();
  const secretary = await person(browser, server.url, lang === "fr" ? "fr-FR" : "en-GB");
  const { page } = secretary;
  try {
    await enter(page, 1);
    await page.goto("/desk");
    await page.getByRole("link", { name: t("plan-go"), exact: true }).click();
    await page.getByRole("heading", { name: t("plan-title"), exact: true }).waitFor();
    const faults = await looked_at(page, "plan-b", lang === "fr");
    const { id, items } = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
    assert.ok(page.url().endsWith(`/assembly/${id}/plan-b`));
    // Everybody with a voice has a line, every item its sheet of ballots, each teller a form with every item.
    assert.equal(await page.locator("section[aria-labelledby=plan-sign] td.plan__sign").count(), 150);
    assert.equal(await page.locator(".plan__ballot").count(), 8 * items.length);
    assert.equal(await page.locator(".plan__tally").count(), 2 * items.length);
    // Each says what its quorum and its majority need, and blank and void are counted apart.
    assert.equal(await page.locator("section[aria-labelledby=plan-quorum] tbody tr").count(), items.length);
    for (const key of ["plan-blank", "plan-void"]) {
      assert.equal(await page.getByRole("rowheader", { name: t(key), exact: true }).count(), 3 * items.length, key);
    }
    for (const key of ["plan-items-paper", "plan-step-keep", "plan-step-remote"]) await page.getByText(t(key), { exact: true }).waitFor();

    await page.emulateMedia({ media: "print" });
    assert.equal(await page.getByRole("button").filter({ visible: true }).count(), 0);
    assert.equal(await page.getByRole("navigation").filter({ visible: true }).count(), 0);
    if (process.env.VOIX_PRINT) await page.pdf({ path: join(process.env.VOIX_PRINT, `plan-b-${lang}.pdf`), preferCSSPageSize: true });
    assert.deepEqual(faults, []);
    assert.deepEqual(secretary.complaints, []);
  } finally {
    await secretary.context.close();
    server.stop();
  }
}

export const journeys = {
  "plan B on paper, in French": (browser) => plan(browser, "fr"),
  "plan B on paper, in English": (browser) => plan(browser, "en"),
};
