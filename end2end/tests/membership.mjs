// A whole membership in a cooperative of its own: applied for, confirmed, admitted, paid, keyed, used elsewhere by its words,
// enlarged, ended. What travels by mail really travels.
import assert from "node:assert/strict";
import { enter, makeKey } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { installed } from "../lib/installed.mjs";
import { serve } from "../lib/server.mjs";
import { mailServer } from "../lib/smtp.mjs";
import { words } from "../lib/words.mjs";

const CAMILLE = "camille@example.org";
const FOUNDER = { name: "Mehdi Chevallier", email: "mehdi@example.org" };

const linkTo = (path) => new RegExp(`https?://\\S+/${path}/[0-9a-f]+`);

// The address in the next message that has one leading to `path`.
async function linkIn(mail, address, path) {
  const message = await mail.next(address, ({ text }) => linkTo(path).test(text));
  return linkTo(path).exec(message.text)[0];
}
const press = (page, name) => page.getByRole("main").getByRole("button", { name }).first().click();

// Signs in by the message that is sent to an address.
async function byMail(page, t, mail, address) {
  await page.goto("/sign-in");
  await page.getByLabel(t("sign-in-email")).fill(address);
  await page.getByRole("button", { name: t("sign-in-send") }).click();
  await page.getByRole("heading", { name: t("sign-in-sent-title") }).waitFor();
  await page.goto(await linkIn(mail, address, "sign-in"));
  await page.getByRole("main").getByRole("button").click();
  await page.getByRole("heading", { name: t("votes-title") }).waitFor();
}

async function membership(browser, lang) {
  const t = words(lang);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const mail = await mailServer();
  const coop = await installed({ founder: FOUNDER, smtp: mail.url });
  const [board, camille, phone] = [
    await person(browser, coop.url, locale),
    await person(browser, coop.url, locale),
    await person(browser, coop.url, locale, { viewport: { width: 390, height: 844 } }),
  ];
  const faults = [];
  // `kept`: with screenshots, of one language.
  const look = async (page, name, kept = false) => {
    faults.push(...(await looked_at(page, name, kept && lang === "fr")));
  };
  try {
    // The founder's offices open with the key of a device.
    await byMail(board.page, t, mail, FOUNDER.email);
    await makeKey(board.page, t, true);
    await board.page.getByRole("button", { name: t("nav-sign-out") }).click();
    await board.page.goto("/sign-in");
    await board.page.locator("[data-state=keys]").getByRole("button").click();
    await board.page.getByRole("heading", { name: t("votes-title") }).waitFor();

    // What is missing comes back beside its field, with everything that was typed.
    const { page } = camille;
    await page.goto("/apply");
    await look(page, "apply", true);
    await page.getByLabel(t("apply-name"), { exact: true }).fill("Camille d’Été");
    await page.getByLabel(t("apply-email"), { exact: true }).fill(CAMILLE);
    await page.getByLabel(t("apply-street"), { exact: true }).fill("1 rue des Essais");
    await page.getByLabel(t("apply-shares"), { exact: true }).fill("3");
    await page.locator("form.card").evaluate((form) => (form.noValidate = true));
    await press(page, t("apply-send"));
    await page.getByRole("alert").waitFor();
    assert.equal(await page.getByLabel(t("apply-name"), { exact: true }).inputValue(), "Camille d’Été");
    assert.ok(!page.url().includes("Camille"), "what people write of themselves stands in no address");
    await look(page, "apply-refused", true);
    await page.getByLabel(t("apply-city"), { exact: true }).fill("Dijon");
    await press(page, t("apply-send"));
    await page.getByRole("heading", { name: t("apply-sent-title") }).waitFor();

    // The link confirms the address once it is pressed; opening it does nothing.
    const link = await linkIn(mail, CAMILLE, "application");
    await page.goto(link);
    await look(page, "application", true);
    await press(page, t("application-confirm"));
    await page.getByRole("heading", { name: t("application-waiting-title") }).waitFor();

    // The board admits; the sum to pay is written to her.
    await board.page.goto("/register/applications");
    await look(board.page, "applications");
    await press(board.page, t("applications-admit"));
    await mail.next(CAMILLE, ({ text }) => /48/.test(text));
    await page.goto(link);
    await page.getByRole("heading", { name: t("application-admitted-title") }).waitFor();

    // She pays in two parts: the number comes with the minimum.
    await board.page.goto("/register?q=ete+camille");
    await look(board.page, "register", true);
    await board.page.locator("table").getByRole("link").first().click();
    await look(board.page, "member-file", true);
    await board.page.getByRole("link", { name: t("ledger-title") }).click();
    for (const [amount, reference] of [["16", "VIR 1"], ["32,00", "VIR 2"]]) {
      await board.page.locator("#amount").fill(amount);
      await board.page.locator("#reference").fill(reference);
      await press(board.page, t("ledger-payment-go"));
      await board.page.getByRole("status").first().waitFor();
    }
    await board.page.getByText(t("member-number").replace("{ $number }", "2")).first().waitFor();

    // She signs in, makes her key and notes its words.
    await byMail(page, t, mail, CAMILLE);
    const phrase = await makeKey(page, t, true);
    await page.goto("/me/key");
    await look(page, "my-key", true);

    // On her phone she signs in too, and has her key back by its words.
    await byMail(phone.page, t, mail, CAMILLE);
    const typed = phone.page.locator("#phrase-words");
    await typed.fill(phrase.toReversed().join(" "));
    await phone.page.getByRole("button", { name: t("key-elsewhere-go") }).click();
    await phone.page.getByRole("alert").getByText(t("key-elsewhere-wrong")).waitFor();
    assert.equal(await typed.inputValue(), phrase.toReversed().join(" "), "mistyped words stand there to be corrected");
    await typed.fill(phrase.join(" "));
    await phone.page.getByRole("button", { name: t("key-elsewhere-go") }).click();
    await phone.page.locator('.key-card[data-state="ready"]').waitFor();

    // Two more shares, which the board grants.
    await page.goto("/me/shares");
    await page.getByText(t("shares-form-subscription"), { exact: true }).click();
    await page.locator("#shares-subscription").fill("2");
    await press(page, t("shares-form-subscription-go"));
    await page.getByText(t("shares-asked")).waitFor();
    await board.page.goto("/register/shares");
    await press(board.page, t("share-register-grant"));
    await board.page.getByText(t("share-register-waiting-none")).waitFor();
    await look(board.page, "register-shares");

    // Her record; then she leaves, and nothing signs her in any more.
    await page.goto("/me");
    await look(page, "me", true);
    const data = await page.evaluate(() => fetch("/api/v1/me/data.json").then((answer) => answer.json()));
    assert.ok(JSON.stringify(data).includes("Camille d’Été"));
    await page.goto("/me/leave");
    await look(page, "leave");
    await page.getByRole("checkbox").check();
    await press(page, t("leave-go"));
    await page.getByRole("heading", { name: t("left-title") }).waitFor();
    await phone.page.goto("/votes");
    await phone.page.getByText(t("refusal-sign-in-first")).waitFor();
    const written = mail.all().filter((message) => message.headers.to === CAMILLE).length;
    await page.goto("/sign-in");
    await page.getByLabel(t("sign-in-email")).fill(CAMILLE);
    await page.getByRole("button", { name: t("sign-in-send") }).click();
    await page.getByRole("heading", { name: t("sign-in-sent-title") }).waitFor();
    await new Promise((done) => setTimeout(done, 2500));
    const letters = mail.all().filter((message) => message.headers.to === CAMILLE && /\/sign-in\//.test(message.text));
    assert.equal(letters.length, 2, `no link for who left: ${written} letters before`);
    assert.deepEqual(faults, []);
    assert.deepEqual([...board.complaints, ...camille.complaints, ...phone.complaints], []);
  } finally {
    for (const { context } of [board, camille, phone]) await context.close();
    coop.stop();
    mail.stop();
  }
}

// An organisation applies, is admitted and pays; a member corrects the own record, asks for shares and leaves: all of it in
// browsers that run no program.
async function withoutScripts(browser) {
  const t = words("fr");
  const mail = await mailServer();
  const server = await serve({ arguments: ["--smtp", mail.url, "--mail-from", "Les Essais <bureau@example.org>"] });
  const plain = () => person(browser, server.url, "fr-FR", { javaScriptEnabled: false });
  const [somebody, chair, member] = [await plain(), await plain(), await plain()];
  try {
    const { page } = somebody;
    await page.goto("/apply");
    assert.equal(await page.locator("#representative").isVisible(), false, "of a person nobody asks for a representative");
    await page.locator("#class-organisation").check();
    const given = { name: "Les Amis du Four", representative: "Camille d’Été", legal_number: "W751234567", email: CAMILLE };
    const where = { street: "1 rue des Essais", city: "Dijon", shares: "2" };
    for (const [field, value] of Object.entries({ ...given, ...where })) await page.locator(`#${field}`).fill(value);
    await press(page, t("apply-send"));
    await page.goto(await linkIn(mail, CAMILLE, "application"));
    await press(page, t("application-confirm"));
    await page.getByRole("heading", { name: t("application-waiting-title") }).waitFor();

    await enter(chair.page, 0);
    const file = async () => {
      await chair.page.goto("/register?q=amis+du+four");
      await chair.page.locator("table").getByRole("link").first().click();
    };
    await file();
    await press(chair.page, t("applications-admit"));
    await mail.next(CAMILLE);
    await file();
    await chair.page.getByRole("link", { name: t("ledger-title") }).click();
    await chair.page.locator("#amount").fill("32");
    await chair.page.locator("#reference").fill("VIR 1");
    await press(chair.page, t("ledger-payment-go"));
    await chair.page.getByRole("status").first().waitFor();
    await page.reload();
    await page.getByRole("heading", { name: t("application-member-title") }).waitFor();

    await enter(member.page, 3);
    await member.page.goto("/me");
    await member.page.locator("#street").fill("2 rue des Essais");
    await member.page.locator("#city").fill("Dole");
    await press(member.page, t("me-correct"));
    await member.page.getByText(t("me-saved")).waitFor();
    assert.equal(await member.page.locator("#city").inputValue(), "Dole");
    await member.page.goto("/me/shares");
    await member.page.getByText(t("shares-form-withdrawal"), { exact: true }).click();
    await member.page.locator("#shares-withdrawal").fill("900");
    await press(member.page, t("shares-form-withdrawal-go"));
    assert.equal(await member.page.locator("#shares-withdrawal").inputValue(), "900", "what was refused is still there");
    await member.page.goto("/me/leave");
    await member.page.getByRole("checkbox").check();
    await press(member.page, t("leave-go"));
    await member.page.getByRole("heading", { name: t("left-title") }).waitFor();
  } finally {
    for (const { context } of [somebody, chair, member]) await context.close();
    server.stop();
    mail.stop();
  }
}

// Without a mail server, cargo xtask has said so (and in CI, failed).
export const journeys = process.env.VOIX_SMTP_PYTHON
  ? {
      "a membership from the application to the end, in French": (browser) => membership(browser, "fr"),
      "a membership from the application to the end, in English": (browser) => membership(browser, "en"),
      "applying, paying, correcting and leaving need no JavaScript": withoutScripts,
    }
  : {};
