// The constitutive assembly elects its first board: one ballot with names to tick, counted, seated, and shown to the hall. In French
// some are equal, for the last seat: a draw is entered, and a scrutineer confirms it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cast, enter, makeKey, prepare } from "../lib/acts.mjs";
import { cut_off, looked_at, person } from "../lib/browser.mjs";
import { serve, tools } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const button = (page, name) => page.getByRole("button", { name: new RegExp(`^${name}`) });

async function election(browser, lang) {
  const t = words(lang);
  const tied = lang === "fr";
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve({ arguments: ["--demo-constitutive", "--demo-members", "40"] });
  const phone = { viewport: { width: 390, height: 844 } };
  const [chair, holder, member, screen] = await Promise.all([
    person(browser, server.url, locale),
    person(browser, server.url, locale),
    person(browser, server.url, locale, phone),
    person(browser, server.url, locale, { viewport: { width: 1920, height: 1080 } }),
  ]);
  const people = [chair, holder, member, screen];
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, lang === "fr")));
  const project = async (name) => {
    await look(screen.page, name);
    await screen.page.setViewportSize({ width: 1920, height: 1080 });
    assert.equal(await cut_off(screen.page), false, `${name} is cut off`);
    if (lang === "fr") await screen.page.screenshot({ path: `screens/${name}-1920.png` });
  };
  try {
    for (const [one, nth] of [[chair, 0], [holder, 2], [member, 3]]) {
      await enter(one.page, nth);
      // A key holder has the words noted.
      await makeKey(one.page, t, one === holder);
    }
    await prepare(holder.page, t);
    await member.page.goto("/assembly");
    await look(member.page, "election-agenda");
    await member.page.locator("a[href^='/vote/']").first().click();
    await look(member.page, "election-candidates");

    // The bureau, and the one vote among all who stand.
    await chair.page.goto("/console");
    await button(chair.page, t("console-open-session")).click();
    if (tied) {
      // The member counts and confirms.
      await chair.page.getByLabel(t("bureau-first-scrutineer"), { exact: true }).fill("4");
      await chair.page.getByLabel(t("bureau-second-scrutineer"), { exact: true }).fill("5");
    }
    await button(chair.page, t("bureau-constitute")).click();
    await chair.page.getByText(t("bureau-constituted")).waitFor();
    await button(chair.page, t("console-open-vote")).first().click();
    await button(chair.page, t("console-close-vote")).first().waitFor();
    await screen.page.goto("/screen");
    await screen.page.locator("#screen").getByText(t("screen-voting"), { exact: true }).waitFor();
    await project("screen-election");

    // The ballot paper: a group with the item's name, described by how many; by the keyboard alone.
    const { page } = member;
    await page.goto("/ballot");
    await page.locator('.ballot-box[data-state="choosing"]').waitFor();
    const paper = page.getByRole("group").first();
    const boxes = paper.getByRole("checkbox");
    assert.equal(await boxes.count(), 6, "five who stand, and blank");
    const described = await paper.getAttribute("aria-describedby");
    assert.ok((await page.locator(`[id="${described}"]`).innerText()).includes("3"), "the group says how many");
    const count = paper.getByRole("status");
    // Nothing ticked: it is said, and the focus goes there.
    await button(page, t("ballot-cast")).click();
    await page.getByRole("alert").getByText(t("ballot-missing-names")).waitFor();
    await page.waitForFunction(() => document.activeElement?.type === "checkbox");
    for (let at = 0; at < 4; at++) {
      await page.keyboard.press("Space");
      await page.keyboard.press("Tab");
    }
    await count.getByText(t("ballot-names-many").replace("[count]", "4").replace("[most]", "3")).waitFor();
    await button(page, t("ballot-cast")).click();
    await page.getByRole("alert").getByText(t("ballot-too-many")).waitFor();
    await look(page, "ballot-too-many");
    // Blank goes with no name, and a name not with blank.
    const blank = paper.getByLabel(t("ballot-blank"), { exact: true });
    await blank.check();
    await count.getByText(t("ballot-names-count").replace("[count]", "0").replace("[most]", "3")).waitFor();
    await boxes.nth(0).check();
    assert.equal(await blank.isChecked(), false);
    await boxes.nth(1).check();
    await count.getByText(t("ballot-names-count").replace("[count]", "2").replace("[most]", "3")).waitFor();
    await look(page, "ballot-election");
    await cast(page, t);
    await look(page, "receipt-election");
    // Two are ahead by the member's ballot, and three equal.
    await server.others(30, ...(tied ? ["--equal"] : []));

    // It is counted, and says who is elected, by which rule.
    await chair.page.goto("/console");
    await button(chair.page, t("console-close-vote")).first().click();
    await button(chair.page, t("console-close-vote")).first().waitFor({ state: "detached" });
    await holder.page.goto("/key-holder");
    await button(holder.page, t("holder-open")).click();
    await holder.page.getByText(t("holder-vote-decided")).waitFor();
    if (tied) {
      await chair.page.goto("/console");
      const draw = chair.page.getByRole("group", { name: t("draw-title"), exact: true });
      assert.equal(await draw.getByRole("checkbox").count(), 3, "those who are equal");
      await draw.getByRole("checkbox").nth(1).check();
      await look(chair.page, "console-draw");
      await button(chair.page, t("draw-go")).click();
      await button(chair.page, t("draw-go")).waitFor({ state: "detached" });
      await page.goto("/votes");
      await look(page, "votes-draw");
      await button(page, t("draw-same")).click();
      await button(page, t("draw-same")).waitFor({ state: "detached" });
    }
    await screen.page.locator("#screen .elected").waitFor();
    await project("screen-elected");
    // Equals take one more sentence, a larger board more lines: still nothing is below the edge.
    await screen.page.locator("#screen .elected").evaluate((said) => (said.textContent += ` ${said.textContent}`));
    assert.equal(await cut_off(screen.page), false, "two sentences are cut off");
    await screen.page.locator("#screen tbody").evaluate((rows) => {
      while (rows.children.length < 13) rows.append(rows.firstElementChild.cloneNode(true));
    });
    assert.equal(await cut_off(screen.page), false, "twelve who stood are cut off");
    await page.goto("/assembly");
    await look(page, "assembly-elected");
    await page.locator("a[href^='/vote/']").first().click();
    await page.getByRole("heading", { name: t("vote-result") }).waitFor();
    assert.equal(await page.locator(".bars--names tbody tr").count(), 6);
    await look(page, "vote-elected");
    await chair.page.goto("/console");
    await look(chair.page, "console-elected");

    // Whoever wants to verifies it.
    const id = new URL(page.url()).pathname.split("/")[2];
    const zip = join(server.folder, "box.zip");
    writeFileSync(zip, await (await page.request.get(`/api/v1/votes/${id}/verify.zip`)).body());
    execFileSync(tools.verify, ["election", zip]);
    assert.deepEqual(faults, []);
    assert.deepEqual(people.flatMap(({ complaints }) => complaints), []);
  } finally {
    for (const { context } of people) await context.close();
    server.stop();
  }
}

export const journeys = {
  "the constitutive assembly elects its board, in French": (browser) => election(browser, "fr"),
  "the constitutive assembly elects its board, in English": (browser) => election(browser, "en"),
};
