// At the door, without a line of JavaScript on anybody's telephone: a member shows the own code and the desk presses once; another
// scans the poster and presses once; the poster is changed, and the old one is refused.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { looked_at, person } from "../lib/browser.mjs";
import { readCode } from "../lib/picture.mjs";
import { serve } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const button = (page, name) => page.getByRole("button", { name: new RegExp(`^${name}`) });
const prints = join(dirname(fileURLToPath(import.meta.url)), "..", "screens");
const phone = { javaScriptEnabled: false, viewport: { width: 390, height: 844 } };

async function comes(page, nth) {
  await page.goto("/demo");
  await page.locator(".people__person").nth(nth).getByRole("button").click();
  await page.waitForURL("**/votes");
}

async function door(browser, lang) {
  const t = words(lang);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve();
  const people = [
    await person(browser, server.url, locale, { viewport: { width: 820, height: 1180 } }),
    await person(browser, server.url, locale, phone),
    await person(browser, server.url, locale, phone),
    // The camera, and the eye: it looks at pages with its own script.
    await person(browser, server.url, locale, { viewport: { width: 390, height: 844 } }),
  ];
  const [tablet, first, second, camera] = people.map(({ page }) => page);
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, lang === "fr")));
  try {
    await comes(tablet, 1);
    await comes(first, 3);
    await comes(second, 4);
    await comes(camera, 3);

    // The own code: read by a camera, it leads the desk to one line, and one press enters.
    await camera.getByRole("link", { name: t("arrival-go"), exact: true }).click();
    const own = await readCode(camera.getByAltText(t("arrival-own-alt")));
    assert.ok(own.startsWith(`${server.url}/desk?code=`), own);
    await look(camera, "arrival");
    await tablet.goto(own);
    await tablet.getByText(t("desk-not-voted")).waitFor();
    assert.equal(await tablet.locator("tbody tr").count(), 1);
    // On a telephone the press comes before the search, and the tab says whose code it is.
    const above = async (locator) => (await locator.boundingBox()).y;
    assert.ok((await above(button(tablet, t("desk-arrives")))) < (await above(tablet.getByRole("searchbox"))));
    const name = (await tablet.locator("tbody th").innerText()).trim();
    assert.ok((await tablet.title()).startsWith(name), `${await tablet.title()} begins with ${name}`);
    await look(tablet, "desk-scanned");
    await button(tablet, t("desk-arrives")).click();
    await button(tablet, t("desk-leaves")).waitFor();
    await tablet.getByText(t("desk-leaves-hint")).waitFor();
    // Scanned again, they are in: nothing to press, so that nobody leaves by it. After leaving on purpose, they may return.
    await tablet.goto(own);
    await tablet.getByText(t("desk-scanned-there")).waitFor();
    assert.equal(await tablet.locator("tbody").getByRole("button").count(), 0);
    await tablet.goto(`/desk?q=${encodeURIComponent(name.match(/\d+/)[0])}`);
    await button(tablet, t("desk-leaves")).click();
    await button(tablet, t("desk-returns")).waitFor();
    await tablet.goto(own);
    await tablet.getByText(t("desk-scanned-gone")).waitFor();
    await button(tablet, t("desk-returns")).click();
    await button(tablet, t("desk-leaves")).waitFor();
    await first.goto("/votes");
    assert.equal(await first.getByRole("link", { name: t("arrival-go"), exact: true }).count(), 0, "whoever came shows no code");
    await tablet.goto(`${own}0`);
    await tablet.getByText(t("desk-code-over")).waitFor();
    // To somebody who is no desk, a code says nothing.
    await second.goto(own);
    await second.getByText(t("refusal-not-yours")).waitFor();
    assert.equal(await second.locator("tbody tr").count(), 0);

    // The poster: made, read by a camera, pressed.
    await tablet.goto("/desk/door");
    await tablet.getByText(t("door-none")).waitFor();
    await button(tablet, t("door-make")).click();
    await tablet.getByText(t("door-version").split("{")[0]).waitFor();
    const old = await readCode(tablet.getByAltText(t("door-alt")));
    await look(tablet, "poster");
    await second.goto(old);
    const late = await second.context().newPage();
    await late.goto(old);
    await button(late, t("arrival-press")).waitFor();
    // A tab of the poster that stays open at the desk, too.
    const outdated = await tablet.context().newPage();
    await outdated.goto("/desk/door");

    // Changed: the page that was open already is refused, and so is the old picture.
    await button(tablet, t("door-change")).click();
    await tablet.getByText(t("door-version").replace("{ $version }", 2)).waitFor();
    const now = await readCode(tablet.getByAltText(t("door-alt")));
    assert.notEqual(now, old);
    await button(outdated, t("door-change")).click();
    await outdated.getByText(t("refusal-door-code-changed")).waitFor();
    assert.equal(await readCode(outdated.getByAltText(t("door-alt"))), now, "the new one is shown, and not changed again");
    await outdated.close();
    await button(late, t("arrival-press")).click();
    await late.getByText(t("refusal-door-code-over")).first().waitFor();
    await second.goto(old);
    await second.getByText(t("refusal-door-code-over")).waitFor();
    assert.equal(await button(second, t("arrival-press")).count(), 0);

    // Without a code the page says to scan it; with one, whose page it is.
    await second.goto(new URL(now).pathname);
    await second.getByText(t("arrival-scan-again")).waitFor();
    assert.equal(await button(second, t("arrival-press")).count(), 0);
    await second.goto(now);
    await second.getByText(t("arrival-whose").split("{")[0]).first().waitFor();
    await button(second, t("arrival-press")).click();
    await second.getByText(t("arrival-in-hall")).waitFor();
    assert.ok(!second.url().includes("door="), "the code is out of the address");
    await comes(camera, 2);
    await camera.goto(now);
    await button(camera, t("arrival-press")).waitFor();
    await look(camera, "arrival-here");
    await tablet.goto("/desk");
    await tablet.getByText(t("desk-by-phone")).waitFor();

    // On paper: the picture and what to do, no menu, no button.
    await tablet.goto("/desk/door");
    await tablet.emulateMedia({ media: "print" });
    assert.equal(await tablet.getByRole("button").filter({ visible: true }).count(), 0);
    assert.equal(await tablet.getByRole("navigation").filter({ visible: true }).count(), 0);
    mkdirSync(prints, { recursive: true });
    if (lang === "fr") await tablet.screenshot({ path: join(prints, "poster-print.png"), fullPage: true });
    assert.deepEqual(faults, []);
    assert.deepEqual(people.flatMap(({ complaints }) => complaints), []);
  } finally {
    await Promise.all(people.map(({ context }) => context.close()));
    server.stop();
  }
}

export const journeys = {
  "the codes of the door, in French": (browser) => door(browser, "fr"),
  "the codes of the door, in English": (browser) => door(browser, "en"),
};
