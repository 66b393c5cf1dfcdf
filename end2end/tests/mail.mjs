// Signing in as a member does who is not in a demo: by a message that really travels, and by the key of the device.
import assert from "node:assert/strict";
import { accessible, person, screens_of } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { mailServer } from "../lib/smtp.mjs";
import { words } from "../lib/words.mjs";

const ADDRESS = "personne-1@example.org";

async function ask(page, t, address) {
  await page.goto("/sign-in");
  await page.getByLabel(t("sign-in-email")).fill(address);
  await page.getByRole("button", { name: t("sign-in-send") }).click();
  await page.getByRole("heading", { name: t("sign-in-sent-title") }).waitFor();
}

const codeOf = (message) => /^ {4}(\d{6})$/m.exec(message.text)[1];
const linkOf = (message) => /https?:\/\/\S+\/sign-in\/[0-9a-f]+/.exec(message.text)[0];

// Without a mail server, cargo xtask has said so (and in CI, failed).
const travelling = {
  async "a member signs in by a message that travels, and by the key of the device"(browser) {
    const t = words("en");
    const mail = await mailServer();
    const server = await serve({ arguments: ["--smtp", mail.url, "--mail-from", "Les Essais <bureau@example.org>"] });
    const somebody = await person(browser, server.url, "en-GB");
    const phone = await person(browser, server.url, "en-GB", { viewport: { width: 390, height: 844 } });
    const faults = [];
    try {
      const { page } = somebody;
      await page.goto("/sign-in");
      await screens_of(page, "sign-in");
      faults.push(...(await accessible(page, "sign-in")));
      // What is no address comes back with what was typed.
      await page.getByLabel(t("sign-in-email")).fill("camille@nowhere");
      await page.getByRole("button", { name: t("sign-in-send") }).click();
      await page.getByRole("alert").getByText(t("refusal-email-invalid")).waitFor();
      assert.equal(await page.getByLabel(t("sign-in-email")).inputValue(), "camille@nowhere");
      // An address nobody has gets the same page and no message.
      await ask(page, t, "nobody@example.org");
      await ask(page, t, ADDRESS);
      await screens_of(page, "sign-in-sent");
      faults.push(...(await accessible(page, "sign-in-sent")));
      const message = await mail.next(ADDRESS);
      assert.equal(mail.all().length, 1, "one message, to the member");
      assert.ok(message.html && message.headers["auto-submitted"] === "auto-generated");
      // A wrong code first, then the right one, in the browser that asked.
      const code = codeOf(message);
      await page.getByLabel(t("sign-in-code")).fill(code === "000000" ? "000001" : "000000");
      await page.getByRole("button", { name: t("sign-in-code-go") }).click();
      await page.getByRole("alert").getByText(t("refusal-sign-in-over")).waitFor();
      await page.getByLabel(t("sign-in-code")).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
      await page.getByRole("button", { name: t("sign-in-code-go") }).click();
      await page.getByRole("heading", { name: t("votes-title") }).waitFor();
      // The chair's office asks for more than an e-mail.
      await page.goto("/console");
      await page.getByText(t("refusal-strong-sign-in")).waitFor();

      // On a phone, by the link: opening it uses nothing up, pressing does.
      await ask(phone.page, t, ADDRESS);
      const link = linkOf(await mail.next(ADDRESS));
      for (let opened = 0; opened < 2; opened++) await phone.page.goto(link);
      await screens_of(phone.page, "sign-in-link");
      faults.push(...(await accessible(phone.page, "sign-in-link")));
      await phone.page.getByRole("main").getByRole("button").click();
      await phone.page.getByRole("heading", { name: t("votes-title") }).waitFor();
      await phone.page.goto(link);
      await phone.page.getByText(t("refusal-sign-in-over")).waitFor();

      // The phone makes the voting key; from then on its key signs in, and opens the office.
      await phone.page.goto("/votes");
      await phone.page.getByRole("button", { name: t("key-make") }).click();
      await phone.page.getByRole("button", { name: t("key-noted") }).click();
      await phone.page.locator("[data-state=ready]").waitFor();
      await phone.page.getByRole("button", { name: t("nav-sign-out") }).click();
      await phone.page.goto("/sign-in");
      await phone.page.locator("[data-state=keys]").waitFor();
      await screens_of(phone.page, "sign-in-key");
      faults.push(...(await accessible(phone.page, "sign-in-key")));
      await phone.page.locator("[data-state=keys]").getByRole("button").click();
      await phone.page.getByRole("heading", { name: t("votes-title") }).waitFor();
      await phone.page.goto("/console");
      await phone.page.getByRole("heading", { name: t("console-title"), level: 1 }).waitFor();

      // Both places are listed; the phone ends the other.
      await phone.page.goto("/sessions");
      await screens_of(phone.page, "sessions");
      faults.push(...(await accessible(phone.page, "sessions")));
      const others = phone.page.locator("li", { hasText: t("sessions-elsewhere") });
      assert.equal(await others.count(), 1);
      await others.getByRole("button").click();
      await others.waitFor({ state: "detached" });
      await page.goto("/votes");
      await page.getByText(t("refusal-sign-in-first")).waitFor();
      assert.deepEqual(faults, []);
      assert.deepEqual([...somebody.complaints, ...phone.complaints], []);
    } finally {
      await somebody.context.close();
      await phone.context.close();
      server.stop();
      mail.stop();
    }
  },
};

export const journeys = {
  ...(process.env.VOIX_SMTP_PYTHON ? travelling : {}),

  async "the secretary sees what the mail server answered, and sends again"(browser) {
    const t = words("fr");
    const server = await serve();
    const secretary = await person(browser, server.url, "fr-FR");
    try {
      const { page } = secretary;
      await ask(page, t, "personne-4@example.org");
      await page.goto("/demo");
      await page.locator(".people__person").nth(1).getByRole("button").click();
      await page.getByRole("heading", { name: t("votes-title") }).waitFor();
      await page.goto("/mails");
      // Without a mail server, messages are written to a folder.
      for (let tries = 0; tries < 50 && (await page.getByText("folder").count()) === 0; tries++) {
        await new Promise((done) => setTimeout(done, 100));
        await page.reload();
      }
      await page.getByText("personne-4@example.org").waitFor();
      assert.equal(await page.getByText("/sign-in/").count(), 0, "nobody reads the link");
      await screens_of(page, "mails");
      assert.deepEqual(await accessible(page, "mails"), []);
      assert.deepEqual(secretary.complaints, []);
    } finally {
      await secretary.context.close();
      server.stop();
    }
  },
};
