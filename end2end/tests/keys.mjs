// One member's voting key: handed to another device by its picture, replaced by two means, given back by two officers.
import assert from "node:assert/strict";
import { enter, makeKey } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { readCode } from "../lib/picture.mjs";
import { serve } from "../lib/server.mjs";
import { mailServer } from "../lib/smtp.mjs";
import { words } from "../lib/words.mjs";

const ADDRESS = "personne-4@example.org";

const press = (page, name) => page.getByRole("main").getByRole("button", { name }).first().click();

async function keys(browser) {
  const t = words("fr");
  const mail = await mailServer();
  const server = await serve({ arguments: ["--smtp", mail.url, "--mail-from", "Les Essais <bureau@example.org>"] });
  const people = {};
  for (const name of ["desk", "secretary", "chair"]) people[name] = await person(browser, server.url, "fr-FR");
  people.phone = await person(browser, server.url, "fr-FR", { viewport: { width: 390, height: 844 } });
  const { desk, phone, secretary, chair } = Object.fromEntries(Object.entries(people).map(([name, { page }]) => [name, page]));
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, false)));
  try {
    await enter(desk, 3);
    await makeKey(desk, t, true);
    await desk.goto("/me/key");
    await press(desk, t("link-show-go"));
    const picture = desk.locator("img.link-code");
    await picture.waitFor();
    await look(desk, "my-key-picture");
    const address = await readCode(picture);
    assert.ok(address.startsWith(`${server.url}/link#`), "the key stands where no server reads it");
    await press(desk, t("link-show-hide"));
    await picture.waitFor({ state: "detached" });

    // Half a link is no key; the whole one is taken out of the address before anything else, and signs in.
    await phone.goto(address.slice(0, -4));
    await phone.getByRole("alert").getByText(t("link-here-damaged")).waitFor();
    await phone.goto("/sign-in");
    await phone.goto(address);
    await phone.locator("[data-state=offered]").waitFor();
    assert.equal(new URL(phone.url()).hash, "", "no key stays in the address bar");
    await look(phone, "link");
    await press(phone, t("link-here-go"));
    await phone.locator('.key-card[data-state="ready"]').waitFor();
    // The words go along with it.
    await phone.goto("/me/key");
    await press(phone, t("key-show"));
    await phone.locator(".phrase li").last().waitFor();
    assert.equal(await phone.locator(".phrase li").count(), 12);

    // Another in its place: the key of the device, and a code.
    await phone.goto("/me/key");
    await press(phone, t("key-replace-ask"));
    const code = /^ {4}(\d{6})$/m.exec((await mail.next(ADDRESS)).text)[1];
    await phone.locator("#code").fill(code === "000000" ? "000001" : "000000");
    await press(phone, t("key-replace-confirm"));
    await phone.getByRole("alert").waitFor();
    await phone.locator("#code").fill(code);
    await press(phone, t("key-replace-confirm"));
    await look(phone, "key-replace");
    await press(phone, t("key-new-go"));
    await phone.locator('.key-card[data-state="remind"]').waitFor();
    await mail.next(ADDRESS);
    // The former one, at the desk, speaks no more.
    await desk.goto("/me/key");
    await desk.locator('.key-card[data-state="elsewhere"]').waitFor();

    // The secretary and the chair give a code; the desk makes a key with it.
    await enter(secretary, 1);
    await secretary.goto(`/register?q=${encodeURIComponent(ADDRESS)}`);
    await secretary.locator("table").getByRole("link").first().click();
    await secretary.getByRole("link", { name: t("recovery-title") }).click();
    await press(secretary, t("recovery-begin"));
    const recovery = secretary.url();
    await enter(chair, 0);
    await chair.goto("/register/keys");
    await chair.locator("li.card").getByRole("link").click();
    assert.equal(chair.url(), recovery);
    await look(chair, "recovery");
    await press(chair, t("recovery-confirm"));
    const given = await chair.locator(".one-time-code").innerText();
    await chair.reload();
    assert.equal(await chair.locator(".one-time-code").count(), 0, "the code is shown once");
    await desk.goto("/me/key");
    await desk.locator("#recovery-code").fill("AAAA AAAA AAAA");
    await press(desk, t("key-new-go"));
    await desk.getByRole("alert").waitFor();
    assert.equal(await desk.locator("#recovery-code").inputValue(), "AAAA AAAA AAAA", "what was typed is still there");
    await desk.locator("#recovery-code").fill(given.toLowerCase());
    await press(desk, t("key-new-go"));
    await desk.locator('.key-card[data-state="remind"]').waitFor();
    await phone.goto("/me/key");
    await phone.locator('.key-card[data-state="elsewhere"]').waitFor();
    assert.deepEqual(faults, []);
    for (const [name, { complaints }] of Object.entries(people)) assert.deepEqual(complaints, [], `${name}'s browser complained`);
  } finally {
    for (const { context } of Object.values(people)) await context.close();
    server.stop();
    mail.stop();
  }
}

// Without a mail server, cargo xtask has said so (and in CI, failed).
export const journeys = process.env.VOIX_SMTP_PYTHON
  ? { "a voting key goes to another device, is replaced, and is given back by two officers": keys }
  : {};
