//! The minutes as they stand on paper: the sentences and numbers of the page, in its order, with what only paper needs.

use ::minutes::{Bar, Column, Item, Named, Numbered, Paper, Reason, Row, Section, Signatures, Table, Tone, Verdict};
use domain::contest::Contest;
use domain::decision::Decision;
use domain::elected::Elected;
use domain::minutes::{BoxReference, Bureau, Minutes, MinutesItem};
use domain::minutes_corrected::Correction;

use super::correcting::{about, by};
use super::{in_advance, lacked, led, left, scrutineers, taking_part, voted};
use crate::components::elected::{most, paper_rule, seated, standings};
use crate::components::hands::apart;
use crate::components::paper::names_on_paper;
use crate::components::result::{answers, hundredths, reasons, verdict_of};
use crate::components::time::{day, in_words, year_month_day};
use crate::i18n::Lang;
use crate::letters_notice::{call, kind};
use crate::pages::console::bureau::{chair_by, scrutineers_by};

/// Everything that stands on the paper, in one language, corrections first; `address` is that of the page of these minutes.
pub(super) fn written(minutes: &Minutes, corrections: &[Correction], address: &str, lang: Lang) -> Paper {
    let zone = minutes.time_zone.as_str();
    let title = lang.t(if minutes.no_quorum.is_some() { "minutes-lack-title" } else { "minutes-title" });
    let (year, month, on) = year_month_day(minutes.held_at, zone);
    let ended = lang.with("minutes-ended", &[("when", in_words(minutes.closed_at, zone, lang).into())]);
    let closed = minutes.no_quorum.is_none().then(|| lang.t("minutes-closed"));
    Paper {
        lang: lang.into(),
        name: format!("{title}, {}", day(minutes.held_at, zone, lang)),
        title,
        day: ::minutes::Day { year, month, day: on },
        cooperative: minutes.cooperative_name.clone(),
        legal_line: minutes.legal_line.clone(),
        kind: format!("{} · {}", kind(minutes.kind, lang), call(minutes.call, lang)),
        when_where: format!("{} · {}", in_words(minutes.held_at, zone, lang), minutes.place),
        sections: corrections.iter().map(|one| corrected(one, zone, lang)).chain(sections(minutes, lang)).collect(),
        items: minutes.items.iter().map(|item| resolution(item, lang)).collect(),
        closing: closed.into_iter().chain([ended]).collect(),
        signatures: signatures(&minutes.bureau, lang),
        public: named(lang.t("minutes-public"), address),
        hash: named(lang.t("minutes-hash"), &minutes.hash_hex()),
        key: named(lang.t("record-key"), &minutes.record_key),
        page: lang.t("minutes-page"),
        signs: lang.t("minutes-signs"),
    }
}

pub(super) fn named(name: String, value: &str) -> Named {
    Named { name, value: value.to_owned() }
}

/// A correction, each line of it a paragraph.
pub(super) fn corrected(one: &Correction, zone: &str, lang: Lang) -> Section {
    let head = format!("{} · {}. {}", in_words(one.at, zone, lang), by(one, lang), about(one, lang));
    let why = format!("{} {}", lang.t("minutes-correction-reason"), one.reason);
    let text = one.text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned);
    Section {
        title: lang.with("minutes-correction", &[("number", one.n.into())]),
        paragraphs: [head].into_iter().chain(text).chain([why, lang.t("minutes-correction-signed")]).collect(),
        prints: vec![named(lang.t("minutes-correction-hash"), &protocol::hash::hex(&one.hash()))],
        ..Section::default()
    }
}

/// What comes before the resolutions.
fn sections(minutes: &Minutes, lang: Lang) -> Vec<Section> {
    let lack = minutes.no_quorum.as_ref().map(|lack| {
        let (said, article) = lacked(lack, lang);
        Section { title: lang.t("lack-title"), paragraphs: vec![said], article, ..Section::default() }
    });
    let agenda =
        minutes.items.iter().map(|item| Numbered { number: item.position, words: lang.pick(&item.resolution.title) });
    let agenda = Section { title: lang.t("minutes-agenda"), numbered: agenda.collect(), ..Section::default() };
    let prints = minutes.documents.iter().map(|document| named(document.title.clone(), &document.sha256));
    let documents = Section {
        title: lang.t("minutes-documents"),
        paragraphs: vec![lang.t("minutes-documents-text")],
        prints: prints.collect(),
        ..Section::default()
    };
    let documents = Some(documents).filter(|documents| !documents.prints.is_empty());
    let parts = [Some(session(minutes, lang)), lack, Some(agenda), quorums(minutes, lang), documents];
    parts.into_iter().flatten().collect()
}

fn session(minutes: &Minutes, lang: Lang) -> Section {
    let zone = minutes.time_zone.as_str();
    let notice = lang.with("minutes-notice-day", &[("when", in_words(minutes.convened_at, zone, lang).into())]);
    let mut paragraphs = vec![format!("{} {notice}", lang.t("minutes-convened"))];
    let bureaus = minutes.bureaus_before.iter().chain([&minutes.bureau]);
    paragraphs.extend(bureaus.map(|bureau| sat(bureau, zone, lang)));
    paragraphs.push(taking_part(minutes, lang));
    Section { title: lang.t("minutes-session"), paragraphs, ..Section::default() }
}

/// A bureau of the session, with since when and how if the minutes say it.
fn sat(bureau: &Bureau, zone: &str, lang: Lang) -> String {
    let mut said = vec![led(bureau, lang)];
    match &bureau.designated {
        Some(designated) => {
            said.push(scrutineers(bureau, lang));
            said.push(chair_by(designated.chair_by, lang));
            said.push(scrutineers_by(designated.scrutineers_by, lang));
            if !designated.words.is_empty() {
                let quoted = lang.with("minutes-quoted", &[("words", designated.words.clone().into())]);
                said.push(format!("{} {quoted}.", lang.t("minutes-words")));
            }
            let since = in_words(designated.since, zone, lang);
            said.push(format!("{} {since}.", lang.t("bureau-constituted")));
        }
        // The page of minutes that do not say how has no scrutineers either, but they sign.
        None if bureau.scrutineers.is_empty() => {}
        None => said.push(scrutineers(bureau, lang)),
    }
    said.join(" ")
}

/// The quorum of each item that was decided, or could not be for lack of it.
fn quorums(minutes: &Minutes, lang: Lang) -> Option<Section> {
    let row = |item: &MinutesItem| {
        let quorum = &item.decision.as_ref()?.quorum;
        let (needed, met) = match (quorum.needed, quorum.met) {
            (None, _) => ("–".to_owned(), "minutes-quorum-none"),
            (Some(needed), true) => (needed.to_string(), "minutes-quorum-met"),
            (Some(needed), false) => (needed.to_string(), "minutes-quorum-missed"),
        };
        let name = lang.with("minutes-resolution", &[("position", item.position.into())]);
        let (present, members) = (quorum.present.to_string(), quorum.members.to_string());
        Some(Row { cells: vec![name, present, members, needed, lang.t(met), quorum.article.clone()], bar: None })
    };
    let rows: Vec<Row> = minutes.items.iter().filter_map(row).collect();
    let columns = vec![
        words(lang.t("plan-quorum-item")),
        number(lang.t("minutes-took-part")),
        number(lang.t("minutes-members")),
        number(lang.t("minutes-needed")),
        words(lang.t("result-quorum")),
        words(lang.t("minutes-rule")),
    ];
    let table = Table { caption: String::new(), columns, rows };
    let title = lang.t("minutes-quorums");
    (!table.rows.is_empty()).then(|| Section { title, tables: vec![table], ..Section::default() })
}

fn words(name: String) -> Column {
    Column { name, number: false }
}

fn number(name: String) -> Column {
    Column { name, number: true }
}

/// A resolution and what became of it.
pub(super) fn resolution(item: &MinutesItem, lang: Lang) -> Item {
    let position = lang.with("minutes-resolution", &[("position", item.position.into())]);
    let contest = item.resolution.election.as_ref();
    let not_put = left(item).then(|| {
        let said = [Some(lang.t("vote-not-put")), in_advance(item, lang)];
        said.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let void = item.void_reason.as_ref().map(|reason| format!("{} {reason}", lang.t("vote-void")));
    let paragraphs = [
        contest.map(|contest| format!("{} {}", paper_rule(contest, lang), lang.t("election-accepted"))),
        (!left(item)).then(|| voted(item, lang)),
        item.cause.map(|cause| lang.t(&format!("cause-{}", cause.word()))),
    ];
    let decision = item.decision.as_ref();
    let elected = decision.and_then(|decision| decision.election.as_ref()).zip(contest);
    let reasons = decision.map(|decision| reasons(decision, lang)).unwrap_or_default();
    let boxes = [
        item.box_.as_ref().map(|found| print("minutes-box", found, lang)),
        item.advance
            .as_ref()
            .and_then(|advance| advance.box_.as_ref())
            .map(|found| print("minutes-box-advance", found, lang)),
    ];
    Item {
        title: format!("{position} — {}", lang.pick(&item.resolution.title)),
        text: item.resolution.text.fr.clone(),
        left: not_put.or(void).unwrap_or_default(),
        paragraphs: paragraphs.into_iter().flatten().collect(),
        tables: decision.map(|decision| tables(decision, contest, lang)).unwrap_or_default(),
        came_to: elected.map(|(election, contest)| seated(election, contest, lang)).into_iter().collect(),
        reasons: reasons
            .into_iter()
            .map(|reason| Reason { name: reason.name, value: reason.said, article: reason.article })
            .collect(),
        verdict: decision.map(|decision| verdict(decision, lang)),
        prints: boxes.into_iter().flatten().collect(),
    }
}

/// Where a box can be verified.
fn print(key: &str, found: &BoxReference, lang: Lang) -> String {
    let args = [
        ("uuid", found.uuid.clone().into()),
        ("fingerprint", found.fingerprint.clone().into()),
        ("head", found.head.clone().into()),
    ];
    lang.with(key, &args)
}

/// Votes by answer or by name with their bars, then what was counted apart.
fn tables(decision: &Decision, contest: Option<&Contest>, lang: Lang) -> Vec<Table> {
    let Some((election, contest)) = decision.election.as_ref().zip(contest) else {
        return [Some(by_answer(decision, lang)), by_hand(decision, lang)].into_iter().flatten().collect();
    };
    let on_paper = names_on_paper(decision, contest, lang).map(|(caption, rows)| Table {
        caption,
        columns: vec![words(lang.t("election-candidate")), number(lang.t("paper-column"))],
        rows: rows.into_iter().map(|(name, votes)| Row { cells: vec![name, votes.to_string()], bar: None }).collect(),
    });
    [Some(by_name(election, contest, lang)), on_paper].into_iter().flatten().collect()
}

fn by_answer(decision: &Decision, lang: Lang) -> Table {
    let answers = answers(decision.counts);
    let most = answers.iter().map(|(_, _, count)| *count).max().unwrap_or(0);
    let tones = [Tone::Good, Tone::Bad, Tone::Calm];
    let row = |((key, _, count), tone): ((&str, &str, u32), Tone)| Row {
        cells: vec![lang.t(key), count.to_string()],
        bar: Some(bar(count, most, tone)),
    };
    Table {
        caption: lang.t("result-caption"),
        columns: vec![words(lang.t("result-answer")), number(lang.t("result-voices"))],
        rows: answers.into_iter().zip(tones).map(row).collect(),
    }
}

fn bar(count: u32, most: u32, tone: Tone) -> Bar {
    Bar { hundredths: u32::try_from(hundredths(count, most)).unwrap_or(100).min(100), tone }
}

fn by_name(election: &Elected, contest: &Contest, lang: Lang) -> Table {
    let most = most(election);
    let stood = standings(election, contest).into_iter().map(|one| {
        let tone = if one.seated { Tone::Good } else { Tone::Calm };
        let became = lang.t(&format!("election-{}", one.became));
        Row { cells: vec![one.name, one.votes.to_string(), became], bar: Some(bar(one.votes, most, tone)) }
    });
    let blank = Row {
        cells: vec![lang.t("election-blank"), election.blank.to_string(), String::new()],
        bar: Some(bar(election.blank, most, Tone::Calm)),
    };
    Table {
        caption: lang.t("election-caption"),
        columns: vec![
            words(lang.t("election-candidate")),
            number(lang.t("result-voices")),
            words(lang.t("election-became")),
        ],
        rows: stood.chain([blank]).collect(),
    }
}

/// Hands or papers, and ballots, apart.
fn by_hand(decision: &Decision, lang: Lang) -> Option<Table> {
    let (caption, rows) = apart(decision, lang)?;
    let choices = ["choice-for", "choice-against", "choice-abstain"].map(|key| number(lang.t(key)));
    let row = |(how, counts): (String, [u32; 3])| Row {
        cells: [how].into_iter().chain(counts.map(|count| count.to_string())).collect(),
        bar: None,
    };
    Some(Table {
        caption,
        columns: [words(lang.t("hands-how"))].into_iter().chain(choices).collect(),
        rows: rows.into_iter().map(row).collect(),
    })
}

fn verdict(decision: &Decision, lang: Lang) -> Verdict {
    let (class, key) = verdict_of(decision);
    let tone = match class {
        "verdict verdict--adopted" => Tone::Good,
        "verdict verdict--rejected" => Tone::Bad,
        _ => Tone::Calm,
    };
    Verdict { words: lang.t(key), tone }
}

/// Who signs the copy of the register: whoever sat in the bureau at the end.
fn signatures(bureau: &Bureau, lang: Lang) -> Signatures {
    let mut lines =
        vec![named(lang.t("bureau-chair"), &bureau.chair), named(lang.t("bureau-secretary"), &bureau.secretary)];
    let seats = ["bureau-first-scrutineer", "bureau-second-scrutineer"]
        .into_iter()
        .chain(std::iter::repeat("bureau-scrutineer"));
    lines.extend(seats.zip(&bureau.scrutineers).map(|(seat, name)| named(lang.t(seat), name)));
    Signatures { title: lang.t("minutes-signatures"), note: lang.t("minutes-signature-note"), lines }
}
