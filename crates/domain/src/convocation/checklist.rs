//! What must be right before members are convened: one pure function from what is known to a list of lines, each right, to
//! be looked at, or in the way. A line names its article and its numbers; the words are the pages'.
//!
//! What a person may decide otherwise is a warning; what would make the convocation irregular, or the assembly impossible to
//! run, is in the way.

use serde::{Deserialize, Serialize};

use super::agenda::{Head, Item, RuledBy};
use crate::Refusal;
use crate::assembly::{AssemblyKind, notice_given};
use crate::calendar::{Calendar, second_call_lacks};
use crate::candidacies::ballot::ElectionCount;
use crate::statutes::Preset;
use crate::vote::VoteMode;

/// How a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// As it must be.
    Ok,
    /// Somebody should look at it; the assembly may be convened.
    Warning,
    /// Nobody is convened before it is right.
    Blocks,
}

macro_rules! points {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// What a line is about. The word ends the key of its sentence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Point { $($(#[$doc])* #[serde(rename = $word)] $name),+ }

        impl Point {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

points! {
    /// No day and hour.
    NoDate = "no-date",
    /// Days of notice: `needed`, `given`.
    Notice = "notice",
    /// Fewer days of notice than are needed: `needed`, `given`.
    NoticeShort = "notice-short",
    /// Neither a place nor a video link.
    NoPlace = "no-place",
    /// Only from afar: the statutes must provide for it.
    OnlyVideo = "only-video",
    /// Where it is held is said.
    Place = "place",
    /// No item.
    NoItems = "no-items",
    /// `items` on the agenda, `voted` of them put to the vote.
    Items = "items",
    /// Items without a text to vote on: `count`.
    NoText = "no-text",
    /// Texts are complete.
    Texts = "texts",
    /// Titles or texts without English: `count`.
    Languages = "languages",
    /// Documents said to belong to an item and not there: `count`.
    DocumentsMissing = "documents-missing",
    /// `count` documents.
    Documents = "documents",
    /// Convened by e-mail: `mail`, by letter: `letters`.
    Reached = "reached",
    /// Members with neither a confirmed consent to e-mail nor a postal address: `count`.
    Unreachable = "unreachable",
    /// Every voice has a key.
    Keys = "keys",
    /// Voices without a key, a tenth at most: `count`, `voices`.
    Keyless = "keyless",
    /// The same, more than a tenth, and the board has not said that it knows.
    KeylessMany = "keyless-many",
    /// The same, and it has.
    KeylessKnown = "keyless-known",
    /// A secret vote and nobody to hold a key.
    NoHolder = "no-holder",
    /// Every key holder sits on the board.
    HoldersOfBoard = "holders-of-board",
    /// `count` key holders.
    Holders = "holders",
    /// No second meeting is announced.
    NoSecond = "no-second",
    /// A second meeting is announced.
    Second = "second",
    /// It is fewer days after the first than its own notice asks: `lacks`.
    SecondSoon = "second-soon",
    /// The rule of the quorum: `num`, `den`, `needed`, `voices`.
    Quorum = "quorum",
    /// The same where each item has the rules of its kind.
    QuorumExtraordinary = "quorum-extraordinary",
    /// No quorum is asked for.
    NoQuorum = "no-quorum",
    /// Items about persons that are voted on in the open: `count`.
    PersonsOpen = "persons-open",
    /// Elections without candidates, for which this program makes no ballots: `count`.
    Elections = "elections",
    /// Elections with fewer accepted candidates than seats: `count`.
    CandidatesFew = "candidates-few",
    /// Candidates who were proposed or wrote, and have not signed: `count`. They are not put to the vote.
    CandidatesPending = "candidates-pending",
    /// Elections with more candidates than seats: `count`. Blank proxies vote for none of them.
    CandidatesMany = "candidates-many",
    /// Candidates who accepted: `count`.
    Candidates = "candidates",
    /// Ballots are received in advance until the hour of the law.
    Advance = "advance",
    /// Until another: a departure that is shown.
    AdvanceLate = "advance-late",
    /// Only one end of the time for ballots in advance is said.
    AdvanceHalf = "advance-half",
    /// Resolutions with an amendment that waits: `count`. They take no ballots in advance.
    Amended = "amended",
    /// Proposals whose words on the agenda are not those of now, or that were taken back: `count`.
    ProposalsChanged = "proposals-changed",
    /// A mixed assembly without items of both kinds.
    NotMixed = "not-mixed",
    /// A constitutive assembly: no statutes are in force.
    Constitutive = "constitutive",
    /// The key that signs the record is printed in the notice.
    RecordKey = "record-key",
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it is about.
    pub point: Point,
    /// How it stands.
    pub weight: Weight,
    /// Where that is written; empty where nothing but good sense says it.
    pub article: String,
    /// Its numbers, by name.
    pub numbers: Vec<(String, i64)>,
}

/// What is known when the list is made.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The head of the notice.
    pub head: &'a Head,
    /// The items, each with how many documents it has.
    pub items: &'a [(Item, u32)],
    /// IANA zone of the assembly.
    pub time_zone: &'a str,
    /// Now, in microseconds UTC: when the notice would go.
    pub now: i64,
    /// Rules of the notice, and of ordinary items.
    pub ordinary: &'a Preset,
    /// Rules of extraordinary items.
    pub extraordinary: &'a Preset,
    /// Members with a voice.
    pub voices: u32,
    /// Of those, without a key.
    pub keyless: u32,
    /// Of those, convened by e-mail.
    pub by_mail: u32,
    /// Of those, convened by letter.
    pub by_letter: u32,
    /// Of those, with no address at all.
    pub unreachable: u32,
    /// Key holders named.
    pub holders: u32,
    /// Of those, not on the board.
    pub holders_outside: u32,
    /// Documents in all.
    pub documents: u32,
    /// Proposals on the agenda whose words there are not those of now.
    pub proposals_changed: u32,
    /// The elections, each with its candidates.
    pub elections: &'a [ElectionCount],
}

/// Whether anything is in the way.
#[must_use]
pub fn blocks(lines: &[Line]) -> bool {
    lines.iter().any(|line| line.weight == Weight::Blocks)
}

/// Why nobody can be convened yet, in one word.
///
/// # Errors
/// [`Refusal::NoticeTooShort`] when days of notice lack, [`Refusal::NotReady`] for anything else in the way.
pub fn require(lines: &[Line]) -> Result<(), Refusal> {
    if lines.iter().any(|line| line.point == Point::NoticeShort) {
        return Err(Refusal::NoticeTooShort);
    }
    if blocks(lines) { Err(Refusal::NotReady) } else { Ok(()) }
}

/// The list.
///
/// # Errors
/// [`Refusal::Malformed`] for an unknown zone or an instant no calendar has.
pub fn checklist(facts: &Facts<'_>) -> Result<Vec<Line>, Refusal> {
    let mut list = List(Vec::new());
    list.when(facts)?;
    list.place(facts);
    list.agenda(facts);
    list.candidates(facts);
    list.documents(facts);
    list.people(facts);
    list.key_holders(facts);
    list.second(facts)?;
    list.quorum(facts);
    list.advance(facts)?;
    list.ok(Point::RecordKey, "", &[]);
    Ok(list.0)
}

/// The rules that count the days of the notice.
#[must_use]
pub fn of_notice<'a>(kind: AssemblyKind, ordinary: &'a Preset, extraordinary: &'a Preset) -> &'a Preset {
    match kind {
        AssemblyKind::Ordinary | AssemblyKind::Mixed => ordinary,
        AssemblyKind::Extraordinary | AssemblyKind::Constitutive => extraordinary,
    }
}

struct List(Vec<Line>);

impl List {
    fn say(&mut self, weight: Weight, point: Point, article: &str, numbers: &[(&str, i64)]) {
        let numbers = numbers.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect();
        self.0.push(Line { point, weight, article: article.to_owned(), numbers });
    }

    fn ok(&mut self, point: Point, article: &str, numbers: &[(&str, i64)]) {
        self.say(Weight::Ok, point, article, numbers);
    }

    fn warn(&mut self, point: Point, article: &str, numbers: &[(&str, i64)]) {
        self.say(Weight::Warning, point, article, numbers);
    }

    fn block(&mut self, point: Point, article: &str, numbers: &[(&str, i64)]) {
        self.say(Weight::Blocks, point, article, numbers);
    }

    fn when(&mut self, facts: &Facts<'_>) -> Result<(), Refusal> {
        const ARTICLE: &str = "C. com. R.225-69";
        let Some(starts_at) = facts.head.starts_at else {
            self.block(Point::NoDate, "C. com. R.225-66", &[]);
            return Ok(());
        };
        let preset = of_notice(facts.head.kind, facts.ordinary, facts.extraordinary);
        let given = notice_given(preset, facts.now, starts_at, facts.time_zone)?;
        let needed = i64::from(preset.notice_of(facts.head.call));
        let numbers = [("needed", needed), ("given", given.max(0))];
        if given >= needed {
            self.ok(Point::Notice, ARTICLE, &numbers);
        } else {
            self.block(Point::NoticeShort, ARTICLE, &numbers);
        }
        Ok(())
    }

    fn place(&mut self, facts: &Facts<'_>) {
        match (facts.head.place.is_empty(), facts.head.video.is_empty()) {
            (true, true) => self.block(Point::NoPlace, "C. com. R.225-66", &[]),
            (true, false) => self.warn(Point::OnlyVideo, "C. com. L.225-103-1", &[]),
            (false, _) => self.ok(Point::Place, "C. com. R.225-66", &[]),
        }
    }

    fn agenda(&mut self, facts: &Facts<'_>) {
        let items = || facts.items.iter().map(|(item, _)| item);
        let (all, voted) = (number(items().count()), number(items().filter(|item| item.is_voted()).count()));
        if all == 0 {
            self.block(Point::NoItems, "C. com. L.225-105", &[]);
            return;
        }
        self.ok(Point::Items, "C. com. L.225-105", &[("items", all), ("voted", voted)]);
        let no_text = number(items().filter(|item| item.is_voted() && item.text.fr.is_empty()).count());
        if no_text > 0 {
            self.block(Point::NoText, "C. com. R.225-66", &[("count", no_text)]);
        } else {
            self.ok(Point::Texts, "C. com. R.225-66", &[]);
        }
        let half = |item: &&Item| item.title.en.is_empty() || item.text.fr.is_empty() != item.text.en.is_empty();
        // Only what is put to the vote is needed in both: ballots are read in either.
        let (needed, wished) =
            (items().filter(half).filter(|item| item.is_voted()).count(), items().filter(half).count());
        if needed > 0 {
            self.block(Point::Languages, "", &[("count", number(needed))]);
        } else if wished > 0 {
            self.warn(Point::Languages, "", &[("count", number(wished))]);
        }
        let open =
            number(items().filter(|item| item.is_voted() && item.is_personal() && item.mode == VoteMode::Open).count());
        if open > 0 {
            self.warn(Point::PersonsOpen, "L. 47-1775 art. 8", &[("count", open)]);
        }
        if facts.proposals_changed > 0 {
            self.block(Point::ProposalsChanged, "C. com. R.225-74", &[("count", facts.proposals_changed.into())]);
        }
        if facts.head.kind == AssemblyKind::Mixed {
            let of = |rules| items().any(|item| item.is_decided() && item.ruled_by == rules);
            if !(of(RuledBy::Ordinary) && of(RuledBy::Extraordinary)) {
                self.warn(Point::NotMixed, "", &[]);
            }
        }
        if facts.head.kind == AssemblyKind::Constitutive {
            self.warn(Point::Constitutive, "C. com. L.225-7", &[]);
        }
    }

    /// Whoever accepted is put to the vote, all in one (C. com. L.225-18). An election without candidates is held in the
    /// session.
    fn candidates(&mut self, facts: &Facts<'_>) {
        const ARTICLE: &str = "C. com. R.225-83";
        let elections = || facts.elections.iter();
        let sum = |of: fn(&ElectionCount) -> u32| elections().map(of).map(i64::from).sum::<i64>();
        let none = number(elections().filter(|one| one.accepted == 0).count());
        let few = number(elections().filter(|one| one.accepted < one.seats).count());
        let many = number(elections().filter(|one| one.accepted > one.seats).count());
        let (accepted, pending) = (sum(|one| one.accepted), sum(|one| one.pending));
        if accepted > 0 {
            self.ok(Point::Candidates, ARTICLE, &[("count", accepted)]);
        }
        for (point, article, count) in [
            (Point::Elections, "", none),
            (Point::CandidatesFew, ARTICLE, few),
            (Point::CandidatesMany, "C. com. L.225-106", many),
            (Point::CandidatesPending, ARTICLE, pending),
        ] {
            if count > 0 {
                self.warn(point, article, &[("count", count)]);
            }
        }
    }

    fn documents(&mut self, facts: &Facts<'_>) {
        let missing =
            number(facts.items.iter().filter(|(item, documents)| item.needs_documents && *documents == 0).count());
        if missing > 0 {
            self.block(Point::DocumentsMissing, "C. com. R.225-83", &[("count", missing)]);
        } else {
            self.ok(Point::Documents, "C. com. R.225-83", &[("count", facts.documents.into())]);
        }
    }

    fn people(&mut self, facts: &Facts<'_>) {
        let reached = [("mail", facts.by_mail.into()), ("letters", facts.by_letter.into())];
        self.ok(Point::Reached, "C. com. R.225-63", &reached);
        if facts.unreachable > 0 {
            self.warn(Point::Unreachable, "C. com. R.225-68", &[("count", facts.unreachable.into())]);
        }
        let numbers = [("count", facts.keyless.into()), ("voices", facts.voices.into())];
        let many = u64::from(facts.keyless) * 10 > u64::from(facts.voices);
        match (facts.keyless, many, facts.head.keyless_known) {
            (0, ..) => self.ok(Point::Keys, "", &[]),
            (_, false, _) => self.warn(Point::Keyless, "", &numbers),
            (_, true, false) => self.block(Point::KeylessMany, "", &numbers),
            (_, true, true) => self.warn(Point::KeylessKnown, "", &numbers),
        }
    }

    fn key_holders(&mut self, facts: &Facts<'_>) {
        let secret = facts.items.iter().any(|(item, _)| item.is_voted() && item.mode == VoteMode::Secret);
        let numbers = [("count", facts.holders.into())];
        match (secret, facts.holders, facts.holders_outside) {
            (true, 0, _) => self.block(Point::NoHolder, "", &[]),
            (true, _, 0) => self.warn(Point::HoldersOfBoard, "", &numbers),
            (false, 0, _) => {}
            _ => self.ok(Point::Holders, "", &numbers),
        }
    }

    fn second(&mut self, facts: &Facts<'_>) -> Result<(), Refusal> {
        if facts.head.call != 1 {
            return Ok(());
        }
        match (facts.head.starts_at, facts.head.second_at) {
            (_, None) => self.warn(Point::NoSecond, "C. com. R.225-70", &[]),
            (None, Some(_)) => {}
            (Some(first), Some(second)) => {
                let preset = of_notice(facts.head.kind, facts.ordinary, facts.extraordinary);
                match second_call_lacks(preset, first, second, facts.time_zone)? {
                    None => self.ok(Point::Second, "C. com. R.225-70", &[]),
                    Some(lacks) => self.warn(Point::SecondSoon, "C. com. R.225-69", &[("lacks", lacks.into())]),
                }
            }
        }
        Ok(())
    }

    fn quorum(&mut self, facts: &Facts<'_>) {
        for rules in quorums(facts.head, facts.items.iter().map(|(item, _)| item)) {
            let (preset, point) = match rules {
                RuledBy::Ordinary => (facts.ordinary, Point::Quorum),
                RuledBy::Extraordinary => (facts.extraordinary, Point::QuorumExtraordinary),
            };
            let rule = preset.quorum_of(facts.head.call);
            match rule.fraction {
                None => self.ok(Point::NoQuorum, &rule.article, &[]),
                Some(fraction) => {
                    let needed = i64::try_from(fraction.at_least(facts.voices.into())).unwrap_or(i64::MAX);
                    let (num, den) = (fraction.num().into(), fraction.den().into());
                    let numbers = [("num", num), ("den", den), ("needed", needed), ("voices", facts.voices.into())];
                    self.ok(point, &rule.article, &numbers);
                }
            }
        }
    }

    fn advance(&mut self, facts: &Facts<'_>) -> Result<(), Refusal> {
        let head = facts.head;
        if head.advance_from.is_some() != head.advance_until.is_some() {
            self.block(Point::AdvanceHalf, "C. com. R.225-77", &[]);
            return Ok(());
        }
        let (Some(starts_at), Some(until)) = (head.starts_at, head.advance_until) else { return Ok(()) };
        let preset = of_notice(head.kind, facts.ordinary, facts.extraordinary);
        let legal = Calendar::of(preset, head.call, starts_at, facts.time_zone)?.electronic;
        match legal {
            Some(legal) if legal != until => self.warn(Point::AdvanceLate, "C. com. R.225-77", &[]),
            _ => self.ok(Point::Advance, "C. com. R.225-77", &[]),
        }
        let amended = number(facts.items.iter().filter(|(item, _)| item.is_voted() && item.amended).count());
        if amended > 0 {
            self.warn(Point::Amended, "C. com. R.225-78", &[("count", amended)]);
        }
        Ok(())
    }
}

/// The rules an assembly decides by: one set, or both where it is mixed and has items of both.
#[must_use]
pub fn quorums<'a>(head: &Head, items: impl Iterator<Item = &'a Item>) -> Vec<RuledBy> {
    match head.kind {
        AssemblyKind::Ordinary => vec![RuledBy::Ordinary],
        AssemblyKind::Extraordinary | AssemblyKind::Constitutive => vec![RuledBy::Extraordinary],
        AssemblyKind::Mixed => {
            let used: Vec<RuledBy> = items.filter(|item| item.is_decided()).map(|item| item.ruled_by).collect();
            RuledBy::ALL.iter().copied().filter(|rules| used.contains(rules)).collect()
        }
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
