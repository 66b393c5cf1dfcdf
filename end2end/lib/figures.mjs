// What is measured on the way.
import { readFileSync, writeFileSync } from "node:fs";
import { lanes } from "./lanes.mjs";

// Writes a figure where cargo xtask bench finds it; with another journey beside it is none.
export const note = (name, value) => {
  const path = process.env.VOIX_FIGURES;
  if (!path || lanes > 1) return;
  let figures = {};
  try {
    figures = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // The first figure makes the file.
  }
  writeFileSync(path, JSON.stringify({ ...figures, [name]: value }, null, 2));
};

// Bytes that travel to open a page with nothing in the cache, as compressed by the server.
export async function weigh(context, path) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  session.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  await page.goto(path, { waitUntil: "networkidle" });
  await page.close();
  return bytes;
}
