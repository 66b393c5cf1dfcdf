// The words people see, in the language they chose: read from the catalogues themselves.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const locales = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "app", "locales");

export function words(lang) {
  const found = new Map();
  for (const file of readdirSync(join(locales, lang))) {
    for (const line of readFileSync(join(locales, lang, file), "utf8").split("\n")) {
      const match = /^([a-z][a-z0-9-]*) = (.*)$/.exec(line);
      if (match) found.set(match[1], match[2]);
    }
  }
  return (key) => {
    if (!found.has(key)) throw new Error(`no words for ${key}`);
    return found.get(key);
  };
}
