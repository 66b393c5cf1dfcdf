// What members say before an assembly: they discuss a proposal and attach a file to it, stand for election, ask the board in
// writing. Everything is there on the page of the assembly once they are convened.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { enter, makeKey } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const ahead = (days) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T18:00`;
const FILE = Buffer.from("%PDF-1.7 bilan");
const MODERATED = "Des mots que personne ne veut lire.";

async function voices(browser, lang, shots) {
  const t = words(lang);
  const server = await serve({ seed: { members: 21 } });
  const people = [];
  const somebody = async (nth, options) => {
    const one = await person(browser, server.url, lang === "fr" ? "fr-FR" : "en-GB", options);
    people.push(one);
    await enter(one.page, nth);
    return one.page;
  };
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, `${name}-${lang}`, shots)));
  const press = (page, key) => page.getByRole("main").getByRole("button", { name: t(key), exact: true }).first().click();
  try {
    const [chair, author, member] = [await somebody(0), await somebody(3), await somebody(4)];

    // The demo has a proposal of the author's; a file comes with it, and says what it is.
    await author.goto("/proposals");
    await author.getByRole("main").getByRole("heading", { level: 3 }).first().getByRole("link").click();
    const proposal = new URL(author.url()).pathname;
    await author.locator("#file").setInputFiles({ name: "../page <b>.pdf", mimeType: "application/pdf", buffer: Buffer.from("<script>alert(1)</script>") });
    await press(author, "files-add");
    await author.getByRole("alert").getByText(t("refusal-document-kind")).waitFor();
    await author.goto(proposal);
    await author.locator("#file").setInputFiles({ name: "bilan <b>.pdf", mimeType: "application/pdf", buffer: FILE });
    await press(author, "files-add");
    await author.getByText(sha256(FILE)).waitFor();
    const file = await author.locator("section[aria-labelledby=files] li").getByRole("link").first().getAttribute("href");
    const got = await author.request.get(file);
    assert.match(got.headers()["content-security-policy"], /^sandbox;/);
    assert.match(got.headers()["content-disposition"], /^attachment/);
    assert.equal(sha256(await got.body()), sha256(FILE));

    // Comments with answers, corrected in sight, hidden with a reason.
    await member.goto(proposal);
    await member.locator("#answer textarea").fill("Et **qui** paie ?");
    await press(member, "comment-go");
    await member.locator("#comment-1 strong", { hasText: "qui" }).waitFor();
    await author.goto(`${proposal}/discussion`);
    await author.locator("#comment-1").getByRole("link", { name: t("comment-answer") }).click();
    await author.locator("textarea").first().fill("La coopérative : huit euros par an.");
    await press(author, "comment-go");
    await author.locator("#comment-2").waitFor();
    await look(author, "discussion");
    await member.goto(`${proposal}/discussion`);
    await member.locator("#answer textarea").fill(MODERATED);
    await press(member, "comment-go");
    await member.locator("#comment-3").getByText(MODERATED).waitFor();
    await chair.goto(`${proposal}/discussion`);
    await chair.locator("#comment-3").getByRole("link", { name: t("comment-hide") }).click();
    await chair.locator("#reason").fill("Une insulte.");
    await look(chair, "comment-moderation");
    await press(chair, "comment-hide");
    await author.goto(`${proposal}/discussion`);
    await author.locator("#comment-3").getByText("Une insulte.").waitFor();
    assert.equal(await author.getByText(MODERATED).count(), 0, "what is hidden is read by nobody else");

    // An election: the board calls, a member stands by signature.
    await chair.goto("/assemblies/prepare");
    await press(chair, "prepare-new");
    await chair.locator("#starts_at").fill(ahead(60));
    await chair.locator("#place").fill("Besançon");
    await chair.getByLabel(t("prepare-keyless")).check();
    await chair.locator("form[aria-labelledby=prepare-head]").getByRole("button", { name: t("prepare-save") }).click();
    const preparation = chair.url();
    await chair.locator("#item_kind").selectOption("election");
    for (const of of ["fr", "en"]) {
      await chair.locator(`#title_${of}`).fill("Conseil");
      await chair.locator(`#text_${of}`).fill("Deux sièges sont à pourvoir.");
    }
    await chair.locator("#seats").fill("2");
    await chair.locator("#prepare-item").getByRole("button", { name: t("prepare-save") }).click();
    await chair.getByRole("link", { name: t("prepare-candidates") }).click();
    await press(chair, "election-call");
    await chair.getByText(t("election-open"), { exact: true }).waitFor();
    await member.goto("/votes");
    await makeKey(member, t);
    await member.goto("/elections");
    await look(member, "elections");
    await member.getByRole("main").getByRole("link", { name: "Conseil" }).click();
    const election = member.url();
    await member.getByRole("link", { name: t("candidacy-declare") }).click();
    await member.locator("#statement").fill("Je tiens les comptes depuis **dix ans**.");
    for (const [field, text] of [["first_name", "Ousmane"], ["surname", "Faucon"], ["born", "1880"], ["career", "Comptable."]]) {
      await member.locator(`#${field}`).fill(text);
    }
    await press(member, "candidacy-save");
    await member.getByRole("alert").getByText(t("refusal-birth-year")).first().waitFor();
    assert.equal(await member.locator("#career").inputValue(), "Comptable.", "nothing that was typed is lost");
    await look(member, "candidacy-refused");
    await member.locator("#born").fill("1980");
    await press(member, "candidacy-save");
    await member.getByRole("button", { name: t("candidacy-go"), exact: true }).and(member.locator(":enabled")).click();
    await member.getByText(t("election-you-accepted")).first().waitFor();
    await look(member, "election");
    assert.equal(member.url(), election);

    // Members are convened with it; one asks, the board answers in writing.
    await chair.goto(preparation);
    await chair.locator("#number").fill("3");
    await press(chair, "prepare-holder-add");
    await press(chair, "prepare-convene");
    await chair.getByRole("heading", { name: t("notices-title"), level: 1 }).waitFor();
    const assembly = await chair.evaluate(() => location.pathname.split("/")[2]);
    await author.goto(`/assembly/${assembly}/questions`);
    await author.locator("#text").fill("Pourquoi deux sièges ?");
    await press(author, "questions-ask");
    await author.getByText("Pourquoi deux sièges ?").first().waitFor();
    await chair.goto(`/assembly/${assembly}/questions`);
    await chair.getByRole("link", { name: t("questions-answer") }).first().click();
    await chair.locator("#text").fill("Deux mandats finissent.");
    await press(chair, "questions-publish");
    await chair.getByText("Deux mandats finissent.").first().waitFor();
    await look(chair, "questions");
    await member.goto(`/assembly/${assembly}`);
    await member.getByText("Deux mandats finissent.").first().waitFor();
    await member.getByText("Faucon").first().waitFor();
    await look(member, "assembly-election");
    assert.deepEqual(faults, []);
    assert.deepEqual(people.flatMap(({ complaints }) => complaints), []);
  } finally {
    for (const { context } of people) await context.close();
    server.stop();
  }
}

export const journeys = {
  "members discuss, attach, stand and ask before an assembly, in French": (browser) => voices(browser, "fr", true),
  "members discuss, attach, stand and ask before an assembly, in English": (browser) => voices(browser, "en", false),
};
