// Whoever is stuck finds whom to ask, on every page and in every letter.
import assert from "node:assert/strict";
import { ballotReady, cast, choose, enter, opened } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { mailServer } from "../lib/smtp.mjs";
import { words } from "../lib/words.mjs";

async function contact(browser, lang) {
  const t = words(lang);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve();
  const secretary = await person(browser, server.url, locale);
  const stranger = await person(browser, server.url, locale, { viewport: { width: 390, height: 844 } });
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, lang === "fr")));
  try {
    await enter(secretary.page, 1);
    const { page } = secretary;
    await page.goto("/register");
    await page.getByRole("link", { name: t("help-title"), exact: true }).click();
    await look(page, "help");
    const phone = page.getByLabel(t("help-phone"), { exact: true });
    const save = page.getByRole("button", { name: t("help-save"), exact: true });
    await phone.fill("the door");
    await save.click();
    await page.getByRole("heading", { name: t("refusal-phone-invalid") }).waitFor();
    assert.equal(await phone.inputValue(), "the door", "nothing typed is lost");
    await look(page, "help-refused");
    await phone.fill("03 53 01 00 99");
    await page.getByLabel(t("help-email"), { exact: true }).fill("Aide@Example.org");
    await save.click();
    await page.getByText(t("help-saved")).waitFor();

    // Nobody who is signed in, on a page of theirs, on one that is not there, and in the hall.
    for (const path of ["/", "/sign-in", "/nowhere", "/votes", "/screen"]) {
      await stranger.page.goto(path);
      await stranger.page.getByRole("link", { name: "03 53 01 00 99" }).waitFor();
      assert.equal(await stranger.page.getByRole("link", { name: "aide@example.org" }).getAttribute("href"), "mailto:aide@example.org");
    }
    await stranger.page.goto("/");
    await look(stranger.page, "help-home");
    assert.deepEqual(faults, []);
    assert.deepEqual([secretary, stranger].flatMap(({ complaints }) => complaints), []);
  } finally {
    await Promise.all([secretary, stranger].map(({ context }) => context.close()));
    server.stop();
  }
}

// Without a mail server, cargo xtask has said so (and in CI, failed).
const travelling = {
  async "a letter says whom to ask"(browser) {
    const t = words("en");
    const mail = await mailServer();
    const server = await serve({ arguments: ["--smtp", mail.url, "--mail-from", "Les Essais <bureau@example.org>"] });
    const { context, page } = await person(browser, server.url, "en-GB");
    try {
      await page.goto("/sign-in");
      await page.getByLabel(t("sign-in-email")).fill("personne-5@example.org");
      await page.getByRole("button", { name: t("sign-in-send") }).click();
      const { text } = await mail.next("personne-5@example.org");
      const foot = text.split("\n-- \n")[1];
      assert.match(foot, /03 53 01 00 12 · secretariat@example\.org/);
    } finally {
      await context.close();
      server.stop();
      mail.stop();
    }
  },
};

// Two votes on one paper: one message, which says what to do for whoever did not vote, and not what was answered.
if (process.env.VOIX_SMTP_PYTHON) {
  travelling["whoever voted is told so, and what to do if they did not"] = async (browser) => {
    const t = words("fr");
    const mail = await mailServer();
    const site = ["--smtp", mail.url, "--mail-from", "Les Essais <bureau@example.org>"];
    const stage = await opened(browser, t, "fr-FR", { arguments: site });
    try {
      const { page } = stage.member;
      await ballotReady(page);
      await choose(page, t, "choice-against");
      await cast(page, t);
      const { headers, text } = await mail.next("personne-4@example.org");
      assert.match(headers.to, /personne-4@example\.org/);
      for (const words of [t("mail-voted-not-you"), "/votes", "/me/key", "03 53 01 00 12"]) assert.ok(text.includes(words), text);
      assert.ok(!text.toLowerCase().includes(t("choice-against").toLowerCase()), text);
      // One for both ballots; two, if a quarter of an hour began between them.
      const told = mail.all().filter((message) => message.headers.to.includes("personne-4@") && message.text.includes("/me/key"));
      assert.ok(told.length <= 2, told.map((message) => message.headers.date).join());
      assert.deepEqual(stage.member.complaints, []);
    } finally {
      await stage.done();
      mail.stop();
    }
  };
}

export const journeys = {
  "the help contact, in French": (browser) => contact(browser, "fr"),
  "the help contact, in English": (browser) => contact(browser, "en"),
  ...(process.env.VOIX_SMTP_PYTHON ? travelling : {}),
};
