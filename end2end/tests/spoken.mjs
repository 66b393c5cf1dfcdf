// The ballot paper as a screen reader, a small window and large letters get it.
import assert from "node:assert/strict";
import { ballotReady, enter, opened } from "../lib/acts.mjs";
import { person } from "../lib/browser.mjs";
import { inside, spoken, textIn, withRole } from "../lib/spoken.mjs";
import { words } from "../lib/words.mjs";

const CHOICES = ["choice-for", "choice-against", "choice-abstain"];

// The one node of this role; with its name, the one of this role and name.
function only(nodes, role, name) {
  const found = withRole(nodes, role).filter((node) => name === undefined || node.name === name);
  assert.equal(found.length, 1, `${role} ${name ?? ""}: ${found.length}, among ${nodes.map((node) => `${node.role} “${node.name}”`).join(", ")}`);
  return found[0];
}

// The region in which the ballot paper speaks. The one before it is that of the session, which has nothing to say here.
function region(nodes) {
  const found = withRole(inside(nodes, only(nodes, "main")), "status");
  assert.equal(found.length, 2, "the session and the paper");
  assert.equal(textIn(nodes, found[0]), "");
  return found[1];
}

async function paperIsNamed(page, t, items) {
  const nodes = await spoken(page);
  const main = only(nodes, "main");
  assert.deepEqual(withRole(nodes, "heading").filter(({ level }) => level === 1).map(({ name }) => name), [t("ballot-title")]);
  const groups = withRole(inside(nodes, main), "group");
  assert.equal(groups.length, items.length);
  for (const [i, group] of groups.entries()) {
    assert.equal(group.name, `${i + 1}. ${items[i].title}`, "a group is named by its resolution");
    const secret = items[i].secret;
    assert.ok(group.description.startsWith(`${t(secret ? "mode-secret" : "mode-open")} ${t(secret ? "ballot-secret-note" : "ballot-open-note")}`), group.description);
    const answers = withRole(inside(nodes, group), "radio");
    assert.deepEqual(answers.map(({ name }) => name), CHOICES.map(t));
    assert.deepEqual(answers.map(({ checked }) => checked), ["false", "false", "false"], "nothing is chosen for anybody");
    assert.ok(answers.every(({ focusable }) => focusable));
  }
  const button = only(nodes, "button", t("ballot-cast"));
  assert.ok(!button.disabled && button.focusable);
  assert.equal(withRole(nodes, "alert").length, 0, "no alarm before anything happened");
  return region(nodes);
}

// Nothing chosen, one chosen: what is missing is said at once, and the focus stands where it is to be mended.
async function missingIsSaid(page, t) {
  await page.getByRole("button", { name: t("ballot-cast"), exact: true }).click();
  await page.getByRole("alert").waitFor();
  let nodes = await spoken(page);
  const alert = only(nodes, "alert");
  assert.equal(alert.live, "assertive");
  assert.equal(textIn(nodes, alert), t("ballot-missing"));
  const focused = (nth) => page.locator(".ballot__vote").nth(nth).locator("input:focus").waitFor();
  await focused(0);
  await page.locator(".ballot__vote").nth(0).getByLabel(t("choice-for"), { exact: true }).check();
  await page.getByRole("button", { name: t("ballot-cast"), exact: true }).click();
  await focused(1);
  nodes = await spoken(page);
  assert.deepEqual(withRole(nodes, "radio").map(({ checked }) => checked), ["true", "false", "false", "false", "false", "false"]);
}

// While ballots travel, the page says so; a request is held back to listen meanwhile.
async function progressIsSaid(page, t, status) {
  let release;
  const held = new Promise((done) => (release = done));
  await page.route("**/api/v1/votes/*/*ballots", async (route) => {
    await held;
    await route.continue();
  });
  await page.locator(".ballot__vote").nth(1).getByLabel(t("choice-against"), { exact: true }).check();
  await page.getByRole("button", { name: t("ballot-cast"), exact: true }).click();
  await page.locator('.ballot-box[data-state="casting"]').waitFor();
  const nodes = await spoken(page);
  const now = region(nodes);
  assert.equal(now.dom, status.dom, "the live region was there before it spoke");
  assert.equal(now.live, "polite");
  assert.equal(textIn(nodes, now), t("ballot-casting"));
  const button = only(inside(nodes, only(nodes, "main")), "button");
  assert.equal(button.name, t("ballot-casting"));
  assert.ok(button.disabled && button.busy, "the button says that it works");
  release();
  await page.locator('.ballot-box[data-state="done"]').waitFor();
}

async function receiptIsSaid(page, t, status, items) {
  const nodes = await spoken(page);
  const now = region(nodes);
  assert.equal(now.dom, status.dom);
  const title = only(nodes, "heading", t("receipt-title"));
  assert.ok(title.focused, "the receipt has the focus");
  const headings = withRole(inside(nodes, now), "heading");
  assert.deepEqual(headings.map(({ name, level }) => [name, level]), [[t("receipt-title"), 2], ...items.map((item) => [item.title, 3])]);
  assert.equal(withRole(nodes, "radio").length, 0, "the paper that was cast is no longer read");
}

// 320 CSS pixels (WCAG 1.4.10), 200 % of everything (640 of 1280), 200 % of the letters (1.4.4): nothing is cut, nothing scrolls sideways.
async function reflows(page, name) {
  const cut = () =>
    page.evaluate(() => {
      const root = document.documentElement;
      const hidden = (element) => ["hidden", "clip"].includes(getComputedStyle(element).overflowX) && !element.closest(".visually-hidden, [hidden]");
      const clipped = [...document.querySelectorAll("main *")].filter((element) => hidden(element) && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1);
      return { over: root.scrollWidth - root.clientWidth, clipped: clipped.map((element) => element.outerHTML.slice(0, 120)) };
    });
  for (const [width, letters] of [[320, "100%"], [640, "100%"], [1280, "200%"], [390, "150%"]]) {
    await page.setViewportSize({ width, height: 700 });
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), letters);
    const { over, clipped } = await cut();
    assert.ok(over <= 0, `${name}: ${over}px too wide at ${width}px, letters ${letters}`);
    assert.deepEqual(clipped, [], `${name} at ${width}px, letters ${letters}`);
  }
  await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
  await page.setViewportSize({ width: 1280, height: 900 });
}

// Wherever the Tab key leads, one sees where one is.
async function focusIsSeen(page) {
  await page.locator("body").focus();
  const stops = new Set();
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const here = document.activeElement;
      if (here === document.body) return null;
      // The ring of a hidden radio button is drawn around its label.
      const rings = [here, here.closest("label"), here.nextElementSibling].filter(Boolean).map((element) => getComputedStyle(element));
      const box = here.closest("label")?.getBoundingClientRect() ?? here.getBoundingClientRect();
      return {
        what: here.outerHTML.slice(0, 160),
        ring: rings.some((style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"),
        seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
      };
    });
    if (!stop || stops.has(stop.what)) break;
    stops.add(stop.what);
    assert.ok(stop.ring, `no ring around ${stop.what}`);
    assert.ok(stop.seen, `out of sight: ${stop.what}`);
  }
  assert.ok(stops.size > 5, "the Tab key leads somewhere");
}

const journey = (lang) => async (browser) => {
  const t = words(lang);
  const { server, chair, member, done } = await opened(browser, t, lang === "fr" ? "fr-FR" : "en-GB");
  try {
    const { items } = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
    const read = items.map((item, i) => ({ title: item.resolution.title[lang], secret: i === 1 }));
    const { page } = member;
    await ballotReady(page);
    assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
    const status = await paperIsNamed(page, t, read);
    await reflows(page, "ballot");
    await focusIsSeen(page);
    await missingIsSaid(page, t);
    await progressIsSaid(page, t, status);
    await receiptIsSaid(page, t, status, read);
    await reflows(page, "receipt");
    for (const path of ["/", "/demo", "/votes", "/assembly", "/verify", "/sign-in", "/sessions", `/vote/${items[1].vote}`]) {
      await page.goto(path);
      await reflows(page, path);
    }
    await chair.page.goto("/console");
    await reflows(chair.page, "/console");

    // On a device that has no key the paper says so, where it would have said the rest.
    const other = await person(browser, server.url, lang === "fr" ? "fr-FR" : "en-GB");
    await enter(other.page, 3);
    await other.page.goto("/ballot");
    await other.page.locator('.ballot-box[data-state="no-key"]').waitFor();
    const nodes = await spoken(other.page);
    const said = region(nodes);
    assert.ok(textIn(nodes, said).includes(t("key-elsewhere-title")));
    only(inside(nodes, said), "link", t("ballot-to-key"));
    assert.equal(withRole(nodes, "radio").length, 0, "nothing to fill in that could not be cast");
    await other.context.close();
  } finally {
    await done();
  }
};

export const journeys = {
  "the ballot paper as it is read aloud, in French": journey("fr"),
  "the ballot paper as it is read aloud, in English": journey("en"),
};
