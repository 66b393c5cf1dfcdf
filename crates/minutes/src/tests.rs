//! Papers as they are set: what stands on their pages, what the file says of itself, and what nobody can make them do.

#[path = "../../domain/tests/hostile/strings.rs"]
#[expect(dead_code, reason = "the literals are for who reads JSON, the names for who tries one string at a time")]
mod strings;

use std::process::Command;

use domain::lang::Lang;
use serde_json::Value;
use typst::World as _;
use typst::layout::{Abs, Frame, FrameItem};
use typst::syntax::{FileId, RootedPath, VirtualPath, VirtualRoot};
use typst::text::Font;
use typst_layout::PagedDocument;

use crate::seen::{Fonts, PRINT, WORD};
use crate::world::{Desk, RUNNING, fonts};
use crate::{
    Bar, Column, Day, Item, Named, Numbered, Paper, Reason, Row, Section, Signatures, Table, Tone, Verdict, render, set,
};

fn named(name: &str, value: &str) -> Named {
    Named { name: name.to_owned(), value: value.to_owned() }
}

fn column(name: &str, number: bool) -> Column {
    Column { name: name.to_owned(), number }
}

fn row(cells: [&str; 2], bar: Option<(u32, Tone)>) -> Row {
    Row { cells: cells.map(str::to_owned).to_vec(), bar: bar.map(|(hundredths, tone)| Bar { hundredths, tone }) }
}

fn item(position: u32) -> Item {
    Item {
        title: format!("Résolution {position} — Approbation des comptes"),
        text: "L’assemblée approuve les comptes.\nElle en donne acte.\n\nLe second alinéa suit.".to_owned(),
        left: String::new(),
        paragraphs: vec!["Scrutin public. 110 voix ont voté sur 145 inscrites.".to_owned()],
        tables: vec![
            Table {
                caption: "Voix par réponse".to_owned(),
                columns: vec![column("Réponse", false), column("Voix", true)],
                rows: vec![
                    row(["Pour", "83"], Some((100, Tone::Good))),
                    row(["Contre", "17"], Some((21, Tone::Bad))),
                    row(["Abstention", "0"], Some((0, Tone::Calm))),
                ],
            },
            Table {
                caption: "Mains levées et bulletins".to_owned(),
                columns: vec![column("", false), column("Voix", true)],
                rows: vec![row(["Mains", "61"], None)],
            },
        ],
        came_to: vec!["Élus, un pour un siège\u{A0}: Maëlle Le Goff.".to_owned()],
        reasons: vec![Reason {
            name: "Quorum".to_owned(),
            value: "Atteint\u{A0}: 120 sociétaires sur 150, il en fallait 30.".to_owned(),
            article: "C. com. L.225-98".to_owned(),
        }],
        verdict: Some(Verdict { words: "Adoptée".to_owned(), tone: Tone::Good }),
        prints: vec![format!("Urne de ce scrutin\u{A0}: archive V1tBDcoBQ5ndB4fB, {}", "ab".repeat(32))],
    }
}

fn sections() -> Vec<Section> {
    let said = |title: &str, words: &str| Section {
        title: title.to_owned(),
        paragraphs: vec![words.to_owned()],
        ..Section::default()
    };
    vec![
        said("La séance", "Présidence\u{A0}: Anne Durand. Secrétaire de séance\u{A0}: Bruno Petit."),
        Section { article: "C. com. R.225-107".to_owned(), ..said("Quorum non atteint", "Il en fallait 77.") },
        Section {
            title: "Ordre du jour".to_owned(),
            numbered: vec![Numbered { number: 4, words: "Rapport moral".to_owned() }],
            prints: vec![named("Rapport moral", &"cd".repeat(32))],
            ..Section::default()
        },
    ]
}

fn paper() -> Paper {
    Paper {
        lang: Lang::Fr,
        title: "Procès-verbal de l’assemblée générale".to_owned(),
        name: "Procès-verbal & annexes, 29 mars 2026".to_owned(),
        day: Day { year: 2026, month: 3, day: 29 },
        cooperative: "Coopérative d’hébergement".to_owned(),
        legal_line: "SA coopérative à capital variable, RCS Paris 123\u{202F}456\u{202F}789".to_owned(),
        kind: "Assemblée générale ordinaire · première convocation".to_owned(),
        when_where: "29 mars 2026, 15:00 (Europe/Paris) · Lyon".to_owned(),
        sections: sections(),
        items: vec![item(1), item(2)],
        closing: vec!["La séance est levée.".to_owned()],
        signatures: Signatures {
            title: "Signatures".to_owned(),
            note: "Ce n’est pas une signature électronique avancée.".to_owned(),
            lines: vec![named("Présidence", "Anne Durand"), named("Premier scrutateur", "Chloé Martin")],
        },
        public: named("Page publique", "https://ag.example.coop/minutes/018f0000-0000-7000-8000-000000000001"),
        hash: named("Empreinte (SHA-256)\u{A0}:", &"0a1b2c3d".repeat(8)),
        key: named("Clé qui signe le registre", &"ef".repeat(32)),
        page: "Page [page] sur [pages]".to_owned(),
        signs: "Les signes qui manquent figurent par leur numéro.".to_owned(),
    }
}

/// Nothing there but what cannot be left out.
fn bare() -> Paper {
    let nothing = String::new;
    Paper {
        lang: Lang::En,
        title: nothing(),
        name: "Minutes".to_owned(),
        cooperative: nothing(),
        legal_line: nothing(),
        kind: nothing(),
        when_where: nothing(),
        sections: vec![Section::default()],
        items: vec![Item::default()],
        closing: Vec::new(),
        signatures: Signatures { title: nothing(), note: nothing(), lines: Vec::new() },
        ..paper()
    }
}

/// The runs of text of a part of a page, in their order.
fn runs(item: &FrameItem, into: &mut String) {
    match item {
        FrameItem::Group(group) => group.frame.items().for_each(|(_, item)| runs(item, into)),
        FrameItem::Text(text) => into.push_str(&text.text),
        _ => {}
    }
}

/// What stands on the pages above their feet, and in the feet.
fn words(document: &PagedDocument) -> (String, Vec<String>) {
    let (mut body, mut feet) = (String::new(), Vec::new());
    for page in document.pages() {
        let mut foot = String::new();
        for (at, item) in page.frame.items() {
            // The text ends at 270 mm.
            runs(item, if at.y > Abs::mm(272.0) { &mut foot } else { &mut body });
        }
        feet.push(squashed(&foot));
    }
    (squashed(&body), feet)
}

/// Without what a line break makes or takes: spaces, hyphens, places to break a word.
fn squashed(text: &str) -> String {
    let told = |c: &char| {
        !c.is_whitespace()
            && !matches!(c, '-' | '\u{AD}' | '\u{2010}' | '\u{2011}' | '\u{200B}'..='\u{200F}' | '\u{2060}')
    };
    text.chars().filter(told).collect()
}

/// Every text of a paper that a reader must find above the feet, as the fonts show it.
fn told(paper: &Paper) -> Vec<String> {
    fn collect(value: &Value, into: &mut Vec<String>) {
        match value {
            Value::String(text) => into.push(text.clone()),
            Value::Array(values) => values.iter().for_each(|value| collect(value, into)),
            Value::Object(fields) => {
                let seen = fields.iter().filter(|(key, _)| *key != "tone");
                seen.for_each(|(_, value)| collect(value, into));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut value = serde_json::to_value(paper).expect("data");
    for elsewhere in ["lang", "name", "page", "signs"] {
        let gone = value.as_object_mut().and_then(|fields| fields.remove(elsewhere));
        assert!(gone.is_some(), "{elsewhere} is gone: say here where it stands");
    }
    Fonts::of(fonts(), &RUNNING).show_all(&mut value);
    let mut texts = Vec::new();
    collect(&value, &mut texts);
    texts
}

fn missing(paper: &Paper, body: &str) -> Vec<String> {
    told(paper).into_iter().filter(|text| !body.contains(&squashed(text))).collect()
}

fn shown(text: &str) -> (String, bool) {
    Fonts::of(fonts(), &RUNNING).shown(text, WORD)
}

fn holds(file: &[u8], words: &str) -> bool {
    file.windows(words.len()).any(|part| part == words.as_bytes())
}

#[test]
fn every_sentence_and_number_is_on_the_pages() {
    for paper in [paper(), Paper { lang: Lang::En, ..paper() }] {
        let document = set(&paper).expect("set");
        let (body, feet) = words(&document);
        assert_eq!(missing(&paper, &body), Vec::<String>::new());
        for (n, foot) in (1..).zip(&feet) {
            assert!(foot.contains(&format!("Page{n}sur{}", feet.len())), "{foot}");
            assert!(foot.contains(&paper.hash.value), "{foot}");
        }
        assert!(!body.contains(&squashed(&paper.signs)), "nothing stands by its number");
    }
}

#[test]
fn the_template_is_sound_and_every_font_it_names_is_there() {
    for paper in [paper(), bare()] {
        let desk = Desk::new(&paper).expect("a desk");
        let set = typst::compile::<PagedDocument>(&desk);
        assert!(set.warnings.is_empty(), "{}", crate::world::told(&set.warnings));
        assert!(set.output.is_ok());
    }
    for family in RUNNING.into_iter().chain(["Atkinson Hyperlegible Mono"]) {
        assert!(fonts().iter().any(|font| font.info().family == family), "{family}");
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let first = render(&paper()).expect("a file");
    let other = render(&Paper { lang: Lang::En, ..paper() }).expect("a file");
    assert!(first != other);
    // Also when typst has forgotten everything.
    typst::comemo::evict(0);
    assert!(first == render(&paper()).expect("a file"));
    assert!(first == render(&paper()).expect("a file"), "remembered");
}

#[test]
fn the_file_says_what_it_is() {
    let file = render(&paper()).expect("a file");
    for said in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "/Lang(fr)",
        "/Marked true",
        "/StructTreeRoot",
        "Procès-verbal &amp; annexes, 29 mars 2026",
        "<rdf:li>fr</rdf:li>",
        "<xmp:CreateDate>2026-03-29T00:00:00Z</xmp:CreateDate>",
        "/CreationDate(D:20260329000000Z)",
        "<xmp:CreatorTool>Voix</xmp:CreatorTool>",
    ] {
        assert!(holds(&file, said), "the file does not say {said}");
    }
    let pages = set(&paper()).expect("set").pages().len();
    assert!(holds(&file, &format!("/Type/Pages/Count {pages}/")), "{pages} pages");
    assert!(holds(&render(&bare()).expect("a file"), "/Lang(en)"));
}

#[test]
fn pages_are_as_many_as_it_takes() {
    let pages = |paper: &Paper| set(paper).expect("set").pages().len();
    assert_eq!(pages(&bare()), 1);
    let many = Paper { items: (1..=30).map(item).collect(), ..paper() };
    assert!(pages(&paper()) < pages(&many));
    assert_eq!(words(&set(&many).expect("set")).1.len(), pages(&many));
}

/// Whatever a text says to typst, it stands on the paper as it was written.
#[test]
fn no_text_is_ever_read_as_typst() {
    let texts = [
        "#panic(\"no\")",
        "#sys.version #eval(\"1\") #include \"paper.json\"",
        "$x^2$",
        "\\ \\u{1F600} \\#",
        "*gras* _italique_ `brut` ```typ #panic()```",
        "@ref <label>",
        "] #panic() [",
        "\"; panic(); \"",
        "// /* = + - / ~ --- ... '",
        "= Titre\n+ liste\n- liste\n/ mot: sens\n\n\n| a |",
        "[page] [pages]",
        "https://example.org/#a",
        "{\"lang\": \"en\"}",
        "",
    ];
    let mut paper = paper();
    paper.title = texts.join(" ").replace('\n', " ");
    paper.name.clone_from(&paper.title);
    paper.cooperative.clone_from(&paper.title);
    paper.sections[0].paragraphs = texts.map(str::to_owned).to_vec();
    paper.items = texts.map(everywhere).to_vec();
    let document = set(&paper).expect("set");
    assert_eq!(missing(&paper, &words(&document).0), Vec::<String>::new());
    assert!(render(&paper).is_ok());
}

/// A text in every place of an item.
fn everywhere(text: &str) -> Item {
    let words = || text.to_owned();
    Item {
        title: words(),
        text: words(),
        left: words(),
        paragraphs: vec![words()],
        tables: vec![Table {
            caption: words(),
            columns: vec![column(text, false), column(text, true)],
            rows: vec![row([text, text], Some((50, Tone::Calm)))],
        }],
        came_to: vec![words()],
        reasons: vec![Reason { name: words(), value: words(), article: words() }],
        verdict: Some(Verdict { words: words(), tone: Tone::Bad }),
        prints: vec![words()],
    }
}

/// The strings that go through every door of the server: all in one paper, so that no sign in them is one too many.
#[test]
fn hostile_strings_are_set_as_they_are() {
    let texts: Vec<String> = strings::all().into_iter().map(|hostile| hostile.text).collect();
    assert!(texts.len() > 500, "only {} strings", texts.len());
    let short: Vec<String> = texts.into_iter().filter(|text| text.chars().count() <= 2_000).collect();
    let mut paper = bare();
    paper.sections[0].paragraphs.clone_from(&short);
    let document = set(&paper).expect("set");
    let (body, _) = words(&document);
    // A line of marks alone is drawn on what stands before it, and may be read with it.
    let letters = |text: &String| text.chars().any(char::is_alphanumeric);
    let lost: Vec<_> = missing(&paper, &body).into_iter().filter(letters).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(render(&paper).is_ok());
}

#[test]
fn twenty_thousand_letters_without_a_space_stay_on_the_paper() {
    let text: String = ('a'..='z').cycle().take(20_000).collect();
    let mut paper = bare();
    paper.items[0].text.clone_from(&text);
    let document = set(&paper).expect("set");
    assert!(words(&document).0.contains(&text));
    let widest = document.pages().iter().map(|page| right_end(&page.frame)).fold(0.0, f64::max);
    assert!(widest <= 185.5, "a line ends at {widest} mm of 210");
}

/// Twelve people with the longest names there can be fill more than a page.
#[test]
fn a_table_that_no_page_holds_goes_on_on_the_next() {
    let name = "nom ".repeat(50);
    let rows: Vec<Row> = (0..12).map(|_| row([&name, "1"], Some((10, Tone::Calm)))).collect();
    let table = Table { caption: String::new(), columns: vec![column("Nom", false), column("Voix", true)], rows };
    let mut paper = bare();
    paper.items[0].tables = vec![table];
    let document = set(&paper).expect("set");
    let (lowest, pages) = (document.pages().iter().map(|page| lower_end(&page.frame)), document.pages().len());
    assert!(pages > 1 && lowest.fold(0.0, f64::max) <= 297.0, "{pages} pages");
}

/// How far down text goes, in millimetres.
fn lower_end(frame: &Frame) -> f64 {
    let end = |(at, item): &(typst::layout::Point, FrameItem)| match item {
        FrameItem::Group(group) => at.y.to_mm() + lower_end(&group.frame),
        FrameItem::Text(_) => at.y.to_mm(),
        _ => 0.0,
    };
    frame.items().map(end).fold(0.0, f64::max)
}

/// How far to the right text goes, in millimetres.
fn right_end(frame: &Frame) -> f64 {
    let end = |(at, item): &(typst::layout::Point, FrameItem)| match item {
        FrameItem::Group(group) => at.x.to_mm() + right_end(&group.frame),
        FrameItem::Text(text) => at.x.to_mm() + text.width().to_mm(),
        _ => 0.0,
    };
    frame.items().map(end).fold(0.0, f64::max)
}

#[test]
fn a_sign_that_no_font_has_stands_by_its_number_and_that_is_said() {
    for (text, expected) in [
        ("Maëlle Šťastná, Nguyễn Thị Ánh, Ελλάδα, Привет", "Maëlle Šťastná, Nguyễn Thị Ánh, Ελλάδα, Привет"),
        ("20\u{202F}000\u{A0}€ : « oui »", "20\u{202F}000\u{A0}€ : « oui »"),
        ("👩\u{200D}🌾", "[U+1F469 U+200D U+1F33E]"),
        ("❤\u{FE0F}", "[U+2764 U+FE0F]"),
        ("שלום", "[U+05E9][U+05DC][U+05D5][U+05DD]"),
        ("a\tb\u{3000}c", "a b c"),
        ("\0\u{E000}", "[U+0000][U+E000]"),
        ("a\u{202E}cilbup", "a[U+202E]cilbup"),
        ("deux\nlignes", "deux\nlignes"),
    ] {
        assert_eq!(shown(text), (expected.to_owned(), expected.contains("[U+")), "{text:?}");
    }
    let paper = Paper { cooperative: "La Ruche 🐝".to_owned(), ..paper() };
    let (body, _) = words(&set(&paper).expect("set"));
    assert!(body.contains("LaRuche[U+1F41D]") && body.contains(&squashed(&paper.signs)), "{body}");
    assert!(render(&paper).is_ok());
}

#[test]
fn only_a_word_that_is_too_long_gets_places_to_break() {
    let word = "a".repeat(WORD);
    assert_eq!(shown(&word).0, word);
    assert_eq!(shown(&format!("{word} {word}")).0, format!("{word} {word}"));
    let longer = "a".repeat(WORD + 10);
    assert_eq!(shown(&longer).0, format!("{word}\u{200B}{}\u{200B}aa", "a".repeat(8)));
    // Fingerprints and addresses are copied, so they are whole.
    let mut value = serde_json::to_value(Paper { cooperative: longer.clone(), ..paper() }).expect("data");
    Fonts::of(fonts(), &RUNNING).show_all(&mut value);
    assert_eq!(value["cooperative"], shown(&longer).0);
    assert_eq!(value["hash"]["value"], paper().hash.value);
    assert_eq!(value["public"]["value"], paper().public.value);
    assert_eq!(value["sections"][2]["prints"][0]["value"], "cd".repeat(32));
    assert_eq!(value["items"][0]["prints"][0], paper().items[0].prints[0]);
    assert!(paper().public.value.len() <= PRINT);
}

#[test]
fn the_fonts_of_a_family_have_the_same_signs() {
    for family in RUNNING {
        let of: Vec<&Font> = fonts().iter().filter(|font| font.info().family == family).collect();
        assert!(of.len() > 1 && of.iter().all(|font| font.info().coverage == of[0].info().coverage), "{family}");
    }
}

#[test]
fn there_is_nothing_else_to_read() {
    let desk = Desk::new(&paper()).expect("a desk");
    let id = |path: &str| FileId::new(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).expect("a path")));
    for there in ["paper.json", "qr.svg"] {
        assert!(desk.file(id(there)).is_ok_and(|bytes| !bytes.is_empty()), "{there}");
        assert!(desk.source(id(there)).is_err(), "{there} is no source");
    }
    for elsewhere in ["Cargo.toml", "etc/passwd", "paper.typ", "other/paper.json"] {
        assert!(desk.file(id(elsewhere)).is_err() && desk.source(id(elsewhere)).is_err(), "{elsewhere}");
    }
    assert!(desk.today(None).is_none());
    assert!(desk.font(fonts().len()).is_none());
}

#[test]
fn an_address_too_long_for_a_code_stands_in_letters() {
    let paper = Paper { public: named("Page", &format!("https://example.coop/{}", "x".repeat(4_000))), ..bare() };
    let (body, _) = words(&set(&paper).expect("set"));
    assert!(body.contains(&squashed(&paper.public.value)));
    assert!(render(&paper).is_ok());
}

/// What a reader that is not ours finds in the file.
#[test]
fn another_program_reads_the_same_words() {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        eprintln!("SKIP another_program_reads_the_same_words: pdftotext (poppler-utils) is not installed");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("minutes.pdf");
    let mut paper = paper();
    paper.cooperative.push_str(" Nguyễn Thị Ánh 🐝");
    std::fs::write(&path, render(&paper).expect("a file")).expect("written");
    // In the order of the file, and without the feet: points from above, 842 in a page.
    let cut = ["-raw", "-enc", "UTF-8", "-x", "0", "-y", "0", "-W", "596", "-H", "775"];
    let read = Command::new("pdftotext").args(cut).arg(&path).arg("-").output().expect("read");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let body = squashed(&String::from_utf8(read.stdout).expect("UTF-8"));
    assert_eq!(missing(&paper, &body), Vec::<String>::new());
}
