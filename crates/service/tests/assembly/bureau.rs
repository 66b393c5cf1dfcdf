//! The bureau is the first thing in session: who may sit in it, who accepts how, and that one press of two is recorded.

use domain::Refusal;
use domain::bureau::{Accepted, ChairBy, ConstituteBureau, ScrutineersBy, Seat};
use domain::own_record::Departure;
use service::views;

use crate::world::{DAY, START, World, applying, refusal};

/// Something else in the form.
type Change = fn(&mut ConstituteBureau);

/// The first four members, all of whom have accepted.
fn usual() -> ConstituteBureau {
    ConstituteBureau {
        chair: "1".to_owned(),
        first_scrutineer: "3 Personne 3".to_owned(),
        second_scrutineer: "personne 4".to_owned(),
        secretary: "2".to_owned(),
        aloud: true,
        ..ConstituteBureau::default()
    }
}

async fn in_session() -> World {
    let world = World::new().await;
    service::open_session(&world.service, world.chair(), world.assembly).await.unwrap();
    world
}

async fn put(world: &World, asked: &ConstituteBureau) -> Result<u32, service::Error> {
    service::constitute_bureau(&world.service, world.chair(), world.assembly, asked).await
}

async fn entries(world: &World) -> Vec<serde_json::Value> {
    let all = views::record_entries(&world.service, world.assembly).await.unwrap();
    all.into_iter().filter(|entry| entry.kind == "bureau").map(|entry| entry.body).collect()
}

#[tokio::test]
async fn one_press_constitutes_what_the_offices_suggest() {
    let world = in_session().await;
    let (service, chair) = (&world.service, world.chair());
    let desk = views::console(service, chair, world.assembly).await.unwrap().bureau;
    let (form, nobody) = (&desk.form, (&desk.bureau, &desk.waiting));
    assert_eq!(nobody, (&None, &None));
    assert_eq!(
        [&form.chair, &form.secretary, &form.first_scrutineer, &form.second_scrutineer].map(String::as_str),
        ["1 Personne 1", "2 Personne 2", "3 Personne 3", "4 Personne 4"]
    );
    assert_eq!((desk.people.len(), desk.people[6].as_str()), (7, "7 Personne 7"));
    assert_eq!(put(&world, form).await.unwrap(), 1);
    let desk = views::console(service, world.secretary(), world.assembly).await.unwrap().bureau;
    let bureau = desk.bureau.unwrap();
    assert_eq!((bureau.version, bureau.by.as_str(), bureau.constituted_at.is_some()), (1, "Personne 1", true));
    let accepted: Vec<_> = bureau.seats.iter().map(|held| held.accepted).collect();
    let aloud = Some(Accepted::Aloud);
    assert_eq!(accepted, [Some(Accepted::Own), aloud, aloud, aloud], "the chair pressed");
    let entry = entries(&world).await.remove(0);
    assert_eq!((&entry["chair"]["by"], &entry["version"]), (&"president".into(), &1.into()));
    assert_eq!(entry["scrutineers"]["leaves"].as_array().unwrap().len(), 2);
    assert_eq!((&entry["secretary"]["member"], entry.get("words")), (&true.into(), None));
    assert!(!entry.to_string().contains("Personne"), "no name: {entry}");
    service::open_vote(service, chair, world.open).await.unwrap();
}

#[tokio::test]
async fn it_is_constituted_in_session_and_nowhere_else() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    assert_eq!(refusal(put(&world, &usual()).await), Refusal::NotInSession);
    service::open_session(service, world.secretary(), world.assembly).await.unwrap();
    for actor in [&world.people[4].actor, world.holder()] {
        let outcome = service::constitute_bureau(service, actor, world.assembly, &usual()).await;
        assert_eq!(refusal(outcome), Refusal::NotYours);
    }
    let undecided = service::publish_minutes(service, world.secretary(), world.assembly).await;
    assert_eq!(refusal(undecided), Refusal::VotesUndecided);
    assert_eq!(refusal(service::open_vote(service, chair, world.open).await), Refusal::BureauMissing);
    // The chair is away: the secretary puts another to the assembly.
    let asked = ConstituteBureau { chair: "5".to_owned(), chair_by: ChairBy::Elected, ..usual() };
    service::constitute_bureau(service, world.secretary(), world.assembly, &asked).await.unwrap();
    assert_eq!(entries(&world).await[0]["chair"]["by"], "elected");
}

#[tokio::test]
async fn who_sits_in_it_is_a_member_with_a_voice_and_there_once() {
    let world = in_session().await;
    let applicant = applying("Candidate", None);
    service::apply(&world.service, &domain::roles::Actor::Anyone, &applicant).await.unwrap();
    let sure = Departure { sure: "yes".to_owned() };
    service::leave(&world.service, &world.people[6].actor, &sure).await.unwrap();
    let cases: [(Change, Refusal); 12] = [
        (|asked| asked.second_scrutineer = "3".to_owned(), Refusal::BureauTwice),
        (|asked| asked.first_scrutineer = "1".to_owned(), Refusal::BureauTwice),
        (|asked| asked.second_scrutineer = String::new(), Refusal::BureauWords),
        (|asked| asked.scrutineers_by = ScrutineersBy::Otherwise, Refusal::BureauWords),
        (|asked| asked.chair = "7".to_owned(), Refusal::BureauNeedsVoice),
        (|asked| asked.first_scrutineer = "7".to_owned(), Refusal::BureauNeedsVoice),
        (|asked| asked.chair = "99".to_owned(), Refusal::NoSuchNumber),
        (|asked| asked.chair = String::new(), Refusal::MemberUnclear),
        (|asked| asked.first_scrutineer = "Candidate".to_owned(), Refusal::MemberUnclear),
        (|asked| asked.first_scrutineer = "Personne".to_owned(), Refusal::MemberUnclear),
        (|asked| asked.first_scrutineer = "Per".to_owned(), Refusal::MemberUnclear),
        (|asked| asked.secretary = String::new(), Refusal::TextInvalid),
    ];
    for (n, (change, expected)) in cases.into_iter().enumerate() {
        let mut asked = usual();
        change(&mut asked);
        assert_eq!(refusal(put(&world, &asked).await), expected, "{n}");
    }
    assert_eq!(entries(&world).await.len(), 0, "nothing of it was recorded");
}

#[tokio::test]
async fn each_accepts_alone_and_the_last_constitutes_it() {
    let world = in_session().await;
    let (service, chair, id) = (&world.service, world.chair(), world.assembly);
    let asked = ConstituteBureau { aloud: false, ..usual() };
    let version = put(&world, &asked).await.unwrap();
    assert_eq!(refusal(service::open_vote(service, chair, world.open).await), Refusal::BureauMissing);
    let accept = async |who: usize, version: u32, seat: Seat| {
        service::accept_bureau_seat(service, &world.people[who].actor, id, version, seat).await
    };
    let mine = views::my_votes(service, &world.people[2].actor).await.unwrap().seats;
    assert_eq!(mine.iter().map(|seat| seat.seat).collect::<Vec<_>>(), [Seat::FirstScrutineer]);
    assert!(views::my_votes(service, &world.people[4].actor).await.unwrap().seats.is_empty());
    assert_eq!(refusal(accept(4, version, Seat::FirstScrutineer).await), Refusal::NotFound, "of somebody else");
    assert_eq!(refusal(accept(2, version + 1, Seat::FirstScrutineer).await), Refusal::BureauChanged);
    assert!(!accept(2, version, Seat::FirstScrutineer).await.unwrap());
    assert_eq!(refusal(accept(2, version, Seat::FirstScrutineer).await), Refusal::SeatAccepted);
    let member = &world.people[4].actor;
    let noted = service::note_bureau_acceptance(service, member, id, version, Seat::Secretary).await;
    assert_eq!(refusal(noted), Refusal::NotYours);
    assert!(!service::note_bureau_acceptance(service, chair, id, version, Seat::Secretary).await.unwrap());
    assert_eq!(entries(&world).await.len(), 0);
    assert!(accept(3, version, Seat::SecondScrutineer).await.unwrap(), "the last");
    assert_eq!(entries(&world).await.len(), 1);
    service::open_vote(service, chair, world.open).await.unwrap();
}

#[tokio::test]
async fn who_left_is_replaced_and_the_minutes_name_both() {
    let world = in_session().await;
    let (service, chair) = (&world.service, world.chair());
    let few = ConstituteBureau {
        second_scrutineer: String::new(),
        words: "Une seule personne accepte".to_owned(),
        secretary: String::new(),
        secretary_name: "Me Lenoir".to_owned(),
        ..usual()
    };
    put(&world, &few).await.unwrap();
    service::open_vote(service, chair, world.open).await.unwrap();
    service::close_vote(service, chair, world.open).await.unwrap();
    world.key_holder_prepares().await;
    service::open_vote(service, chair, world.secret).await.unwrap();
    service::close_vote(service, chair, world.secret).await.unwrap();
    service::submit_decryption(service, world.holder(), world.secret, &world.decryption().await).await.unwrap();
    assert_eq!(refusal(put(&world, &usual()).await), Refusal::BureauChanged, "made over no bureau");
    // Another waits: the first is the bureau until everybody in it has accepted.
    let waiting = ConstituteBureau { after: 1, aloud: false, ..usual() };
    assert_eq!(put(&world, &waiting).await.unwrap(), 2);
    let desk = views::console(service, chair, world.assembly).await.unwrap().bureau;
    assert_eq!((desk.bureau.unwrap().version, desk.waiting.unwrap().version), (1, 2));
    assert_eq!(put(&world, &ConstituteBureau { after: 2, ..usual() }).await.unwrap(), 3);
    let first = service::accept_bureau_seat(service, world.holder(), world.assembly, 2, Seat::FirstScrutineer).await;
    assert_eq!(refusal(first), Refusal::BureauChanged);
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(service, chair, world.assembly).await.unwrap().unwrap();
    let (before, last) = (&minutes.bureaus_before[0], &minutes.bureau);
    assert_eq!((before.secretary.as_str(), before.scrutineers.len()), ("Me Lenoir", 1));
    assert_eq!(before.designated.as_ref().unwrap().words, "Une seule personne accepte");
    assert_eq!(
        (last.secretary.as_str(), last.scrutineers.join(", ")),
        ("Personne 2", "Personne 3, Personne 4".to_owned())
    );
    assert_eq!(minutes.bureaus_before.len(), 1, "what waited in vain was no bureau");
    assert_eq!(entries(&world).await.len(), 2);
    assert_eq!(refusal(put(&world, &ConstituteBureau { after: 3, ..usual() }).await), Refusal::AssemblyOver);
    // The name of who was no member goes with those of guests; the minutes keep it.
    world.clock.set(START + 800 * DAY);
    service::forget_due(service).await.unwrap();
    assert_eq!(views::minutes(service, chair, world.assembly).await.unwrap().unwrap(), minutes);
}
