//! How candidates are put to the vote when members are convened.

use serde::{Deserialize, Serialize};

use crate::convocation::agenda::{Item, ItemKind};
use crate::identity::fold;
use crate::ids::{CandidacyId, ItemId};
use crate::vote::VoteMode;

use super::Profile;

/// A candidate as the notice names one: what was accepted, by its hash. The words are kept apart, and erased in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The candidacy.
    pub candidacy: CandidacyId,
    /// SHA-256 of the canonical JSON of statement and data, hex.
    pub content: String,
}

/// Somebody who accepted to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// In which election.
    pub election: ItemId,
    /// Who, as the notice names them.
    pub candidate: Candidate,
    /// Number of the member.
    pub number: u32,
    /// Statement and data.
    pub profile: Profile,
}

/// The neutral order of a list: by surname, then first name, as one looks them up (accents and capitals aside); who bears the
/// same names, by the hash of what they signed.
pub fn sort(standing: &mut [Standing]) {
    standing.sort_by_cached_key(|one| {
        (fold(&one.profile.surname), fold(&one.profile.first_name), one.candidate.content.clone())
    });
}

/// An item of the agenda as it is convened, with who stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The item that was prepared.
    pub id: ItemId,
    /// The item; of an election, with the names of those who stand.
    pub item: Item,
    /// Those who stand, in the order of the ballot.
    pub candidates: Vec<Candidate>,
}

/// The agenda with its candidates: an election gets the names of those who accepted, in the neutral order, and is voted on in
/// secret. One without candidates is left as it is: this program makes no ballots for it.
///
/// The board approves none before another where more stand than there are seats (C. com. L.225-106).
#[must_use]
pub fn put_to_vote(items: Vec<(ItemId, Item)>, standing: &[Standing]) -> Vec<Placed> {
    let placed = |(id, item): (ItemId, Item)| {
        let mut of: Vec<Standing> = standing.iter().filter(|one| one.election == id).cloned().collect();
        if item.kind != ItemKind::Election || of.is_empty() {
            return Placed { id, item, candidates: Vec::new() };
        }
        sort(&mut of);
        let approved = item.approved && u32::try_from(of.len()).is_ok_and(|count| count <= item.seats);
        let item = Item { approved, mode: VoteMode::Secret, standing: names(&of), ..item };
        Placed { id, item, candidates: of.into_iter().map(|one| one.candidate).collect() }
    };
    items.into_iter().map(placed).collect()
}

/// The names on the ballot. Who bears the same as another is told apart by the number of the member.
fn names(of: &[Standing]) -> Vec<String> {
    let alike = |name: &str| of.iter().filter(|one| one.profile.name() == name).count() > 1;
    of.iter()
        .map(|one| match one.profile.name() {
            name if alike(&name) => format!("{name} (n° {})", one.number),
            name => name,
        })
        .collect()
}

/// What is known of one election of an agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElectionCount {
    /// Seats to fill.
    pub seats: u32,
    /// Who accepted to stand.
    pub accepted: u32,
    /// Who was proposed, or wrote, and has not signed.
    pub pending: u32,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::profile::profile;
    use super::*;
    use crate::resolution::Text;

    fn both(text: &str) -> Text {
        Text { fr: text.to_owned(), en: format!("({text})") }
    }

    fn item(n: u128) -> ItemId {
        ItemId(Uuid::from_u128(n))
    }

    fn standing(election: u128, n: u32, first_name: &str, surname: &str) -> Standing {
        let profile = Profile { first_name: first_name.to_owned(), surname: surname.to_owned(), ..profile() };
        let content = protocol::hash::hex(&profile.hash());
        Standing {
            election: item(election),
            candidate: Candidate { candidacy: CandidacyId(Uuid::from_u128(n.into())), content },
            number: n,
            profile,
        }
    }

    fn agenda() -> Vec<(ItemId, Item)> {
        let election = Item {
            text: both("L’assemblée élit au conseil."),
            seats: 2,
            minutes: 20,
            ..Item::new(ItemKind::Election, both("Conseil"))
        };
        let debate = Item::new(ItemKind::Debate, both("Débat"));
        vec![(item(1), election), (item(2), debate)]
    }

    #[test]
    fn those_who_stand_are_one_vote_in_the_order_of_names() {
        let all = [
            standing(1, 11, "Zoé", "Émery"),
            standing(1, 12, "Ali", "Zahn"),
            standing(1, 13, "Anne", "émery"),
            standing(2, 14, "Nobody", "Debates"),
        ];
        let placed = put_to_vote(agenda(), &all);
        assert_eq!(placed.len(), 2, "the agenda has the items that were prepared");
        let election = &placed[0];
        assert_eq!(election.item.standing, ["Anne émery", "Zoé Émery", "Ali Zahn"]);
        assert!(election.item.is_voted() && election.item.mode == VoteMode::Secret);
        let of: Vec<_> = election.candidates.iter().map(|one| one.candidacy.0.as_u128()).collect();
        assert_eq!(of, [13, 11, 12]);
        assert_eq!((&election.item.text, election.item.minutes), (&agenda()[0].1.text, 20));
        assert!(!election.item.approved, "three for two seats: the board puts none before another");
        assert!(put_to_vote(agenda(), &all[..2])[0].item.approved);
        assert!(placed[1].item.standing.is_empty() && placed[1].candidates.is_empty());
    }

    #[test]
    fn who_bears_the_same_names_is_told_apart_by_the_number() {
        let all = [standing(1, 3, "Anne", "Émery"), standing(1, 4, "Zoé", "Émery"), standing(1, 12, "Anne", "Émery")];
        let mut names = put_to_vote(agenda(), &all)[0].item.standing.clone();
        names.sort();
        assert_eq!(names, ["Anne Émery (n° 12)", "Anne Émery (n° 3)", "Zoé Émery"]);
    }

    #[test]
    fn the_order_does_not_depend_on_who_came_first() {
        let mut one = vec![standing(1, 1, "A", "B"), standing(1, 2, "A", "C"), standing(1, 3, "B", "B")];
        let mut other: Vec<_> = one.iter().rev().cloned().collect();
        sort(&mut one);
        sort(&mut other);
        assert_eq!(one, other);
    }

    #[test]
    fn without_candidates_the_agenda_is_what_was_prepared() {
        let placed = put_to_vote(agenda(), &[]);
        assert!(placed.iter().all(|placed| !placed.item.is_voted()));
        assert_eq!(placed.into_iter().map(|placed| (placed.id, placed.item)).collect::<Vec<_>>(), agenda());
    }
}
