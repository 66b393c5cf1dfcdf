//! Standing for election: nobody without the own signature under these very words, and those who signed are put to the vote
//! together, in the order of their names.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::candidacies::{AcceptCandidacy, CandidacyState, ElectionView, Profile, ProposeCandidate};
use domain::convocation::agenda::{AgendaMove, Head, Item, ItemKind};
use domain::convocation::checklist::{Point, Weight};
use domain::ids::{DraftId, ItemId};
use domain::lang::Lang;
use domain::resolution::Text;
use domain::vote::VoteMode;
use service::{Error, views};

use crate::world::{DAY, START, World, refusal};

pub fn both(text: &str) -> Text {
    Text { fr: text.to_owned(), en: format!("({text})") }
}

pub fn profile(first_name: &str, surname: &str) -> Profile {
    Profile {
        lang: Lang::Fr,
        surname: surname.to_owned(),
        first_name: first_name.to_owned(),
        born: 1970,
        career: "Menuisière depuis 2019.".to_owned(),
        elsewhere: String::new(),
        here: "Administratrice.".to_owned(),
        // Whatever is sent: the ledger says it.
        shares: 99,
        statement: "Je me **présente**.".to_owned(),
    }
}

impl World {
    /// An assembly being prepared with a report, an election of two and a resolution.
    async fn election(&self) -> (DraftId, ItemId) {
        self.election_of(2).await
    }

    /// The same with other seats.
    pub async fn election_of(&self, seats: u32) -> (DraftId, ItemId) {
        let (service, by) = (&self.service, self.secretary());
        let draft = service::prepare_assembly(service, by, AssemblyKind::Ordinary).await.unwrap();
        let head = Head {
            starts_at: Some(START + 30 * DAY),
            place: "Besançon".to_owned(),
            second_at: Some(START + 44 * DAY),
            ..Head::new(AssemblyKind::Ordinary)
        };
        service::edit_draft(service, by, draft, &head).await.unwrap();
        let election = Item {
            text: both("L’assemblée élit au conseil, pour trois ans."),
            seats,
            ..Item::new(ItemKind::Election, both("Conseil"))
        };
        let rest = Item { text: both("Approuvé."), ..Item::new(ItemKind::Resolution, both("Comptes")) };
        let mut item = None;
        for one in [Item::new(ItemKind::Information, both("Rapport")), election, rest] {
            let is_election = one.kind == ItemKind::Election;
            let added = service::edit_agenda(service, by, draft, &AgendaMove::Add(one)).await.unwrap();
            item = if is_election { added } else { item };
        }
        (draft, item.unwrap())
    }

    pub async fn calls(&self, item: ItemId, opens: bool) -> Result<(), Error> {
        service::call_candidates(&self.service, self.secretary(), item, opens).await
    }

    pub async fn stands(&self, who: usize, item: ItemId, profile: &Profile) -> Result<(), Error> {
        service::declare_candidacy(&self.service, &self.people[who].actor, item, profile).await
    }

    pub async fn looks_at_election(&self, who: usize, item: ItemId) -> ElectionView {
        views::election_view(&self.service, &self.people[who].actor, item).await.unwrap()
    }

    /// A signature as the candidate's page makes it.
    pub fn signed(&self, who: usize, item: ItemId, profile: &Profile) -> AcceptCandidacy {
        let (person, hash) = (&self.people[who], profile.hash());
        let signed =
            protocol::candidacy::Candidacy { election: item.bytes(), content_hash: &hash, member: person.id.bytes() };
        AcceptCandidacy { hash, signature: signed.sign(self.cooperative.bytes(), person.keys.identity()) }
    }

    pub async fn sends(&self, who: usize, item: ItemId, sent: &AcceptCandidacy) -> Result<(), Error> {
        service::accept_candidacy(&self.service, &self.people[who].actor, item, sent).await
    }

    /// Writes and signs.
    async fn candidate(&self, who: usize, item: ItemId, first_name: &str, surname: &str) {
        self.stands(who, item, &profile(first_name, surname)).await.unwrap();
        let written = self.looks_at_election(who, item).await.mine.unwrap().profile.unwrap();
        self.sends(who, item, &self.signed(who, item, &written)).await.unwrap();
    }

    async fn proposes(&self, who: usize, item: ItemId, number: u32) -> Result<(), Error> {
        let asked = ProposeCandidate { number, reason: "Elle sait compter.".to_owned() };
        service::propose_candidate(&self.service, &self.people[who].actor, item, &asked).await
    }

    async fn takes_back(&self, who: usize, item: ItemId) -> Result<(), Error> {
        service::withdraw_candidacy(&self.service, &self.people[who].actor, item).await
    }

    async fn points(&self, draft: DraftId, weight: Weight) -> Vec<Point> {
        let view = views::draft(&self.service, self.chair(), draft).await.unwrap();
        view.checklist.into_iter().filter(|line| line.weight == weight).map(|line| line.point).collect()
    }
}

#[tokio::test]
async fn those_who_signed_are_put_to_the_vote_together_in_the_order_of_names() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    let (draft, item) = world.election().await;
    service::edit_invited(service, chair, draft, &domain::convocation::agenda::InvitedMove::AddHolder(4))
        .await
        .unwrap();
    assert!(world.points(draft, Weight::Warning).await.contains(&Point::Elections));
    world.calls(item, true).await.unwrap();
    world.candidate(3, item, "Zoé", "Émery").await;
    world.candidate(4, item, "Anne", "Émery").await;
    // One who wrote and never signed, and one who never answered.
    world.stands(5, item, &profile("Ali", "Abel")).await.unwrap();
    world.proposes(3, item, 2).await.unwrap();
    let warned = world.points(draft, Weight::Warning).await;
    assert!(warned.contains(&Point::CandidatesPending) && !warned.contains(&Point::CandidatesFew), "{warned:?}");
    let seen = world.looks_at_election(1, item).await;
    assert_eq!(seen.candidates.len(), 2);
    assert_eq!(seen.pending.len(), 2, "who prepares the assembly sees who has not signed");
    assert!(world.looks_at_election(4, item).await.pending.is_empty(), "nobody else does");

    let assembly = service::convene_draft(service, chair, draft).await.unwrap();
    let view = views::assembly(service, assembly).await.unwrap();
    let voted: Vec<_> = view.items.iter().map(|item| (item.position, item.resolution.title.fr.as_str())).collect();
    assert_eq!(voted, [(2, "Conseil"), (3, "Comptes")]);
    assert_eq!(view.items[0].mode, VoteMode::Secret, "as the election");
    let contest = view.items[0].resolution.election.clone().unwrap();
    assert_eq!((contest.seats, contest.most), (2, 2));
    assert_eq!(contest.candidates, ["Anne Émery", "Zoé Émery"]);
    let notice = views::convocation(service, assembly).await.unwrap().unwrap().notice;
    assert_eq!(notice.items[1].item.kind, ItemKind::Election);
    let read = views::candidates(service, &world.people[5].actor, assembly).await.unwrap();
    assert_eq!(read.iter().map(|(vote, _)| *vote).collect::<Vec<_>>(), [view.items[0].vote; 2]);
    let signed = read[0].1.profile.as_ref().unwrap();
    assert_eq!((signed.name().as_str(), signed.shares), ("Anne Émery", world.looks_at_election(4, item).await.shares));
    assert_eq!(notice.items[1].candidates[0].content, protocol::hash::hex(&signed.hash()));
    // No name in the record, and none of what they said.
    let record = views::record(service, assembly).await.unwrap();
    assert!(!record.contains("Émery") && !record.contains("Menuisi"));

    for outcome in [
        world.stands(5, item, &profile("Ali", "Abelard")).await,
        world.takes_back(3, item).await,
        world.proposes(3, item, 1).await,
        world.calls(item, false).await,
    ] {
        let refused = refusal(outcome);
        assert!(matches!(refused, Refusal::CandidatesClosed | Refusal::DraftClosed), "{refused}");
    }

    // Twenty-five months after the assembly the words are gone; the votes and the notice are what they were.
    world.clock.set(START + 30 * DAY + 24 * 30 * DAY);
    service::forget_due(service).await.unwrap();
    assert!(views::candidates(service, chair, assembly).await.unwrap()[0].1.profile.is_some(), "not yet");
    world.clock.set(START + 30 * DAY + 26 * 31 * DAY);
    service::forget_due(service).await.unwrap();
    assert!(views::candidates(service, chair, assembly).await.unwrap().iter().all(|(_, one)| one.profile.is_none()));
    assert_eq!(views::convocation(service, assembly).await.unwrap().unwrap().notice, notice);
}

#[tokio::test]
async fn a_candidacy_is_the_signature_of_its_member_under_these_words() {
    let world = World::new().await;
    let (_, item) = world.election().await;
    let (_, other) = world.election().await;
    for one in [item, other] {
        world.calls(one, true).await.unwrap();
    }
    let none = world.signed(3, item, &profile("Zoé", "Roche"));
    assert_eq!(refusal(world.sends(3, item, &none).await), Refusal::CandidacyState, "nothing is written");
    world.stands(3, item, &profile("Zoé", "Roche")).await.unwrap();
    let written = world.looks_at_election(3, item).await.mine.unwrap().profile.unwrap();
    assert_eq!(refusal(world.sends(3, item, &none).await), Refusal::TextOutdated, "the shares are those of the ledger");
    let sound = world.signed(3, item, &written);
    let changed = Profile { statement: "Autre chose.".to_owned(), ..written.clone() };
    for (what, sent, expected) in [
        ("another member's", world.signed(4, item, &written), Refusal::CandidacyInvalid),
        ("of another election", world.signed(3, other, &written), Refusal::CandidacyInvalid),
        ("of other words", world.signed(3, item, &changed), Refusal::TextOutdated),
        (
            "over other words",
            AcceptCandidacy { hash: sound.hash, ..world.signed(3, item, &changed) },
            Refusal::CandidacyInvalid,
        ),
    ] {
        assert_eq!(refusal(world.sends(3, item, &sent).await), expected, "{what}");
    }
    assert_eq!(refusal(world.sends(4, item, &sound).await), Refusal::CandidacyState, "who has written nothing");
    world.sends(3, item, &sound).await.unwrap();
    world.sends(3, item, &sound).await.unwrap();
    assert_eq!(world.looks_at_election(4, item).await.candidates.len(), 1, "again is once");
    // Other words are signed again; until then nobody stands.
    world.stands(3, item, &changed).await.unwrap();
    let view = world.looks_at_election(3, item).await;
    assert_eq!((view.candidates.len(), view.mine.unwrap().state, view.may.sign), (0, CandidacyState::Written, true));
    assert_eq!(refusal(world.sends(3, item, &sound).await), Refusal::TextOutdated);
    assert_eq!(refusal(world.stands(3, item, &changed).await), Refusal::NothingChanged);
}

#[tokio::test]
async fn who_is_proposed_answers_and_each_thing_has_its_time() {
    let world = World::new().await;
    let (draft, item) = world.election().await;
    let (service, stranger) = (&world.service, &world.people[4].actor);
    let reads = || views::election_view(service, stranger, item);
    assert_eq!(refusal(reads().await), Refusal::NotFound, "the board has not called");
    assert_eq!(refusal(world.proposes(3, item, 5).await), Refusal::NotFound);
    assert_eq!(refusal(service::call_candidates(service, stranger, item, true).await), Refusal::NotYours);
    world.calls(item, true).await.unwrap();
    assert_eq!(refusal(world.calls(item, true).await), Refusal::CandidatesClosed, "called already");
    assert!(reads().await.is_ok());

    world.proposes(3, item, 5).await.unwrap();
    let letters = service::outbox::take(service, 500).await.unwrap();
    let told: Vec<_> = letters.iter().filter(|letter| letter.subject.ends_with("candidate-proposed")).collect();
    assert_eq!(told.iter().map(|letter| letter.address.as_str()).collect::<Vec<_>>(), ["personne-5@example.org"]);
    let mine = world.looks_at_election(4, item).await.mine.unwrap();
    assert_eq!((mine.state, mine.by.map(|by| by.member)), (CandidacyState::Proposed, Some(world.people[3].id)));
    assert_eq!(mine.reason, "Elle sait compter.");
    let already = Refusal::CandidateAlready;
    for (number, expected) in [(5, already), (4, already), (9999, Refusal::NoSuchNumber)] {
        assert_eq!(refusal(world.proposes(3, item, number).await), expected, "{number}");
    }
    world.takes_back(4, item).await.unwrap();
    assert_eq!(refusal(world.takes_back(4, item).await), Refusal::CandidacyState);
    assert_eq!(refusal(world.proposes(5, item, 5).await), already, "who declined is left in peace");
    world.candidate(4, item, "Ali", "Abel").await;
    assert_eq!(
        world.looks_at_election(3, item).await.candidates[0].who.member,
        world.people[4].id,
        "and may come back"
    );

    world.calls(item, false).await.unwrap();
    assert_eq!(refusal(world.stands(5, item, &profile("Zoé", "Roche")).await), Refusal::CandidatesClosed);
    world.takes_back(4, item).await.unwrap();
    assert_eq!(world.looks_at_election(4, item).await.mine.unwrap().profile, None, "the words are forgotten");
    world.calls(item, true).await.unwrap();
    for (change, expected) in [
        (Profile { born: 2015, ..profile("A", "B") }, Refusal::BirthYear),
        (profile("A", ""), Refusal::TextInvalid),
        (profile("A\u{202e}", "B"), Refusal::TextCharacters),
    ] {
        assert_eq!(refusal(world.stands(5, item, &change).await), expected);
    }
    // An item that is taken off takes its candidacies along; what is given up is nobody's to read.
    world.candidate(5, item, "Zoé", "Roche").await;
    let gone = AgendaMove::Remove(item);
    service::edit_agenda(service, world.secretary(), draft, &gone).await.unwrap();
    assert_eq!(refusal(reads().await), Refusal::NotFound);
    let (dropped, item) = world.election().await;
    world.calls(item, true).await.unwrap();
    service::drop_draft(service, world.chair(), dropped).await.unwrap();
    assert_eq!(refusal(views::election_view(service, stranger, item).await), Refusal::NotFound);
    assert!(views::elections(service, stranger).await.unwrap().is_empty());
}

#[tokio::test]
async fn two_who_propose_the_same_at_once_propose_once() {
    let world = World::new().await;
    let (_, item) = world.election().await;
    world.calls(item, true).await.unwrap();
    let (one, other) = tokio::join!(world.proposes(3, item, 5), world.proposes(5, item, 5));
    let (done, refused): (Vec<_>, Vec<_>) = [one, other].into_iter().partition(Result::is_ok);
    assert_eq!((done.len(), refused.len()), (1, 1));
    assert_eq!(refusal(refused.into_iter().next().unwrap()), Refusal::CandidateAlready);
}
