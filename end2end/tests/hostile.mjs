// An assembly whose every name and text wants something, held from the keys to the minutes and read in both languages:
// nothing runs, nothing breaks a page, the islands wake, and each word is shown as it was written.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { person, too_wide } from "../lib/browser.mjs";
import { seed, worst } from "../lib/hostile.mjs";
import { serve, tools } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const t = words("fr");
const planted = seed();

// A person whose browser also tells of dialogs, of what the security policy stopped and of pages that were left.
async function witness(browser, server) {
  const who = await person(browser, server.url, "fr-FR");
  who.page.on("dialog", async (dialog) => {
    who.complaints.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  who.page.on("request", (request) => request.url().startsWith(`${server.url}/`) || request.url().startsWith("data:") || who.complaints.push(`asked for ${request.url()}`));
  await who.context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  return who;
}

const speak = (who, server, lang) => who.context.addCookies([{ name: "voix_lang", value: lang, url: server.url }]);

// What must hold of any page, whatever stands on it.
async function sound({ page, complaints }, name) {
  const found = await page.evaluate(() => ({
    ran: [window, ...Array.from(window.frames)].some((frame) => "__hostile" in frame),
    frames: window.frames.length,
    foreign: document.querySelectorAll("base, style, iframe, object, embed, math, plaintext, marquee, meta[http-equiv], [onerror], [onload], [onfocus], [ontoggle]").length,
    landmarks: ["header", "main", "footer"].every((tag) => document.querySelectorAll(`body > ${tag}`).length === 1),
    hidden: getComputedStyle(document.querySelector("main")).display === "none",
  }));
  assert.deepEqual(found, { ran: false, frames: 0, foreign: 0, landmarks: true, hidden: false }, name);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await too_wide(page);
    assert.equal(wide, 0, `${name}: ${wide}px too wide for a ${width}px screen`);
  }
  assert.deepEqual(complaints, [], name);
}

// Every page this person may see, in both languages, with the words that must be on it.
async function walk(who, server, pages) {
  for (const lang of ["fr", "en"]) {
    await speak(who, server, lang);
    for (const [path, shown] of pages) {
      await who.page.goto(path, { waitUntil: "networkidle" });
      await sound(who, `${path} (${lang})`);
      const text = await who.page.evaluate(() => document.body.textContent);
      for (const word of shown(lang)) assert.ok(text.includes(word), `${path} (${lang}) does not show ${word}`);
    }
  }
  await speak(who, server, "fr");
}

const nothing = () => [];
const titles = (lang) => planted.agenda.map((item) => item.title[lang]);
const texts = (lang) => planted.agenda.map((item) => item.text[lang]);

// What anyone may see.
async function everyone({ id, items }) {
  return [
    ["/", (lang) => [planted.name, ...titles(lang)]],
    ["/demo", () => planted.names.slice(0, 5)],
    ["/assembly", (lang) => [planted.place, ...titles(lang), ...texts(lang)]],
    [`/assembly/${id}`, (lang) => [planted.place, ...titles(lang)]],
    [`/record/${id}`, nothing],
    ["/verify", nothing],
    ["/nowhere", nothing],
    ...items.map((item, i) => [`/vote/${item.vote}`, (lang) => [planted.agenda[i].title[lang], planted.agenda[i].text[lang]]]),
    ...worst.slice(0, 12).map((word) => [`/vote/${items[1].vote}?tracker=${encodeURIComponent(word)}&refusal=${encodeURIComponent(word)}`, nothing]),
  ];
}

async function enter({ page }, nth) {
  await page.goto("/demo");
  await page.locator(".people__person").nth(nth).getByRole("button").click();
  await page.waitForURL("**/votes");
  assert.equal(await page.locator(".signed-in__name").evaluate((name) => name.textContent), planted.names[nth]);
}

async function makeKey({ page }) {
  await page.getByRole("button", { name: t("key-make"), exact: true }).click();
  await page.locator(".phrase li").nth(11).waitFor();
  await page.getByRole("button", { name: t("key-noted"), exact: true }).click();
  await page.locator('.key-card[data-state="ready"]').waitFor();
}

// Presses the first button of the console that begins with these words until there is none.
async function pressAll({ page }, key, times) {
  await page.goto("/console");
  for (let left = times; left > 0; left--) {
    const buttons = page.getByRole("button", { name: new RegExp(`^${t(key)}`) });
    assert.equal(await buttons.count(), left, t(key));
    await Promise.all([page.waitForNavigation(), buttons.first().click()]);
  }
}

const current = async (server) => (await fetch(`${server.url}/api/v1/assemblies/current`)).json();

export const journeys = {
  "hostile words do nothing from the keys to the minutes": async (browser) => {
    const server = await serve({ seed: planted });
    const [chair, secretary, holder, member, observer] = await Promise.all(Array.from({ length: 5 }, () => witness(browser, server)));
    const all = { chair, secretary, holder, member, observer };
    try {
      assert.deepEqual((await current(server)).items.map((item) => item.resolution.title), planted.agenda.map((item) => item.title));
      await walk(observer, server, await everyone(await current(server)));
      for (const [nth, who] of [chair, secretary, holder, member].entries()) {
        await enter(who, nth);
        await who.page.locator('.key-card[data-state="to-make"]').waitFor();
        await makeKey(who);
      }
      await holder.page.goto("/key-holder");
      await holder.page.getByRole("button", { name: t("holder-prepare"), exact: true }).click();
      await holder.page.getByText(t("holder-vote-ready")).nth(2).waitFor();
      await chair.page.goto("/console");
      await chair.page.getByRole("button", { name: t("console-open-session"), exact: true }).click();
      await chair.page.getByRole("button", { name: t("bureau-constitute"), exact: true }).click();
      await chair.page.getByRole("button", { name: new RegExp(`^${t("console-open-vote")}`) }).nth(5).waitFor();
      await pressAll(chair, "console-open-vote", 6);

      await walk(chair, server, [["/console", (lang) => [planted.names[2], ...titles(lang)]], ["/votes", (lang) => [planted.names[0], planted.place, ...titles(lang)]]]);
      await walk(holder, server, [["/key-holder", (lang) => [planted.names[2], ...titles(lang).filter((_, i) => i % 2)]]]);
      await walk(member, server, [["/ballot", (lang) => [planted.names[3], ...titles(lang), ...texts(lang)]], ["/votes", (lang) => [planted.names[3], ...titles(lang)]]]);

      // The island casts every ballot and names each in its receipt.
      await member.page.goto("/ballot");
      await member.page.locator('.ballot-box[data-state="choosing"]').waitFor();
      for (const paper of await member.page.locator(".ballot__vote").all()) await paper.getByLabel(t("choice-for"), { exact: true }).check();
      await member.page.getByRole("button", { name: t("ballot-cast"), exact: true }).click();
      await member.page.locator('.ballot-box[data-state="done"]').waitFor();
      assert.deepEqual(await member.page.locator(".receipt h3").evaluateAll((all) => all.map((title) => title.textContent)), titles("fr"));
      await sound(member, "receipts");
      assert.match(await server.others(4), /24 ballots received from 4 members/);

      await pressAll(chair, "console-close-vote", 6);
      for (let left = 3; left > 0; left--) {
        await holder.page.goto("/key-holder");
        await holder.page.getByRole("button", { name: t("holder-open"), exact: true }).first().click();
        await holder.page.getByText(t("holder-vote-decided")).nth(3 - left).waitFor();
      }
      await secretary.page.goto("/console");
      await secretary.page.getByRole("button", { name: t("console-minutes-publish"), exact: true }).click();
      await secretary.page.waitForURL("**/minutes/*");

      const { id, items } = await current(server);
      const minutes = [`/minutes/${id}`, (lang) => [planted.name, planted.legal_line, planted.place, planted.names[0], planted.names[1], ...titles(lang), ...texts("fr")]];
      await walk(observer, server, [...(await everyone({ id, items })), minutes]);
      await walk(chair, server, [["/console", titles], ["/votes", titles], ["/ballot", nothing]]);
      await walk(holder, server, [["/key-holder", (lang) => titles(lang).filter((_, i) => i % 2)]]);

      for (const item of items.filter((item) => item.mode === "secret")) {
        const [download] = await Promise.all([
          observer.page.waitForEvent("download"),
          observer.page.goto(`/vote/${item.vote}`).then(() => observer.page.getByRole("link", { name: words("fr")("vote-download"), exact: true }).click()),
        ]);
        const zip = join(server.folder, download.suggestedFilename());
        await download.saveAs(zip);
        assert.ok(execFileSync(tools.verify, ["election", zip], { encoding: "utf8" }).length > 0);
      }
    } catch (error) {
      error.message += `\n${Object.entries(all).map(([name, { complaints }]) => `${name}: ${complaints.join("; ")}`).join("\n")}\n${server.log.slice(-15).join("")}`;
      for (const [name, { page }] of Object.entries(all)) await page.screenshot({ path: `/tmp/voix-failed-hostile-${name}.png`, fullPage: true }).catch(() => {});
      throw error;
    } finally {
      for (const { context } of Object.values(all)) await context.close();
      server.stop();
    }
  },
};
