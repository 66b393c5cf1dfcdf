//! The verdicts on an assembly, for a person or for a program: what became of each vote first, then the checks.

use domain::bureau::Seat;
use domain::decision::{Decision, Outcome};
use domain::elected::Elected;
use domain::resolution::Resolution;
use serde_json::{Value, json};

use super::Looked;
use super::found::{self, State};
use super::join::Joined;
use crate::Lang;
use crate::hands::number;
use crate::record::{by_document, object};
use crate::report::{self, clean, mark, paint};
use crate::say::say;

/// What became of a vote, as the record has it.
pub(super) enum Became {
    Void,
    Undecided,
    Decided(Box<Decision>),
}

impl Joined<'_> {
    pub(super) fn became(&self) -> Became {
        let read = |value: &Value| serde_json::from_value::<Decision>(object(value)).ok();
        let decided = self.said.decision.and_then(|entry| read(&entry.body["decision"]));
        match decided {
            _ if self.said.void => Became::Void,
            None => Became::Undecided,
            Some(decision) => Became::Decided(Box::new(self.after(decision))),
        }
    }

    /// A decision with the draw after it, and without those who declined.
    fn after(&self, decision: Decision) -> Decision {
        let drawn = self.said.draw.and_then(|draw| serde_json::from_value::<Vec<u32>>(draw.body["drawn"].clone()).ok());
        let after =
            decision.election.as_ref().zip(drawn).and_then(|(election, drawn)| election.after_draw(&drawn).ok());
        let mut election = after.or_else(|| decision.election.clone());
        for entry in &self.said.declined {
            let place = number(&entry.body, "declined");
            let after = election.as_ref().zip(place).and_then(|(before, place)| before.after_declined(place).ok());
            election = after.or(election);
        }
        Decision { election, ..decision }
    }

    /// Its title: of the resolution, of a box, or its id.
    pub(super) fn title(&self, resolutions: &[Resolution], lang: Lang) -> String {
        let resolution = self.resolution(resolutions).map(|resolution| match lang {
            Lang::En => &resolution.title.en,
            Lang::Fr => &resolution.title.fr,
        });
        let of_box = || self.given.first().map(|(_, given)| &given.report.summary.name);
        resolution.or_else(of_box).map_or_else(|| format!("vote {}", clean(self.said.id)), |title| clean(title))
    }

    fn resolution<'r>(&self, resolutions: &'r [Resolution]) -> Option<&'r Resolution> {
        resolutions.iter().find(|resolution| Some(resolution.hash_hex().as_str()) == self.said.resolution)
    }

    /// Ballots that were counted again, those of archives or those of the record.
    fn ballots(&self) -> u64 {
        let opened = self.opened().map(|opened| opened.voices);
        opened.or_else(|| self.said_openly()).unwrap_or_default()
    }

    /// Ballots of an open vote, as its tally counts them.
    fn said_openly(&self) -> Option<u64> {
        let counts = &self.said.tally?.body["counts"];
        let of = |name: &str| counts[name].as_u64();
        of("for")?.checked_add(of("against")?)?.checked_add(of("abstain")?)
    }

    fn names(&self, elected: &Elected, resolutions: &[Resolution], lang: Lang) -> String {
        let written = self.resolution(resolutions).and_then(|resolution| resolution.election.as_ref());
        let boxed = || {
            let question = self.given.first()?.1.outline.setup.election.as_ref()?.questions.first()?;
            Some(question.answers.as_slice())
        };
        let names = written.map(|contest| contest.candidates.as_slice()).or_else(boxed).unwrap_or_default();
        let name = |place: &u32| {
            let named = usize::try_from(*place).ok().and_then(|at| names.get(at));
            named.map_or_else(|| numbered(*place, lang), |name| clean(name))
        };
        elected.elected().iter().map(name).collect::<Vec<_>>().join(", ")
    }
}

fn numbered(place: u32, lang: Lang) -> String {
    match lang {
        Lang::En => format!("candidate {}", u64::from(place) + 1),
        Lang::Fr => format!("candidat {}", u64::from(place) + 1),
    }
}

pub(super) fn print(looked: &Looked<'_>, lang: Lang) {
    looked.about.lines(lang).iter().for_each(say);
    say("");
    for (joined, good) in &looked.votes {
        say(joined.title(looked.resolutions, lang));
        let (verdict, colour) = verdict(joined, *good, lang);
        say(format_args!("  {}", paint(&verdict, colour)));
        if let Became::Decided(decision) = joined.became() {
            numbers(joined, &decision, looked.resolutions, lang).iter().for_each(|line| say(format_args!("  {line}")));
        }
        say("");
    }
    for number in found::numbers() {
        line(number, looked, lang);
    }
    bureau(looked, lang);
    let (entries, boxes) = (looked.entries, looked.votes.iter().map(|(joined, _)| joined.given.len()).sum::<usize>());
    match lang {
        Lang::En => {
            say(format_args!("\nEntries of the record: {entries}. Boxes: {boxes}."));
            say("Not made: 14 (votes of a kind that is not used), 20 (who was there stays hidden by its salt).");
        }
        Lang::Fr => {
            say(format_args!("\nÉcritures du registre : {entries}. Urnes : {boxes}."));
            say("Pas faits : 14 (scrutins d’un genre qui ne sert pas), 20 (qui était là reste caché par son sel).");
        }
    }
    let colour = if looked.found.passed() { "32;1" } else { "31;1" };
    say(format_args!("\n{}", paint(last(looked, lang), colour)));
}

/// The verdict on everything.
pub(super) fn last(looked: &Looked<'_>, lang: Lang) -> &'static str {
    match (looked.found.passed(), looked.found.any_limit(), lang) {
        (true, false, Lang::En) => {
            "VERIFIED: record and boxes are those of one assembly, and what it decided is what was counted."
        }
        (true, true, Lang::En) => {
            "VERIFIED, with the limits marked (!): record and boxes are those of one assembly, and what it decided is what was counted."
        }
        (false, _, Lang::En) => "REFUSED: do not rely on what is marked NO.",
        (true, false, Lang::Fr) => {
            "VÉRIFIÉ : registre et urnes sont ceux d’une même assemblée, et ce qu’elle a décidé est ce qui a été compté."
        }
        (true, true, Lang::Fr) => {
            "VÉRIFIÉ, avec les limites marquées (!) : registre et urnes sont ceux d’une même assemblée, et ce qu’elle a décidé est ce qui a été compté."
        }
        (false, _, Lang::Fr) => "REFUSÉ : ne vous fiez pas à ce qui est marqué NO.",
    }
}

/// Who of the bureau signed the minutes, and each correction of them. The others signed on paper, or not at all.
fn bureau(looked: &Looked<'_>, lang: Lang) {
    for (n, seats) in by_document(&looked.signed) {
        let seats = seats.into_iter().map(|seat| sat(seat, lang)).collect::<Vec<_>>().join(", ");
        let line = match (n, lang) {
            (0, Lang::En) => format!("\nThe minutes are signed for these seats of the bureau: {seats}."),
            (0, Lang::Fr) => format!("\nLe procès-verbal est signé pour ces sièges du bureau : {seats}."),
            (_, Lang::En) => format!("Correction {n} of the minutes is signed for these: {seats}."),
            (_, Lang::Fr) => format!("La rectification {n} du procès-verbal est signée pour ceux-ci : {seats}."),
        };
        say(line);
    }
}

fn sat(seat: Seat, lang: Lang) -> &'static str {
    match (seat, lang) {
        (_, Lang::En) => seat.word(),
        (Seat::Chair, Lang::Fr) => "présidence",
        (Seat::FirstScrutineer, Lang::Fr) => "premier scrutateur",
        (Seat::SecondScrutineer, Lang::Fr) => "second scrutateur",
        (Seat::Secretary, Lang::Fr) => "secrétaire",
    }
}

fn line(number: u8, looked: &Looked<'_>, lang: Lang) {
    let (mark, note) = match looked.found.state(number) {
        State::Passed => (mark(true), String::new()),
        State::Failed(_) => (mark(false), String::new()),
        State::NotReached => ("-- ".to_owned(), format!(" ({})", report::Words::of(lang).not_reached)),
        State::Limited(_) => ("(!)".to_owned(), String::new()),
    };
    say(format_args!("{mark} {number:2}  {}{note}", found::sentence(number, lang)));
    match looked.found.state(number) {
        State::Failed(faults) => {
            faults.iter().for_each(|fault| say(format_args!("        {}: {}", clean(&fault.place), clean(&fault.what))))
        }
        State::Limited(limits) => {
            limits.iter().for_each(|limit| say(format_args!("        {}", found::say(*limit, lang))));
        }
        State::Passed | State::NotReached => {}
    }
}

/// The verdict on a vote, and its colour.
pub(super) fn verdict(joined: &Joined<'_>, good: bool, lang: Lang) -> (String, &'static str) {
    let became = joined.became();
    let what = match (&became, lang) {
        (Became::Void, Lang::En) => "void, it decides nothing",
        (Became::Void, Lang::Fr) => "nul, il ne décide rien",
        (Became::Undecided, Lang::En) => "not decided in this record",
        (Became::Undecided, Lang::Fr) => "non décidé dans ce registre",
        (Became::Decided(decision), Lang::En) => match decision.outcome {
            Outcome::Adopted => "adopted",
            Outcome::Rejected => "rejected",
            Outcome::Elected => "decided by election",
            Outcome::NoQuorum => "not decided for lack of a quorum",
        },
        (Became::Decided(decision), Lang::Fr) => match decision.outcome {
            Outcome::Adopted => "adoptée",
            Outcome::Rejected => "rejetée",
            Outcome::Elected => "décidé par élection",
            Outcome::NoQuorum => "non décidée faute de quorum",
        },
    };
    match (good, &became, lang) {
        (false, _, Lang::En) => (format!("REFUSED: {what}, says the record. Do not rely on it."), "31;1"),
        (false, _, Lang::Fr) => (format!("REFUSÉ : {what}, dit le registre. Ne vous y fiez pas."), "31;1"),
        (true, Became::Undecided, Lang::En) => (format!("IN PROGRESS: {what}."), "33;1"),
        (true, Became::Undecided, Lang::Fr) => (format!("EN COURS : {what}."), "33;1"),
        (true, _, Lang::En) => (format!("VERIFIED: {what}."), "32;1"),
        (true, _, Lang::Fr) => (format!("VÉRIFIÉ : {what}."), "32;1"),
    }
}

/// The numbers of a decision: what was counted, and from what.
pub(super) fn numbers(joined: &Joined<'_>, decision: &Decision, resolutions: &[Resolution], lang: Lang) -> Vec<String> {
    let counts = decision.counts;
    let first = match (&decision.election, lang) {
        (None, Lang::En) => {
            format!("For {}, against {}, abstentions {}.", counts.for_, counts.against, counts.abstain)
        }
        (None, Lang::Fr) => {
            format!("Pour {}, contre {}, abstentions {}.", counts.for_, counts.against, counts.abstain)
        }
        (Some(elected), Lang::En) => {
            format!("Elected: {}. Blank {}.", joined.names(elected, resolutions, lang), elected.blank)
        }
        (Some(elected), Lang::Fr) => {
            format!("Élus : {}. Blancs {}.", joined.names(elected, resolutions, lang), elected.blank)
        }
    };
    let (ballots, boxes, beside) = (joined.ballots(), joined.given.len(), decision.beside().voices());
    let mut second = match (boxes, lang) {
        (0, Lang::En) => format!("{ballots} ballots of the record."),
        (0, Lang::Fr) => format!("{ballots} bulletins du registre."),
        (_, Lang::En) => format!("{ballots} sealed ballots counted again, boxes: {boxes}."),
        (_, Lang::Fr) => format!("{ballots} bulletins secrets recomptés, urnes : {boxes}."),
    };
    if beside > 0 {
        second += &match lang {
            Lang::En => format!(" Beside them {beside} blank proxies, hands or papers, which people counted."),
            Lang::Fr => {
                format!(" S’y ajoutent {beside} pouvoirs en blanc, mains ou papiers, comptés par des personnes.")
            }
        };
    }
    vec![first, second, rule(decision, lang)]
}

/// What was needed, and where that is written: the record says it, and the statutes alone show whether it is so.
fn rule(decision: &Decision, lang: Lang) -> String {
    let (majority, quorum) = (&decision.majority, &decision.quorum);
    let (of_majority, of_quorum) = (clean(&majority.article), clean(&quorum.article));
    let (needed, cast, present, members) = (majority.needed, majority.cast, quorum.present, quorum.members);
    match lang {
        Lang::En => {
            let least = quorum.needed.map_or_else(|| "no quorum".to_owned(), |least| format!("quorum {least}"));
            format!(
                "By the record, to compare with your statutes: needed {needed} of {cast} ({of_majority}); {least}, taking part \
                 {present} of {members} ({of_quorum})."
            )
        }
        Lang::Fr => {
            let least = quorum.needed.map_or_else(|| "sans quorum".to_owned(), |least| format!("quorum {least}"));
            format!(
                "Selon le registre, à comparer à vos statuts : il fallait {needed} sur {cast} ({of_majority}) ; {least}, y prennent \
                 part {present} sur {members} ({of_quorum})."
            )
        }
    }
}

pub(super) fn to_json(looked: &Looked<'_>) -> Value {
    let resolutions: Vec<Value> = looked.votes.iter().map(|(joined, good)| vote(joined, *good, looked)).collect();
    let checks: Vec<Value> = found::numbers().into_iter().map(|number| check(number, looked)).collect();
    let passed = looked.found.passed();
    let signed = by_document(&looked.signed).into_iter().map(|(n, seats)| json!({ "correction": n, "seats": seats }));
    let signed: Vec<Value> = signed.collect();
    json!({
        "verdict": if passed { "passed" } else { "failed" },
        "passed": passed,
        "limited": looked.found.any_limit(),
        "assembly": looked.about.assembly,
        "day": looked.about.day,
        "head": looked.about.head,
        "root": looked.about.root,
        "entries": looked.entries,
        "resolutions": resolutions,
        "signed": signed,
        "checks": checks,
    })
}

fn vote(joined: &Joined<'_>, good: bool, looked: &Looked<'_>) -> Value {
    let (state, outcome) = match joined.became() {
        Became::Void => ("void", Value::Null),
        Became::Undecided => ("undecided", Value::Null),
        Became::Decided(decision) => ("decided", json!(decision.outcome)),
    };
    let boxes: Vec<Value> = joined.given.iter().map(|(_, given)| report::to_json(&given.report)).collect();
    let missing: Vec<&str> = joined.missing().map(|one| one.uuid).collect();
    let title = joined.resolution(looked.resolutions).map(|resolution| json!(resolution.title));
    json!({
        "vote": joined.said.id,
        "title": title,
        "passed": good,
        "state": state,
        "outcome": outcome,
        "decision": joined.said.decision.map(|entry| &entry.body["decision"]),
        "tally": joined.said.tally.map(|entry| &entry.body),
        "resolution": joined.said.resolution,
        "ballots": joined.ballots(),
        "not_given": missing,
        "boxes": boxes,
    })
}

fn check(number: u8, looked: &Looked<'_>) -> Value {
    let (state, faults) = match looked.found.state(number) {
        State::Passed => ("passed", Vec::new()),
        State::NotReached => ("not-reached", Vec::new()),
        State::Limited(limits) => {
            ("limited", limits.iter().map(|[en, _]| json!({ "place": "", "what": en })).collect())
        }
        State::Failed(faults) => {
            ("failed", faults.iter().map(|fault| json!({ "place": fault.place, "what": fault.what })).collect())
        }
    };
    json!({ "check": number, "state": state, "faults": faults })
}
