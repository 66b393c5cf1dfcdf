// What people and programs do besides the expected: a double press, two tabs, a request sent again, another voice,
// pages without JavaScript, the keyboard alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ballotReady, cast, choose, opened } from "../lib/acts.mjs";
import { person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const t = words("fr");

const current = async (server) => (await fetch(`${server.url}/api/v1/assemblies/current`)).json();

export const journeys = {
  "a double press casts once, a request sent again gives the same receipt, another voice is refused": async (browser) => {
    const { server, member, done } = await opened(browser, t);
    try {
      const sent = [];
      member.page.on("request", (request) => request.method() === "POST" && request.url().includes("ballots") && sent.push([request.url(), request.postData()]));
      await ballotReady(member.page);
      await choose(member.page, t, "choice-for");
      await member.page.getByRole("button", { name: t("ballot-cast"), exact: true }).dblclick();
      await member.page.locator('.ballot-box[data-state="done"]').waitFor();
      assert.equal(sent.length, 2, "one request per vote");
      await member.page.locator(".receipt__tracker").nth(1).waitFor();
      const trackers = await member.page.locator(".receipt__tracker").allInnerTexts();

      const again = (url, body) => member.page.evaluate(async ([url, body]) => {
        const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
        return [answer.status, await answer.json()];
      }, [url, body]);
      // A copy: what is sent again is noted too.
      const casts = [...sent];
      for (const [i, [url, body]] of casts.entries()) {
        const [status, receipt] = await again(url, body);
        assert.equal(status, 200);
        assert.equal(receipt.tracker, trackers[i]);
      }
      const [url, body] = casts[1];
      const people = await (await fetch(`${server.url}/api/v1/demo/people`)).json();
      const [status, problem] = await again(url, JSON.stringify({ ...JSON.parse(body), voice: people[7].member }));
      assert.ok([403, 422].includes(status), String(status));
      assert.ok([t("refusal-not-your-voice"), t("refusal-ballot-invalid")].includes(problem.message), problem.message);
      assert.deepEqual((await current(server)).items.map((item) => item.voted), [1, 1]);
    } finally {
      await done();
    }
  },

  "two tabs of one voice count once, the later one": async (browser) => {
    const { server, member, done } = await opened(browser, t);
    try {
      const second = await member.context.newPage();
      for (const page of [member.page, second]) {
        await ballotReady(page);
      }
      await choose(member.page, t, "choice-for");
      await choose(second, t, "choice-against");
      for (const page of [member.page, second]) {
        await cast(page, t);
      }
      assert.deepEqual((await current(server)).items.map((item) => item.voted), [1, 1]);
      await second.goto("/votes");
      assert.equal(await second.getByText(t("voice-voted")).count(), 2);
      // This device keeps a receipt of each ballot, finds them in the public archive, and forgets them when it is asked to.
      await second.locator("#receipts-check").click();
      for (const [said, count] of [["receipts-replaced", 1], ["receipts-last", 1], ["receipts-open", 2]]) {
        await second.getByText(t(said)).nth(count - 1).waitFor();
        assert.equal(await second.getByText(t(said)).count(), count, said);
      }
      const [file] = await Promise.all([second.waitForEvent("download"), second.locator("#receipts-save").click()]);
      assert.equal(JSON.parse(readFileSync(await file.path(), "utf8")).receipts.length, 4);
      await second.getByText(t("receipts-forget-what")).click();
      await second.locator("#receipts-forget").click();
      await second.locator("#receipts-check").waitFor({ state: "hidden" });
    } finally {
      await done();
    }
  },

  "the ballot paper is cast with the keyboard alone and says what happens": async (browser) => {
    const { member, done } = await opened(browser, t);
    try {
      const { page } = member;
      await ballotReady(page);
      const groups = page.getByRole("group");
      assert.equal(await groups.count(), 2, "each resolution is a named group");
      await page.locator("#main").focus();
      // Nothing chosen: the missing answer is said, nothing is sent.
      await page.getByRole("button", { name: t("ballot-cast"), exact: true }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("alert").filter({ hasText: t("ballot-missing") }).waitFor();
      // The focus goes where the answer is missing.
      await page.waitForFunction(() => document.activeElement?.type === "radio");
      await page.locator("#main").focus();
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.type), "radio");
      await page.keyboard.press("Space");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      const chosen = await page.locator("input:checked").evaluateAll((all) => all.map((input) => input.value));
      assert.deepEqual(chosen, ["against", "for"]);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.locator('.ballot-box[data-state="done"]').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.id), "receipt-title", "the receipt has the focus");
    } finally {
      await done();
    }
  },

  "a ballot page that is lied to does not vote, and a receipt that is not the server's is not believed": async (browser) => {
    const { member, done } = await opened(browser, t);
    try {
      const { page } = member;
      // The paper as the server sent it, but for one word: text, credential, approval.
      const lies = [
        [/Indemnité de la présidence/g, "Indemnité de la trésorerie", "ballot-doubt-text"],
        [/(&quot;credential&quot;:&quot;)[0-9a-f]{8}/, "$1deadbeef", "ballot-doubt-credential"],
        [/(&quot;approvals&quot;:\[)\{.*?\}\]/, "$1]", "ballot-doubt-approval"],
      ];
      for (const [from, to, doubt] of lies) {
        await page.route("**/ballot", async (route) => {
          const answer = await route.fetch();
          const honest = await answer.text();
          const body = honest.replace(from, to);
          assert.notEqual(body, honest, `nothing was changed for ${doubt}`);
          await route.fulfill({ response: answer, body });
        });
        await page.goto("/ballot");
        await page.locator('.ballot-box[data-state="mistrust"]').waitFor();
        assert.ok((await page.locator(".ballot-box").innerText()).includes(t(doubt)), doubt);
        assert.equal(await page.getByRole("button", { name: t("ballot-cast"), exact: true }).count(), 0);
        await page.unroute("**/ballot");
      }
      await page.route("**/api/v1/votes/*/*ballots", async (route) => {
        const answer = await route.fetch();
        const receipt = await answer.json();
        const first = receipt.signature[0] === "0" ? "1" : "0";
        await route.fulfill({ response: answer, json: { ...receipt, signature: first + receipt.signature.slice(1) } });
      });
      await ballotReady(page);
      await choose(page, t, "choice-for");
      await cast(page, t);
      assert.equal(await page.getByText(t("ballot-receipt-wrong")).count(), 2);
    } finally {
      await done();
    }
  },

  "everything that needs no key works without JavaScript": async (browser) => {
    const server = await serve();
    const { context, page } = await person(browser, server.url, "fr-FR", { javaScriptEnabled: false });
    try {
      await page.goto("/demo");
      await page.getByRole("button", { name: "EN", exact: true }).click();
      await page.getByRole("heading", { name: words("en")("demo-title") }).waitFor();
      await page.locator(".people__person").nth(0).getByRole("button").click();
      await page.goto("/console");
      await page.getByRole("button", { name: words("en")("console-open-session"), exact: true }).click();
      await page.getByRole("button", { name: words("en")("bureau-constitute"), exact: true }).click();
      await page.getByRole("button", { name: new RegExp(`^${words("en")("console-open-vote")}`) }).first().click();
      await page.getByRole("button", { name: new RegExp(`^${words("en")("console-close-vote")}`) }).first().click();
      await page.locator(".verdict").first().waitFor();
      const record = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();
      const votes = record.items.map((item) => `/vote/${item.vote}`);
      for (const path of ["/", "/assembly", "/verify", "/votes", "/sign-in", "/sessions", ...votes]) {
        const answer = await page.goto(path);
        assert.equal(answer.status(), 200, path);
        assert.equal(await page.locator("h1").count(), 1, path);
      }
      await page.goto(`/record/${record.id}`);
      assert.ok((await page.locator(".record__entry").count()) > 4);
      await page.getByRole("button", { name: words("en")("nav-sign-out"), exact: true }).click();
      await page.goto("/votes");
      await page.getByRole("heading", { name: words("en")("refusal-sign-in-first") }).waitFor();
      await page.goto("/sign-in");
      await page.getByLabel(words("en")("sign-in-email")).fill("nobody@example.org");
      await page.getByRole("button", { name: words("en")("sign-in-send") }).click();
      await page.getByRole("heading", { name: words("en")("sign-in-sent-title") }).waitFor();
    } finally {
      await context.close();
      server.stop();
    }
  },
};
