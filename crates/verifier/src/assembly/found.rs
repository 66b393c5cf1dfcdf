//! What the checks of an assembly found, by the numbers of PROTOCOL.md §15.

use std::collections::{BTreeMap, BTreeSet};

use protocol::checks::{Check, Fault, Limit, Outcome, Report, Together};

use crate::{Lang, report};

/// What a check cannot say, in both languages.
pub(super) type Words = [&'static str; 2];

/// The numbers that are made on a whole assembly: what is met in archives, and these.
const WHOLE: [(u8, Words); 6] = [
    (
        18,
        [
            "The record is one chain, as the signed checkpoint has it, its numbers agree, and every box that it opens is here.",
            "Le registre est une seule chaîne, celle du point de contrôle signé, ses nombres s’accordent, et chaque urne qu’il ouvre est là.",
        ],
    ),
    (
        21,
        [
            "Each tally is what its boxes open to, and each decision follows from its tally.",
            "Chaque décompte est ce que ses urnes révèlent, et chaque décision suit de son décompte.",
        ],
    ),
    (
        22,
        [
            "The minutes are those of the record, with their corrections, state its decisions, and bear no signature but of its bureau.",
            "Le procès-verbal est celui du registre, avec ses rectifications, énonce ses décisions, et ne porte de signature que de son bureau.",
        ],
    ),
    (
        23,
        [
            "Each box is the one that the record opened, and asks its resolution word for word.",
            "Chaque urne est celle que le registre a ouverte, et pose sa résolution mot pour mot.",
        ],
    ),
    (
        25,
        [
            "Each ballot of an open vote is of a voice on its roll, signed, and counted once.",
            "Chaque bulletin d’un scrutin public est d’une voix de sa liste, signé, et compté une fois.",
        ],
    ),
    (
        26,
        [
            "Each box was opened under trustees that its key holders approved, and only they checked its roll.",
            "Chaque urne a été ouverte sous des dépositaires que ses détenteurs de clé ont approuvés, et eux seuls ont contrôlé sa liste.",
        ],
    ),
];

/// Everything found, not yet sorted.
#[derive(Default)]
pub(super) struct Found {
    made: BTreeSet<u8>,
    limits: BTreeMap<u8, BTreeSet<Words>>,
    faults: Vec<(u8, Fault)>,
}

/// What came of one number.
pub(super) enum State<'a> {
    NotReached,
    Passed,
    Limited(Vec<Words>),
    Failed(Vec<&'a Fault>),
}

impl Found {
    pub fn made(&mut self, check: u8) {
        self.made.insert(check);
    }

    pub fn fault(&mut self, check: u8, place: impl Into<String>, what: impl Into<String>) {
        self.faults.push((check, Fault { place: place.into(), what: what.into() }));
    }

    /// Makes a check, and says what is wrong where it does not hold.
    pub fn must(&mut self, check: u8, holds: bool, place: impl Into<String>, what: &str) {
        self.made(check);
        if !holds {
            self.fault(check, place, what);
        }
    }

    pub fn limited(&mut self, check: u8, why: Words) {
        self.made(check);
        self.limits.entry(check).or_default().insert(why);
    }

    /// What was found in an archive; where it is one of several of its vote, what it cannot say alone is left to them.
    pub fn archive(&mut self, report: &Report, one_of_several: bool) {
        let left = |limit: Limit| one_of_several && matches!(limit, Limit::InSum | Limit::FromOthers);
        self.outcomes(&report.outcomes, &format!("box {}", report.summary.uuid), left);
    }

    /// What was found in the boxes of one vote together.
    pub fn together(&mut self, together: &Together) {
        self.outcomes(&together.outcomes, "boxes together", |_| false);
    }

    fn outcomes(&mut self, outcomes: &[(Check, Outcome)], whose: &str, left: impl Fn(Limit) -> bool) {
        for (check, outcome) in outcomes {
            let number = check.number();
            match outcome {
                Outcome::NotReached => {}
                Outcome::Passed => self.made(number),
                Outcome::Limited(limit) if left(*limit) => {}
                Outcome::Limited(limit) => self.limited(number, [limit.english(), limit.french()]),
                Outcome::Failed(faults) => faults
                    .iter()
                    .for_each(|fault| self.fault(number, format!("{whose}: {}", fault.place), fault.what.as_str())),
            }
        }
    }

    pub fn passed(&self) -> bool {
        self.faults.is_empty()
    }

    /// Numbers of the checks that failed, ascending.
    pub fn failed(&self) -> Vec<u8> {
        self.faults.iter().map(|(check, _)| *check).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whether a check is right only as far as it goes.
    pub fn any_limit(&self) -> bool {
        !self.limits.is_empty()
    }

    pub fn state(&self, check: u8) -> State<'_> {
        let faults: Vec<&Fault> = self.faults.iter().filter(|(of, _)| *of == check).map(|(_, fault)| fault).collect();
        match self.limits.get(&check) {
            _ if !faults.is_empty() => State::Failed(faults),
            Some(limits) => State::Limited(limits.iter().copied().collect()),
            None if self.made.contains(&check) => State::Passed,
            None => State::NotReached,
        }
    }

    pub fn merge(&mut self, other: Self) {
        self.made.extend(other.made);
        other.limits.into_iter().for_each(|(check, why)| self.limits.entry(check).or_default().extend(why));
        self.faults.extend(other.faults);
    }
}

/// Every number that is made, in order.
pub(crate) fn numbers() -> BTreeSet<u8> {
    Check::ALL.iter().map(|check| check.number()).chain(WHOLE.iter().map(|(number, _)| *number)).collect()
}

/// What the failure of a number that is made on a whole assembly alone would tell.
pub(crate) fn failure(number: u8, lang: Lang) -> Option<&'static str> {
    let words = match number {
        18 => [
            "If it fails: the record was written again after it was signed, contradicts itself, or a part of the assembly is kept from you.",
            "S’il échoue : le registre a été réécrit après sa signature, se contredit, ou une part de l’assemblée vous est cachée.",
        ],
        21 => [
            "If it fails: what was decided is not what was counted.",
            "S’il échoue : ce qui a été décidé n’est pas ce qui a été compté.",
        ],
        22 => [
            "If it fails: the minutes tell of another assembly than the record, or somebody else signed them.",
            "S’il échoue : le procès-verbal raconte une autre assemblée que le registre, ou quelqu’un d’autre l’a signé.",
        ],
        23 => [
            "If it fails: people voted in another box, or on other words, than everybody was shown.",
            "S’il échoue : on a voté dans une autre urne, ou sur d’autres mots, que ce qui a été montré à tous.",
        ],
        25 => [
            "If it fails: a ballot of an open vote was invented, changed or counted twice.",
            "S’il échoue : un bulletin d’un scrutin public a été inventé, modifié ou compté deux fois.",
        ],
        26 => [
            "If it fails: a box may open to others than the key holders who were named, or others spoke for them.",
            "S’il échoue : une urne s’ouvre peut-être à d’autres que les détenteurs de clé qui ont été nommés, ou d’autres ont parlé pour eux.",
        ],
        _ => return None,
    };
    Some(say(words, lang))
}

/// What a number means.
pub(crate) fn sentence(number: u8, lang: Lang) -> &'static str {
    let whole = WHOLE.iter().find(|(of, _)| *of == number).map(|(_, words)| say(*words, lang));
    let archive =
        || Check::ALL.iter().find(|check| check.number() == number).map(|check| report::sentence(*check, lang));
    whole.or_else(archive).unwrap_or_default()
}

pub(super) fn say(words: Words, lang: Lang) -> &'static str {
    let [en, fr] = words;
    match lang {
        Lang::En => en,
        Lang::Fr => fr,
    }
}
