// Proxies: one signed on a phone, accepted by whom it names, one on paper; and whoever carries voices answers for them apart.
import assert from "node:assert/strict";
import { ballotReady, cast, choose, closeVotes, enter, makeKey, openSession, prepare } from "../lib/acts.mjs";
import { looked_at, person } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { words } from "../lib/words.mjs";

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
// What makes a file a picture.
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

async function proxies(browser, lang) {
  const t = words(lang);
  const filled = (key, name) => t(key).replace("{ $name }", name);
  const locale = lang === "fr" ? "fr-FR" : "en-GB";
  const server = await serve({ arguments: ["--demo-ahead", "--demo-members", "12"] });
  const phone = { viewport: { width: 390, height: 844 } };
  const people = await Promise.all([{}, {}, {}, phone, phone].map((options) => person(browser, server.url, locale, options)));
  const [chair, secretary, holder, grantor, carrier] = people;
  const faults = [];
  const look = async (page, name) => faults.push(...(await looked_at(page, name, lang === "fr")));
  try {
    for (const [nth, one] of people.entries()) {
      await enter(one.page, nth);
      await makeKey(one.page, t, one === holder);
    }
    await prepare(holder.page, t);
    const { id } = await (await fetch(`${server.url}/api/v1/assemblies/current`)).json();

    // Signed: to whom, by number; the name is shown before the signature.
    const mine = grantor.page;
    await mine.goto(`/assembly/${id}/proxy`);
    await mine.getByLabel(t("proxy-number"), { exact: true }).fill("4");
    await press(mine, t("proxy-choose"));
    await mine.getByRole("heading", { name: t("refusal-proxy-to-self") }).or(mine.getByText(t("refusal-proxy-to-self"))).first().waitFor();
    await mine.getByLabel(t("proxy-number"), { exact: true }).fill("5");
    await press(mine, t("proxy-choose"));
    const sign = mine.getByRole("button", { name: new RegExp(`^${t("proxy-give-to").split("{")[0]}`) });
    await sign.waitFor();
    await look(mine, "proxy-sign");
    await sign.click();
    await mine.getByText(t("proxy-state-given"), { exact: true }).waitFor();
    await look(mine, "proxy-given");

    // Whoever is named sees it first, and accepts.
    const { page } = carrier;
    await page.goto("/votes");
    await page.getByRole("link", { name: t("votes-proxy-asked"), exact: true }).click();
    await page.getByText(t("proxy-held-asked")).waitFor();
    await look(page, "proxy-asked");
    await page.getByRole("button", { name: new RegExp(`^${t("proxy-accept")}`) }).click();
    await page.getByText(t("proxy-held-accepted")).waitFor();
    await look(page, "proxy-held");

    // On paper, entered by the secretary with the document.
    const desk = secretary.page;
    await desk.goto(`/assembly/${id}/proxies`);
    await desk.getByLabel(t("proxies-grantor"), { exact: true }).fill("7");
    await desk.getByLabel(t("proxies-holder"), { exact: true }).fill("5");
    await desk.getByLabel(t("proxies-accepted-now"), { exact: true }).check();
    await desk.getByLabel(t("proxies-file"), { exact: true }).setInputFiles({ name: "pouvoir.png", mimeType: "image/png", buffer: PNG });
    await press(desk, t("proxies-enter"));
    await desk.getByRole("link", { name: "pouvoir.png" }).waitFor();
    await desk.goto(`/assembly/${id}/proxies`);
    await look(desk, "proxies");

    // The session: three voices on one paper. One carried voice says otherwise in one vote; nothing else is clicked.
    await server.later(8, people);
    for (const [nth, one] of people.entries()) await enter(one.page, nth);
    await openSession(chair.page, t);
    await ballotReady(page);
    for (const group of await page.locator(".ballot__vote").all()) {
      await group.getByRole("radio", { name: t("choice-for"), exact: true }).first().check();
    }
    const first = page.locator(".ballot__vote").first();
    await first.getByText(t("ballot-mandates-apart"), { exact: true }).click();
    await first.locator(".ballot__mandates").getByRole("group").first().getByRole("radio", { name: t("choice-against"), exact: true }).check();
    await look(page, "ballot-mandates");
    await cast(page, t);
    await look(page, "receipt-mandates");
    await mine.goto("/votes");
    await mine.getByText(t("voice-carried")).first().waitFor();
    await look(mine, "votes-carried");
    await closeVotes(chair.page, t);
    await holder.page.goto("/key-holder");
    await press(holder.page, t("holder-open"));
    await holder.page.getByText(t("holder-vote-decided")).waitFor();
    const view = await (await fetch(`${server.url}/api/v1/assemblies/${id}`)).json();
    const counted = view.items.map(({ decision: { counts } }) => [counts.for_ ?? counts.for, counts.against]);
    assert.deepEqual(counted, [[2, 1], [3, 0]]);
    assert.deepEqual(faults, []);
    assert.deepEqual(people.flatMap(({ complaints }) => complaints), []);
  } finally {
    for (const { context } of people) await context.close();
    server.stop();
  }
}

export const journeys = {
  "a voice is entrusted and spoken, in French": (browser) => proxies(browser, "fr"),
  "a voice is entrusted and spoken, in English": (browser) => proxies(browser, "en"),
};
