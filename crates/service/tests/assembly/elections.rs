//! Elections of persons: one secret vote whose ballot names up to so many or is blank, counted by the rule of the statutes, and
//! nothing chosen among equals before somebody decides it.

use domain::Refusal;
use domain::bureau::{ConstituteBureau, Seat};
use domain::contest::Said;
use domain::decision::{BlankCounted, Decision, Outcome};
use domain::draw::{ConfirmDraw, DrawSaid, DrawView};
use domain::elected::{Awaits, Elected};
use domain::ids::{ItemId, ResolutionId, VoteId};
use domain::in_session::{Cause, PutToVote};
use domain::offices::GiveOffice;
use domain::resolution::Text;
use domain::roles::{Actor, Role};
use domain::statutes::Field;
use domain::vote::{VoteMode, VoteState};
use domain::wire::{PaperVote, RecordDraw};
use protocol::ballot::Ballot;
use protocol::checks;
use protocol::election::{self, Election};
use protocol::voice;
use service::{Service, views};
use uuid::Uuid;

use crate::candidates::profile;
use crate::statutes::{NEXT_DAY, adopt, asked};
use crate::world::{DAY, START, World, empty, open, refusal, seeded};

/// Who stands: which member, first name and year of birth. They all have the same surname, so their order is that of these.
type Stand = (usize, &'static str, i32);

const FOUR: [Stand; 4] = [(3, "A", 1970), (4, "B", 1970), (5, "C", 1986), (6, "D", 1965)];

impl World {
    /// Goes over to an assembly with an election for seats among some, convened and begun; statutes as said.
    pub async fn electing(mut self, seats: u32, standing: &[Stand], says: &[(Field, &str)]) -> Self {
        if !says.is_empty() {
            adopt(&self, &asked(1, NEXT_DAY, says)).await.unwrap();
        }
        let (draft, item) = self.election_of(seats).await;
        let holder = domain::convocation::agenda::InvitedMove::AddHolder(3);
        service::edit_invited(&self.service, self.chair(), draft, &holder).await.unwrap();
        self.calls(item, true).await.unwrap();
        for (who, first_name, born) in standing {
            self.stands_born(*who, item, first_name, *born).await;
        }
        self.assembly = service::convene_draft(&self.service, self.chair(), draft).await.unwrap();
        self.secret = views::assembly(&self.service, self.assembly).await.unwrap().items[0].vote;
        self.clock.set(START + 30 * DAY);
        self
    }

    async fn stands_born(&self, who: usize, item: ItemId, first_name: &str, born: i32) {
        let said = domain::candidacies::Profile { born, ..profile(first_name, "Émery") };
        self.stands(who, item, &said).await.unwrap();
        let written = self.looks_at_election(who, item).await.mine.unwrap().profile.unwrap();
        self.sends(who, item, &self.signed(who, item, &written)).await.unwrap();
    }

    /// Some days before, one gives a blank proxy.
    async fn gives_blank(&self, who: usize) {
        self.clock.set(START + 27 * DAY);
        self.gives_proxy(1, who, None).await.unwrap();
        self.clock.set(START + 30 * DAY);
    }

    pub async fn opens_election(&self) {
        self.begin(self.assembly).await;
        self.key_holder_prepares().await;
        service::open_vote(&self.service, self.chair(), self.secret).await.unwrap();
    }

    pub async fn names(&self, who: usize, said: &Said) {
        let paper = self.paper_vote(who, self.secret).await;
        let cast = self.seal_said(50 + who as u64, who, &paper, said, 1);
        self.cast_secret(who, &cast).await.unwrap();
    }

    /// Closes the election and has it opened by the key holder.
    pub async fn counts_election(&self) -> Decision {
        let service = &self.service;
        assert_eq!(service::close_vote(service, self.chair(), self.secret).await.unwrap(), VoteState::Closed);
        let part = self.decryption().await;
        service::submit_decryption(service, self.holder(), self.secret, &part).await.unwrap();
        self.decided().await
    }

    /// The two scrutineers of its bureau.
    pub async fn scrutineers(&self) -> [usize; 2] {
        let desk = views::console(&self.service, self.chair(), self.assembly).await.unwrap().bureau;
        let seats = desk.bureau.unwrap().seats;
        [Seat::FirstScrutineer, Seat::SecondScrutineer].map(|seat| {
            let held = seats.iter().find(|held| held.seat == seat).unwrap();
            held.number.unwrap() as usize - 1
        })
    }

    async fn reads_draw(&self, who: usize, said: &ConfirmDraw) -> Result<(), service::Error> {
        service::confirm_draw(&self.service, &self.people[who].actor, self.secret, said).await
    }

    /// What everybody is shown of a draw that does not stand yet.
    async fn draw_shown(&self) -> Option<DrawView> {
        views::vote(&self.service, self.secret).await.unwrap().1.draw
    }

    /// The vote whose draw a member is asked to read.
    async fn draw_asked(&self, who: usize) -> Option<VoteId> {
        views::my_votes(&self.service, &self.people[who].actor).await.unwrap().draw
    }

    pub async fn decided(&self) -> Decision {
        views::vote(&self.service, self.secret).await.unwrap().1.decision.unwrap()
    }

    /// The vote on the accounts is given up: nobody votes on it here.
    pub async fn gives_up_the_other(&self) {
        let view = views::assembly(&self.service, self.assembly).await.unwrap();
        for item in view.items.iter().filter(|item| item.resolution.election.is_none()) {
            service::void_vote(&self.service, self.chair(), item.vote, "Personne ne vote ici.").await.unwrap();
        }
    }

    /// The key holder approves the keys of a round more.
    async fn approves_again(&self, vote: VoteId) {
        let task = views::key_holder_task(&self.service, self.holder(), self.assembly).await.unwrap();
        let trustees = task.votes.iter().find(|one| one.vote == vote).unwrap().trustees.clone().unwrap();
        let approval = self.approval(vote, &trustees);
        service::approve_trustees(&self.service, self.holder(), vote, &approval).await.unwrap();
    }

    /// The archive holds by every check, and its result is what the decision counts.
    async fn verifies(&self) {
        let archive = views::archive(&self.service, self.secret, None).await.unwrap();
        let companion = views::companion(&self.service, self.secret, None).await.unwrap();
        let report = checks::verify_election(&archive, Some(&companion), &mut |_, _| {}).unwrap();
        assert!(report.passed() && report.complete && report.ours, "{report:#?}");
    }
}

fn names(places: &[usize]) -> Said {
    Said::Names(places.to_vec())
}

fn elected(decision: &Decision) -> Elected {
    decision.election.clone().unwrap()
}

/// T27: three seats, A 25, B 20, C and D 15, and the eldest is put first.
#[tokio::test]
async fn t27_the_eldest_of_those_equal_takes_the_last_seat() {
    let world = World::with_shares(&[1; 25]).await.electing(3, &FOUR, &[(Field::ElectionTie, "eldest")]).await;
    world.opens_election().await;
    vote_as_in_t27(&world).await;
    let decision = world.counts_election().await;
    let result = elected(&decision);
    assert_eq!((result.votes.clone(), result.named, result.blank), (vec![25, 20, 15, 15], 25, 0));
    assert_eq!((decision.outcome, result.elected(), result.awaits()), (Outcome::Elected, vec![0, 1, 3], None));
    assert_eq!((decision.version, result.needed), (Some(2), 13), "more than half of those who named somebody");
    world.verifies().await;
    service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap_err();
    let tally = world.recorded("tally").await.remove(0);
    assert_eq!(tally["named"]["votes"], serde_json::json!([25, 20, 15, 15]));
    let record = views::record(&world.service, world.assembly).await.unwrap();
    assert!(!record.contains("Émery") && !record.contains("1965"), "no name and no age in the record");
}

/// Everybody names A; twenty B, fifteen C, fifteen D.
async fn vote_as_in_t27(world: &World) {
    for who in 0..25 {
        let said = match who {
            0..10 => [0, 1, 2],
            10..20 => [0, 1, 3],
            _ => [0, 2, 3],
        };
        world.names(who, &names(&said)).await;
    }
}

#[tokio::test]
async fn an_election_is_one_secret_vote_of_up_to_so_many_names_or_blank() {
    let (service, clock, folder) = empty(7).await;
    whole(World::build(service, clock, folder, &[1; 7]).await).await;
}

#[tokio::test]
async fn an_election_is_one_secret_vote_of_up_to_so_many_names_or_blank_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_elections_{}", std::process::id())).await.unwrap();
    let (service, clock): (Service, _) = open(&url, 7).await;
    whole(World::build(service, clock, None, &[1; 7]).await).await;
}

/// Two seats, four stand; blank proxies are against each, as more stand than there are seats.
async fn whole(world: World) {
    let world = world.electing(2, &FOUR, &[]).await;
    world.gives_blank(2).await;
    world.opens_election().await;
    let paper = world.paper_vote(3, world.secret).await;
    refused_ballots(&world, &paper).await;
    for (who, said) in [(0, names(&[0, 1])), (1, names(&[0, 1])), (3, names(&[0, 1])), (4, names(&[0, 2]))] {
        world.names(who, &said).await;
    }
    // Blank at first, then somebody: the last counts.
    world.names(5, &Said::Blank).await;
    let again = world.seal_said(77, 5, &world.paper_vote(5, world.secret).await, &names(&[0]), 2);
    world.cast_secret(5, &again).await.unwrap();
    world.names(6, &Said::Blank).await;
    let decision = world.counts_election().await;
    let result = elected(&decision);
    assert_eq!(decision.blank, Some(BlankCounted { count: 1, approved: false }));
    assert_eq!((result.votes.clone(), result.blank, result.named), (vec![5, 3, 1, 0], 1, 6));
    assert_eq!((result.of, result.needed), (6, 4), "five ballots with names, and a blank proxy against each");
    assert_eq!((result.elected(), decision.outcome), (vec![0], Outcome::Elected), "the other seat stays empty");
    assert_eq!(decision.counts.blank, 1);
    world.verifies().await;
}

/// The server takes no ballot that names more than may be, or that was made for another question.
async fn refused_ballots(world: &World, paper: &PaperVote) {
    let sound = world.seal_said(1, 3, paper, &names(&[0, 1]), 1);
    assert_eq!(paper.resolution.vector(&names(&[0, 1, 2])), None, "the paper says so before");
    // What a page of one's own would make: the same question with room for three names.
    let secret = paper.secret.as_ref().unwrap();
    let mut wider = Election::parse(&secret.election).unwrap();
    let phi = election::fingerprint(&secret.election);
    wider.questions[0].max = 3;
    let x = voice::credential_secret(&world.people[3].keys, &wider.uuid, world.people[3].id.bytes());
    let made = |vector: &[u64]| {
        let made = Ballot::create(&wider, &phi, &x, &[vector.to_vec()], &mut seeded(9)).unwrap().to_json();
        let (cooperative, tracker) = (world.cooperative.bytes(), protocol::ballot::tracker(&made));
        let slip = protocol::slip::OrderSlip::make(cooperative, &wider.uuid, &phi, &x, 1, &tracker, &mut seeded(10));
        domain::wire::CastSecret { ballot: made, slip, ..sound.clone() }
    };
    for (what, vector) in [("three names", [0, 1, 1, 1, 0]), ("two by other proofs", [0, 1, 1, 0, 0])] {
        assert_eq!(refusal(world.cast_secret(3, &made(&vector)).await), Refusal::BallotInvalid, "{what}");
    }
    let open = world.sign_open(3, paper, "for", 1);
    let outcome = service::cast_open(&world.service, &world.people[3].actor, world.secret, &open).await;
    assert_eq!(refusal(outcome), Refusal::Malformed, "no signed ballot names persons");
}

/// As many stand as there are seats, and the board presents them: blank proxies vote for each.
#[tokio::test]
async fn blank_proxies_vote_for_those_whom_the_board_presents() {
    let world = World::with_shares(&[1; 7]).await.electing(2, &FOUR[..2], &[]).await;
    world.gives_blank(2).await;
    world.opens_election().await;
    for (who, said) in [(3, names(&[0])), (4, names(&[1])), (5, names(&[0]))] {
        world.names(who, &said).await;
    }
    let decision = world.counts_election().await;
    let result = elected(&decision);
    assert_eq!(decision.blank, Some(BlankCounted { count: 1, approved: true }));
    assert_eq!((result.votes.clone(), result.named, result.needed), (vec![3, 2], 4, 3));
    assert_eq!(result.elected(), [0]);
}

/// Without a quorum nobody is elected, and there is nothing to draw.
#[tokio::test]
async fn without_a_quorum_nobody_is_elected() {
    let world = World::with_shares(&[1; 25]).await.electing(1, &FOUR[..2], &[]).await;
    world.opens_election().await;
    for (who, at) in [(3, 0), (4, 1)] {
        world.names(who, &names(&[at])).await;
    }
    let decision = world.counts_election().await;
    let result = elected(&decision);
    assert_eq!((decision.outcome, result.elected(), result.awaits()), (Outcome::NoQuorum, vec![], None));
    assert_eq!(result.votes, [1, 1], "what was voted is said all the same");
}

/// T28: the same as T27 where the statutes have equals drawn.
#[tokio::test]
async fn t28_nobody_is_chosen_before_the_bureau_records_its_draw() {
    let world = World::with_shares(&[1; 25]).await.electing(3, &FOUR, &[]).await;
    let (service, chair) = (&world.service, world.chair());
    let draws = async |by: &Actor, drawn: &[u32]| {
        service::record_draw(service, by, world.secret, &RecordDraw { drawn: drawn.to_vec() }).await
    };
    assert_eq!(refusal(draws(chair, &[3]).await), Refusal::NotInSession);
    world.opens_election().await;
    assert_eq!(refusal(draws(chair, &[3]).await), Refusal::NoDraw, "nothing is counted");
    vote_as_in_t27(&world).await;
    let result = elected(&world.counts_election().await);
    assert_eq!((result.elected(), result.tied.clone(), result.open), (vec![0, 1], vec![2, 3], 1));
    let item = views::vote(service, world.secret).await.unwrap().1;
    assert_eq!(item.awaits, Some(Awaits::Draw));
    world.gives_up_the_other().await;
    assert!(!views::console(service, chair, world.assembly).await.unwrap().can_publish);
    let publishes = service::publish_minutes(service, world.secretary(), world.assembly).await;
    assert_eq!(refusal(publishes), Refusal::TieOpen);

    assert_eq!(refusal(draws(&world.people[5].actor, &[3]).await), Refusal::NotYours);
    assert_eq!(refusal(service::open_runoff(service, chair, world.secret).await), Refusal::NoRunoff);
    for wrong in [&[][..], &[0], &[2, 3], &[9]] {
        assert_eq!(refusal(draws(chair, wrong).await), Refusal::DrawInvalid, "{wrong:?}");
    }
    let (one, other) = tokio::join!(draws(chair, &[3]), draws(chair, &[2]));
    assert_eq!([&one, &other].iter().filter(|done| done.is_ok()).count(), 1, "once, whoever presses first");
    let drawn = if one.is_ok() { 3 } else { 2 };
    assert_eq!(refusal(if one.is_ok() { other } else { one }), Refusal::DrawWaits);
    assert_eq!(world.draw_shown().await, Some(DrawView { n: 1, drawn: vec![drawn], differs: false }));
    read_by_another(&world).await;

    let result = elected(&world.decided().await);
    assert_eq!((result.elected(), result.confirmed), (vec![0, 1, 3], Some(Seat::SecondScrutineer)));
    assert_eq!(refusal(draws(chair, &[3]).await), Refusal::NoDraw, "it stands");
    assert_eq!((world.draw_shown().await, views::vote(service, world.secret).await.unwrap().1.awaits), (None, None));
    let vote = protocol::hash::hex(world.secret.bytes());
    let entry = serde_json::json!({ "confirmed": "second-scrutineer", "drawn": [3], "round": 3, "vote": vote });
    assert_eq!(world.recorded("draw").await, [entry], "by the seat, and no name");
    let [first, _] = world.scrutineers().await;
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(service, chair, world.assembly).await.unwrap().unwrap();
    assert_eq!(elected(minutes.items[0].decision.as_ref().unwrap()), result);
    let late = ConfirmDraw { n: 3, said: DrawSaid::Differs };
    assert_eq!(refusal(world.reads_draw(first, &late).await), Refusal::AssemblyOver);
}

/// What the chair entered differs, then what a scrutineer did; the third time another confirms it.
async fn read_by_another(world: &World) {
    let (service, chair) = (&world.service, world.chair());
    let [first, second] = world.scrutineers().await;
    let same = |n: u32| ConfirmDraw { n, said: DrawSaid::Same };
    let differs = |n: u32| ConfirmDraw { n, said: DrawSaid::Differs };
    let enters =
        async |by: &Actor| service::record_draw(service, by, world.secret, &RecordDraw { drawn: vec![3] }).await;
    // Nobody is seated, and nobody but a scrutineer is asked, or answers.
    assert_eq!(elected(&world.decided().await).elected(), [0, 1]);
    for who in [0, 1, 9] {
        assert_eq!(refusal(world.reads_draw(who, &same(1)).await), Refusal::NotFound, "{who}");
        assert_eq!(world.draw_asked(who).await, None, "{who}");
    }
    assert_eq!(world.draw_asked(first).await, Some(world.secret));
    assert_eq!(refusal(world.reads_draw(first, &same(2)).await), Refusal::DrawNotAwaited, "nobody entered that");
    world.reads_draw(first, &differs(1)).await.unwrap();
    assert!(world.draw_shown().await.unwrap().differs);
    assert_eq!(world.draw_asked(second).await, None, "it is void");
    assert_eq!(refusal(world.reads_draw(second, &same(1)).await), Refusal::DrawNotAwaited);

    // The same person is never both, whatever their office.
    let presides = async |who: usize| {
        let number = u32::try_from(who + 1).unwrap();
        let office = GiveOffice { number, role: Role::Chair, first_day: None, last_day: None };
        service::give_office(service, chair, &office).await.unwrap();
    };
    presides(first).await;
    let leads = Actor::Member { id: world.people[first].id, roles: vec![Role::Chair] };
    enters(&leads).await.unwrap();
    presides(0).await;
    assert_eq!(refusal(world.reads_draw(first, &same(2)).await), Refusal::DrawOwnHand);
    assert_eq!((world.draw_asked(first).await, world.draw_asked(second).await), (None, Some(world.secret)));
    world.reads_draw(second, &differs(2)).await.unwrap();
    assert_eq!(elected(&world.decided().await).elected(), [0, 1]);
    let publishes = service::publish_minutes(service, world.secretary(), world.assembly).await;
    assert_eq!(refusal(publishes), Refusal::TieOpen);

    // Without a scrutineer there is nobody to confirm it: the bureau is constituted with one.
    let form = views::console(service, chair, world.assembly).await.unwrap().bureau.form;
    let (first_scrutineer, second_scrutineer, words) = (String::new(), String::new(), "Personne.".to_owned());
    let alone = ConstituteBureau { first_scrutineer, second_scrutineer, words, aloud: true, ..form.clone() };
    let version = service::constitute_bureau(service, chair, world.assembly, &alone).await.unwrap();
    assert_eq!(refusal(enters(chair).await), Refusal::DrawNeedsScrutineer);
    // Whoever is among those equal does not confirm what tells them apart, while the other is left.
    let again = ConstituteBureau { after: version, first_scrutineer: "6".to_owned(), aloud: true, ..form };
    service::constitute_bureau(service, chair, world.assembly, &again).await.unwrap();
    assert_eq!(world.scrutineers().await, [5, second]);
    enters(chair).await.unwrap();
    let said = same(3);
    assert_eq!((world.draw_asked(5).await, world.draw_asked(second).await), (None, Some(world.secret)));
    assert_eq!(refusal(world.reads_draw(5, &said).await), Refusal::NotFound);
    let (one, other) = tokio::join!(world.reads_draw(second, &said), world.reads_draw(second, &said));
    assert_eq!([&one, &other].iter().filter(|done| done.is_ok()).count(), 1, "once");
    assert_eq!(refusal(if one.is_ok() { other } else { one }), Refusal::DrawNotAwaited);
}

/// Where the statutes want another round: among the equals, for the seats that wait, once.
#[tokio::test]
async fn another_round_is_among_those_equal_for_the_seats_that_wait() {
    let (service, clock, folder) = empty(7).await;
    rounds(World::build(service, clock, folder, &[1; 7]).await).await;
}

#[tokio::test]
async fn another_round_is_among_those_equal_for_the_seats_that_wait_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_rounds_{}", std::process::id())).await.unwrap();
    let (service, clock): (Service, _) = open(&url, 7).await;
    rounds(World::build(service, clock, None, &[1; 7]).await).await;
}

async fn rounds(world: World) {
    let says = [(Field::ElectionTie, "runoff"), (Field::ElectionMajority, "")];
    let mut world = world.electing(2, &FOUR, &says).await;
    world.opens_election().await;
    for (who, said) in [(3, names(&[0, 1])), (4, names(&[0, 2])), (5, names(&[0]))] {
        world.names(who, &said).await;
    }
    let result = elected(&world.counts_election().await);
    assert_eq!((result.elected(), result.tied.clone(), result.awaits()), (vec![0], vec![1, 2], Some(Awaits::Runoff)));
    let first = world.secret;
    let draw = RecordDraw { drawn: vec![1] };
    assert_eq!(refusal(service::record_draw(&world.service, world.chair(), first, &draw).await), Refusal::NoDraw);
    let second = service::open_runoff(&world.service, world.chair(), first).await.unwrap();
    assert_eq!(refusal(service::open_runoff(&world.service, world.chair(), first).await), Refusal::NoRunoff, "twice");
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    let item = view.items.iter().find(|item| item.vote == second).unwrap();
    assert_eq!((item.resolution.title.fr.as_str(), item.cause), ("Conseil — tour 2", Some(Cause::Runoff)));
    let contest = item.resolution.election.clone().unwrap();
    assert_eq!((contest.seats, contest.most, contest.candidates.len()), (1, 1, 2));
    assert_eq!(contest.candidates, ["B Émery", "C Émery"]);
    assert_eq!(views::vote(&world.service, first).await.unwrap().1.awaits, None, "it is put to the vote");

    // In the place of a round stands a round: the seats are not put to the vote once more beside it.
    let words = |text: &str| Text { fr: text.to_owned(), en: String::new() };
    let changed = PutToVote {
        id: ResolutionId(Uuid::from_u128(0x77)),
        cause: Cause::Amended,
        instead: Some(second),
        title: words("Conseil, tour corrigé"),
        text: words("Élire."),
        mode: VoteMode::Secret,
    };
    let third = service::put_to_vote(&world.service, world.chair(), world.assembly, &changed).await.unwrap();
    assert_eq!(
        refusal(service::open_runoff(&world.service, world.chair(), first).await),
        Refusal::NoRunoff,
        "replaced"
    );

    world.secret = third;
    world.approves_again(third).await;
    service::open_vote(&world.service, world.chair(), third).await.unwrap();
    for (who, at) in [(3, 1), (4, 1), (5, 0)] {
        world.names(who, &names(&[at])).await;
    }
    let result = elected(&world.counts_election().await);
    assert_eq!((result.votes.clone(), result.elected()), (vec![1, 2], vec![1]));
    world.verifies().await;
    world.gives_up_the_other().await;
    service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap();
}
