//! The bureau signs the published minutes: each seat once, with the key that the record names for it, and the others on paper. They
//! are corrected beside what is published, and corrections are signed as they are.

use domain::Refusal;
use domain::bureau::{ConstituteBureau, Seat};
use domain::minutes_corrected::{CorrectMinutes, CorrectedBy};
use domain::minutes_signed::{SeatSigned, SignMinutes, Standing};
use domain::roles::Actor;
use protocol::hash;
use protocol::minutes_signed::{CorrectionSigned, MinutesSigned};
use serde_json::{Value, json};
use service::{Error, views};
use store::Db;
use store::testing::{Place, of_step};

use crate::statutes::{founded, id as old, opened};
use crate::world::{DAY, START, World, agenda, constitute, empty, founding, refusal, register};

impl World {
    /// A session to which nobody came: its minutes are published at once. Answers their hash.
    async fn ended(&self) -> [u8; 32] {
        let said = service::end_without_quorum(&self.service, self.secretary(), self.assembly).await.unwrap();
        hash::unhex(&said).unwrap()
    }

    /// What the page of somebody sends for a seat.
    pub fn signs_minutes(&self, who: usize, seat: Seat, hash: &[u8; 32]) -> SignMinutes {
        let said = MinutesSigned { hash, seat: seat.word() };
        let signature = said.sign(self.cooperative.bytes(), self.people[who].keys.identity());
        SignMinutes { correction: 0, seat, hash: *hash, signature }
    }

    async fn sends_minutes(&self, who: usize, sent: &SignMinutes) -> Result<(), Error> {
        service::sign_minutes(&self.service, &self.people[who].actor, self.assembly, sent).await
    }

    async fn seats_signed(&self, reader: &Actor) -> Vec<SeatSigned> {
        views::signed_minutes(&self.service, reader, self.assembly).await.unwrap().unwrap().seats
    }

    async fn bodies(&self, kind: &str) -> Vec<Value> {
        let all = views::record_entries(&self.service, self.assembly).await.unwrap();
        all.into_iter().filter(|entry| entry.kind == kind).map(|entry| entry.body).collect()
    }
}

/// Members 1 to 4 sit in the bureau of a session that has ended.
async fn published() -> (World, [u8; 32]) {
    let world = World::with_shares(&[1; 7]).await;
    world.begin(world.assembly).await;
    let hash = world.ended().await;
    (world, hash)
}

/// Where each seat stands, in order.
fn standings(seats: &[SeatSigned]) -> Vec<(Seat, bool)> {
    seats.iter().map(|seat| (seat.seat, matches!(seat.standing, Standing::Signed(_)))).collect()
}

#[tokio::test]
async fn each_of_the_bureau_signs_once_and_the_record_says_so() {
    let (world, hash) = published().await;
    let before = world.seats_signed(&Actor::Anyone).await;
    assert!(before.iter().all(|seat| seat.standing == Standing::Awaited && seat.name.is_none() && !seat.own));
    assert_eq!(standings(&before), Seat::ALL.map(|seat| (seat, false)));
    let chair = world.signs_minutes(0, Seat::Chair, &hash);
    for _ in 0..2 {
        world.sends_minutes(0, &chair).await.unwrap();
    }
    world.sends_minutes(3, &world.signs_minutes(3, Seat::SecondScrutineer, &hash)).await.unwrap();
    let seats = world.seats_signed(world.secretary()).await;
    let names: Vec<_> = seats.iter().map(|seat| seat.name.as_deref()).collect();
    assert_eq!(names, [Some("Personne 1"), Some("Personne 3"), Some("Personne 4"), Some("Personne 2")]);
    let signed = [true, false, true, false];
    assert_eq!(standings(&seats), Seat::ALL.into_iter().zip(signed).collect::<Vec<_>>());
    assert_eq!(seats.iter().map(|seat| seat.own).collect::<Vec<_>>(), [false, false, false, true]);
    let me = views::signed_minutes(&world.service, world.secretary(), world.assembly).await.unwrap().unwrap().me;
    assert_eq!(me.map(|me| me.member), Some(world.people[1].id), "who is awaited signs on the page");
    let me = views::signed_minutes(&world.service, world.chair(), world.assembly).await.unwrap().unwrap().me;
    assert_eq!(me, None, "who has signed does not");

    let key = |who: usize| hash::hex(&world.people[who].keys.public().identity);
    let entries = world.bodies("minutes-signature").await;
    assert_eq!(entries.len(), 2, "the same again is no other");
    assert_eq!(
        entries[0],
        json!({
            "identity": key(0), "minutes": hash::hex(&hash), "seat": "chair", "signature": hash::hex(&chair.signature.0),
        })
    );
    assert_eq!((&entries[1]["identity"], &entries[1]["seat"]), (&key(3).into(), &"second-scrutineer".into()));
    let named = &world.bodies("bureau").await[0]["keys"];
    let expected =
        json!({ "chair": key(0), "first-scrutineer": key(2), "second-scrutineer": key(3), "secretary": key(1) });
    assert_eq!(*named, expected);
}

#[tokio::test]
async fn a_signature_of_anything_else_is_none() {
    let (world, hash) = published().await;
    let sound = world.signs_minutes(0, Seat::Chair, &hash);
    let cases = [
        ("another seat", 0, world.signs_minutes(0, Seat::Secretary, &hash), Refusal::NotFound),
        ("who sits nowhere", 5, world.signs_minutes(5, Seat::Chair, &hash), Refusal::NotFound),
        ("another's signature", 0, world.signs_minutes(1, Seat::Chair, &hash), Refusal::MinutesSignatureInvalid),
        (
            "for another seat",
            0,
            SignMinutes { seat: Seat::Chair, ..world.signs_minutes(0, Seat::Secretary, &hash) },
            Refusal::MinutesSignatureInvalid,
        ),
        ("other minutes", 0, world.signs_minutes(0, Seat::Chair, &[7; 32]), Refusal::MinutesSignatureInvalid),
        (
            "a hash that was not signed",
            0,
            SignMinutes { hash: [7; 32], ..sound.clone() },
            Refusal::MinutesSignatureInvalid,
        ),
    ];
    for (what, who, sent, expected) in cases {
        assert_eq!(refusal(world.sends_minutes(who, &sent).await), expected, "{what}");
    }
    let anyone = service::sign_minutes(&world.service, &Actor::Anyone, world.assembly, &sound).await;
    assert_eq!(refusal(anyone), Refusal::SignInFirst);
    assert!(world.bodies("minutes-signature").await.is_empty());
    world.sends_minutes(0, &sound).await.unwrap();
}

#[tokio::test]
async fn before_the_minutes_are_published_nothing_is_signed() {
    let world = World::with_shares(&[1; 7]).await;
    world.begin(world.assembly).await;
    assert_eq!(
        refusal(world.sends_minutes(0, &world.signs_minutes(0, Seat::Chair, &[7; 32])).await),
        Refusal::NotFound
    );
    assert_eq!(views::signed_minutes(&world.service, world.chair(), world.assembly).await.unwrap(), None);
}

/// A key that was not there when the bureau was constituted stands in no record: its member signs the paper.
#[tokio::test]
async fn who_had_no_key_signs_the_paper() {
    let (service, clock, folder) = empty(7).await;
    let world = World::found_keyed(service, clock, (folder, agenda()), &founding(&[1; 7]), 2).await;
    service::open_session(&world.service, world.chair(), world.assembly).await.unwrap();
    let form = views::console(&world.service, world.chair(), world.assembly).await.unwrap().bureau.form;
    let asked = ConstituteBureau {
        first_scrutineer: "3".to_owned(),
        second_scrutineer: String::new(),
        words: "Peu de sociétaires sont venus".to_owned(),
        secretary: String::new(),
        secretary_name: "Me Lenoir".to_owned(),
        ..form
    };
    service::constitute_bureau(&world.service, world.chair(), world.assembly, &asked).await.unwrap();
    let hash = world.ended().await;
    register(&world.service, world.cooperative, &world.people[2]).await.unwrap();
    let seats = world.seats_signed(world.chair()).await;
    let said: Vec<_> = seats.iter().map(|seat| (seat.seat, seat.standing)).collect();
    let paper = Standing::OnPaper;
    assert_eq!(said, [(Seat::Chair, Standing::Awaited), (Seat::FirstScrutineer, paper), (Seat::Secretary, paper)]);
    let late = world.sends_minutes(2, &world.signs_minutes(2, Seat::FirstScrutineer, &hash)).await;
    assert_eq!(refusal(late), Refusal::MinutesOnPaper);
    let named = &world.bodies("bureau").await[0]["keys"];
    assert_eq!(named.as_object().unwrap().keys().collect::<Vec<_>>(), ["chair"]);
    world.sends_minutes(0, &world.signs_minutes(0, Seat::Chair, &hash)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_seat_that_signs_twice_at_once_signs_once() {
    let (world, hash) = published().await;
    let sent = world.signs_minutes(0, Seat::Chair, &hash);
    let (one, two) = tokio::join!(world.sends_minutes(0, &sent), world.sends_minutes(0, &sent));
    assert_eq!((one.is_ok(), two.is_ok()), (true, true), "{one:?}, {two:?}");
    assert_eq!(world.bodies("minutes-signature").await.len(), 1);
}

/// On PostgreSQL the same.
#[tokio::test]
async fn the_bureau_signs_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_signed_{}", std::process::id())).await.unwrap();
    let (service, clock) = crate::world::open(&url, 7).await;
    let world = World::build(service, clock, None, &[1; 7]).await;
    service::open_session(&world.service, world.chair(), world.assembly).await.unwrap();
    constitute(&world.service, world.chair(), world.assembly).await;
    let hash = world.ended().await;
    for (who, seat) in [(0, Seat::Chair), (2, Seat::FirstScrutineer), (3, Seat::SecondScrutineer), (1, Seat::Secretary)]
    {
        world.sends_minutes(who, &world.signs_minutes(who, seat, &hash)).await.unwrap();
    }
    let seats = world.seats_signed(&Actor::Anyone).await;
    assert!(standings(&seats).iter().all(|(_, signed)| *signed), "{seats:?}");
    assert_eq!(world.bodies("minutes-signature").await.len(), 4);
}

fn correction(after: u32) -> CorrectMinutes {
    CorrectMinutes {
        after,
        item: Some(2),
        text: "Lire : Dole.\nEt non Besançon.".to_owned(),
        reason: "Le lieu est faux.".to_owned(),
    }
}

impl World {
    async fn corrects_minutes(&self, actor: &Actor, asked: &CorrectMinutes) -> Result<u32, Error> {
        service::correct_minutes(&self.service, actor, self.assembly, asked).await
    }

    /// What the page of somebody sends under a correction.
    fn signs_correction(&self, who: usize, seat: Seat, (correction, hash): (u32, [u8; 32])) -> SignMinutes {
        let said = CorrectionSigned { hash: &hash, seat: seat.word() };
        let signature = said.sign(self.cooperative.bytes(), self.people[who].keys.identity());
        SignMinutes { correction, seat, hash, signature }
    }
}

#[tokio::test]
async fn a_correction_stands_beside_what_is_published() {
    let (world, hash) = published().await;
    assert_eq!(world.corrects_minutes(world.secretary(), &correction(0)).await.unwrap(), 1);
    let session = CorrectMinutes { item: None, ..correction(1) };
    assert_eq!(world.corrects_minutes(world.chair(), &session).await.unwrap(), 2);
    let minutes = views::minutes(&world.service, &Actor::Anyone, world.assembly).await.unwrap().unwrap();
    assert_eq!(minutes.hash(), hash, "the minutes are as they were");
    let all = views::corrections(&world.service, &Actor::Anyone, world.assembly).await.unwrap().unwrap();
    let said: Vec<_> = all.iter().map(|one| (one.n, one.item, one.by)).collect();
    assert_eq!(said, [(1, Some(2), CorrectedBy::Secretary), (2, None, CorrectedBy::Chair)]);
    assert_eq!((all[0].text.as_str(), all[0].reason.as_str()), ("Lire : Dole.\nEt non Besançon.", "Le lieu est faux."));
    let expected = |n: usize| {
        json!({
            "correction": hash::hex(&all[n].hash()), "kind": "minutes", "minutes": hash::hex(&hash), "n": n + 1,
        })
    };
    assert_eq!(world.bodies("correction").await, [expected(0), expected(1)]);
    let may = async |actor: &Actor| {
        views::signed_minutes(&world.service, actor, world.assembly).await.unwrap().unwrap().may_correct
    };
    assert!(may(world.secretary()).await && may(world.chair()).await);
    assert!(!may(&world.people[4].actor).await && !may(&Actor::Anyone).await);
}

#[tokio::test]
async fn what_is_no_correction_is_refused() {
    let early = World::with_shares(&[1; 7]).await;
    early.begin(early.assembly).await;
    assert_eq!(refusal(early.corrects_minutes(early.secretary(), &correction(0)).await), Refusal::NotFound);
    let (world, _) = published().await;
    let secretary = world.secretary();
    let cases = [
        (secretary, CorrectMinutes { after: 1, ..correction(0) }, Refusal::MinutesCorrected),
        (secretary, CorrectMinutes { item: Some(3), ..correction(0) }, Refusal::Malformed),
        (secretary, CorrectMinutes { text: String::new(), ..correction(0) }, Refusal::TextInvalid),
        (secretary, CorrectMinutes { reason: String::new(), ..correction(0) }, Refusal::ReasonMissing),
        (&world.people[4].actor, correction(0), Refusal::NotYours),
        (&Actor::Anyone, correction(0), Refusal::SignInFirst),
    ];
    for (actor, asked, expected) in cases {
        assert_eq!(refusal(world.corrects_minutes(actor, &asked).await), expected, "{asked:?}");
    }
    assert!(world.bodies("correction").await.is_empty());
    world.corrects_minutes(secretary, &correction(0)).await.unwrap();
    assert_eq!(
        refusal(world.corrects_minutes(secretary, &correction(0)).await),
        Refusal::MinutesCorrected,
        "pressed twice"
    );
}

#[tokio::test]
async fn a_correction_is_signed_by_those_who_sign_the_minutes_apart_from_them() {
    let (world, hash) = published().await;
    world.corrects_minutes(world.secretary(), &correction(0)).await.unwrap();
    let all = views::corrections(&world.service, &Actor::Anyone, world.assembly).await.unwrap().unwrap();
    let first = (1, all[0].hash());
    let sound = world.signs_correction(0, Seat::Chair, first);
    let under_minutes = SignMinutes { correction: 0, hash, ..sound.clone() };
    let of_minutes = SignMinutes { correction: 1, hash: first.1, ..world.signs_minutes(0, Seat::Chair, &first.1) };
    let cases = [
        (SignMinutes { correction: 2, ..sound.clone() }, Refusal::NotFound),
        (SignMinutes { hash, ..sound.clone() }, Refusal::MinutesSignatureInvalid),
        (under_minutes, Refusal::MinutesSignatureInvalid),
        (of_minutes, Refusal::MinutesSignatureInvalid),
    ];
    for (sent, expected) in cases {
        assert_eq!(refusal(world.sends_minutes(0, &sent).await), expected, "{sent:?}");
    }
    for _ in 0..2 {
        world.sends_minutes(0, &sound).await.unwrap();
    }
    let shown = views::signed_minutes(&world.service, world.chair(), world.assembly).await.unwrap().unwrap();
    assert_eq!(standings(&shown.seats), Seat::ALL.map(|seat| (seat, false)), "the minutes wait still");
    assert_eq!(standings(&shown.corrections[0].seats), Seat::ALL.map(|seat| (seat, seat == Seat::Chair)));
    assert!(shown.me.is_some(), "of the minutes the chair is awaited still");
    let entries = world.bodies("minutes-signature").await;
    assert_eq!(entries.len(), 1);
    assert_eq!((&entries[0]["correction"], entries[0].get("minutes")), (&hash::hex(&first.1).into(), None));
    world.sends_minutes(0, &world.signs_minutes(0, Seat::Chair, &hash)).await.unwrap();
    let shown = views::signed_minutes(&world.service, world.chair(), world.assembly).await.unwrap().unwrap();
    assert_eq!(shown.me, None, "nothing waits for the chair");
}

impl World {
    /// Kind and address of each message that waits.
    async fn letters_about_minutes(&self) -> Vec<(String, String)> {
        let all = views::mails(&self.service, self.secretary(), None, None).await.unwrap().lines;
        let mut about: Vec<_> = all
            .into_iter()
            .filter(|line| line.kind.ends_with("-awaited"))
            .map(|line| (line.kind, line.address))
            .collect();
        about.sort();
        about
    }

    async fn to_sign(&self, who: usize) -> Vec<domain::ids::AssemblyId> {
        let waiting = views::my_votes(&self.service, &self.people[who].actor).await.unwrap().to_sign;
        for one in &waiting {
            assert_eq!((one.held_at / DAY, one.time_zone.as_str()), (START / DAY, "Europe/Paris"));
        }
        waiting.into_iter().map(|one| one.assembly).collect()
    }
}

#[tokio::test]
async fn the_bureau_is_told_what_waits_for_it_until_it_has_signed() {
    let (world, hash) = published().await;
    let told = |kind: &str| [1, 2, 3, 4].map(|n| (kind.to_owned(), format!("personne-{n}@example.org")));
    assert_eq!(world.letters_about_minutes().await, told("minutes-awaited"));
    for who in 0..4 {
        assert_eq!(world.to_sign(who).await, [world.assembly], "{who}");
    }
    assert!(world.to_sign(4).await.is_empty(), "who sat nowhere");
    world.sends_minutes(0, &world.signs_minutes(0, Seat::Chair, &hash)).await.unwrap();
    assert!(world.to_sign(0).await.is_empty());
    world.corrects_minutes(world.secretary(), &correction(0)).await.unwrap();
    assert_eq!(world.to_sign(0).await, [world.assembly], "the correction waits");
    let both = [told("correction-awaited"), told("minutes-awaited")].concat();
    assert_eq!(world.letters_about_minutes().await, both);
}

#[tokio::test]
async fn minutes_stand_in_the_register_under_their_number() {
    let (world, hash) = published().await;
    let register = views::minutes_register(&world.service, &Actor::Anyone).await.unwrap();
    let said: Vec<_> = register.all.iter().map(|one| (one.number, one.minutes.hash(), one.corrections.len())).collect();
    assert_eq!((said, register.kept_back), (vec![(1, hash, 0)], 0));
    world.corrects_minutes(world.secretary(), &correction(0)).await.unwrap();
    let extract = async |actor: &Actor, position: u32| {
        views::minutes_extract(&world.service, actor, world.assembly, Some(position)).await
    };
    let public = extract(&Actor::Anyone, 2).await.unwrap().unwrap();
    assert_eq!((public.number, public.item.position, public.corrections.len()), (1, 2, 1));
    assert!(public.certifiers.iter().all(|one| one.name.is_none()), "nobody is named to whoever is no member");
    let own = extract(&world.people[4].actor, 1).await.unwrap().unwrap();
    let names: Vec<_> = own.certifiers.iter().map(|one| one.name.as_deref()).collect();
    assert_eq!((names, own.corrections.len()), (vec![Some("Personne 1"), Some("Personne 2")], 0));
    assert_eq!(refusal(extract(&Actor::Anyone, 3).await), Refusal::NotFound);
}

#[tokio::test]
async fn corrections_are_in_the_file_of_the_assembly() {
    let (world, _) = published().await;
    let zip = async || {
        let whole = views::whole_assembly(&world.service, world.assembly).await.unwrap().zip().unwrap();
        zip::ZipArchive::new(std::io::Cursor::new(whole)).unwrap()
    };
    assert!(zip().await.by_name("corrections.jsonl").is_err(), "there are none");
    world.corrects_minutes(world.secretary(), &correction(0)).await.unwrap();
    world.corrects_minutes(world.chair(), &CorrectMinutes { item: None, ..correction(1) }).await.unwrap();
    let all = views::corrections(&world.service, &Actor::Anyone, world.assembly).await.unwrap().unwrap();
    let expected: String = all.iter().map(|one| one.to_canonical_json() + "\n").collect();
    let mut text = Vec::new();
    std::io::copy(&mut zip().await.by_name("corrections.jsonl").unwrap(), &mut text).unwrap();
    let file = views::record_file(&world.service, world.assembly, "corrections.jsonl").await.unwrap();
    assert_eq!(file, text, "the same as a file of its own");
    assert_eq!(String::from_utf8(text).unwrap(), expected);
    // A name stands before what it is of, and once more in the list at the end.
    let whole = views::whole_assembly(&world.service, world.assembly).await.unwrap().zip().unwrap();
    let name = b"corrections.jsonl".as_slice();
    assert_eq!(whole.windows(name.len()).filter(|part| *part == name).count(), 2, "it is there once");
}

/// Minutes that were published before there were numbers have theirs in the order in which they were.
#[tokio::test]
async fn minutes_of_before_are_numbered_as_they_were_published() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    let rows = [(4, 20), (9, 10)].map(|(assembly, published_at)| {
        format!(
            "INSERT INTO assemblies (id, cooperative, kind, call, state, preset, place, time_zone, convened_at, starts_at)
                VALUES ({assembly}, {cooperative}, 'ordinary', 1, 'ended', 'sa-cooperative-fr-ago', 'Paris', 'Europe/Paris', 7, 8);
            INSERT INTO minutes (assembly, body, hash, published_at) VALUES ({assembly}, '{{}}', x'{hash}', {published_at});",
            assembly = old(assembly),
            cooperative = old(1),
            hash = "07".repeat(32),
        )
    });
    of_step(&place, 51, &(founded() + &rows.concat())).await.unwrap();
    let (service, _) = opened(&place).await;
    let db = Db::open(&place.url().unwrap()).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let mut number = async |assembly: u128| {
        store::minutes::number(&mut tx, domain::ids::AssemblyId(uuid::Uuid::from_u128(assembly))).await.unwrap()
    };
    assert_eq!((number(9).await, number(4).await, number(2).await), (1, 2, 0));
    drop(service);
}
