//! The good archives.

use std::collections::BTreeSet;

use protocol::archive::ItemKind;
use serde_json::{Value, json};

use crate::holders::{Group, Holders};
use crate::making::{Made, Object, Plan, Until, honest};
use crate::plans::certificate;

/// A good archive.
#[derive(Clone, Debug)]
pub struct Good {
    /// Name of its files.
    pub name: &'static str,
    /// What is special about it.
    pub about: &'static str,
    /// What was planned.
    pub plan: Plan,
    /// The files.
    pub made: Made,
}

impl Good {
    fn new(name: &'static str, about: &'static str, plan: Plan) -> Self {
        let made = plan.make(&honest);
        Self { name, about, plan, made }
    }

    /// Its entry in the index. Every number is counted from the plan, not by a verifier.
    #[must_use]
    pub fn entry(&self) -> Value {
        let plan = &self.plan;
        let cast = if plan.until >= Until::Ballots { plan.votes.len() } else { 0 };
        let voices = if cast > 0 { plan.voted() } else { BTreeSet::new() };
        let weight: u64 = voices.iter().map(|voter| plan.weights.get(*voter).copied().unwrap_or(1)).sum();
        let election = self.made.items.first().map_or("", |item| item.body.as_str());
        let mut entry = json!({
            "name": self.name,
            "archive": format!("good/{}.bel", self.name),
            "about": self.about,
            "exit": 0,
            "ours": self.made.companion.is_some(),
            "uuid": plan.election.uuid,
            "fingerprint": protocol::election::fingerprint(election),
            "head": self.made.items.last().map(|item| item.hash.clone()),
            "events": self.made.items.iter().filter(|item| item.kind == ItemKind::Event).count(),
            "credentials": plan.voters,
            "ballots": cast,
            "voices": voices.len(),
            "weight": weight,
            "complete": plan.until == Until::Result,
        });
        if self.made.companion.is_some() {
            entry["companion"] = json!(format!("good/{}.companion.json", self.name));
        }
        if plan.until == Until::Result {
            entry["result"] = json!(self.made.plain);
        }
        entry
    }
}

/// All of them.
#[must_use]
pub fn cases() -> Vec<Good> {
    let small = Plan::small;
    let mut cases = vec![
        Good::new("one-trustee", "One trustee, one ballot, one question with one answer.", small(Until::Result)),
        Good::new(
            "resolution",
            "A resolution as Voix puts it to the vote: three trustees, four of five vote.",
            Plan::resolution(),
        ),
        Good::new(
            "threshold",
            "The server and members 1 and 3 of a group of three, of whom two are needed.",
            Plan::resolution().group(&[1, 3]),
        ),
        Good::new(
            "threshold-all",
            "All three members of a group of whom two are needed took part, the last one first.",
            small(Until::Result).group(&[3, 2, 1]),
        ),
        Good::new(
            "blank",
            "Blank ballots are allowed: one of three is blank.",
            Plan::blank(Until::Result).voices(3).voting(&[(0, &[0, 1]), (1, &[1, 0]), (2, &[0, 1])]),
        ),
        Good::new(
            "revotes",
            "The first voter votes three times, the second twice; of each the last ballot counts.",
            Plan::resolution().voting(&[
                (0, &[1, 0, 0]),
                (1, &[0, 1, 0]),
                (0, &[0, 1, 0]),
                (1, &[1, 0, 0]),
                (0, &[0, 0, 1]),
            ]),
        ),
        Good::new("nobody", "Nobody votes: the tally is of neutral elements.", Plan::resolution().voting(&[])),
        Good::new(
            "ranges",
            "Between one and two of three answers.",
            Plan::resolution().asking(&[(&["A", "B", "C"], false, 1, 2)]).voting(&[(0, &[1, 0, 1]), (1, &[0, 0, 1])]),
        ),
        Good::new(
            "none-to-all",
            "Any number of two answers, none and blank included.",
            small(Until::Result).voices(4).asking(&[(&["A", "B"], true, 0, 2)]).voting(&[
                (0, &[0, 1, 1]),
                (1, &[0, 0, 0]),
                (2, &[1, 0, 0]),
            ]),
        ),
        Good::new(
            "two-questions",
            "Two questions of different width, the second with blank.",
            small(Until::Result)
                .asking(&[(&["A", "B"], false, 1, 1), (&["C"], true, 0, 1)])
                .answering(&[(0, &[&[1, 0], &[0, 1]]), (1, &[&[0, 1], &[1, 0]])]),
        ),
        Good::new("wordy", "Every optional field of an election.", small(Until::Setup).wordy()),
    ];
    cases.extend(progress());
    cases.extend(foreign());
    cases.push(neutral());
    cases
}

/// Archives that end before their result.
fn progress() -> [Good; 5] {
    [
        ("unfinished-setup", "The archive ends after the setup.", Until::Setup),
        ("unfinished-ballots", "The archive ends after a ballot.", Until::Ballots),
        ("unfinished-end", "The archive ends after the end of the ballots.", Until::End),
        ("unfinished-tally", "The archive ends after the tally.", Until::Tally),
        ("unfinished-parts", "The archive ends after the parts of the decryption.", Until::Parts),
    ]
    .map(|(name, about, until)| Good::new(name, about, Plan::small(until)))
}

/// Archives that are not ours: they pass without a companion.
fn foreign() -> [Good; 5] {
    let mut certified = Plan::small(Until::Result).foreign().under(Holders::group(&Group::honest(2, 3), &[2, 3]));
    certified.certificate = Some(certificate(&certified));
    let mut weights = Plan::small(Until::Result).foreign().voices(3).asking(&[(&["A", "B"], false, 0, 1)]);
    weights.weights = vec![1_073_741_823, 1_073_741_824, 1];
    let weights = weights.voting(&[(0, &[1, 0]), (1, &[0, 1]), (2, &[0, 0])]);
    [
        Good::new(
            "foreign",
            "An election of somebody else, without a companion.",
            Plan::small(Until::Result).foreign(),
        ),
        unsorted(),
        not_blank(),
        Good::new(
            "foreign-certificate",
            "Somebody else's, with a certificate of the credentials, and a group of trustees.",
            certified,
        ),
        Good::new(
            "foreign-weights",
            "Voices of weight 2^30 − 1, 2^30 and 1: a count is a number up to the first, and a text from the second on.",
            weights,
        ),
    ]
}

/// Only ours must be sorted.
fn unsorted() -> Good {
    let plan = Plan::small(Until::Result).foreign();
    let made = crate::bad::bent(&plan, Object::Credentials, |list, _| list.items().reverse());
    Good {
        name: "foreign-unsorted",
        about: "The list of credentials is not sorted, as it must be in ours only.",
        plan,
        made,
    }
}

/// Tools write the field or not.
fn not_blank() -> Good {
    let mut plan = Plan::small(Until::Result).foreign();
    plan.election.questions.iter_mut().for_each(|question| question.blank = Some(false));
    Good::new(
        "foreign-blank-false",
        "The question says that blank is not allowed, which is said by saying nothing too.",
        plan,
    )
}

/// A ballot that hides nothing is one all the same: α is the neutral element.
fn neutral() -> Good {
    let plan = Plan::small(Until::Result);
    let made = plan.make(&|at, text, world| match at {
        Object::Ballot(0) => crate::bad::voting::unhidden(&text, world),
        _ => text,
    });
    let about =
        "The ballot is encrypted with r = 0, as Voix never does: neutral elements in ballot, tally and factors.";
    Good { name: "neutral", about, plan, made }
}
