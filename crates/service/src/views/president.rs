//! Where the election of the president stands.

use std::collections::HashMap;

use domain::ids::MemberId;
use domain::president::{ClosedRound, OpenRound, Person, President};
use domain::roles::{Actor, Role};
use domain::statutes::PresidentElectedBy;
use store::president::{self as rounds, Named, Round};
use store::{Tx, members, roles};

use crate::Error;
use crate::acts::president::{directors, elected_by, last_election};
use crate::error::Stored as _;

/// The round going on and the last one. Whom the others name is told to nobody before the close, and to the board after it.
pub(super) async fn president(tx: &mut Tx, actor: &Actor, now: i64) -> Result<President, Error> {
    let own = actor.member();
    let sitting = directors(tx, now).await?;
    let sits = own.is_some_and(|own| sitting.contains(&own));
    let mut people = People::default();
    let mut directors = Vec::new();
    for member in &sitting {
        directors.push(people.find(tx, *member).await?);
    }
    directors.sort_unstable();
    let open = match rounds::going_on(tx).await? {
        None => None,
        Some(round) => {
            let voices = rounds::voices(tx, round.id).await?;
            let gave = |member: &MemberId| voices.iter().find(|voice| voice.member == *member);
            let (mut given, mut awaited) = (Vec::new(), Vec::new());
            for member in &sitting {
                let person = people.find(tx, *member).await?;
                if gave(member).is_some() { given.push(person) } else { awaited.push(person) }
            }
            given.sort_unstable();
            awaited.sort_unstable();
            let named = own.filter(|own| sitting.contains(own)).and_then(|own| gave(&own)).map(|voice| voice.candidate);
            let own = match named {
                Some(candidate) => Some(people.find(tx, candidate).await?),
                None => None,
            };
            let opened_by = people.find(tx, round.opened_by).await?;
            Some(OpenRound { id: round.id, opened_at: round.opened_at, opened_by, given, awaited, own })
        }
    };
    let last = match rounds::last(tx).await? {
        None => None,
        Some(round) => Some(closed(tx, &mut people, &round, sits).await?),
    };
    let elected_by = elected_by(tx, now).await?;
    let after =
        if elected_by == PresidentElectedBy::Board { elected_since(tx, last.as_ref(), now).await? } else { None };
    Ok(President { elected_by, directors, sits, after, open, last })
}

/// When an assembly elected somebody, if nobody was elected by a round or took up the office since.
async fn elected_since(tx: &mut Tx, last: Option<&ClosedRound>, now: i64) -> Result<Option<i64>, Error> {
    let Some((_, at)) = last_election(tx, now).await? else { return Ok(None) };
    let by_round = last.is_some_and(|round| round.elected.is_some() && round.closed_at >= at);
    let given = roles::list(tx).await?.iter().any(|term| term.role == Role::Chair && term.from_at >= at);
    Ok((!by_round && !given).then_some(at))
}

async fn closed(tx: &mut Tx, people: &mut People, round: &Round, by_name: bool) -> Result<ClosedRound, Error> {
    let voices: Vec<Named> = rounds::voices(tx, round.id).await?.into_iter().filter(|voice| voice.counted).collect();
    let (mut of, mut named) = (HashMap::<MemberId, u32>::new(), Vec::new());
    for voice in &voices {
        *of.entry(voice.candidate).or_default() += 1;
        if by_name {
            named.push((people.find(tx, voice.member).await?, people.find(tx, voice.candidate).await?));
        }
    }
    named.sort_unstable();
    let mut candidates = Vec::new();
    for (candidate, voices) in of {
        candidates.push((people.find(tx, candidate).await?, voices));
    }
    candidates.sort_unstable_by(|(one, most), (other, fewer)| fewer.cmp(most).then_with(|| one.cmp(other)));
    let elected = match round.elected {
        Some(member) => Some(people.find(tx, member).await?),
        None => None,
    };
    Ok(ClosedRound {
        id: round.id,
        opened_at: round.opened_at,
        closed_at: round.closed_at.stored("a closed round")?,
        directors: round.directors.stored("a closed round")?,
        voices: u32::try_from(voices.len()).stored("a closed round")?,
        elected,
        candidates,
        named,
    })
}

/// Members read once each.
#[derive(Default)]
struct People(HashMap<MemberId, Person>);

impl People {
    async fn find(&mut self, tx: &mut Tx, id: MemberId) -> Result<Person, Error> {
        if let Some(known) = self.0.get(&id) {
            return Ok(known.clone());
        }
        let member = members::by_id(tx, id).await?.stored("a director")?;
        let person = Person { number: member.number, name: member.name };
        self.0.insert(id, person.clone());
        Ok(person)
    }
}
