//! The words of convocations, by message and on paper, and the invitation for calendars that goes with a message.

use domain::assembly::AssemblyKind;
use domain::convocation::agenda::{Item, ItemKind, RuledBy};
use domain::convocation::notice::{Announced, Announcement, ItemSaid, Notice, NoticeRole, QuorumSaid};
use service::NoticeLetter;

use crate::components::time::{day, in_words};
use crate::i18n::Lang;
use crate::ics::{self, Event, Method};
use crate::letters::Part;

/// How long an assembly takes that says nothing of it, in minutes.
const USUAL: u32 = 180;

/// What a kind of assembly is called.
pub(crate) fn kind(kind: AssemblyKind, lang: Lang) -> String {
    lang.t(&format!("assembly-{}", kind.word()))
}

/// First or second call.
pub(crate) fn call(call: u8, lang: Lang) -> String {
    lang.t(if call == 1 { "assembly-first-call" } else { "assembly-second-call" })
}

/// Subject and parts of a letter.
pub(crate) fn words(letter: &NoticeLetter, lang: Lang) -> (String, Vec<Part>) {
    let mut parts = vec![Part::Words(lang.with("mail-greeting", &[("name", letter.name.clone().into())]))];
    parts.extend(body(&letter.notice, &letter.said, letter.role, lang).into_iter().map(Part::Words));
    parts.push(Part::Link(lang.t("notice-button"), letter.link.clone()));
    (subject(&letter.notice, letter.said.kind, lang), parts)
}

/// The subject of a letter.
pub(crate) fn subject(notice: &Notice, said: Announced, lang: Lang) -> String {
    let key = match said {
        Announced::Convocation => "notice-subject",
        Announced::Erratum => "notice-subject-erratum",
        Announced::Cancellation => "notice-subject-cancellation",
    };
    let on = day(notice.starts_at, &notice.time_zone, lang);
    lang.with(key, &[("kind", kind(notice.kind, lang).into()), ("day", on.into())])
}

/// What is said, paragraph by paragraph, without greeting and link: the same by message and on paper.
pub(crate) fn body(notice: &Notice, said: &Announcement, role: NoticeRole, lang: Lang) -> Vec<String> {
    let when = in_words(notice.starts_at, &notice.time_zone, lang);
    match said.kind {
        Announced::Convocation => convocation(notice, role, lang),
        Announced::Erratum => {
            vec![lang.with("notice-erratum", &[("when", when.into())]), lang.pick(&said.text)]
        }
        Announced::Cancellation => {
            vec![lang.with("notice-cancellation", &[("when", when.into())]), lang.pick(&said.text)]
        }
    }
}

fn convocation(notice: &Notice, role: NoticeRole, lang: Lang) -> Vec<String> {
    let at = |at: i64| in_words(at, &notice.time_zone, lang);
    let opening = match role {
        NoticeRole::Member => "notice-member",
        NoticeRole::Information => "notice-information",
        NoticeRole::Guest => "notice-guest",
        NoticeRole::Auditor => "notice-auditor",
    };
    let mut said = vec![lang.with(
        opening,
        &[
            ("cooperative", notice.cooperative.clone().into()),
            ("kind", kind(notice.kind, lang).into()),
            ("call", call(notice.call, lang).into()),
            ("when", at(notice.starts_at).into()),
        ],
    )];
    if let Some(first) = notice.first_at {
        said.push(lang.with("notice-first", &[("when", at(first).into())]));
    }
    if !notice.place.is_empty() {
        said.push(lang.with("notice-place", &[("place", notice.place.clone().into())]));
    }
    if !notice.video.is_empty() {
        said.push(lang.with("notice-video", &[("link", notice.video.clone().into())]));
    }
    if let Some(second) = notice.second_at {
        said.push(lang.with("notice-second", &[("when", at(second).into())]));
    }
    said.push(lang.t("notice-agenda"));
    for item in &notice.items {
        said.push(line(notice.kind, item, lang));
        if item.goes_on {
            said.push(lang.t("assembly-goes-on"));
        }
        if let Some(hash) = &item.resolution {
            said.push(lang.with("notice-text-hash", &[("hash", hash.clone().into())]));
        }
    }
    let rules: Vec<String> = notice.quorum.iter().map(|rule| quorum(rule, notice.quorum.len() > 1, lang)).collect();
    said.push(lang.with("notice-quorum", &[("rules", rules.join(", ").into())]));
    if let Some((from, until)) = notice.advance {
        let times = lang.with("assembly-advance-times", &[("from", at(from).into()), ("until", at(until).into())]);
        said.push(lang.with("notice-advance", &[("times", times.into())]));
    }
    if let Some((count, voices)) = notice.keyless {
        said.push(lang.with("notice-keyless", &[("count", count.into()), ("voices", voices.into())]));
    }
    if notice.entrusted {
        said.push(lang.t("notice-entrusted"));
    }
    for document in &notice.documents {
        let args = [("name", document.name.clone().into()), ("hash", document.hash.clone().into())];
        said.push(lang.with("notice-document", &args));
    }
    said.push(lang.with("notice-record-key", &[("key", notice.record_key.clone().into())]));
    said.push(lang.with("notice-hash", &[("hash", notice.hash().into())]));
    let args = [("line", notice.legal_line.clone().into()), ("when", at(notice.convened_at).into())];
    said.push(lang.with("notice-legal", &args));
    said
}

/// An item on one line: what, by whom, how long.
fn line(assembly: AssemblyKind, said: &ItemSaid, lang: Lang) -> String {
    let details = details(assembly, &said.item, lang).join(", ");
    let title = title(&said.item, lang);
    let args = [("position", said.position.into()), ("title", title.into()), ("details", details.into())];
    lang.with("notice-item", &args)
}

/// The title of an item, in French where no other was written.
pub(crate) fn title(item: &Item, lang: Lang) -> String {
    let own = lang.pick(&item.title);
    if own.is_empty() { item.title.fr.clone() } else { own }
}

/// The text of an item, in French where no other was written.
pub(crate) fn text(item: &Item, lang: Lang) -> String {
    let own = lang.pick(&item.text);
    if own.is_empty() { item.text.fr.clone() } else { own }
}

/// What is said of an item besides its title.
pub(crate) fn details(assembly: AssemblyKind, item: &Item, lang: Lang) -> Vec<String> {
    let mut details = vec![lang.t(&format!("item-{}", item.kind.word()))];
    if item.kind == ItemKind::Election {
        details.push(lang.with("item-seats", &[("count", item.seats.into())]));
    }
    if !item.standing.is_empty() {
        details.push(lang.with("item-standing", &[("names", item.standing.join(", ").into())]));
        details.push(lang.t(if item.approved { "item-blank-each" } else { "item-blank-nobody" }));
    }
    if assembly == AssemblyKind::Mixed && item.is_decided() {
        let by = if item.ruled_by == RuledBy::Ordinary { "item-ordinary" } else { "item-extraordinary" };
        details.push(lang.t(by));
    }
    if !item.speaker.is_empty() {
        details.push(item.speaker.clone());
    }
    if item.minutes > 0 {
        details.push(lang.with("item-minutes", &[("minutes", item.minutes.into())]));
    }
    if item.kind == ItemKind::Resolution && !item.approved {
        details.push(lang.t("item-not-approved"));
    }
    if item.is_voted() && item.amended {
        details.push(lang.t("item-not-in-advance"));
    }
    details
}

/// A quorum in words; of which items, where there are two.
pub(crate) fn quorum(rule: &QuorumSaid, several: bool, lang: Lang) -> String {
    let article = ("article", rule.article.clone().into());
    let said = match rule.fraction {
        Some((num, den)) => lang.with("quorum-said-fraction", &[("num", num.into()), ("den", den.into()), article]),
        None => lang.with("quorum-said-none", &[article]),
    };
    if !several {
        return said;
    }
    let of = if rule.rules == RuledBy::Ordinary { "quorum-said-ordinary" } else { "quorum-said-extraordinary" };
    format!("{} — {said}", lang.t(of))
}

/// The invitation that goes with a letter.
pub(crate) fn invitation(letter: &NoticeLetter, lang: Lang) -> String {
    let notice = &letter.notice;
    let cancelled = letter.said.kind == Announced::Cancellation;
    let event = Event {
        uid: uid(&notice.assembly.to_string()),
        sequence: letter.said.seq,
        stamp: letter.said.at,
        starts_at: notice.starts_at,
        zone: notice.time_zone.clone(),
        minutes: minutes(notice),
        summary: summary(notice.kind, &notice.cooperative, lang),
        location: if notice.place.is_empty() { notice.video.clone() } else { notice.place.clone() },
        description: description(notice.call, &letter.link, lang),
        url: letter.link.clone(),
        cancelled,
        attendee: Some(letter.address.clone()),
    };
    ics::calendar(if cancelled { Method::Cancel } else { Method::Request }, &[event])
}

/// What makes the entry of an assembly the same in every calendar.
pub(crate) fn uid(assembly: &str) -> String {
    format!("{assembly}@voix")
}

/// The title of an assembly in a calendar.
pub(crate) fn summary(of: AssemblyKind, cooperative: &str, lang: Lang) -> String {
    lang.with("ics-summary", &[("kind", kind(of, lang).into()), ("cooperative", cooperative.into())])
}

/// What a calendar says of it.
pub(crate) fn description(of: u8, link: &str, lang: Lang) -> String {
    lang.with("ics-text", &[("call", call(of, lang).into()), ("link", link.into())])
}

fn minutes(notice: &Notice) -> u32 {
    let said: u32 = notice.items.iter().map(|item| item.item.minutes).fold(0, u32::saturating_add);
    if said == 0 { USUAL } else { said }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::ids::AssemblyId;
    use domain::resolution::Text;
    use service::{Composer as _, Letter};

    use super::*;
    use crate::letters::Letters;

    fn both(text: &str) -> Text {
        Text { fr: text.to_owned(), en: format!("{text} (en)") }
    }

    fn letter(kind: Announced, seq: u32, role: NoticeRole) -> Letter {
        let mut item = Item::new(ItemKind::Resolution, both("Comptes"));
        "Camille".clone_into(&mut item.speaker);
        item.minutes = 10;
        let resolution = Some("ab".repeat(32));
        let notice = Notice {
            assembly: AssemblyId(uuid::Uuid::from_u128(7)),
            cooperative: "Les Essais".to_owned(),
            legal_line: "Société coopérative".to_owned(),
            kind: AssemblyKind::Mixed,
            call: 2,
            convened_at: 1_792_000_000_000_000,
            starts_at: 1_793_034_000_000_000,
            time_zone: "Europe/Paris".to_owned(),
            place: "Besançon".to_owned(),
            video: "https://visio.example.org".to_owned(),
            second_at: None,
            first_at: Some(1_792_857_600_000_000),
            advance: Some((1_792_500_000_000_000, 1_792_936_800_000_000)),
            quorum: vec![QuorumSaid {
                rules: RuledBy::Ordinary,
                fraction: Some((1, 5)),
                article: "C. com. L.225-98".to_owned(),
            }],
            keyless: Some((20, 150)),
            entrusted: true,
            record_key: "cd".repeat(32),
            items: vec![ItemSaid {
                position: 1,
                item,
                in_advance: true,
                goes_on: false,
                vote: None,
                resolution,
                candidates: Vec::new(),
            }],
            documents: Vec::new(),
        };
        Letter::Notice(NoticeLetter {
            said: Announcement { seq, kind, text: both("La salle est fermée."), at: 5 },
            notice: Arc::new(notice),
            role,
            name: "Personne 1".to_owned(),
            address: "personne-1@example.org".to_owned(),
            link: "https://vote.example.org/assembly/7".to_owned(),
        })
    }

    fn composed(kind: Announced, seq: u32, role: NoticeRole, lang: domain::lang::Lang) -> service::Composed {
        let head = service::Letterhead { cooperative: "Les Essais".to_owned(), ..Default::default() };
        Letters.compose(&letter(kind, seq, role), lang, &head)
    }

    const ROLES: [NoticeRole; 4] =
        [NoticeRole::Member, NoticeRole::Information, NoticeRole::Guest, NoticeRole::Auditor];

    #[test]
    fn a_notice_says_what_the_law_asks_in_each_language_to_each_receiver() {
        for (lang, title) in [(domain::lang::Lang::Fr, "Comptes"), (domain::lang::Lang::En, "Comptes (en)")] {
            for role in ROLES {
                let letter = composed(Announced::Convocation, 0, role, lang);
                for words in [
                    "Personne 1",
                    "Besançon",
                    "https://visio.example.org",
                    title,
                    "Camille",
                    "10 min",
                    "L.225-98",
                    "R.225-77",
                    "18:00 (Europe/Paris)",
                    &"ab".repeat(32),
                    &"cd".repeat(32),
                    "Société coopérative",
                    "https://vote.example.org/assembly/7",
                ] {
                    assert!(letter.text.contains(words), "{words}: {}", letter.text);
                }
                for missing in ["notice-", "assembly-", "item-", "quorum-", "{"] {
                    assert!(!letter.text.contains(missing), "{missing}: {}", letter.text);
                }
                assert!(!letter.subject.contains('\n') && !letter.html.contains("<script"));
            }
        }
    }

    #[test]
    fn what_follows_changes_the_same_entry_of_the_calendar() {
        let entry = |kind, seq| composed(kind, seq, NoticeRole::Member, domain::lang::Lang::Fr).calendar;
        let all = [(Announced::Convocation, 0), (Announced::Erratum, 1), (Announced::Cancellation, 2)];
        for (kind, seq) in all {
            let text = entry(kind, seq);
            for line in [
                "UID:00000000-0000-0000-0000-000000000007@voix\r\n",
                &format!("SEQUENCE:{seq}\r\n"),
                "DTSTART;TZID=Europe/Paris:20261026T180000\r\n",
                if kind == Announced::Cancellation { "METHOD:CANCEL\r\n" } else { "METHOD:REQUEST\r\n" },
            ] {
                assert!(text.contains(line), "{line}: {text}");
            }
        }
        assert!(composed(Announced::Erratum, 1, NoticeRole::Member, domain::lang::Lang::En).text.contains("(en)"));
    }
}
