//! The demo: a cooperative of 150 members on the day of its first ordinary assembly. Everything is entered by the same
//! functions people use, in one transaction, at invented dates before today. Names are invented.

mod election;
mod names;
mod proposal;
mod texts;

use std::sync::Arc;

pub use election::Poll;

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::help::HelpContact;
use domain::identity::Identity;
use domain::ids::{AssemblyId, CooperativeId, MemberId};
use domain::roles::{Actor, Role};
use protocol::keys::{Language, MemberKeys, Phrase, Registration};
use serde::{Deserialize, Serialize};
use store::{Tx, members};

use crate::acts::apply::{self, Application};
use crate::acts::convene::{self, AgendaItem, Convocation};
use crate::acts::found_cooperative::{self, Founder, Founding};
use crate::acts::register_key::register_many;
use crate::transaction::transaction;
use crate::{Clock, Error, Service};

/// Members at the constitutive assembly.
pub const MEMBERS: u32 = 150;
/// Persons who applied since.
pub const APPLICANTS: u32 = 250;
/// Shares held by all: 4.5 each on average.
pub const SHARES: u32 = 675;
/// Nominal value of a share, in cents.
pub const SHARE_CENTS: i64 = 1600;
/// Members proposed on the demo page, who make their keys in a browser: chair, secretary, key holder and two more.
pub const PROPOSED: u32 = 5;

const DAY: i64 = 24 * 3600 * 1_000_000;

/// What a demo is made of. By default the cooperative of the article; with other sizes and words it shows how the pages
/// bear them.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seed {
    /// Name of the cooperative.
    pub name: String,
    /// Form, capital and seat.
    pub legal_line: String,
    /// Where the assembly meets.
    pub place: String,
    /// What the assembly may decide.
    pub kind: AssemblyKind,
    /// An election it holds, if any, before what else is put to the vote.
    pub election: Option<Poll>,
    /// In how many days the assembly meets, with ballots received before its session unless it holds an election; without, it is
    /// today, and there are none.
    pub ahead: Option<u16>,
    /// How many hold a share of the key: one alone, two who are both needed, or more of whom most open a box.
    pub key_holders: u32,
    /// What is put to the vote.
    pub agenda: Vec<AgendaItem>,
    /// Members, at least [`PROPOSED`].
    pub members: u32,
    /// Persons who applied since.
    pub applicants: u32,
    /// Names of the first members; invented ones follow.
    pub names: Vec<String>,
}

impl Default for Seed {
    fn default() -> Self {
        Self {
            name: texts::NAME.to_owned(),
            legal_line: texts::LEGAL_LINE.to_owned(),
            place: texts::PLACE.to_owned(),
            kind: AssemblyKind::Ordinary,
            election: None,
            ahead: None,
            key_holders: 1,
            agenda: texts::agenda(),
            members: MEMBERS,
            applicants: APPLICANTS,
            names: Vec::new(),
        }
    }
}

impl Seed {
    /// The demo of the constitutive assembly, which elects the first board.
    #[must_use]
    pub fn constitutive() -> Self {
        election::constitutive()
    }

    /// The name of the person with this number, from 1.
    fn name_of(&self, number: u32) -> String {
        self.names.get(number as usize - 1).cloned().unwrap_or_else(|| names::name(number))
    }
}

/// The recovery phrases of the members who vote by `voix demo vote`. In a real cooperative a phrase never leaves its
/// member's device; these members are nobody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoKeys {
    /// The cooperative the keys are derived for.
    pub cooperative: CooperativeId,
    /// The assembly convened.
    pub assembly: AssemblyId,
    /// One entry per member.
    pub keys: Vec<DemoKey>,
}

/// One member's phrase.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoKey {
    /// The member.
    pub member: MemberId,
    /// Member number.
    pub number: u32,
    /// Twelve words.
    pub phrase: String,
    /// Language of the words.
    pub language: PhraseLanguage,
}

/// The word list of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PhraseLanguage {
    /// French list.
    French,
    /// English list.
    English,
}

impl From<PhraseLanguage> for Language {
    fn from(language: PhraseLanguage) -> Self {
        match language {
            PhraseLanguage::French => Self::French,
            PhraseLanguage::English => Self::English,
        }
    }
}

/// Loads the demo into an empty database. The members proposed on the demo page get no key here: people make them.
///
/// # Errors
/// [`Error::Internal`] when the database has a cooperative already; nothing is changed then.
pub async fn load(service: &Service) -> Result<DemoKeys, Error> {
    load_seed(service, &Seed::default()).await
}

/// Loads a demo of other sizes and words.
///
/// # Errors
/// As [`load`]; [`Refusal::Malformed`] for fewer members than are proposed on the demo page; what founding, applying and
/// convening refuse.
pub async fn load_seed(service: &Service, seed: &Seed) -> Result<DemoKeys, Error> {
    if seed.members < PROPOSED {
        return Err(Refusal::Malformed.into());
    }
    let now = service.now();
    let minute = now - now.rem_euclid(60 * 1_000_000);
    let phrases = phrases(service, seed.members);
    let (mut keys, founders) = transaction!(service, |tx| {
        let founding = founding(seed);
        let (cooperative, founders) =
            found_cooperative::found(&at(service, minute - 120 * DAY), tx, &founding, true).await?;
        apply_all(&at(service, minute - 30 * DAY), tx, seed).await?;
        for (position, founder) in (1_u32..=PROPOSED).zip(&founders) {
            members::propose_in_demo(tx, *founder, position).await?;
        }
        let keys = register_all(&at(service, minute - 25 * DAY), tx, cooperative, &founders, &phrases).await?;
        let assembly = match &seed.election {
            Some(_) => AssemblyId(uuid::Uuid::nil()),
            None => call(&at(service, minute - 20 * DAY), tx, seed, &founders, minute).await?,
        };
        Ok((DemoKeys { cooperative, assembly, keys }, founders))
    })?;
    if let Some(poll) = &seed.election {
        let day = at(service, minute - 20 * DAY);
        let starts_at = minute + i64::from(seed.ahead.unwrap_or_default()) * DAY;
        keys.assembly = election::convene(&day, (seed, poll), (&keys, &founders), &phrases, starts_at).await?;
    }
    proposal::propose(&at(service, minute - 10 * DAY), &keys, &phrases).await?;
    Ok(keys)
}

/// The same service on another day.
fn at(service: &Service, day: i64) -> Service {
    struct Fixed(i64);
    impl Clock for Fixed {
        fn now(&self) -> i64 {
            self.0
        }
    }
    service.with_clock(Arc::new(Fixed(day)))
}

fn founding(seed: &Seed) -> Founding {
    let founder = |number: u32| Founder {
        name: seed.name_of(number),
        email: Some(names::email(number)),
        shares: shares_of(number),
        roles: match number {
            1 => vec![Role::Chair, Role::Board],
            2 => vec![Role::Secretary, Role::Board],
            6..=8 => vec![Role::Board],
            _ => Vec::new(),
        },
    };
    Founding {
        name: seed.name.clone(),
        legal_line: seed.legal_line.clone(),
        preset: "sa-cooperative-fr-ago".to_owned(),
        share_cents: SHARE_CENTS,
        minimum_shares: 1,
        time_zone: "Europe/Paris".to_owned(),
        // A number that is given to nobody, kept for inventions (ARCEP 2018-0881).
        help: HelpContact { phone: "03 53 01 00 12".to_owned(), email: "secretariat@example.org".to_owned() },
        founders: (1..=seed.members).map(founder).collect(),
    }
}

/// From 1 to 10 shares; [`SHARES`] in all.
fn shares_of(number: u32) -> u32 {
    let more = if number == 1 { 2 } else { 0 };
    1 + (number - 1) * 37 % 8 + more
}

async fn apply_all(service: &Service, tx: &mut Tx, seed: &Seed) -> Result<(), Error> {
    for applicant in seed.members + 1..=seed.members + seed.applicants {
        let identity =
            Identity { name: seed.name_of(applicant), postal: names::postal(applicant), ..Identity::default() };
        let application = Application {
            identity,
            email: Some(names::email(applicant)),
            shares_wished: shares_of(applicant),
            ..Application::default()
        };
        apply::enter(service, tx, &Actor::Anyone, &application).await?;
    }
    Ok(())
}

/// A phrase for every member not proposed on the demo page, most of them French.
fn phrases(service: &Service, members: u32) -> Vec<(u32, Phrase, PhraseLanguage)> {
    let mut rng = service.rng();
    (PROPOSED + 1..=members)
        .map(|number| {
            let language = if number % 5 == 0 { PhraseLanguage::English } else { PhraseLanguage::French };
            (number, Phrase::generate(language.into(), &mut rng), language)
        })
        .collect()
}

async fn register_all(
    service: &Service,
    tx: &mut Tx,
    cooperative: CooperativeId,
    founders: &[MemberId],
    phrases: &[(u32, Phrase, PhraseLanguage)],
) -> Result<Vec<DemoKey>, Error> {
    let mut kept = Vec::with_capacity(phrases.len());
    let mut registrations: Vec<(MemberId, Registration)> = Vec::with_capacity(phrases.len());
    for ((number, phrase, language), member) in phrases.iter().zip(founders.iter().skip(PROPOSED as usize)) {
        let keys = MemberKeys::derive(phrase, cooperative.bytes());
        registrations.push((*member, keys.register(cooperative.bytes(), member.bytes(), &mut service.rng())));
        let phrase = phrase.words().join(" ");
        kept.push(DemoKey { member: *member, number: *number, phrase, language: *language });
    }
    register_many(service, tx, cooperative, &registrations).await?;
    Ok(kept)
}

async fn call(
    service: &Service,
    tx: &mut Tx,
    seed: &Seed,
    founders: &[MemberId],
    minute: i64,
) -> Result<AssemblyId, Error> {
    let starts_at = minute + i64::from(seed.ahead.unwrap_or_default()) * DAY;
    let chair = founders[0];
    let key_holders = founders.iter().skip(2).take(seed.key_holders.max(1) as usize).copied().collect();
    let convocation = Convocation {
        kind: seed.kind,
        call: 1,
        starts_at,
        place: seed.place.clone(),
        agenda: seed.agenda.clone(),
        key_holders,
        advance: seed.ahead.map(|_| (minute, starts_at - DAY)),
        entrusted: false,
    };
    let actor = Actor::Member { id: chair, roles: vec![Role::Chair, Role::Board] };
    convene::enter(service, tx, &actor, &convocation).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_are_those_of_the_article() {
        let shares: Vec<u32> = (1..=MEMBERS).map(shares_of).collect();
        assert_eq!(shares.iter().sum::<u32>(), SHARES);
        assert_eq!(shares.iter().min(), Some(&1));
        assert!(shares.iter().max() > Some(&7));
    }

    #[test]
    fn chair_and_secretary_sit_on_the_board_and_the_key_holder_does_not() {
        let founding = founding(&Seed::default());
        let has = |number: usize, role| founding.founders[number - 1].roles.contains(&role);
        assert!(has(1, Role::Chair) && has(1, Role::Board));
        assert!(has(2, Role::Secretary) && has(2, Role::Board));
        assert!(!has(3, Role::Board));
    }
}
