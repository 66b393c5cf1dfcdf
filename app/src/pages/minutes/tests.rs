//! What stands on the paper: every fact of the minutes, in both languages.

use ::minutes::{Bar, Named, Paper, Tone, render};
use domain::assembly::AssemblyKind;
use domain::bureau::{ChairBy, ScrutineersBy};
use domain::contest::Contest;
use domain::decision::{Decision, Outcome, decide};
use domain::elected::Elected;
use domain::hands::{Hands, HandsCounted};
use domain::ids::{AssemblyId, CooperativeId, ResolutionId};
use domain::majority::Counts;
use domain::minutes::{BoxReference, Bureau, Designated, Document, InAdvance, Minutes, MinutesItem};
use domain::minutes_corrected::{CorrectMinutes, CorrectedBy, Correction};
use domain::minutes_register::{CertifiedBy, Certifier, Registered};
use domain::resolution::{Resolution, Text};
use domain::seats::TieBreak;
use domain::statutes::Preset;
use domain::vote::VoteMode;
use uuid::Uuid;

use super::extract;
use super::paper::written;
use crate::i18n::Lang;

const ADDRESS: &str = "https://ag.example.coop/minutes/1";

fn text(words: &str) -> Text {
    Text { fr: format!("{words} (fr)"), en: format!("{words} (en)") }
}

fn decision() -> Decision {
    let preset = Preset::load("sa-cooperative-fr-ago").expect("a preset");
    let counts = Counts { for_: 83, against: 17, abstain: 1, ..Counts::default() };
    Decision { version: Some(7), ..decide(&preset, 1, 121, 151, counts) }
}

fn item(position: u32) -> MinutesItem {
    MinutesItem {
        position,
        resolution: Resolution {
            id: ResolutionId(Uuid::from_u128(position.into())),
            title: text(&format!("Titre {position}")),
            text: text(&format!("Texte {position}")),
            election: None,
        },
        mode: VoteMode::Open,
        voices: 145,
        advance: None,
        mandates: None,
        codes: None,
        entrusted: None,
        left_out: None,
        voted: 101,
        paper: None,
        decision: Some(decision()),
        void_reason: None,
        cause: None,
        box_: None,
    }
}

fn place(name: &str) -> BoxReference {
    BoxReference { uuid: format!("{name}Uuid"), fingerprint: format!("{name}Phi"), head: format!("{name}Head") }
}

/// An election of two of three, in a box of the session and one before it.
fn election() -> MinutesItem {
    let contest = Contest {
        seats: 2,
        most: 2,
        candidates: ["Maëlle Le Goff", "Anne Durand", "Chloé Martin"].map(str::to_owned).to_vec(),
    };
    let elected = Elected {
        seats: 2,
        needs: None,
        of: 90,
        needed: 1,
        blank: 5,
        named: 90,
        votes: vec![61, 0, 44],
        seated: vec![0, 2],
        tied: Vec::new(),
        open: 0,
        tie_break: TieBreak::Eldest,
        tie_article: "Statuts, art. 12".to_owned(),
        drawn: None,
        confirmed: None,
        declined: Vec::new(),
    };
    let decided = Decision { outcome: Outcome::Elected, election: Some(elected), ..decision() };
    let plain = item(2);
    MinutesItem {
        resolution: Resolution { election: Some(contest), ..plain.resolution.clone() },
        mode: VoteMode::Secret,
        advance: Some(InAdvance { voted: 33, box_: Some(place("before")) }),
        mandates: Some(12),
        entrusted: Some(4),
        left_out: Some(3),
        decision: Some(decided),
        box_: Some(place("session")),
        ..plain
    }
}

fn minutes() -> Minutes {
    let hands = HandsCounted { counts: Hands { for_: 51, against: 9, abstain: 1 }, hall: 77 };
    let by_hands = MinutesItem { decision: Some(Decision { hands: Some(hands), ..decision() }), ..item(1) };
    let void = MinutesItem { decision: None, void_reason: Some("Panne de courant.".to_owned()), ..item(3) };
    let left = MinutesItem { decision: None, voted: 0, ..item(4) };
    let bureau = |chair: &str| Bureau {
        chair: chair.to_owned(),
        secretary: "Bruno Petit".to_owned(),
        scrutineers: vec!["David Roux".to_owned(), "Élise Blanc".to_owned()],
        designated: Some(Designated {
            since: 1_774_789_260_000_000,
            chair_by: ChairBy::Elected,
            scrutineers_by: ScrutineersBy::Otherwise,
            words: "Personne d’autre n’a accepté".to_owned(),
        }),
    };
    Minutes {
        cooperative: CooperativeId(Uuid::from_u128(1)),
        cooperative_name: "La Ruche".to_owned(),
        legal_line: "SA coopérative à capital variable".to_owned(),
        assembly: AssemblyId(Uuid::from_u128(2)),
        kind: AssemblyKind::Ordinary,
        call: 2,
        convened_at: 1_773_000_000_000_000,
        held_at: 1_774_789_200_000_000,
        time_zone: "Europe/Paris".to_owned(),
        place: "Lyon".to_owned(),
        bureau: bureau("Fanny Lenoir"),
        bureaus_before: vec![bureau("Guy Morel")],
        members: 151,
        taking_part: 121,
        represented: Some(19),
        by_ballot: Some(8),
        no_quorum: None,
        documents: vec![Document { title: "Rapport".to_owned(), sha256: "cd".repeat(32) }],
        items: vec![by_hands, election(), void, left],
        closed_at: 1_774_796_520_000_000,
        record_key: "ef".repeat(32),
    }
}

/// The paper as one text.
fn read(paper: &Paper) -> String {
    serde_json::to_string(paper).expect("data")
}

#[test]
fn every_fact_of_the_minutes_is_on_the_paper_in_both_languages() {
    let minutes = minutes();
    for lang in Lang::ALL {
        let paper = written(&minutes, &[], ADDRESS, lang);
        let all = read(&paper);
        let date =
            if lang == Lang::Fr { "29 mars 2026, 15:00 (Europe/Paris)" } else { "29 March 2026, 15:00 (Europe/Paris)" };
        for fact in [
            "La Ruche",
            "SA coopérative à capital variable",
            date,
            "Lyon",
            "Fanny Lenoir",
            "Guy Morel",
            "Bruno Petit",
            "David Roux",
            "Élise Blanc",
            "Personne d’autre n’a accepté",
            "15:01",
            "17:02",
            "121",
            "151",
            "19",
            "145",
            "101",
            "83",
            "17",
            "51",
            "77",
            "33",
            "12",
            "61",
            "44",
            "Maëlle Le Goff",
            "Anne Durand",
            "Chloé Martin",
            "Statuts, art. 12",
            "Panne de courant.",
            "Texte 1 (fr)",
            "Texte 4 (fr)",
            "Rapport",
            &"cd".repeat(32),
            "beforeUuid",
            "beforePhi",
            "beforeHead",
            "sessionUuid",
            "sessionPhi",
            "sessionHead",
            ADDRESS,
            &"ef".repeat(32),
            &minutes.hash_hex(),
            &decision().quorum.article,
            &decision().majority.article,
            &lang.t("minutes-closed"),
            &lang.t("minutes-signature-note"),
            &lang.t("assembly-second-call"),
            &lang.t("vote-not-put"),
            &lang.t("vote-void"),
            &lang.t("minutes-one-voice"),
            &lang.with("statutes-of-rule", &[("number", 7_u32.into())]),
        ] {
            assert!(all.contains(fact), "{lang:?}: {fact} is not in {all}");
        }
        let own = if lang == Lang::Fr { "(fr)" } else { "(en)" };
        assert!(paper.items.iter().zip(1..).all(|(item, n)| item.title.ends_with(&format!("Titre {n} {own}"))));
        // A sentence that no catalogue has would be its key.
        for key in ["minutes-", "result-", "outcome-", "election-", "hands-", "choice-", "bureau-", "plan-", "record-"]
        {
            assert!(!all.contains(&format!("\"{key}")), "{lang:?}: a bare key in {all}");
        }
        assert!(all.contains("[page]") && all.contains("[pages]"));
    }
}

#[test]
fn a_paper_has_the_day_of_the_place_and_the_name_of_the_file_says_it() {
    let late = Minutes { held_at: 1_774_740_600_000_000, ..minutes() };
    let paper = written(&late, &[], ADDRESS, Lang::Fr);
    assert_eq!((paper.day.year, paper.day.month, paper.day.day), (2026, 3, 29));
    assert!(paper.name.ends_with(", 29 mars 2026"), "{}", paper.name);
}

#[test]
fn bars_are_as_long_as_the_votes_and_words_say_the_rest() {
    let paper = written(&minutes(), &[], ADDRESS, Lang::En);
    let bars = |nth: usize| -> Vec<Bar> { paper.items[nth].tables[0].rows.iter().filter_map(|row| row.bar).collect() };
    let bar = |hundredths, tone| Bar { hundredths, tone };
    assert_eq!(bars(0), [bar(100, Tone::Good), bar(21, Tone::Bad), bar(2, Tone::Calm)]);
    let names = [bar(100, Tone::Good), bar(0, Tone::Calm), bar(73, Tone::Good), bar(9, Tone::Calm)];
    assert_eq!(bars(1), names);
    let cells = |nth: usize, table: usize| -> Vec<Vec<String>> {
        paper.items[nth].tables[table].rows.iter().map(|row| row.cells.clone()).collect()
    };
    assert_eq!(cells(0, 1)[0][1..], ["51", "9", "1"]);
    assert_eq!(cells(0, 1)[1][1..], ["32", "8", "0"], "the ballots apart from the hands");
    assert_eq!(cells(1, 0)[2], ["Chloé Martin", "44", "elected"]);
    for table in
        paper.items.iter().flat_map(|item| &item.tables).chain(paper.sections.iter().flat_map(|part| &part.tables))
    {
        assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()), "{table:?}");
    }
    let verdicts: Vec<_> = paper.items.iter().map(|item| item.verdict.as_ref().map(|verdict| verdict.tone)).collect();
    assert_eq!(verdicts, [Some(Tone::Good), Some(Tone::Good), None, None]);
}

#[test]
fn whoever_sat_in_the_bureau_at_the_end_signs() {
    let paper = written(&minutes(), &[], ADDRESS, Lang::En);
    let names: Vec<&str> = paper.signatures.lines.iter().map(|Named { value, .. }| value.as_str()).collect();
    assert_eq!(names, ["Fanny Lenoir", "Bruno Petit", "David Roux", "Élise Blanc"]);
}

#[test]
fn a_session_that_lacked_its_quorum_says_so_and_is_not_closed_for_want_of_items() {
    let lack = Minutes { no_quorum: Some(decision().quorum), ..minutes() };
    for lang in Lang::ALL {
        let paper = written(&lack, &[], ADDRESS, lang);
        assert_eq!(paper.title, lang.t("minutes-lack-title"));
        assert!(read(&paper).contains("R.225-107") && !read(&paper).contains(&lang.t("minutes-closed")));
    }
}

#[test]
fn corrections_stand_before_what_they_correct() {
    let minutes = minutes();
    let asked = CorrectMinutes {
        after: 0,
        item: Some(2),
        text: "Lire : Lyon.\n\nEt non Dole.".to_owned(),
        reason: "Le lieu est faux.".to_owned(),
    };
    let session = CorrectMinutes { after: 1, item: None, ..asked.clone() };
    let of = |newest, asked: &CorrectMinutes, by| {
        Correction::new(&minutes, newest, asked, (by, 1_774_800_000_000_000)).expect("a correction")
    };
    let corrections = [of(0, &asked, CorrectedBy::Secretary), of(1, &session, CorrectedBy::Chair)];
    for lang in Lang::ALL {
        let paper = written(&minutes, &corrections, ADDRESS, lang);
        let plain = written(&minutes, &[], ADDRESS, lang);
        assert_eq!(paper.sections[2..], plain.sections, "the minutes are as they were");
        let [first, second] = &paper.sections[..2] else { panic!("two corrections") };
        assert_eq!(first.title, lang.with("minutes-correction", &[("number", 1_u32.into())]));
        assert_eq!(first.paragraphs.len(), 5, "{first:?}");
        assert_eq!(first.paragraphs[1..3], ["Lire : Lyon.", "Et non Dole."]);
        assert!(first.paragraphs[3].ends_with("Le lieu est faux."));
        for (section, by, about) in [
            (
                first,
                "minutes-correction-by-secretary",
                lang.with("minutes-correction-of-item", &[("position", 2_u32.into())]),
            ),
            (second, "minutes-correction-by-chair", lang.t("minutes-correction-of-session")),
        ] {
            let head = &section.paragraphs[0];
            assert!(head.contains(&lang.t(by)) && head.contains(&about), "{head}");
            assert_eq!(section.paragraphs.last(), Some(&lang.t("minutes-correction-signed")), "whose word it is");
        }
        assert_eq!(first.prints[0].value, protocol::hash::hex(&corrections[0].hash()));
    }
}

#[test]
fn the_paper_becomes_a_file() {
    for lang in Lang::ALL {
        let file = render(&written(&minutes(), &[], ADDRESS, lang)).expect("a file");
        assert!(file.starts_with(b"%PDF-1.7"));
        assert!(file == render(&written(&minutes(), &[], ADDRESS, lang)).expect("a file"), "other bytes");
    }
}

/// Minutes in the register, with a correction of the second resolution and one of the session.
fn registered() -> Registered {
    let minutes = minutes();
    let asked = CorrectMinutes {
        after: 0,
        item: Some(2),
        text: "Lire : Lyon.".to_owned(),
        reason: "Le lieu est faux.".to_owned(),
    };
    let session = CorrectMinutes { after: 1, item: None, text: "Lire : 15 h 05.".to_owned(), ..asked.clone() };
    let of = |newest, asked: &CorrectMinutes| {
        Correction::new(&minutes, newest, asked, (CorrectedBy::Secretary, 1_774_800_000_000_000)).expect("a correction")
    };
    let corrections = vec![of(0, &asked), of(1, &session)];
    Registered { number: 41, minutes, corrections }
}

#[test]
fn an_extract_has_one_resolution_its_corrections_and_a_line_to_sign_and_nobody_of_the_bureau() {
    let certifiers = |name: Option<&str>| {
        let of = |by| Certifier { by, name: name.map(str::to_owned) };
        vec![of(CertifiedBy::President), of(CertifiedBy::Secretary)]
    };
    for lang in Lang::ALL {
        let public = registered().extract(Some(2), certifiers(None)).expect("an extract");
        let paper = extract::written(&public, ADDRESS, lang);
        let all = read(&paper);
        let day = if lang == Lang::Fr { "29 mars 2026" } else { "29 March 2026" };
        for fact in
            ["La Ruche", "Lyon", day, "41", "Texte 2 (fr)", "Maëlle Le Goff", "61", "Lire : 15 h 05.", "121", "151"]
        {
            assert!(all.contains(fact), "{lang:?}: {fact} is not in {all}");
        }
        for other in ["Fanny Lenoir", "Bruno Petit", "David Roux", "Guy Morel", "Texte 1", "Texte 3"] {
            assert!(!all.contains(other), "{lang:?}: {other} is in {all}");
        }
        for key in ["extract-", "minutes-", "result-", "bureau-"] {
            assert!(!all.contains(&format!("\"{key}")), "{lang:?}: a bare key in {all}");
        }
        let lines = |paper: &Paper| paper.signatures.lines.iter().map(|line| line.value.clone()).collect::<Vec<_>>();
        assert_eq!(lines(&paper), vec![lang.t("extract-name"); 2]);
        let named = registered().extract(Some(2), certifiers(Some("Ada Blin"))).expect("an extract");
        assert_eq!(lines(&extract::written(&named, ADDRESS, lang)), ["Ada Blin"; 2]);
        let first = registered().extract(None, certifiers(None)).expect("an extract");
        let first = extract::written(&first, ADDRESS, lang);
        assert_eq!(
            (first.sections.len(), paper.sections.len()),
            (2, 3),
            "a correction of another resolution is left out"
        );
        assert!(render(&paper).expect("a file").starts_with(b"%PDF-1.7"));
    }
}
