//! The attendance sheet: who was there, where, represented by whom; fixed, certified by each of the bureau, in the record by its
//! hash.

use domain::Refusal;
use domain::attendance::RecordAttendance;
use domain::bureau::{Accepted, Seat};
use domain::proxies::ProxyAnswer;
use domain::sheet::{SheetView, Where};
use serde_json::{Value, json};
use service::views;

use crate::world::{DAY, START, World, empty, open, refusal};

impl World {
    async fn at_the_desk(&self, number: u32, comes: bool) {
        let asked = RecordAttendance { number, comes };
        service::record_attendance(&self.service, self.chair(), self.assembly, &asked).await.unwrap();
    }

    async fn sheet(&self, who: usize) -> Result<SheetView, service::Error> {
        views::attendance_sheet(&self.service, &self.people[who].actor, self.assembly).await
    }

    async fn certifies(&self, who: usize, version: u32, seat: Seat) -> Result<bool, service::Error> {
        service::certify_sheet(&self.service, &self.people[who].actor, self.assembly, version, seat).await
    }

    async fn sheets_recorded(&self) -> Vec<Value> {
        let record = views::record(&self.service, self.assembly).await.unwrap();
        let entries = record.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        entries.filter(|entry| entry["type"] == "sheet").map(|entry| entry["body"].clone()).collect()
    }
}

#[tokio::test]
async fn the_sheet_is_fixed_and_certified_by_the_bureau() {
    let (service, clock, folder) = empty(7).await;
    certified(World::build(service, clock, folder, &[1, 2, 3, 4, 5, 6, 7]).await).await;
}

#[tokio::test]
async fn the_sheet_is_fixed_and_certified_by_the_bureau_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_sheet_{}", std::process::id())).await.unwrap();
    let (service, clock) = open(&url, 7).await;
    certified(World::build(service, clock, None, &[1, 2, 3, 4, 5, 6, 7]).await).await;
}

/// 1 is carried by 4, 6 gave a blank proxy; 4 and 5 come to the hall, 7 takes part from a distance and leaves.
async fn certified(world: World) {
    let service = &world.service;
    world.clock.set(START - 3 * DAY);
    world.gives_proxy(1, 1, Some(4)).await.unwrap();
    world.answers_proxy(4, 1, ProxyAnswer::Accept).await.unwrap();
    world.gives_proxy(2, 5, None).await.unwrap();
    world.clock.set(START);
    let fix = || service::fix_sheet(service, world.secretary(), world.assembly);
    assert_eq!(refusal(fix().await), Refusal::NotInSession);
    service::open_session(service, world.chair(), world.assembly).await.unwrap();
    assert_eq!(refusal(fix().await), Refusal::BureauMissing);
    assert_eq!(refusal(world.sheet(0).await), Refusal::BureauMissing);
    crate::world::constitute(service, world.chair(), world.assembly).await;
    for number in [5, 4] {
        world.at_the_desk(number, true).await;
    }
    for comes in [true, false] {
        service::take_part(service, &world.people[6].actor, world.assembly, comes).await.unwrap();
    }

    // Who sits in the bureau reads it, who only belongs does not.
    let bureau = views::console(service, world.chair(), world.assembly).await.unwrap().bureau.bureau.unwrap();
    let seated: Vec<(Seat, u32)> = bureau.seats.iter().map(|seat| (seat.seat, seat.number.unwrap())).collect();
    let scrutineer = seated.iter().find(|(seat, _)| *seat == Seat::FirstScrutineer).unwrap().1 as usize - 1;
    let nobody = (0..7).find(|who| !seated.iter().any(|(_, number)| *number as usize == who + 1)).unwrap();
    assert_eq!(refusal(world.sheet(nobody).await), Refusal::NotFound);
    let draft = world.sheet(scrutineer).await.unwrap();
    assert!(draft.fixed.is_none() && !draft.leads);
    let numbers: Vec<_> = draft.sheet.attending.iter().map(|one| (one.who.number.unwrap(), one.place)).collect();
    assert_eq!(numbers, [(4, Where::Hall), (5, Where::Hall), (7, Where::Remote)]);
    assert!(draft.sheet.attending[2].until.is_some() && draft.sheet.attending[0].until.is_none());
    let carried: Vec<_> = draft.sheet.represented.iter().map(|one| one.who.number.unwrap()).collect();
    assert_eq!((carried, draft.sheet.proxies.len()), (vec![2, 6], 2));
    assert_eq!(draft.sheet.attending[1].carries[0].number, Some(2));
    assert_eq!(draft.sheet.attending[0].who.shares, 4);
    assert_eq!(views::my_votes(service, &world.people[scrutineer].actor).await.unwrap().sheet, None);

    // Fixed once; the same again is the same, and nobody else fixes it.
    assert_eq!(
        refusal(service::fix_sheet(service, &world.people[nobody].actor, world.assembly).await),
        Refusal::NotYours
    );
    assert_eq!((fix().await.unwrap(), fix().await.unwrap()), (1, 1));
    let fixed = world.sheet(scrutineer).await.unwrap();
    assert_eq!((&fixed.sheet, fixed.changed), (&draft.sheet, false));
    let hash = fixed.fixed.unwrap().hash;
    let said = json!({ "bureau": 1, "hall": 2, "remote": 1, "represented": 2, "sheet": hash, "version": 1 });
    assert_eq!(world.sheets_recorded().await, [said]);
    let waits = views::my_votes(service, &world.people[scrutineer].actor).await.unwrap();
    assert_eq!(waits.sheet, Some(world.assembly));

    // Each certifies the own seat, once, of the newest version.
    assert_eq!(refusal(world.certifies(nobody, 1, Seat::Chair).await), Refusal::NotFound);
    assert_eq!(refusal(world.certifies(scrutineer, 1, Seat::Chair).await), Refusal::NotFound);
    assert_eq!(refusal(world.certifies(scrutineer, 2, Seat::FirstScrutineer).await), Refusal::SheetChanged);
    assert!(!world.certifies(scrutineer, 1, Seat::FirstScrutineer).await.unwrap());
    assert_eq!(refusal(world.certifies(scrutineer, 1, Seat::FirstScrutineer).await), Refusal::SheetCertified);
    // Somebody comes: what was certified is of before, and the new version waits for everybody.
    world.at_the_desk(3, true).await;
    assert!(world.sheet(scrutineer).await.unwrap().changed);
    assert_eq!(fix().await.unwrap(), 2);
    assert_eq!(refusal(world.certifies(scrutineer, 1, Seat::FirstScrutineer).await), Refusal::SheetChanged);
    assert!(!world.certifies(scrutineer, 2, Seat::FirstScrutineer).await.unwrap());
    let mut left: Vec<Seat> =
        seated.iter().map(|(seat, _)| *seat).filter(|seat| *seat != Seat::FirstScrutineer).collect();
    let last = left.pop().unwrap();
    for seat in left {
        let noted = service::note_sheet_certified(service, world.secretary(), world.assembly, 2, seat).await;
        assert!(!noted.unwrap(), "{seat:?}");
    }
    let by_nobody = service::note_sheet_certified(service, &world.people[nobody].actor, world.assembly, 2, last).await;
    assert_eq!(refusal(by_nobody), Refusal::NotYours);
    assert!(service::note_sheet_certified(service, world.chair(), world.assembly, 2, last).await.unwrap());
    let view = world.sheet(0).await.unwrap().fixed.unwrap();
    assert!(view.certified_at.is_some());
    let own: Vec<Seat> =
        view.seats.iter().filter(|seat| seat.certified == Some(Accepted::Own)).map(|seat| seat.seat).collect();
    assert_eq!(own, [Seat::FirstScrutineer]);
    let recorded = world.sheets_recorded().await;
    assert_eq!((recorded.len(), recorded[2]["sheet"].as_str()), (3, Some(view.hash.as_str())));
    assert_eq!(recorded[2]["certified"]["first-scrutineer"], "own");
    assert_eq!(recorded[2]["certified"].as_object().unwrap().len(), seated.len());
    assert_eq!(views::my_votes(service, &world.people[scrutineer].actor).await.unwrap().sheet, None);
}

#[tokio::test]
async fn the_names_of_a_sheet_are_erased_when_their_time_has_come() {
    let world = World::with_shares(&[1; 7]).await;
    world.begin(world.assembly).await;
    world.at_the_desk(4, true).await;
    service::fix_sheet(&world.service, world.secretary(), world.assembly).await.unwrap();
    let recorded = world.sheets_recorded().await;
    world.clock.set(START + 4 * 365 * DAY);
    service::forget_due(&world.service).await.unwrap();
    assert!(world.sheet(0).await.is_ok(), "not yet");
    world.clock.set(START + (4 * 365 + 3) * DAY);
    service::forget_due(&world.service).await.unwrap();
    assert_eq!(refusal(world.sheet(0).await), Refusal::SheetForgotten);
    assert_eq!(world.sheets_recorded().await, recorded, "its hash stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_certify_for_one_seat_one_does() {
    let world = World::with_shares(&[1; 7]).await;
    world.begin(world.assembly).await;
    service::fix_sheet(&world.service, world.secretary(), world.assembly).await.unwrap();
    let (own, noted) = tokio::join!(
        world.certifies(0, 1, Seat::Chair),
        service::note_sheet_certified(&world.service, world.secretary(), world.assembly, 1, Seat::Chair)
    );
    assert_eq!([&own, &noted].iter().filter(|one| one.is_ok()).count(), 1);
    let lost = if own.is_ok() { noted } else { own };
    assert_eq!(refusal(lost), Refusal::SheetCertified);
}
