// A session that cannot decide: the numbers, the record of it, and the second call with the same agenda.
import assert from "node:assert/strict";
import { enter } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

async function lacking(browser, lang) {
  const t = words(lang);
  const server = await serve();
  const chair = await person(browser, server.url, lang === "fr" ? "fr-FR" : "en-GB");
  const faults = [];
  const look = async (name) => faults.push(...(await looked_at(chair.page, name, lang === "fr")));
  try {
    const { page } = chair;
    const press = (key) => page.getByRole("button", { name: t(key), exact: true }).click();
    await enter(page, 0);
    await page.goto("/console");
    await press("console-open-session");
    await press("bureau-constitute");
    await page.getByText(t("bureau-constituted")).waitFor();
    const { id } = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
    await page.getByRole("heading", { name: t("lack-title"), exact: true }).waitFor();
    const count = t("lack-count").replace("{ $present }", 0).replace("{ $members }", 150).replace("{ $needed }", 30);
    await page.getByText(count).waitFor();
    await page.getByText(t("lack-end"), { exact: true }).click();
    await look("console-lack");
    await press("lack-go");

    // On to the second call: where the first met, the same agenda; a day is missing, and what is typed stays.
    await page.waitForURL(`**/assembly/${id}/notices#second-call`);
    const form = page.locator("#second-call");
    const place = form.getByLabel(t("prepare-place"), { exact: true });
    const there = await place.inputValue();
    assert.notEqual(there, "");
    await form.getByText(t("notices-second-agenda")).click();
    assert.equal(await form.locator("ol li").count(), 2);
    await look("second-call");
    await press("notices-second-go");
    await page.getByRole("heading", { name: t("refusal-when-invalid") }).waitFor();
    assert.equal(await place.inputValue(), there);
    const day = new Date(Date.now() + 20 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    await form.getByLabel(t("calendar-when"), { exact: true }).fill(`${day}T18:00`);
    await press("notices-second-go");
    await page.waitForURL((url) => /\/assembly\/[0-9a-f-]+\/notices$/.test(url.pathname) && !url.pathname.includes(id));

    // What everybody reads of the first.
    await page.goto(`/minutes/${id}`);
    await page.getByRole("heading", { name: t("minutes-lack-title"), exact: true }).waitFor();
    assert.equal(await page.getByText(t("vote-not-put"), { exact: true }).count(), 2);
    await look("minutes-lack");
    await page.goto(`/assembly/${id}`);
    assert.equal(await page.getByText(t("vote-not-put"), { exact: true }).count(), 2);
    await page.getByRole("link", { name: t("assembly-again"), exact: true }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.deepEqual(faults, []);
    assert.deepEqual(chair.complaints, []);
  } finally {
    await chair.context.close();
    server.stop();
  }
}

export const journeys = {
  "a session without quorum, in French": (browser) => lacking(browser, "fr"),
  "a session without quorum, in English": (browser) => lacking(browser, "en"),
};
