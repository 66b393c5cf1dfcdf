// A member votes with a browser that is not Chromium. (In Firefox, the whole assembly does: tests/assembly.mjs.)
import assert from "node:assert/strict";
import { closeVotes, enter, makeKey, openSession, prepare } from "../lib/acts.mjs";
import { person } from "../lib/browser.mjs";
import { freePort, serve } from "../lib/server.mjs";
import { tls } from "../lib/tls.mjs";
import { hand, webkit } from "../lib/webkit.mjs";
import { words } from "../lib/words.mjs";

// What the page put into the browser's console as errors cannot be read by WebDriver: what fails is what people would see.
async function vote(member, t, choices) {
  await member.go("/ballot");
  await member.css('.ballot-box[data-state="choosing"]');
  const papers = await member.all(".ballot__vote");
  assert.equal(papers.length, choices.length);
  for (const [i, choice] of choices.entries()) await (await papers[i].findElement({ css: `input[value="${choice}"]` })).click();
  await member.press(t("ballot-cast"));
  await member.css('.ballot-box[data-state="done"]');
  assert.equal(await member.text("#receipt-title"), t("receipt-title"));
  return Promise.all((await member.all(".receipt__tracker")).map((tracker) => tracker.getText()));
}

// WebDriver gives the spaces before French signs as any other.
const plain = (text) => text.replace(/\s+/gu, " ");

async function inWebKit(browser) {
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  const server = await serve({ arguments: ["--url", url] });
  const unplug = await tls(port, server.url);
  const [chair, holder] = await Promise.all([0, 1].map(() => person(browser, url, "fr-FR", { ignoreHTTPSErrors: true })));
  const { session, stop } = await webkit();
  const member = hand(session, url);
  try {
    // MiniBrowser speaks the machine's language; the person chooses their own.
    await member.go("/demo");
    await member.press("FR");
    const t = words("fr");
    await member.wait(async () => (await member.text("h1")) === t("demo-title"), "the page in French");
    await (await member.all(".people__person button"))[3].click();
    await member.css('.key-card[data-state="to-make"]');
    await member.press(t("key-make"));
    await member.wait(async () => (await member.all(".phrase li")).length === 12, "twelve words");
    await member.press(t("key-later"));
    await member.css('.key-card[data-state="remind"]');

    await enter(holder.page, 2);
    await makeKey(holder.page, t, true);
    await prepare(holder.page, t);
    await enter(chair.page, 0);
    await openSession(chair.page, t);

    const replaced = await vote(member, t, ["for", "against"]);
    const counted = await vote(member, t, ["against", "for"]);
    assert.equal(new Set([...replaced, ...counted]).size, 4, "four ballots, four trackers");
    assert.match(await server.others(5), /10 ballots received from 5 members/);
    await closeVotes(chair.page, t);
    await holder.page.goto("/key-holder");
    await holder.page.getByRole("button", { name: t("holder-open"), exact: true }).click();
    await holder.page.getByText(t("holder-vote-decided")).waitFor();

    // The key is still there in a new page, and the tracker is looked up where everybody does.
    await member.go("/votes");
    await member.css('.key-card[data-state="remind"]');
    const { items } = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
    assert.deepEqual(items.map((item) => item.voted), [6, 6]);
    for (const [tracker, key] of [[counted[1], "tracker-counted"], [replaced[1], "tracker-replaced"]]) {
      await member.go(`/vote/${items[1].vote}`);
      await (await member.css("#tracker")).sendKeys(tracker);
      await member.press(t("vote-tracker-ask"));
      await member.wait(async () => plain(await session.findElement({ css: "main" }).getText()).includes(plain(t(key))), t(key));
    }
  } finally {
    await stop();
    await Promise.all([chair, holder].map(({ context }) => context.close()));
    unplug();
    server.stop();
  }
}

// What is missing, cargo xtask has said by name (and in CI, failed).
export const journeys = process.env.VOIX_WEBKIT ? { "a member votes in WebKit": inWebKit } : {};
