//! What everybody in the hall follows: where the session and its votes stand. Never what is in a box.

use serde::{Deserialize, Serialize};

use crate::assembly::AssemblyState;
use crate::draw::DrawView;
use crate::hands::HandsView;
use crate::ids::VoteId;
use crate::paper::PaperView;
use crate::vote::VoteState;
use crate::wire::{AssemblyView, ItemView};

/// One moment of an assembly, small enough to be sent to everybody at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Live {
    /// The server's clock, microseconds UTC: a countdown does not believe that of the device.
    pub at: i64,
    /// Where the session stands.
    pub state: AssemblyState,
    /// Whether it is suspended.
    pub suspended: bool,
    /// Members taking part, for those who follow the turnout; else 0.
    pub taking_part: u32,
    /// Whether the minutes are published.
    pub minutes: bool,
    /// Its votes in agenda order.
    pub votes: Vec<LiveVote>,
}

/// One vote of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveVote {
    /// Which.
    pub vote: VoteId,
    /// Where it stands.
    pub state: VoteState,
    /// Voices that voted, for those who follow the turnout; else 0.
    pub voted: u32,
    /// The moment that the chair has said it will be closed at.
    pub closing_at: Option<i64>,
    /// Whether those equal in it are not told apart yet.
    #[serde(default)]
    pub awaits: bool,
    /// While a draw is entered and does not stand yet: grows with every entry, and with every answer. Else 0.
    #[serde(default)]
    pub draw: u32,
    /// Seats that were declined in it.
    #[serde(default)]
    pub declined: u32,
    /// In a vote by show of hands: grows with every count that is typed. Else 0.
    #[serde(default)]
    pub hands: u32,
    /// Where voices are on paper: grows with each, and with every count that is typed. Else 0.
    #[serde(default)]
    pub paper: u32,
}

/// How many declined a seat.
fn declined(item: &ItemView) -> u32 {
    let election = item.decision.as_ref().and_then(|decision| decision.election.as_ref());
    election.map_or(0, |election| u32::try_from(election.declined.len()).unwrap_or(u32::MAX))
}

impl Live {
    /// What is to be followed of an assembly, at an instant of the server.
    #[must_use]
    pub fn of(view: &AssemblyView, at: i64) -> Self {
        let vote = |item: &ItemView| LiveVote {
            vote: item.vote,
            state: item.state,
            voted: item.voted,
            closing_at: item.closing_at,
            awaits: item.awaits.is_some(),
            draw: item.draw.as_ref().map_or(0, DrawView::step),
            declined: declined(item),
            hands: item.hands.as_ref().map_or(0, HandsView::step),
            paper: item.paper.as_ref().map_or(0, PaperView::step),
        };
        Self {
            at,
            state: view.state,
            suspended: view.suspended_at.is_some(),
            taking_part: view.taking_part,
            minutes: view.minutes_hash.is_some(),
            votes: view.items.iter().map(vote).collect(),
        }
    }

    /// The same without how many took part: that changes with every ballot, and a phone has nothing to do with it.
    #[must_use]
    pub fn without_turnout(mut self) -> Self {
        self.taking_part = 0;
        self.votes.iter_mut().for_each(|vote| vote.voted = 0);
        self
    }

    /// Whether another moment is as good as this one: everything but the clock.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        Self { at: other.at, ..self.clone() } == *other
    }

    /// Microseconds until the vote closes that closes first of those whose closing was said; none once its moment has passed.
    #[must_use]
    pub fn closes_in(&self) -> Option<i64> {
        let said = self.votes.iter().filter(|vote| vote.state == VoteState::Open).filter_map(|vote| vote.closing_at);
        said.map(|at| at.saturating_sub(self.at)).filter(|left| *left > 0).min()
    }
}

/// What the hall is shown of an agenda.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scene<'a> {
    /// Votes going on, the first of them in agenda order.
    Voting(&'a ItemView),
    /// A vote closed and not decided: its key holders are opening it.
    Counting(&'a ItemView),
    /// What was decided last.
    Result(&'a ItemView),
    /// Nothing yet: what comes first.
    Next(&'a ItemView),
    /// There is nothing to vote on.
    Nothing,
}

/// What the hall looks at: a vote while it is open, then how it is counted, then its result, until the next one opens.
#[must_use]
pub fn scene(items: &[ItemView]) -> Scene<'_> {
    let in_state = |state| items.iter().filter(move |item| item.state == state);
    let last = |state| in_state(state).max_by_key(|item: &&ItemView| (item.closed_at, item.position));
    let first = |state| in_state(state).min_by_key(|item: &&ItemView| item.position);
    if let Some(item) = first(VoteState::Open) {
        Scene::Voting(item)
    } else if let Some(item) = last(VoteState::Closed) {
        Scene::Counting(item)
    } else if let Some(item) = last(VoteState::Decided) {
        Scene::Result(item)
    } else {
        first(VoteState::Prepared).map_or(Scene::Nothing, Scene::Next)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::ResolutionId;
    use crate::resolution::{Resolution, Text};
    use crate::vote::VoteMode;

    fn item(position: u32, state: VoteState, closed_at: Option<i64>) -> ItemView {
        let text = || Text { fr: "Texte".to_owned(), en: "Text".to_owned() };
        ItemView {
            vote: VoteId(Uuid::from_u128(position.into())),
            position,
            resolution: Resolution { id: ResolutionId(Uuid::nil()), title: text(), text: text(), election: None },
            mode: VoteMode::Secret,
            state,
            voices: None,
            entrusted: None,
            voted: position,
            opened_at: None,
            closed_at,
            closing_at: None,
            void_reason: None,
            cause: None,
            decision: None,
            awaits: None,
            draw: None,
            hands: None,
            paper: None,
            box_uuid: None,
            roll_checks: None,
            advance: None,
        }
    }

    fn moment(votes: &[(VoteState, Option<i64>)]) -> Live {
        let vote = |(n, (state, closing_at)): (usize, &(VoteState, Option<i64>))| LiveVote {
            vote: VoteId(Uuid::from_u128(n as u128)),
            state: *state,
            voted: 3,
            closing_at: *closing_at,
            awaits: false,
            draw: 0,
            declined: 0,
            hands: 0,
            paper: 0,
        };
        Live {
            at: 100,
            state: AssemblyState::InSession,
            suspended: false,
            taking_part: 4,
            minutes: false,
            votes: votes.iter().enumerate().map(vote).collect(),
        }
    }

    #[test]
    fn the_hall_sees_what_is_going_on_and_then_what_came_of_it() {
        use VoteState::{Closed, Decided, Open, Prepared, Voided};
        let one = |state, at| item(1, state, at);
        assert_eq!(scene(&[]), Scene::Nothing);
        let items = [one(Prepared, None), item(2, Prepared, None)];
        assert_eq!(scene(&items), Scene::Next(&items[0]));
        let items = [one(Decided, Some(7)), item(2, Open, None), item(3, Open, None)];
        assert_eq!(scene(&items), Scene::Voting(&items[1]));
        let items = [one(Decided, Some(9)), item(2, Closed, Some(7)), item(3, Prepared, None)];
        assert_eq!(scene(&items), Scene::Counting(&items[1]), "the hall waits for the box");
        let items = [one(Decided, Some(9)), item(2, Decided, Some(7)), item(3, Prepared, None)];
        assert_eq!(scene(&items), Scene::Result(&items[0]), "that which closed last");
        let items = [one(Voided, None), item(2, Prepared, None)];
        assert_eq!(scene(&items), Scene::Next(&items[1]), "what is void is not shown");
    }

    #[test]
    fn a_phone_is_not_told_of_every_ballot() {
        let live = moment(&[(VoteState::Open, None)]);
        let later = Live { at: 200, taking_part: 5, ..live.clone() };
        assert!(!live.same(&later));
        assert!(live.clone().without_turnout().same(&later.without_turnout()));
        let mut drawn = live.clone();
        drawn.votes[0].awaits = true;
        assert!(!live.same(&drawn), "a draw is told");
        let mut entered = live.clone();
        entered.votes[0].draw = 2;
        assert!(!live.same(&entered), "so is one that waits for a scrutineer");
        let mut vacant = live.clone();
        vacant.votes[0].declined = 1;
        assert!(!live.same(&vacant), "and a seat that is declined");
        let mut counted = live.clone();
        counted.votes[0].hands = 3;
        assert!(!live.same(&counted), "so is a count of hands");
        let mut papers = live.clone();
        papers.votes[0].paper = 3;
        assert!(!live.same(&papers), "and one of papers");
        let closed = moment(&[(VoteState::Closed, None)]);
        assert!(!live.without_turnout().same(&closed.without_turnout()));
    }

    #[test]
    fn the_countdown_is_that_of_the_vote_that_closes_first() {
        use VoteState::{Closed, Open};
        assert_eq!(moment(&[(Open, None)]).closes_in(), None);
        assert_eq!(moment(&[(Open, Some(160)), (Open, Some(130))]).closes_in(), Some(30));
        assert_eq!(moment(&[(Open, Some(160)), (Closed, Some(130))]).closes_in(), Some(60));
        assert_eq!(moment(&[(Open, Some(100))]).closes_in(), None, "its moment has come");
    }
}
