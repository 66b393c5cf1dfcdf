// What people do in an assembly, step by step, as every journey needs it.
import { person } from "./browser.mjs";
import { serve } from "./server.mjs";

// Signs in on the demo page as its nth person.
export async function enter(page, nth) {
  await page.goto("/demo");
  await page.locator(".people__person").nth(nth).getByRole("button").click();
  await page.waitForURL("**/votes");
}

// Makes the voting key and postpones or notes the words; answers them.
export async function makeKey(page, t, noted = false) {
  await page.getByRole("button", { name: t("key-make"), exact: true }).click();
  await page.locator(".phrase li").nth(11).waitFor();
  const phrase = await page.locator(".phrase li").allInnerTexts();
  await page.getByRole("button", { name: t(noted ? "key-noted" : "key-later"), exact: true }).click();
  await page.locator(`.key-card[data-state="${noted ? "ready" : "remind"}"]`).waitFor();
  return phrase.map((word) => word.replace(/^\d+\.\s*/, "").trim());
}

// The key holder prepares the key of the votes.
export async function prepare(page, t) {
  await page.goto("/key-holder");
  await page.getByRole("button", { name: t("holder-prepare"), exact: true }).click();
  await page.getByText(t("holder-vote-ready")).waitFor();
}

// The chair opens the session, constitutes the bureau as it is suggested, and opens both votes.
export async function openSession(page, t, seen = async () => {}) {
  await page.goto("/console");
  await page.getByRole("button", { name: t("console-open-session"), exact: true }).click();
  await page.getByRole("button", { name: t("bureau-constitute"), exact: true }).waitFor();
  await seen("bureau");
  await page.getByRole("button", { name: t("bureau-constitute"), exact: true }).click();
  await page.getByText(t("bureau-constituted")).waitFor();
  for (let i = 0; i < 2; i++) {
    await page.getByRole("button", { name: new RegExp(`^${t("console-open-vote")}`) }).first().click();
    await page.getByRole("button", { name: new RegExp(`^${t("console-close-vote")}`) }).nth(i).waitFor();
  }
}

// The chair closes both votes.
export async function closeVotes(page, t) {
  await page.goto("/console");
  const open = page.getByRole("button", { name: new RegExp(`^${t("console-close-vote")}`) });
  for (const left of [1, 0]) {
    await open.first().click();
    await open.nth(left).waitFor({ state: "detached" });
  }
}

export const ballotReady = async (page) => {
  await page.goto("/ballot");
  await page.locator('.ballot-box[data-state="choosing"]').waitFor();
};

// Chooses the same answer in every vote of the ballot paper.
export async function choose(page, t, choice) {
  for (const paper of await page.locator(".ballot__vote").all()) await paper.getByLabel(t(choice), { exact: true }).check();
}

// Presses "cast" and waits for the receipt.
export async function cast(page, t) {
  await page.getByRole("button", { name: t("ballot-cast"), exact: true }).click();
  await page.locator('.ballot-box[data-state="done"]').waitFor();
}

// A demo whose votes are open, with the keys of chair, key holder and one member made.
export async function opened(browser, t, locale = "fr-FR", options = {}) {
  const server = await serve(options);
  const [chair, holder, member] = await Promise.all([0, 1, 2].map(() => person(browser, server.url, locale)));
  await enter(member.page, 3);
  const phrase = await makeKey(member.page, t);
  await enter(holder.page, 2);
  await makeKey(holder.page, t, true);
  await prepare(holder.page, t);
  await enter(chair.page, 0);
  await openSession(chair.page, t);
  return { server, chair, holder, member, phrase, done: async () => {
    await Promise.all([chair, holder, member].map(({ context }) => context.close()));
    server.stop();
  } };
}
