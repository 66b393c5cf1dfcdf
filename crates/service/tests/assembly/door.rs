//! The codes of the door: the member's own for the desk, and the desk's for members' telephones.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::attendance::{DOORS, Means, Presence, RecordAttendance};
use domain::door::{Arrive, Entrusted, OWN_LASTS, Scanned, Voice};
use domain::ids::MemberId;
use domain::member::{MemberClass, MemberMove};
use domain::plan_b::{Carried, OnPaper, on_paper};
use domain::proxies::ProxyAnswer;
use domain::resolution::Choice;
use domain::sheet::Where;
use serde_json::Value;
use service::{Convocation, Error, views};

use crate::world::{DAY, START, World, agenda, refusal};

impl World {
    async fn hung(&self) -> String {
        views::poster(&self.service, self.secretary(), self.assembly).await.unwrap().hung.unwrap().code
    }

    async fn changes_the_code(&self) -> u32 {
        let poster = views::poster(&self.service, self.secretary(), self.assembly).await.unwrap();
        let hung = poster.hung.map_or(0, |hung| hung.version);
        service::change_door_code(&self.service, self.secretary(), self.assembly, hung).await.unwrap()
    }

    async fn arrives(&self, who: usize, code: &str) -> Result<Presence, Error> {
        let number = self.number(who).await;
        let asked = Arrive { number, code: code.to_owned() };
        service::arrive(&self.service, &self.people[who].actor, self.assembly, &asked).await
    }

    async fn number(&self, who: usize) -> u32 {
        views::me(&self.service, &self.people[who].actor).await.unwrap().number
    }

    async fn own_code(&self, who: usize) -> String {
        let page = views::arrival(&self.service, &self.people[who].actor, self.assembly, None).await.unwrap();
        page.own.unwrap().address.split_once("/desk?code=").unwrap().1.to_owned()
    }

    async fn scans(&self, code: &str) -> (Vec<(u32, Presence)>, Scanned) {
        let desk = views::desk_scanned(&self.service, self.secretary(), self.assembly, code).await.unwrap();
        let lines = desk.lines.iter().map(|line| (line.number, line.presence)).collect();
        (lines, desk.scanned.unwrap())
    }
}

fn nothing() -> Scanned {
    Scanned::Member(Voice::default())
}

#[tokio::test]
async fn presence_by_an_own_telephone_needs_the_code_that_hangs_at_the_door_now() {
    let world = World::new().await;
    world.clock.set(START - DAY);
    assert_eq!(world.changes_the_code().await, 1, "the poster is printed before");
    let first = world.hung().await;
    assert_eq!(refusal(world.arrives(4, &first).await), Refusal::NotInSession, "the doors are closed");
    world.clock.set(START - DOORS);
    for wrong in ["", "0", &first[1..], &first.to_uppercase(), "00000000000000000000000000000000"] {
        assert_eq!(refusal(world.arrives(4, wrong).await), Refusal::DoorCodeOver, "{wrong}");
    }
    assert_eq!(world.hung().await, first, "the poster can be printed again");
    assert_eq!(world.arrives(4, &first).await.unwrap(), Presence::There);
    assert_eq!(refusal(world.arrives(4, &first).await), Refusal::AlreadyThere);
    assert_eq!(world.changes_the_code().await, 2);
    let second = world.hung().await;
    assert_ne!(first, second);
    assert_eq!(refusal(world.arrives(5, &first).await), Refusal::DoorCodeOver, "refused when old");
    let page = |code: String| {
        let who = &world.people[5].actor;
        let (service, id) = (&world.service, world.assembly);
        async move { views::arrival(service, who, id, Some(&code)).await.unwrap() }
    };
    assert_eq!(page(first.clone()).await.door, Some(false));
    assert_eq!(page(second.clone()).await.door, Some(true));
    world.clock.set(START);
    world.begin(world.assembly).await;
    assert_eq!(world.arrives(5, &second).await.unwrap(), Presence::There);
    let shown = page(second).await;
    assert_eq!((shown.presence, shown.means, shown.own), (Presence::There, Some(Means::Phone), None));
    // In the hall, on the sheet and in the record.
    let view = views::attendance_sheet(&world.service, world.chair(), world.assembly).await.unwrap();
    assert_eq!(view.sheet.attending.iter().filter(|one| one.place == Where::Hall).count(), 2);
    let record = views::record(&world.service, world.assembly).await.unwrap();
    let entries = record.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    assert_eq!(entries.filter(|entry| entry["type"] == "attendance").count(), 2);
    for code in [first, world.hung().await] {
        assert!(!record.contains(&code), "the record says no code");
    }
}

#[tokio::test]
async fn only_the_desk_sees_and_changes_the_code_of_the_door() {
    let world = World::new().await;
    for actor in [&world.people[4].actor, world.holder()] {
        let changed = service::change_door_code(&world.service, actor, world.assembly, 0).await;
        assert_eq!(refusal(changed), Refusal::NotYours);
        assert_eq!(refusal(views::poster(&world.service, actor, world.assembly).await), Refusal::NotYours);
        let scanned = views::desk_scanned(&world.service, actor, world.assembly, "").await;
        assert_eq!(refusal(scanned), Refusal::NotYours);
    }
    assert!(views::poster(&world.service, world.secretary(), world.assembly).await.unwrap().hung.is_none());
    let (one, other) = tokio::join!(
        service::change_door_code(&world.service, world.secretary(), world.assembly, 0),
        service::change_door_code(&world.service, world.chair(), world.assembly, 0),
    );
    let (made, late) = if one.is_ok() { (one, other) } else { (other, one) };
    assert_eq!((made.unwrap(), refusal(late)), (1, Refusal::DoorCodeChanged), "of two at once one is made");
    assert_eq!(world.changes_the_code().await, 2);
    let hung = world.hung().await;
    for outdated in [0, 1, 3] {
        let changed = service::change_door_code(&world.service, world.secretary(), world.assembly, outdated).await;
        assert_eq!(refusal(changed), Refusal::DoorCodeChanged, "from a page that showed no. {outdated}");
    }
    assert_eq!(world.hung().await, hung, "nothing was changed");
}

#[tokio::test]
async fn a_members_own_code_leads_the_desk_to_one_line_for_a_quarter_of_an_hour() {
    let world = World::new().await;
    world.clock.set(START - 3 * DAY);
    world.gives_proxy(1, 1, Some(4)).await.unwrap();
    world.answers_proxy(4, 1, ProxyAnswer::Accept).await.unwrap();
    world.gives_proxy(2, 2, Some(4)).await.unwrap();
    let closed = views::arrival(&world.service, &world.people[5].actor, world.assembly, None).await.unwrap();
    assert_eq!((closed.open, closed.own), (false, None));
    world.clock.set(START);
    world.open_votes().await;
    // The desk reads who speaks for whom.
    let holder = views::me(&world.service, &world.people[4].actor).await.unwrap().name;
    let given = Voice { given: Some(Entrusted { to: Some(holder.clone()), in_force: true }), ..Voice::default() };
    assert_eq!(world.scans(&world.own_code(1).await).await.1, Scanned::Member(given));
    // Of two who asked, one was answered: the desk does not mix them.
    let asked = Voice { given: Some(Entrusted { to: Some(holder), in_force: false }), ..Voice::default() };
    assert_eq!(world.scans(&world.own_code(2).await).await.1, Scanned::Member(asked));
    let held = Voice { carries: 1, asked: 1, ..Voice::default() };
    assert_eq!(world.scans(&world.own_code(4).await).await.1, Scanned::Member(held));
    let code = world.own_code(5).await;
    let number = views::me(&world.service, &world.people[5].actor).await.unwrap().number;
    assert_eq!(world.scans(&code).await, (vec![(number, Presence::Never)], nothing()));
    // Nothing of it can be bent.
    let mut parts: Vec<String> = code.split('-').map(str::to_owned).collect();
    parts[0] = (number + 1).to_string();
    let (other, later) = (parts.join("-"), code.replacen('-', "-1", 1));
    for wrong in ["", "7", "\0", other.as_str(), later.as_str(), &code[..code.len() - 1], &code.to_uppercase()] {
        assert_eq!(world.scans(wrong).await, (Vec::new(), Scanned::Over), "{wrong}");
    }
    // Scanning enters nobody; the press does. Then the page has no code to show.
    let asked = RecordAttendance { number, comes: true };
    service::record_attendance(&world.service, world.secretary(), world.assembly, &asked).await.unwrap();
    assert_eq!(world.scans(&code).await.0, [(number, Presence::There)]);
    let page = views::arrival(&world.service, &world.people[5].actor, world.assembly, None).await.unwrap();
    assert_eq!((page.own, page.means), (None, Some(Means::Desk)));
    // The desk reads whether the voice was used.
    world.cast_open(5, &world.open_ballot(5, Choice::For, 1).await).await.unwrap();
    let voted = Voice { voted: 1, ..Voice::default() };
    assert_eq!(world.scans(&code).await.1, Scanned::Member(voted));
    world.clock.set(START + OWN_LASTS + 60_000_000);
    assert_eq!(world.scans(&code).await, (Vec::new(), Scanned::Over), "too old");
}

#[tokio::test]
async fn the_code_of_who_lost_their_voice_names_nobody_and_enters_nobody() {
    let world = World::new().await;
    world.changes_the_code().await;
    let (code, poster) = (world.own_code(5).await, world.hung().await);
    let number = world.number(5).await;
    let id = world.people[5].id;
    service::decide_membership(&world.service, world.chair(), id, MemberMove::Suspend, "Cotisation").await.unwrap();
    let desk = views::desk_scanned(&world.service, world.secretary(), world.assembly, &code).await.unwrap();
    assert_eq!((desk.scanned, desk.lines.len(), desk.search.as_str()), (Some(Scanned::NoVoice), 0, ""));
    let asked = RecordAttendance { number, comes: true };
    let entered = service::record_attendance(&world.service, world.secretary(), world.assembly, &asked).await;
    assert_eq!(refusal(entered), Refusal::NoVoice);
    let asked = Arrive { number, code: poster };
    let pressed = service::arrive(&world.service, &world.people[5].actor, world.assembly, &asked).await;
    assert_eq!(refusal(pressed), Refusal::MemberState);
}

#[tokio::test]
async fn a_page_of_the_door_enters_whom_it_names_and_nobody_else() {
    let world = World::new().await;
    world.changes_the_code().await;
    let code = world.hung().await;
    let page = views::arrival(&world.service, &world.people[4].actor, world.assembly, Some(&code)).await.unwrap();
    let named = views::me(&world.service, &world.people[4].actor).await.unwrap();
    assert_eq!((page.name, page.number, page.voice), (named.name, Some(named.number), true));
    // Somebody else signed in on that telephone before the press.
    let asked = Arrive { number: named.number, code };
    let pressed = service::arrive(&world.service, &world.people[5].actor, world.assembly, &asked).await;
    assert_eq!(refusal(pressed), Refusal::OtherSignedIn);
    let pressed = service::arrive(&world.service, &world.people[4].actor, world.assembly, &asked).await;
    assert_eq!(pressed.unwrap(), Presence::There);
}

#[tokio::test]
async fn plan_b_says_on_paper_who_speaks_and_whose_voice_was_used() {
    let world = World::new().await;
    world.clock.set(START - 3 * DAY);
    world.gives_proxy(1, 1, Some(4)).await.unwrap();
    world.answers_proxy(4, 1, ProxyAnswer::Accept).await.unwrap();
    world.gives_proxy(2, 2, None).await.unwrap();
    let early = views::plan_b(&world.service, world.secretary(), world.assembly).await.unwrap();
    assert!(!early.listed, "whose voice was used is not read before the desk opens");
    let fares: Vec<_> = early.assembly.items.iter().map(|item| on_paper(item, early.listed, early.at)).collect();
    assert_eq!(fares, [Some(OnPaper::Ballots), Some(OnPaper::Ballots)]);
    world.clock.set(START);
    world.open_votes().await;
    world.cast_open(5, &world.open_ballot(5, Choice::For, 1).await).await.unwrap();
    let name = async |who: usize| views::me(&world.service, &world.people[who].actor).await.unwrap().name;
    let plan = views::plan_b(&world.service, world.secretary(), world.assembly).await.unwrap();
    let line = |name: String| plan.lines.iter().find(|line| line.who.name == name).unwrap().clone();
    let (given, held, voted) = (line(name(1).await), line(name(4).await), line(name(5).await));
    assert!(matches!(given.carried, Some(Carried::By(holder)) if holder == held.who));
    assert_eq!((held.voices, held.carries.len(), held.carried), (2, 1, None));
    assert_eq!((&held.carries[0].of, held.carries[0].used.len()), (&given.who, 0));
    // What was opened in the program waits for it.
    let fares: Vec<_> = plan.assembly.items.iter().map(|item| on_paper(item, plan.listed, plan.at)).collect();
    assert_eq!(fares, [Some(OnPaper::Waits), Some(OnPaper::Waits)]);
    // Each item says what its quorum and its majority need.
    assert_eq!(plan.rules.iter().map(|rule| rule.position).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(plan.rules[0].quorum.needed, plan.assembly.quorum.needed);
    assert!(plan.rules[0].majority.strict && !plan.rules[0].majority.article.is_empty());
    assert_eq!((voted.voices, voted.used, voted.presence), (1, vec![1], Presence::There));
    assert!(plan.proxies.iter().any(|one| one.holder.as_ref() == Some(&held.who) && one.in_force));
    assert!(plan.proxies.iter().any(|one| one.holder.is_none()));
    for actor in [&world.people[4].actor, world.holder()] {
        assert_eq!(refusal(views::plan_b(&world.service, actor, world.assembly).await), Refusal::NotYours);
    }
}

#[tokio::test]
async fn whoever_has_no_voice_comes_in_and_is_entered_nowhere() {
    let world = World::new().await;
    world.changes_the_code().await;
    let code = world.hung().await;
    let db = world.db().await;
    let mut tx = db.write().await.unwrap();
    let found = store::members::by_id(&mut tx, world.people[5].id).await.unwrap().unwrap();
    let friend = store::members::Member {
        id: MemberId("018f0000-0000-7000-8000-0000000000aa".parse().unwrap()),
        number: Some(99),
        class: MemberClass::Friend,
        email: None,
        email_key: None,
        ..found.clone()
    };
    store::members::insert(&mut tx, &friend).await.unwrap();
    // And an organisation, whose representative the desk compares with who stands before it.
    let spoken_for = domain::identity::Identity { representative: Some("Amie Durand".to_owned()), ..found.identity() };
    store::own::correct(&mut tx, &found, &spoken_for, domain::lang::Lang::Fr).await.unwrap();
    tx.commit().await.unwrap();
    let desk = views::desk_scanned(&world.service, world.secretary(), world.assembly, &world.own_code(5).await).await;
    assert_eq!(desk.unwrap().lines[0].representative.as_deref(), Some("Amie Durand"));
    let actor = domain::roles::Actor::Member { id: friend.id, roles: Vec::new() };
    let page = views::arrival(&world.service, &actor, world.assembly, Some(&code)).await.unwrap();
    assert_eq!((page.voice, page.open, page.own), (false, true, None), "a page, and nothing to press");
    let asked = Arrive { number: 99, code };
    let pressed = service::arrive(&world.service, &actor, world.assembly, &asked).await;
    assert_eq!(refusal(pressed), Refusal::NoVoice);
}

#[tokio::test]
async fn who_voted_in_advance_stands_in_plan_b_once_the_desk_is_open() {
    let mut world = World::new().await;
    let (from, until, session) = (START + 10 * DAY, START + 29 * DAY, START + 30 * DAY);
    let convocation = Convocation {
        kind: AssemblyKind::Ordinary,
        call: 1,
        starts_at: session,
        place: "Besançon".to_owned(),
        agenda: agenda(),
        key_holders: vec![world.people[2].id],
        advance: Some((from, until)),
        entrusted: false,
    };
    world.assembly = service::convene(&world.service, world.chair(), &convocation).await.unwrap();
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    (world.open, world.secret) = (view.items[0].vote, view.items[1].vote);
    world.key_holder_prepares().await;
    world.clock.set(from);
    service::advance_due(&world.service).await.unwrap();
    world.cast_open(5, &world.open_ballot(5, Choice::For, 1).await).await.unwrap();
    // Entrusted afterwards, for the item in which it was not used.
    world.gives_proxy(1, 5, Some(4)).await.unwrap();
    world.answers_proxy(4, 1, ProxyAnswer::Accept).await.unwrap();
    let plan = async || views::plan_b(&world.service, world.secretary(), world.assembly).await.unwrap();
    let fares = |plan: &domain::plan_b::PlanB| -> Vec<_> {
        plan.assembly.items.iter().map(|item| on_paper(item, plan.listed, plan.at)).collect()
    };
    world.clock.set(until);
    service::advance_due(&world.service).await.unwrap();
    let early = plan().await;
    assert!(!early.listed && early.lines.iter().all(|line| line.used.is_empty()), "nobody reads yet who voted");
    assert_eq!(fares(&early), [Some(OnPaper::TooEarly); 2]);
    world.clock.set(session - DOORS);
    let now = plan().await;
    assert_eq!(fares(&now), [Some(OnPaper::Ballots); 2]);
    let number = world.number(5).await;
    let voter = now.lines.iter().find(|line| line.who.number == Some(number)).unwrap();
    assert_eq!(voter.used, [1]);
    // Whoever carries that voice gets one paper for the first item, and two for the second.
    let holder = world.number(4).await;
    let holder = now.lines.iter().find(|line| line.who.number == Some(holder)).unwrap();
    assert_eq!((holder.voices, &holder.used, &holder.carries[0].used), (2, &vec![], &vec![1]));
}
