// One Chromium or Firefox, one context (cookies, keys) per person.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, firefox } from "playwright-core";
import { tools } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const screens = join(here, "..", "screens");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(screens, { recursive: true });

export const launch = () =>
  chromium.launch({
    executablePath: tools.chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

// Debian's Firefox, by WebDriver BiDi; its console is silent about what a page refuses, its page errors are not.
export const launchFirefox = () => firefox.launch({ channel: "moz-firefox", executablePath: process.env.VOIX_FIREFOX });

// Firefox calls a module that was still on its way when the page was left an error of that page.
const LEFT = /^error loading dynamically imported module/;

// A person at a browser. Anything the page complains about fails the test.
export async function person(browser, url, locale, options = {}) {
  const context = await browser.newContext({ baseURL: url, locale, viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => {
    if (!LEFT.test(error.message)) complaints.push(`page error: ${error.message}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) complaints.push(`console: ${message.text()}`);
  });
  return { context, page, complaints };
}

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

// What is said where a page loaded itself anew while it was looked at: what runs there is gone, or what was brought there before.
export const ANEW = /Execution context was destroyed|reading 'run'/;

// Looks at a page; one that loads itself anew meanwhile is looked at again.
export async function steady(look) {
  for (let tries = 0; ; tries++) {
    try {
      return await look();
    } catch (error) {
      if (tries === 3 || !ANEW.test(error.message)) throw error;
    }
  }
}

// Serious or critical accessibility faults of the page as it stands, in both themes.
export const accessible = (page, name) => steady(() => faults(page, name));

// By how many pixels a page is wider than its window, and whether it is higher.
export const too_wide = (page) => steady(() => page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth));
export const cut_off = (page) => steady(() => page.locator("html").evaluate((html) => html.scrollHeight > window.innerHeight));

async function faults(page, name) {
  const found = [];
  // On a busy machine a page may be there before its style is.
  await page.waitForLoadState("load");
  await page.evaluate(() => document.fonts.ready.then(() => true));
  // Evaluated by the debugger, so the page's own security policy stays as it is.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  // What is dark differs from what is light in its colours alone.
  for (const [colorScheme, runOnly] of [["light", WCAG], ["dark", { type: "rule", values: ["color-contrast"] }]]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] }), runOnly);
    for (const fault of violations.filter((fault) => ["serious", "critical"].includes(fault.impact))) {
      found.push(`${name} (${colorScheme}): ${fault.id}: ${fault.nodes.map((node) => node.html.slice(0, 140)).join(" | ")}`);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}

// Pictures are taken where somebody will look at them: VOIX_SCREENS=yes.
const pictures = process.env.VOIX_SCREENS === "yes";

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };

async function fits(page, name, size) {
  await page.setViewportSize(size);
  const wide = await too_wide(page);
  if (wide > 0) throw new Error(`${name}: ${wide}px too wide for a ${size.width}px screen`);
}

// A page is cut off neither on a phone nor on a desk; with pictures, both in light and dark, or `few`: the phone light, the desk dark.
export async function screens_of(page, name, { few = false } = {}) {
  for (const [size, scheme] of [[PHONE, "light"], [DESK, "dark"]]) {
    await fits(page, name, size);
    for (const colorScheme of pictures ? (few ? [scheme] : ["light", "dark"]) : []) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(screens, `${name}-${size.width}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(DESK);
}

// The faults of a page, which is cut off neither on a phone nor on a desk; with `shots`, two pictures of it are kept.
export async function looked_at(page, name, shots) {
  if (shots) await screens_of(page, name, { few: true });
  else for (const size of [PHONE, DESK]) await fits(page, name, size);
  return accessible(page, name);
}
