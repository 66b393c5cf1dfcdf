// Words that want something: markup, scripts, ends of strings, directions, piles, lengths. All of them are texts a
// person may write (the rule of texts keeps them), so they must be shown, and do nothing. One that ran would set
// window.__hostile.
const run = "window.__hostile=1";

export const worst = [
  `<script>${run}</script>`,
  `</title><script>${run}</script>`,
  `</textarea><script>${run}</script>`,
  `</script><script>${run}</script>`,
  `"><img src=x onerror=${run}>`,
  `'><svg onload=${run}>`,
  `--><script>${run}</script><!--`,
  `]]><script>${run}</script>`,
  `</leptos-island><script>${run}</script>`,
  `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`,
  `<math><mtext><mglyph><style><img src=x onerror=${run}></style></mglyph></mtext></math>`,
  `<details open ontoggle=${run}>x</details>`,
  `<form action=javascript:${run}><button>x</button></form>`,
  `<base href="//evil.example/">`,
  `<meta http-equiv=refresh content="0;url=//evil.example/">`,
  `<style>*{display:none!important}</style>`,
  `<link rel=stylesheet href="//evil.example/x.css">`,
  `<plaintext>`,
  `<!--`,
  `" autofocus onfocus="${run}`,
  `" style="position:fixed;inset:0" data-x="`,
  `\\u003cscript\\u003e${run}\\u003c/script\\u003e`,
  `&lt;script&gt;${run}&lt;/script&gt;`,
  `"}]};${run};({"x":"`,
  `\${${run}}`,
  "{{constructor.constructor('window.__hostile=1')()}}",
  "{ $name } { -term } [name] [tracker] %s %n",
  "__proto__",
  "constructor",
  "$& $` $' $1",
  "שלום (12) עולם \u200f123",
  "مرحبا بالعالم 123 abc",
  "N\u0303\u0301u\u031b\u0309\u0323e\u0301\u0301\u0301\u0301",
  "👩\u200d👩\u200d👧\u200d👦🧑🏿\u200d🚀🇫🇷 a\u200b\u2060\u00adb",
  "\uff1cscript\uff1e Vо\u200dix Аdmin ﷽﷽﷽",
  "=HYPERLINK(\"//evil.example\") '); DROP TABLE votes; --",
  "../../../../etc/passwd %00 %0d%0aSet-Cookie:x=1",
  "m".repeat(200),
  "W\u00a0".repeat(99) + "W",
  "https://evil.example/" + "a/".repeat(80),
  "<b>".repeat(60),
];

const text = (words) => ({ fr: words.next().value, en: words.next().value });

// A demo in which each of them stands somewhere: every third is a name of a member, the others are in the resolutions (the
// even ones secret), the name, the legal line and the place.
export function seed() {
  const names = worst.filter((_, i) => i % 3 === 0);
  const words = worst.filter((_, i) => i % 3 !== 0).values();
  const agenda = Array.from({ length: 6 }, (_, i) => ({ title: text(words), text: text(words), mode: i % 2 ? "secret" : "open" }));
  const [name, legal_line, place] = [words.next().value, words.next().value, words.next().value];
  if (!words.next().done) throw new Error("a word without a place");
  return { name, legal_line, place, agenda, names, members: names.length, applicants: 0 };
}
