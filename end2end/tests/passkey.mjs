// Passkeys, by a virtual authenticator of Chromium's: added, used, named, removed; and offices given on their page.
import assert from "node:assert/strict";
import { looked_at, person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

// A device that recognises its person, or pretends it was told no.
async function authenticator(context, page) {
  const debug = await context.newCDPSession(page);
  await debug.send("WebAuthn.enable");
  const { authenticatorId } = await debug.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    recognises: (isUserVerified) => debug.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    held: async () => (await debug.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
  };
}

const signIn = async (page, t) => {
  await page.goto("/demo");
  await page.getByRole("main").getByRole("button").first().click();
  await page.getByRole("heading", { name: t("votes-title") }).waitFor();
};

const signOut = (page, t) => page.getByRole("button", { name: t("nav-sign-out") }).click();

export const journeys = {
  async "the chair adds a passkey, signs in with it, and gives an office"(browser) {
    const t = words("en");
    const server = await serve();
    // Browsers make passkeys for names, so the machine is called by its own.
    const chair = await person(browser, server.url.replace("127.0.0.1", "localhost"), "en-GB");
    const faults = [];
    const look = async (name, kept = false) => {
      faults.push(...(await looked_at(chair.page, name, kept)));
    };
    try {
      const { context, page } = chair;
      const device = await authenticator(context, page);
      await signIn(page, t);
      await page.goto("/me/passkeys");
      await page.locator("[data-passkey=ready]").waitFor();
      await page.getByText(t("passkeys-none")).waitFor();
      await look("passkeys-none");
      // The device does not recognise its person: nothing is added, and the page says so.
      await device.recognises(false);
      await page.getByRole("button", { name: t("passkey-add-go") }).click();
      await page.getByRole("alert").getByText(t("passkey-cancelled")).waitFor();
      await device.recognises(true);
      await page.getByLabel(t("passkey-add-name")).fill("Téléphone bleu");
      await page.getByRole("button", { name: t("passkey-add-go") }).click();
      await page.getByRole("heading", { name: "Téléphone bleu" }).waitFor();
      assert.equal((await device.held()).length, 1);
      assert.ok((await device.held())[0].isResidentCredential);
      await look("passkeys", true);
      // The same device again: it has one for this member.
      await page.locator("[data-passkey=ready]").waitFor();
      await page.getByRole("button", { name: t("passkey-add-go") }).click();
      await page.getByRole("alert").getByText(t("passkey-known")).waitFor();
      await page.getByLabel(t("passkeys-name"), { exact: true }).fill("Téléphone vert");
      await page.getByRole("button", { name: t("passkeys-rename") }).click();
      await page.getByRole("heading", { name: "Téléphone vert" }).waitFor();

      await signOut(page, t);
      await page.goto("/sign-in");
      await page.locator("[data-passkey=ready]").waitFor();
      await look("sign-in-passkey");
      await page.getByRole("button", { name: t("passkey-sign-in-go") }).click();
      await page.getByRole("heading", { name: t("votes-title") }).waitFor();
      // It opens the office.
      await page.goto("/console");
      await page.getByRole("heading", { name: t("console-title"), level: 1 }).waitFor();

      // And the page of offices: one given, one refused with what was typed, one ended.
      await page.goto("/register/offices");
      await look("offices", true);
      await page.getByLabel(t("offices-office"), { exact: true }).selectOption("auditor");
      await page.getByLabel(t("offices-number")).fill("99999");
      await page.getByRole("button", { name: t("offices-give-go") }).click();
      await page.getByRole("alert").getByText(t("refusal-no-such-number")).waitFor();
      assert.equal(await page.getByLabel(t("offices-office"), { exact: true }).inputValue(), "auditor");
      await page.getByLabel(t("offices-number")).fill("5");
      await page.getByRole("button", { name: t("offices-give-go") }).click();
      const line = page.getByRole("row", { name: t("role-auditor") });
      await line.getByRole("button", { name: t("offices-end-go") }).click();
      await page.getByRole("heading", { name: t("offices-past") }).waitFor();
      await look("offices-past");

      // Removed, it opens nothing.
      await page.goto("/me/passkeys");
      await page.getByRole("button", { name: t("passkeys-remove") }).click();
      await page.getByText(t("passkeys-none")).waitFor();
      await signOut(page, t);
      await page.goto("/sign-in");
      await page.getByRole("button", { name: t("passkey-sign-in-go") }).click();
      await page.getByRole("alert").getByText(t("refusal-passkey-refused")).waitFor();
      assert.deepEqual(chair.complaints, []);
      assert.deepEqual(faults, []);
    } finally {
      await chair.context.close();
      server.stop();
    }
  },

  async "where the site was opened by a number, the page says where passkeys are"(browser) {
    const t = words("fr");
    const server = await serve();
    const somebody = await person(browser, server.url, "fr-FR");
    try {
      await somebody.page.goto("/sign-in");
      await somebody.page.locator("[data-passkey=elsewhere]").getByText(t("passkey-elsewhere")).waitFor();
      assert.deepEqual(somebody.complaints, []);
    } finally {
      await somebody.context.close();
      server.stop();
    }
  },
};
