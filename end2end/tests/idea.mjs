// From a member's idea to a convened assembly: written, amended, supported by signature, admitted, put on the agenda; the notice
// arrives in a mailbox and its fingerprints are those of the members' words.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { enter, makeKey } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { mailServer } from "../lib/smtp.mjs";
import { words } from "../lib/words.mjs";

const TITLE = "Réserve de solidarité";
const FIRST = "L’assemblée affecte **dix pour cent** du résultat :\n\n- à une réserve ;\n- sans intérêt.";
const ACCEPTED = FIRST.replace("dix", "quinze");
const REFUSED = ACCEPTED.replace("sans intérêt", "pendant cinq ans");
// Of twenty-one members one in twenty must support it: two, besides its author.
const SUPPORTERS = [4, 1];

const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const ahead = (days) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T18:00`;

async function idea(browser, lang, shots) {
  const t = words(lang);
  const mail = await mailServer();
  const server = await serve({ seed: { members: 21 }, arguments: ["--smtp", mail.url, "--mail-from", "Les Essais <bureau@example.org>"] });
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const people = [];
  const somebody = async (nth) => {
    const one = await person(browser, server.url, locale);
    people.push(one);
    await enter(one.page, nth);
    return one.page;
  };
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, `${name}-${lang}`, shots)));
  const press = (page, key) => page.getByRole("main").getByRole("button", { name: t(key), exact: true }).first().click();
  const said = (page, key) => page.getByText(t(key), { exact: true }).first().waitFor();
  try {
    // The author writes; what is typed is set beside it while it is typed, and nothing is kept before the button.
    const author = await somebody(3);
    await author.goto("/me");
    await press(author, "me-consent-give");
    await author.goto("/proposals");
    await look(author, "proposals");
    await author.getByRole("link", { name: t("proposals-new") }).first().click();
    await author.locator("#language-fr").check();
    await author.locator("#title").fill(TITLE);
    await author.locator("#text").pressSequentially("Un **brouillon**.");
    await author.locator("section[aria-labelledby=live-preview] strong", { hasText: "brouillon" }).waitFor();
    await author.locator("#text").fill(FIRST);
    await author.locator("section[aria-labelledby=live-preview] li").nth(1).waitFor();
    await look(author, "proposal-new");
    await press(author, "proposal-save");
    await said(author, "proposal-state-draft");
    const address = author.url();
    await look(author, "proposal-draft");
    await press(author, "proposal-open");
    await said(author, "proposal-state-open");

    // Two ask for other words; one is taken over, the other is left to the vote.
    const amender = await somebody(2);
    const amend = async (text) => {
      await amender.goto(`${address}/amend`);
      await amender.locator("#text").fill(text);
      await press(amender, "amend-go");
      await amender.getByRole("heading", { level: 1 }).waitFor();
      return amender.url();
    };
    const accepted = await amend(ACCEPTED);
    await look(amender, "amendment");
    await author.goto(accepted);
    await press(author, "amendment-accept");
    await author.goto(address);
    await author.getByText("quinze pour cent").first().waitFor();
    await amend(REFUSED);

    const supporters = await Promise.all(
      SUPPORTERS.map(async (nth) => {
        const page = await somebody(nth);
        await makeKey(page, t);
        await page.goto(address);
        await page.getByRole("button", { name: t("support-go"), exact: true }).and(page.locator(":enabled")).click();
        await said(page, "proposal-you-support");
        return page;
      }),
    );
    await supporters[0].goto(address);
    await look(supporters[0], "proposal-supported");
    await author.goto(address);
    await press(author, "proposal-submit");
    await said(author, "proposal-state-submitted");

    const chair = await somebody(0);
    await chair.goto(address);
    await look(chair, "proposal-submitted");
    await press(chair, "proposal-admit");
    await said(chair, "proposal-state-admitted");
    await chair.goto("/assemblies/prepare");
    await press(chair, "prepare-new");
    await chair.locator("#starts_at").fill(ahead(60));
    await chair.locator("#place").fill("Besançon");
    await chair.getByLabel(t("prepare-announced")).check();
    await chair.getByLabel(t("prepare-keyless")).check();
    await chair.locator("form[aria-labelledby=prepare-head]").getByRole("button", { name: t("prepare-save") }).click();
    const preparation = chair.url();
    await author.goto("/assemblies");
    await said(author, "calendar-planned");
    await look(author, "assemblies-planned");
    await look(chair, "prepare-admitted");
    await chair.getByRole("button", { name: `${t("prepare-take-up")} — ${TITLE}` }).click();
    await chair.getByRole("heading", { name: `2. ${TITLE}` }).waitFor();
    // The words are there to be read only; whoever changes them all the same is told whose they are.
    await chair.locator("li.card", { has: chair.getByRole("heading", { name: `2. ${TITLE}` }) }).getByRole("link", { name: t("prepare-edit") }).click();
    await said(chair, "prepare-words-theirs");
    assert.ok(await chair.locator("#text_fr").evaluate((area) => area.readOnly));
    await look(chair, "prepare-theirs");
    await chair.locator("#text_fr").evaluate((area) => { area.readOnly = false; area.value += "!"; });
    await chair.locator("#prepare-item").getByRole("button", { name: t("prepare-save") }).click();
    await chair.getByRole("alert").getByText(t("refusal-words-of-members")).waitFor();

    // Somebody asks for other words at the last minute: nobody is convened before the agenda has them.
    await amend(ACCEPTED.replace("une réserve", "la réserve"));
    await chair.goto(preparation);
    await chair.getByRole("button", { name: `${t("prepare-take-up-again")} — ` }).first().click();
    await chair.getByRole("heading", { name: `3. ${TITLE}` }).waitFor();
    await look(chair, "prepare-taken-up");
    await press(chair, "prepare-convene");
    await chair.getByRole("heading", { name: t("notices-title"), level: 1 }).waitFor();
    const assembly = await chair.evaluate(() => location.pathname.split("/")[2]);

    // The fingerprints in the mailbox are those of the texts, which begin with the members' words to the letter.
    const message = await mail.until("personne-4@example.org", (received) => received.calendar);
    const hashes = message.text.match(/\b[0-9a-f]{64}\b/g);
    const { items } = await (await chair.request.get(`/api/v1/assemblies/${assembly}`)).json();
    assert.equal(items.length, 3, "two amendments and the text");
    for (const { resolution } of items) {
      const { id, title, text } = resolution;
      const canonical = JSON.stringify({ id, text: { en: text.en, fr: text.fr }, title: { en: title.en, fr: title.fr } });
      assert.ok(hashes.includes(sha256(canonical)), "the fingerprint in the letter is that of the text");
    }
    assert.ok(items[2].resolution.text.fr.startsWith(`${ACCEPTED}\n\n`));
    assert.ok(items[0].resolution.text.fr.endsWith(REFUSED));
    await author.goto(address);
    await said(author, "proposal-state-on-agenda");
    await look(author, "proposal-on-agenda");
    await author.goto(`/assembly/${assembly}`);
    await author.getByRole("link", { name: t("item-from-proposal") }).waitFor();
    await look(author, "assembly-proposals");
    assert.deepEqual(faults, []);
    assert.deepEqual(people.flatMap(({ complaints }) => complaints), []);
  } finally {
    for (const { context } of people) await context.close();
    server.stop();
    mail.stop();
  }
}

export const journeys = process.env.VOIX_SMTP_PYTHON
  ? {
      "a member's idea is amended, supported, admitted and convened, in French": (browser) => idea(browser, "fr", true),
      "a member's idea is amended, supported, admitted and convened, in English": (browser) => idea(browser, "en", false),
    }
  : {};
