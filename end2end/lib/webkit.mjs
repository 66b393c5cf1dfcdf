// WebKit as Debian ships it (MiniBrowser of webkit2gtk-driver), driven by W3C WebDriver on a screen nobody sees. Playwright's
// own WebKit is a build of its own, which no member has.
import { spawn } from "node:child_process";
import { createConnection } from "node:net";
import { Builder, By, Capabilities, error, until } from "selenium-webdriver";
import { freePort } from "./server.mjs";

const PATIENCE = 30_000;

// The number of a display that Xvfb found free.
const screen = () =>
  new Promise((found, failed) => {
    const child = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], { stdio: ["ignore", "pipe", "ignore"] });
    child.once("error", failed);
    child.once("exit", () => failed(new Error("Xvfb ended")));
    child.stdout.once("data", (number) => found({ child, display: `:${String(number).trim()}` }));
  });

async function listening(port) {
  for (let tries = 0; tries < 100; tries++) {
    const open = await new Promise((done) => {
      const socket = createConnection(port, "127.0.0.1", () => done(true)).on("error", () => done(false));
      socket.unref();
    });
    if (open) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("WebKitWebDriver does not listen");
}

// A browser with nothing stored, on its own screen.
export async function webkit() {
  const { child: xvfb, display } = await screen();
  const port = await freePort();
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { env: { ...process.env, DISPLAY: display }, stdio: "ignore" });
  const end = () => [driver, xvfb].forEach((child) => child.kill());
  try {
    await listening(port);
    const wanted = { browserName: "MiniBrowser", acceptInsecureCerts: true, "webkitgtk:browserOptions": { binary: process.env.VOIX_WEBKIT, args: ["--automation"] } };
    const session = await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(new Capabilities(wanted)).build();
    return { session, stop: () => session.quit().catch(() => {}).then(end) };
  } catch (error) {
    end();
    throw error;
  }
}

// The few things the journey does, in the words of the page as a person reads them.
export function hand(session, url) {
  const seen = async (locator) => session.wait(until.elementIsVisible(await session.wait(until.elementLocated(locator), PATIENCE)), PATIENCE);
  // A page that goes away while one looks at it is looked at again.
  const patient = (condition) => async () => {
    try {
      return await condition();
    } catch (thrown) {
      if (thrown instanceof error.StaleElementReferenceError || thrown instanceof error.NoSuchElementError) return false;
      throw thrown;
    }
  };
  const css = (selector) => seen(By.css(selector));
  return {
    go: (path) => session.get(url + path),
    css,
    all: (selector) => session.findElements(By.css(selector)),
    text: async (selector) => (await css(selector)).getText(),
    press: async (label) => (await seen(By.xpath(`//button[normalize-space()=${JSON.stringify(label)}]`))).click(),
    wait: (condition, what) => session.wait(patient(condition), PATIENCE, what),
  };
}
