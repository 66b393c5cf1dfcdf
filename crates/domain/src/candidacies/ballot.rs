//! How candidates are put to the vote when members are convened.

use serde::{Deserialize, Serialize};

use crate::convocation::agenda::{Item, ItemKind};
use crate::identity::fold;
use crate::ids::{CandidacyId, ItemId};
use crate::resolution::Text;

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

/// An item of the agenda as it is convened, with the candidate it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The item that was prepared: of a candidate, the election.
    pub id: ItemId,
    /// The item.
    pub item: Item,
    /// The candidate it puts to the vote.
    pub candidate: Option<Candidate>,
}

/// The agenda with its candidates. An election stays, with its title, text and seats; behind it comes a resolution for each
/// candidate in the neutral order, with the text of the election and the candidate's name after its title. An election
/// without candidates is left as it is: this program makes no ballots for it.
///
/// Resolutions are adopted one by one. Where more stand than there are seats, the text of the election must say who is elected
/// of those adopted; and the board approves none before another (C. com. L.225-106).
#[must_use]
pub fn put_to_vote(items: Vec<(ItemId, Item)>, standing: &[Standing]) -> Vec<Placed> {
    let mut placed = Vec::with_capacity(items.len() + standing.len());
    for (id, item) in items {
        let mut of: Vec<Standing> = standing.iter().filter(|one| one.election == id).cloned().collect();
        if item.kind != ItemKind::Election {
            of.clear();
        }
        sort(&mut of);
        let approved = item.approved && u32::try_from(of.len()).is_ok_and(|count| count <= item.seats);
        let each = of.into_iter().map(|one| Placed {
            id,
            item: resolution(&item, &one.profile.name(), approved),
            candidate: Some(one.candidate),
        });
        let each: Vec<Placed> = each.collect();
        placed.push(Placed { id, item, candidate: None });
        placed.extend(each);
    }
    placed
}

fn resolution(election: &Item, name: &str, approved: bool) -> Item {
    let titled = |title: &str| if title.is_empty() { String::new() } else { format!("{title} — {name}") };
    Item {
        kind: ItemKind::Resolution,
        title: Text { fr: titled(&election.title.fr), en: titled(&election.title.en) },
        speaker: String::new(),
        minutes: 0,
        approved,
        about_person: true,
        needs_documents: false,
        amended: false,
        seats: 0,
        from: None,
        ..election.clone()
    }
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
    use crate::vote::VoteMode;

    fn both(text: &str) -> Text {
        Text { fr: text.to_owned(), en: format!("({text})") }
    }

    fn item(n: u128) -> ItemId {
        ItemId(Uuid::from_u128(n))
    }

    fn standing(election: u128, n: u128, first_name: &str, surname: &str) -> Standing {
        let profile = Profile { first_name: first_name.to_owned(), surname: surname.to_owned(), ..profile() };
        let content = protocol::hash::hex(&profile.hash());
        Standing {
            election: item(election),
            candidate: Candidate { candidacy: CandidacyId(Uuid::from_u128(n)), content },
            profile,
        }
    }

    fn agenda() -> Vec<(ItemId, Item)> {
        let election = Item {
            text: both("L’assemblée élit au conseil."),
            mode: VoteMode::Secret,
            seats: 2,
            minutes: 20,
            ..Item::new(ItemKind::Election, both("Conseil"))
        };
        let debate = Item::new(ItemKind::Debate, both("Débat"));
        vec![(item(1), election), (item(2), debate)]
    }

    #[test]
    fn each_candidate_is_put_to_the_vote_behind_the_election_in_the_order_of_names() {
        let all = [
            standing(1, 11, "Zoé", "Émery"),
            standing(1, 12, "Ali", "Zahn"),
            standing(1, 13, "Anne", "émery"),
            standing(2, 14, "Nobody", "Debates"),
        ];
        let placed = put_to_vote(agenda(), &all);
        let titles: Vec<&str> = placed.iter().map(|placed| placed.item.title.fr.as_str()).collect();
        assert_eq!(titles, ["Conseil", "Conseil — Anne émery", "Conseil — Zoé Émery", "Conseil — Ali Zahn", "Débat"]);
        let first = &placed[1];
        assert_eq!((first.id, first.item.kind, first.item.mode), (item(1), ItemKind::Resolution, VoteMode::Secret));
        assert_eq!(first.candidate.as_ref().map(|one| one.candidacy), Some(CandidacyId(Uuid::from_u128(13))));
        assert_eq!(first.item.text, placed[0].item.text);
        assert!(placed[0].candidate.is_none() && placed[0].item == agenda()[0].1, "the election stays as it is");
        assert!(!first.item.approved, "three for two seats: the board puts none before another");
        assert!(put_to_vote(agenda(), &all[..2])[1].item.approved);
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
        assert_eq!(placed.into_iter().map(|placed| (placed.id, placed.item)).collect::<Vec<_>>(), agenda());
    }
}
