//! Proxies: signed by their grantor or entered on paper, accepted by their holder, one of each member, none passed on, none
//! beyond the cap, none taken back when the statutes call them final, and over when the grantor votes.

use domain::Refusal;
use domain::assembly::{AssemblyKind, AssemblyState};
use domain::convocation::agenda::{AgendaMove, Head, Item, ItemKind};
use domain::ids::{AssemblyId, MemberId, ProxyId};
use domain::own_record::Departure;
use domain::proxies::{Ending, GiveProxy, MyProxies, PaperProxy, ProxyAnswer, ProxyState, RevokeProxy};
use domain::resolution::{Choice, Text};
use domain::roles::Actor;
use service::{Error, views};

use crate::world::{DAY, START, World, founding, open, refusal};

const HOUR: i64 = DAY / 24;
/// 15:00 on the eve of a noon.
const CUT_OFF: i64 = START - 21 * HOUR;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n....";

impl World {
    /// Some days before the assembly.
    async fn days_before() -> Self {
        let world = Self::new().await;
        world.clock.set(START - 3 * DAY);
        world
    }

    /// The same with statutes that let a proxy be taken back until the roll is fixed, and a cap.
    pub async fn under(preset: &str) -> Self {
        let (service, clock, folder) = crate::world::empty(7).await;
        let founding = service::Founding { preset: preset.to_owned(), ..founding(&[1; 7]) };
        let world = Self::found(service, clock, folder, &founding).await;
        world.clock.set(START - 3 * DAY);
        world
    }

    fn proxy_id(n: u8) -> ProxyId {
        ProxyId(uuid::Builder::from_random_bytes([n; 16]).into_uuid())
    }

    /// What a member's page signs and sends.
    pub fn signed_proxy(&self, n: u8, from: usize, to: Option<usize>) -> GiveProxy {
        let (person, holder) = (&self.people[from], to.map(|to| self.people[to].id));
        let id = Self::proxy_id(n);
        let signed = protocol::proxy::Proxy {
            assembly: self.assembly.bytes(),
            id: id.bytes(),
            grantor: person.id.bytes(),
            holder: holder.as_ref().map(MemberId::bytes),
        };
        let signature = signed.sign(self.cooperative.bytes(), person.keys.identity());
        GiveProxy { proxy: id, holder, replaces: None, signature }
    }

    async fn sends_proxy(&self, who: usize, sent: &GiveProxy) -> Result<(), Error> {
        service::give_proxy(&self.service, &self.people[who].actor, self.assembly, sent).await
    }

    pub async fn gives_proxy(&self, n: u8, from: usize, to: Option<usize>) -> Result<(), Error> {
        self.sends_proxy(from, &self.signed_proxy(n, from, to)).await
    }

    pub async fn answers_proxy(&self, who: usize, n: u8, answer: ProxyAnswer) -> Result<(), Error> {
        service::answer_proxy(&self.service, &self.people[who].actor, Self::proxy_id(n), answer).await
    }

    pub async fn takes_proxy_back(&self, who: usize, n: u8) -> Result<(), Error> {
        let person = &self.people[who];
        let id = Self::proxy_id(n);
        let signed = protocol::proxy::Revocation { id: id.bytes(), grantor: person.id.bytes() };
        let sent = RevokeProxy { signature: signed.sign(self.cooperative.bytes(), person.keys.identity()) };
        service::revoke_proxy(&self.service, &person.actor, id, &sent).await
    }

    pub async fn my_proxies(&self, who: usize) -> MyProxies {
        views::my_proxies(&self.service, &self.people[who].actor, self.assembly).await.unwrap()
    }

    /// Where the proxy a member gave last stands.
    pub async fn proxy_state(&self, who: usize) -> Option<(ProxyState, Option<Ending>)> {
        self.my_proxies(who).await.mine.map(|mine| (mine.state, mine.ending))
    }

    async fn enters_proxy(&self, grantor: u32, holder: Option<u32>, accepted: bool) -> Result<ProxyId, Error> {
        let entered = PaperProxy { grantor, holder, accepted };
        service::enter_paper_proxy(&self.service, self.secretary(), self.assembly, entered, ("pouvoir.png", PNG)).await
    }

    /// To whom letters of a kind were written since the last look.
    async fn written_about(&self, kind: &str) -> Vec<String> {
        let letters = service::outbox::take(&self.service, 500).await.unwrap();
        let mut told: Vec<String> =
            letters.into_iter().filter(|letter| letter.subject.ends_with(kind)).map(|letter| letter.address).collect();
        told.sort();
        told
    }
}

fn to(number: usize) -> String {
    format!("personne-{number}@example.org")
}

#[tokio::test]
async fn a_proxy_is_signed_accepted_and_taken_back() {
    let world = World::under("uk-coops-model").await;
    let sent = world.signed_proxy(1, 3, Some(4));
    world.sends_proxy(3, &sent).await.unwrap();
    world.sends_proxy(3, &sent).await.unwrap();
    assert_eq!(world.proxy_state(3).await, Some((ProxyState::Given, None)), "the same again is the same");
    let letters = service::outbox::take(&world.service, 500).await.unwrap();
    let told = |kind: &str| -> Vec<&str> {
        letters.iter().filter(|one| one.subject.ends_with(kind)).map(|one| one.address.as_str()).collect()
    };
    assert_eq!(told("proxy-asked"), [to(5)]);
    assert_eq!(told("proxy-received"), [to(4)]);
    let held = world.my_proxies(4).await.held;
    assert_eq!(held.iter().map(|line| line.grantor.member).collect::<Vec<_>>(), [world.people[3].id]);

    assert_eq!(
        refusal(world.answers_proxy(5, 1, ProxyAnswer::Accept).await),
        Refusal::NotFound,
        "it names somebody else"
    );
    assert_eq!(
        refusal(world.answers_proxy(3, 1, ProxyAnswer::Accept).await),
        Refusal::NotFound,
        "not even its grantor"
    );
    world.answers_proxy(4, 1, ProxyAnswer::Accept).await.unwrap();
    assert_eq!(refusal(world.answers_proxy(4, 1, ProxyAnswer::Accept).await), Refusal::ProxyState);
    assert_eq!(world.written_about("proxy-answered").await, [to(4)]);
    world.takes_proxy_back(3, 1).await.unwrap();
    assert_eq!(world.proxy_state(3).await, Some((ProxyState::Revoked, None)));
    assert_eq!(world.written_about("proxy-over").await, [to(4), to(5)], "grantor and holder are told");
    assert_eq!(refusal(world.takes_proxy_back(3, 1).await), Refusal::ProxyState);
    assert_eq!(refusal(world.takes_proxy_back(4, 1).await), Refusal::NotFound);
    // What was taken back does not come back by being sent again.
    world.sends_proxy(3, &sent).await.unwrap();
    assert_eq!(world.proxy_state(3).await, Some((ProxyState::Revoked, None)));
    assert!(world.my_proxies(4).await.held.is_empty());

    world.gives_proxy(2, 3, Some(5)).await.unwrap();
    world.answers_proxy(5, 2, ProxyAnswer::Decline).await.unwrap();
    assert_eq!(world.proxy_state(3).await, Some((ProxyState::Declined, None)));
    world.gives_proxy(3, 3, None).await.unwrap();
    assert_eq!(world.proxy_state(3).await, Some((ProxyState::InForce, None)), "nobody accepts a blank one");
    let list = views::proxies(&world.service, world.secretary(), world.assembly).await.unwrap();
    assert_eq!((list.accepted, list.waiting, list.blank, list.lines.len()), (0, 0, 1, 3));
}

#[tokio::test]
async fn a_proxy_is_the_signature_of_its_grantor_under_what_it_says() {
    let world = World::days_before().await;
    let sound = world.signed_proxy(1, 3, Some(4));
    for (what, who, sent) in [
        ("sent by another", 5, sound.clone()),
        ("to another", 3, GiveProxy { holder: Some(world.people[5].id), ..sound.clone() }),
        ("to nobody", 3, GiveProxy { holder: None, ..sound.clone() }),
        ("of another id", 3, GiveProxy { proxy: World::proxy_id(2), ..sound.clone() }),
    ] {
        assert_eq!(refusal(world.sends_proxy(who, &sent).await), Refusal::ProxyInvalid, "{what}");
    }
    let other = AssemblyId(uuid::Uuid::nil());
    let (service, actor) = (&world.service, &world.people[3].actor);
    assert_eq!(refusal(service::give_proxy(service, actor, other, &sound).await), Refusal::NotFound);
    assert_eq!(
        refusal(service::give_proxy(service, &Actor::Anyone, world.assembly, &sound).await),
        Refusal::SignInFirst
    );
    world.sends_proxy(3, &sound).await.unwrap();
    // An id that is somebody else's is nobody's to use again.
    assert_eq!(refusal(world.sends_proxy(5, &world.signed_proxy(1, 5, Some(6))).await), Refusal::Malformed);
    let nobody = GiveProxy { holder: Some(MemberId(uuid::Uuid::from_u128(9))), ..sound.clone() };
    assert_eq!(refusal(world.sends_proxy(5, &nobody).await), Refusal::ProxyInvalid);
}

#[tokio::test]
async fn nobody_gives_two_nor_what_they_carry_nor_to_who_cannot_carry() {
    let world = World::under("uk-coops-model").await;
    assert_eq!(refusal(world.gives_proxy(1, 3, Some(3)).await), Refusal::ProxyToSelf);
    world.gives_proxy(1, 3, Some(4)).await.unwrap();
    assert_eq!(refusal(world.gives_proxy(2, 3, Some(5)).await), Refusal::ProxyExists);
    assert_eq!(refusal(world.gives_proxy(2, 5, Some(3)).await), Refusal::ProxyChain, "who has given one");
    // In the place of the one there is, and of no other.
    let instead =
        |n, replaces| GiveProxy { replaces: Some(World::proxy_id(replaces)), ..world.signed_proxy(n, 3, Some(5)) };
    assert_eq!(refusal(world.sends_proxy(3, &instead(2, 9)).await), Refusal::ProxyExists);
    world.written_about("").await;
    world.sends_proxy(3, &instead(2, 1)).await.unwrap();
    assert_eq!(world.written_about("proxy-over").await, [to(4), to(5)]);
    assert!(world.my_proxies(4).await.held.is_empty());
    world.answers_proxy(5, 2, ProxyAnswer::Accept).await.unwrap();
    assert_eq!(refusal(world.gives_proxy(3, 5, Some(6)).await), Refusal::ProxyHolds);
    assert_eq!(refusal(world.gives_proxy(3, 5, None).await), Refusal::ProxyHolds);
    world.answers_proxy(5, 2, ProxyAnswer::Decline).await.unwrap();
    world.gives_proxy(3, 5, Some(6)).await.unwrap();
    // Whoever was asked and gave the own meanwhile accepts nothing.
    world.gives_proxy(4, 4, Some(2)).await.unwrap();
    world.gives_proxy(5, 2, None).await.unwrap();
    assert_eq!(refusal(world.answers_proxy(2, 4, ProxyAnswer::Accept).await), Refusal::ProxyChain);

    service::leave(&world.service, &world.people[6].actor, &Departure { sure: "yes".to_owned() }).await.unwrap();
    assert_eq!(refusal(world.gives_proxy(6, 3, Some(6)).await), Refusal::ProxyHolder, "who left");
    assert_eq!(refusal(world.answers_proxy(6, 3, ProxyAnswer::Accept).await), Refusal::MemberState);
    let asked = views::proxy_holder(&world.service, &world.people[3].actor, world.assembly, 7).await;
    assert_eq!(refusal(asked), Refusal::ProxyHolder);
    let found = views::proxy_holder(&world.service, &world.people[3].actor, world.assembly, 1).await.unwrap();
    assert_eq!((found.member, found.name.as_str()), (world.people[0].id, "Personne 1"));
}

#[tokio::test]
async fn nobody_carries_more_than_the_statutes_let() {
    // Two at most (GenG § 43(5)).
    let world = World::under("genossenschaft-de").await;
    assert_eq!(world.my_proxies(3).await.most, Some(2));
    world.gives_proxy(1, 1, Some(6)).await.unwrap();
    world.gives_proxy(2, 2, Some(6)).await.unwrap();
    assert_eq!(refusal(world.gives_proxy(3, 3, Some(6)).await), Refusal::ProxyCapReached, "what waits counts");
    assert_eq!(refusal(world.enters_proxy(4, Some(7), true).await), Refusal::ProxyCapReached);
    world.gives_proxy(3, 3, None).await.unwrap();
    world.gives_proxy(4, 4, None).await.unwrap();
    world.answers_proxy(6, 1, ProxyAnswer::Decline).await.unwrap();
    world.gives_proxy(5, 5, Some(6)).await.unwrap();
}

#[tokio::test]
async fn each_thing_has_its_time() {
    let world = World::days_before().await;
    let mine = world.my_proxies(3).await;
    assert_eq!((mine.until, mine.is_final, mine.may.give), (Some(CUT_OFF), true, true));
    // Irrevocable once received (C. com. R.225-80), as these statutes say.
    world.gives_proxy(1, 3, Some(4)).await.unwrap();
    assert_eq!(refusal(world.takes_proxy_back(3, 1).await), Refusal::ProxyFinal);
    let instead = GiveProxy { replaces: Some(World::proxy_id(1)), ..world.signed_proxy(2, 3, Some(5)) };
    assert_eq!(refusal(world.sends_proxy(3, &instead).await), Refusal::ProxyFinal);
    let mine = world.my_proxies(3).await;
    assert!(!mine.may.give && !mine.may.revoke);

    world.clock.set(CUT_OFF - HOUR);
    world.gives_proxy(3, 5, Some(4)).await.unwrap();
    world.clock.set(CUT_OFF);
    assert_eq!(refusal(world.gives_proxy(4, 6, Some(4)).await), Refusal::ProxyTooLate);
    assert!(!world.my_proxies(6).await.may.give);
    // On paper it is brought to the assembly itself; accepting has no hour.
    world.enters_proxy(7, Some(5), true).await.unwrap();
    world.answers_proxy(4, 1, ProxyAnswer::Accept).await.unwrap();
    world.clock.set(START);
    world.open_votes().await;
    world.enters_proxy(2, None, false).await.unwrap();
    world.answers_proxy(4, 3, ProxyAnswer::Accept).await.unwrap();
}

#[tokio::test]
async fn when_an_assembly_is_over_or_called_off_nothing_moves() {
    let world = World::under("uk-coops-model").await;
    world.gives_proxy(1, 3, Some(4)).await.unwrap();
    // What was convened with data has no notice to call it off by: its state is set as that act does.
    let url = format!("sqlite:{}", world.folder.as_ref().unwrap().path().join("voix.db").display());
    let db = store::Db::open(&url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    assert!(
        store::assemblies::end(&mut tx, world.assembly, AssemblyState::Convened, AssemblyState::Cancelled, START)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    for outcome in [
        world.gives_proxy(2, 5, Some(4)).await,
        world.takes_proxy_back(3, 1).await,
        world.answers_proxy(4, 1, ProxyAnswer::Accept).await,
        world.enters_proxy(6, None, false).await.map(drop),
    ] {
        assert_eq!(refusal(outcome), Refusal::AssemblyCancelled);
    }
    let mine = world.my_proxies(3).await;
    assert_eq!(mine.may, domain::proxies::ProxyMay::default());
    db.close().await;
}

#[tokio::test]
async fn a_vote_of_ones_own_ends_the_proxy_and_both_are_told() {
    let world = World::days_before().await;
    world.gives_proxy(1, 3, Some(4)).await.unwrap();
    world.answers_proxy(4, 1, ProxyAnswer::Accept).await.unwrap();
    world.clock.set(START);
    // Somebody whose vote opened before speaks the own voice in it.
    world.gives_proxy(2, 5, None).await.unwrap_err();
    world.enters_proxy(6, Some(5), true).await.unwrap();
    world.open_votes().await;
    let late = world.enters_proxy(7, Some(5), true).await.unwrap();
    world.written_about("").await;
    let ballot = world.open_ballot(6, Choice::For, 1).await;
    world.cast_open(6, &ballot).await.unwrap();
    let list = views::proxies(&world.service, world.secretary(), world.assembly).await.unwrap();
    let over = list.lines.iter().find(|line| line.id == late).unwrap();
    assert_eq!((over.state, over.ending), (ProxyState::Ended, Some(Ending::GrantorVoted)));
    // The last two of this world share an address.
    assert_eq!(world.written_about("proxy-over").await, [to(5), to(6)]);
    assert_eq!(refusal(world.enters_proxy(7, Some(5), true).await), Refusal::ProxyTakesPart);
    assert!(world.my_proxies(6).await.takes_part && !world.my_proxies(6).await.may.give);
    let ballot = world.open_ballot(6, Choice::Against, 2).await;
    world.cast_open(6, &ballot).await.unwrap();
    let record = views::own_data(&world.service, &world.people[6].actor).await.unwrap();
    let text = serde_json::to_string(&record).unwrap();
    assert!(text.contains("grantor-voted") && text.contains("pouvoir.png"), "the own data has it");
}

#[tokio::test]
async fn a_paper_is_kept_with_its_hash_and_erased_in_time() {
    let world = World::days_before().await;
    let (service, secretary) = (&world.service, world.secretary());
    let entered = PaperProxy { grantor: 4, holder: Some(5), accepted: true };
    let csv = service::enter_paper_proxy(service, secretary, world.assembly, entered, ("a.csv", b"nom\n")).await;
    assert_eq!(refusal(csv), Refusal::DocumentKind, "a proxy is a signed paper");
    let member = &world.people[3].actor;
    let theirs = service::enter_paper_proxy(service, member, world.assembly, entered, ("a.png", PNG)).await;
    assert_eq!(refusal(theirs), Refusal::NotYours);
    for (grantor, holder, expected) in
        [(99, Some(5), Refusal::NoSuchNumber), (4, Some(99), Refusal::ProxyHolder), (4, Some(4), Refusal::ProxyToSelf)]
    {
        assert_eq!(refusal(world.enters_proxy(grantor, holder, true).await), expected);
    }
    let id = world.enters_proxy(4, Some(5), true).await.unwrap();
    assert_eq!(world.proxy_state(3).await, Some((ProxyState::InForce, None)), "accepted aloud");
    assert_eq!(world.written_about("proxy-received").await, [to(4)]);
    assert_eq!(refusal(world.enters_proxy(4, Some(6), true).await), Refusal::ProxyExists);
    let file = views::proxy_document(service, secretary, id).await.unwrap();
    assert_eq!((file.name.as_str(), file.body.as_slice()), ("pouvoir.png", PNG));
    assert_eq!(refusal(views::proxy_document(service, member, id).await.map(drop)), Refusal::NotYours);
    let line = views::proxies(service, secretary, world.assembly).await.unwrap().lines.remove(0);
    let kept = line.document.unwrap();
    assert_eq!((kept.kept, kept.hash), (true, protocol::hash::sha256_hex(PNG)));

    // Taken back on paper, and once only; a signed one is its grantor's.
    service::end_paper_proxy(service, secretary, id).await.unwrap();
    assert_eq!(refusal(service::end_paper_proxy(service, secretary, id).await), Refusal::ProxyState);
    world.gives_proxy(1, 5, None).await.unwrap();
    assert_eq!(refusal(service::end_paper_proxy(service, secretary, World::proxy_id(1)).await), Refusal::NotFound);
    let again = world.enters_proxy(4, Some(7), false).await.unwrap();
    assert_eq!(world.proxy_state(3).await, Some((ProxyState::Given, None)));

    world.clock.set(START + 47 * 30 * DAY);
    service::forget_due(service).await.unwrap();
    assert!(views::proxy_document(service, secretary, id).await.is_ok(), "not yet");
    world.clock.set(START + 49 * 31 * DAY);
    service::forget_due(service).await.unwrap();
    for id in [id, again] {
        assert_eq!(refusal(views::proxy_document(service, secretary, id).await.map(drop)), Refusal::NotFound);
    }
    let lines = views::proxies(service, secretary, world.assembly).await.unwrap().lines;
    let document = lines[0].document.as_ref().unwrap();
    assert_eq!((document.kept, document.hash.as_str()), (false, protocol::hash::sha256_hex(PNG).as_str()));
}

/// Two at once, on each database there is.
async fn at_once(world: &World) {
    let signed = [world.signed_proxy(1, 3, Some(4)), world.signed_proxy(2, 3, Some(5))];
    let (one, other) = tokio::join!(world.sends_proxy(3, &signed[0]), world.sends_proxy(3, &signed[1]));
    let (done, refused): (Vec<_>, Vec<_>) = [one, other].into_iter().partition(Result::is_ok);
    assert_eq!((done.len(), refused.len()), (1, 1));
    assert_eq!(refusal(refused.into_iter().next().unwrap()), Refusal::ProxyExists);
    // Each gives the other theirs: one does.
    let (one, other) = tokio::join!(world.gives_proxy(3, 1, Some(6)), world.gives_proxy(4, 6, Some(1)));
    let refused: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
    assert_eq!(refused.iter().map(Error::refusal).collect::<Vec<_>>(), [Refusal::ProxyChain]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_proxies_at_once_one_is_given() {
    at_once(&World::days_before().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_proxies_at_once_one_is_given_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let schema = format!("two_proxies_at_once_{}", std::process::id());
    let (service, clock) = open(&store::postgres_schema(&base, &schema).await.unwrap(), 7).await;
    let world = World::build(service, clock, None, &[1; 7]).await;
    world.clock.set(START - 3 * DAY);
    at_once(&world).await;
}

#[tokio::test]
async fn a_proxy_holds_for_the_second_call() {
    let world = World::under("uk-coops-model").await;
    let (service, chair) = (&world.service, world.chair());
    let draft = service::prepare_assembly(service, chair, AssemblyKind::Ordinary).await.unwrap();
    let head =
        Head { starts_at: Some(START + 30 * DAY), place: "Besançon".to_owned(), ..Head::new(AssemblyKind::Ordinary) };
    service::edit_draft(service, chair, draft, &head).await.unwrap();
    let both = |text: &str| Text { fr: text.to_owned(), en: text.to_owned() };
    let item = Item { text: both("Approuvé."), ..Item::new(ItemKind::Resolution, both("Comptes")) };
    service::edit_agenda(service, chair, draft, &AgendaMove::Add(item)).await.unwrap();
    let first = service::convene_draft(service, chair, draft).await.unwrap();
    let world = World { assembly: first, ..world };
    let chair = world.chair();
    world.gives_proxy(1, 3, Some(4)).await.unwrap();
    world.gives_proxy(2, 5, None).await.unwrap();
    world.clock.set(START + 30 * DAY);
    let again = service::Again { starts_at: START + 50 * DAY, place: "Dijon".to_owned(), video: String::new() };
    let second = service::reconvene(&world.service, chair, first, &again).await.unwrap();
    for asked in [first, second] {
        let view = views::my_proxies(&world.service, &world.people[4].actor, asked).await.unwrap();
        assert_eq!((view.assembly, view.signs_for, view.held.len()), (second, first, 1));
    }
    world.answers_proxy(4, 1, ProxyAnswer::Accept).await.unwrap();
    assert_eq!(refusal(world.gives_proxy(3, 3, None).await), Refusal::ProxyExists, "one for both");
    let list = views::proxies(&world.service, chair, second).await.unwrap();
    assert_eq!((list.assembly, list.accepted, list.blank), (second, 1, 1));
}
