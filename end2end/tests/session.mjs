// The session in the hall: the projected screen and the phones follow it by themselves, and nobody loses what was begun.
import assert from "node:assert/strict";
import { ballotReady, cast, choose, enter, makeKey, opened } from "../lib/acts.mjs";
import { cut_off, looked_at, person } from "../lib/browser.mjs";
import { words } from "../lib/words.mjs";

const button = (page, name) => page.getByRole("button", { name: new RegExp(`^${name}`) });

async function session(browser, lang) {
  const t = words(lang);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const { server, chair, holder, member, done } = await opened(browser, t, locale);
  const screen = await person(browser, server.url, locale, { viewport: { width: 1920, height: 1080 } });
  // A phone whose network lets no stream through.
  const phone = await person(browser, server.url, locale, { viewport: { width: 390, height: 844 } });
  await phone.context.route("**/events*", (route) => route.abort());
  const faults = [];
  const look = async (page, name, kept = false) => {
    faults.push(...(await looked_at(page, name, kept && lang === "fr")));
  };
  // The screen as a hall sees it.
  const project = async (name) => {
    await look(screen.page, name);
    await screen.page.setViewportSize({ width: 1920, height: 1080 });
    assert.equal(await cut_off(screen.page), false, `${name} is cut off`);
    if (lang === "fr") await screen.page.screenshot({ path: `screens/${name}-1920.png` });
  };
  try {
    await screen.page.goto("/screen");
    const part = screen.page.locator("#screen");
    await part.getByText(t("screen-voting"), { exact: true }).waitFor();
    await project("screen-voting");
    assert.equal(await screen.page.locator("header.site-header").count(), 0);

    // A ballot moves the bar of the screen, which nobody touches.
    const before = await part.locator("progress").getAttribute("value");
    await ballotReady(member.page);
    await choose(member.page, t, "choice-for");
    await cast(member.page, t);
    await part.locator(`progress[value="${Number(before) + 1}"]`).waitFor();

    // The close is announced: the screen counts down, and so do phones, by questions where no stream comes through.
    await enter(phone.page, 4);
    await makeKey(phone.page, t);
    await ballotReady(member.page);
    await member.page.locator(".ballot__vote").first().getByLabel(t("choice-against"), { exact: true }).check();
    await chair.page.goto("/console");
    await button(chair.page, t("console-warn")).first().click();
    await screen.page.locator(".screen__countdown").waitFor();
    const timer = (page) => page.getByRole("timer").getByText(/\d+/);
    for (const page of [member.page, phone.page, chair.page]) await timer(page).first().waitFor();
    await project("screen-closing");
    await look(member.page, "ballot-closing");

    // It closes. The half-filled ballot is told, and stays as it is.
    await button(chair.page, t("console-close-vote")).first().click();
    await part.getByText(t("screen-voting"), { exact: true }).waitFor();
    await member.page.getByRole("link", { name: t("ballot-changed"), exact: true }).waitFor();
    assert.equal(await member.page.locator(".ballot__vote").first().getByLabel(t("choice-against"), { exact: true }).isChecked(), true);
    assert.equal(await screen.page.locator(".screen__countdown").isVisible(), false);

    // A pause, on every screen.
    await button(chair.page, t("console-suspend")).click();
    await part.getByText(t("screen-suspended"), { exact: true }).waitFor();
    await look(chair.page, "console-suspended");
    await button(chair.page, t("console-resume")).click();
    await part.getByText(t("screen-suspended"), { exact: true }).waitFor({ state: "detached" });

    // The other vote is given up, with a reason that everybody reads; nothing of it is ever opened.
    const reason = lang === "fr" ? "Le texte comportait une erreur." : "There was a mistake in the text.";
    const giveUp = chair.page.locator("details", { hasText: t("console-void-text") });
    await giveUp.locator("summary").click();
    await giveUp.getByLabel(t("console-void-reason"), { exact: true }).fill(reason);
    await look(chair.page, "console-void", true);
    await giveUp.getByRole("button", { name: t("console-void-go"), exact: true }).click();
    await chair.page.getByText(reason).first().waitFor();
    await member.page.goto("/votes");
    await member.page.getByText(t("voice-void"), { exact: true }).waitFor();
    await look(member.page, "votes-void");
    await part.getByText(t("screen-result"), { exact: true }).waitFor();
    await project("screen-result");

    // Another text in its place: what is missing is said beside the field, and nothing typed is lost.
    const title = lang === "fr" ? "Texte corrigé" : "Corrected text";
    await chair.page.getByRole("link", { name: t("put-title"), exact: true }).click();
    await chair.page.getByLabel(t("put-field-title"), { exact: true }).fill(title);
    await chair.page.getByLabel(t("put-field-text"), { exact: true }).fill(reason);
    await button(chair.page, t("put-go")).click();
    await chair.page.locator("#instead-wrong").waitFor();
    assert.equal(await chair.page.getByLabel(t("put-field-title"), { exact: true }).inputValue(), title);
    await look(chair.page, "put-to-vote", true);
    await chair.page.locator("#instead").selectOption({ index: 1 });
    await button(chair.page, t("put-go")).click();
    await chair.page.getByRole("heading", { name: `3. ${title}`, exact: true }).waitFor();
    await button(chair.page, t("console-open-vote")).click();
    await part.getByRole("heading", { name: `3. ${title}`, exact: true }).waitFor();
    await member.page.goto("/assembly");
    await member.page.getByText(t("cause-amended"), { exact: true }).waitFor();
    await holder.page.goto("/key-holder");
    await holder.page.getByText(t("holder-vote-voided")).waitFor();
    assert.deepEqual(faults, []);
    assert.deepEqual([chair, holder, member, screen, phone].flatMap(({ complaints }) => complaints).filter((said) => !said.includes("ERR_FAILED")), []);
  } finally {
    await Promise.all([screen, phone].map(({ context }) => context.close()));
    await done();
  }
}

export const journeys = {
  "the hall’s screen and the phones follow the session, in French": (browser) => session(browser, "fr"),
  "the hall’s screen and the phones follow the session, in English": (browser) => session(browser, "en"),
};
