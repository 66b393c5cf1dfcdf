// Shares: asked for, granted, paid, and a payment recorded twice. What was typed wrong comes back.
import assert from "node:assert/strict";
import { enter } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const said = (t, key, args) => Object.entries(args).reduce((text, [name, value]) => text.replace(`{ $${name} }`, value), t(key));

async function shares(browser, lang) {
  const t = words(lang);
  const server = await serve();
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const member = await person(browser, server.url, locale);
  const chair = await person(browser, server.url, locale);
  const faults = [];
  // `kept`: with screenshots, of one language.
  const look = async (page, name, kept = false) => {
    faults.push(...(await looked_at(page, name, kept && lang === "fr")));
  };
  const press = (page, key) => page.getByRole("main").getByRole("button", { name: t(key) }).first().click();
  try {
    const { page } = member;
    await enter(page, 3);
    await page.goto("/me/shares");
    await page.getByText(t("shares-one-voice")).waitFor();
    // A transfer to a number nobody has comes back as it was typed.
    await page.getByText(t("shares-form-transfer"), { exact: true }).click();
    await page.locator("#receiver-transfer").fill("99999");
    await page.locator("#shares-transfer").fill("1");
    await press(page, "shares-form-transfer-go");
    await page.getByRole("alert").getByText(t("refusal-not-a-member")).waitFor();
    assert.equal(await page.locator("#receiver-transfer").inputValue(), "99999");
    // The sentence has the focus, and the field it is about says it too.
    assert.equal(await page.evaluate(() => document.activeElement.id), "refusal");
    assert.equal(await page.locator("#receiver-transfer").getAttribute("aria-describedby"), "receiver-transfer-wrong about-transfer");
    assert.equal(await page.locator("#receiver-transfer-wrong").innerText(), t("refusal-not-a-member"));
    await look(page, "shares-refused");
    await page.getByText(t("shares-form-subscription"), { exact: true }).click();
    await page.locator("#shares-subscription").fill("2");
    await press(page, "shares-form-subscription-go");
    await page.getByText(t("shares-asked")).waitFor();
    await look(page, "shares-asked");

    await enter(chair.page, 0);
    await chair.page.goto("/register/shares");
    await look(chair.page, "share-register", true);
    const waits = chair.page.locator("li.card").first();
    await waits.getByRole("button", { name: t("share-register-grant") }).click();
    await chair.page.getByText(t("share-register-waiting-none")).waitFor();
    await chair.page.locator("table").first().getByRole("link").first().click();
    await chair.page.getByRole("heading", { name: t("ledger-title"), level: 1 }).waitFor();
    const pay = async (amount) => {
      await chair.page.locator("#amount").fill(amount);
      await chair.page.locator("#reference").fill("VIR 17");
      await press(chair.page, "ledger-payment-go");
    };
    await pay("seize");
    await chair.page.getByRole("alert").getByText(t("refusal-amount-invalid")).waitFor();
    assert.equal(await chair.page.locator("#amount").inputValue(), "seize");
    assert.equal(await chair.page.locator("#reference").inputValue(), "VIR 17");
    await pay("16,00");
    await chair.page.getByText(said(t, "ledger-entered", { amount: "" }).replace(/[.\s]+$/u, "")).waitFor();
    await look(chair.page, "share-ledger", true);
    await pay("16");
    await chair.page.getByText(t("ledger-before")).waitFor();

    await page.goto("/me/shares");
    await page.getByText(t("shares-request-granted"), { exact: true }).waitFor();
    await look(page, "shares", true);
    await page.goto("/me/shares/certificate");
    await look(page, "certificate", true);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".site-header").isVisible(), false, "a letter has no menus");
    assert.deepEqual(faults, []);
    assert.deepEqual([...member.complaints, ...chair.complaints], []);
  } finally {
    await member.context.close();
    await chair.context.close();
    server.stop();
  }
}

export const journeys = {
  "shares are asked for, granted and paid once, in French": (browser) => shares(browser, "fr"),
  "shares are asked for, granted and paid once, in English": (browser) => shares(browser, "en"),
};
