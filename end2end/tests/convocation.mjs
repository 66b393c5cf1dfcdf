// An assembly is prepared, convened, corrected: the notice arrives in a mailbox, and its text is the one that was frozen.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { enter } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { mailServer } from "../lib/smtp.mjs";
import { words } from "../lib/words.mjs";

const TITLE = "Affectation du résultat";
const TEXT = "Le résultat est porté en réserve.\n\nRien n’est distribué.";

// A day so far ahead, at six in the evening, as a field takes it.
const ahead = (days) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T18:00`;

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

async function convocation(browser, lang) {
  const t = words(lang);
  const mail = await mailServer();
  const server = await serve({ arguments: ["--smtp", mail.url, "--mail-from", "Les Essais <bureau@example.org>"] });
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const chair = await person(browser, server.url, locale);
  const phone = await person(browser, server.url, locale, { viewport: { width: 390, height: 844 } });
  const faults = [];
  const look = async (page, name, shots = lang === "fr") => faults.push(...(await looked_at(page, `${name}-${lang}`, shots)));
  const press = (page, key) => page.getByRole("main").getByRole("button", { name: t(key) }).first().click();
  try {
    // A member agrees to be convened by e-mail; the others of the demo get letters.
    await enter(phone.page, 3);
    await phone.page.goto("/me");
    await press(phone.page, "me-consent-give");

    const { page } = chair;
    await enter(page, 0);
    await page.goto("/assemblies/prepare");
    await look(page, "prepare-list");
    await press(page, "prepare-new");
    await page.locator("#starts_at").fill(ahead(60));
    await page.locator("#video").fill("http://visio.example.org");
    await page.locator("#place").fill("Besançon");
    await page.locator("form[aria-labelledby=prepare-head]").getByRole("button", { name: t("prepare-save") }).click();
    await page.getByRole("alert").getByText(t("refusal-text-invalid")).waitFor();
    assert.equal(await page.locator("#place").inputValue(), "Besançon", "nothing that was typed is lost");
    await page.locator("#video").fill("");
    await page.getByLabel(t("prepare-keyless")).check();
    await page.locator("form[aria-labelledby=prepare-head]").getByRole("button", { name: t("prepare-save") }).click();
    for (const [title, text] of [["Rapport", "Rapport du conseil."], [TITLE, TEXT]]) {
      await page.locator("#item_kind").selectOption(title === TITLE ? "resolution" : "information");
      for (const of of ["fr", "en"]) {
        await page.locator(`#title_${of}`).fill(title);
        await page.locator(`#text_${of}`).fill(text);
      }
      await page.locator("#prepare-item").getByRole("button", { name: t("prepare-save") }).click();
      await page.getByRole("heading", { name: title }).waitFor();
    }
    await page.getByRole("button", { name: `${t("prepare-up")} — ${TITLE}` }).click();
    await page.getByRole("heading", { name: `1. ${TITLE}` }).waitFor();
    await look(page, "prepare");
    await press(page, "prepare-convene");
    await page.getByRole("heading", { name: t("notices-title"), level: 1 }).waitFor();
    await look(page, "notices");

    const message = await mail.next("personne-4@example.org");
    const hash = /[0-9a-f]{64}/.exec(message.text.split(TITLE)[1])[0];
    const calendar = message.calendar.replaceAll(/\r?\n[ ]/g, "");
    assert.match(calendar, /METHOD:REQUEST/);
    assert.match(calendar, /ORGANIZER;CN="Les Essais":mailto:bureau@example.org/);
    const uid = /UID:(\S+)/.exec(calendar)[1];

    // What members read is what was frozen: its hash is made again from the text.
    const assembly = await page.evaluate(() => location.pathname.split("/")[2]);
    const { items } = await (await page.request.get(`/api/v1/assemblies/${assembly}`)).json();
    const { id, title, text } = items[0].resolution;
    assert.deepEqual(text, { fr: TEXT, en: TEXT });
    const canonical = JSON.stringify({ id, text: { en: text.en, fr: text.fr }, title: { en: title.en, fr: title.fr } });
    assert.equal(sha256(canonical), hash, "the fingerprint in the letter is that of the text");
    const record = await (await page.request.get(`/api/v1/assemblies/${assembly}/record.jsonl`)).text();
    assert.ok(record.includes(hash), "and stands in the record");

    await page.locator("#correct-fr").fill("La salle est au premier étage.");
    await press(page, "notices-correct-go");
    const erratum = await mail.until("personne-4@example.org", (received) => /SEQUENCE:1\b/.test(received.calendar ?? ""));
    const corrected = erratum.calendar.replaceAll(/\r?\n[ ]/g, "");
    assert.ok(corrected.includes(uid), "the same entry, changed");
    await page.goto(`/assembly/${assembly}/letters`);
    // A hundred and fifty letters, one to a sheet, are no picture.
    await look(page, "letters", false);
    await phone.page.goto(`/assembly/${assembly}`);
    await phone.page.getByText("La salle est au premier étage.").waitFor();
    await look(phone.page, "assembly-convened");
    await page.goto("/assemblies");
    await look(page, "assemblies");
    assert.deepEqual(faults, []);
    assert.deepEqual([...chair.complaints, ...phone.complaints], []);
  } finally {
    await chair.context.close();
    await phone.context.close();
    server.stop();
    mail.stop();
  }
}

export const journeys = process.env.VOIX_SMTP_PYTHON
  ? {
      "an assembly is convened and the notice arrives, in French": (browser) => convocation(browser, "fr"),
      "an assembly is convened and the notice arrives, in English": (browser) => convocation(browser, "en"),
    }
  : {};
