//! A member's own record: seen, corrected, downloaded; suspension; leaving; being forgotten; the list of members.

use std::sync::Arc;

use domain::Refusal;
use domain::ids::MemberId;
use domain::lang::Lang;
use domain::member::{Happened, MemberMove, MemberState};
use domain::own_record::{By, Consent, Correction, Departure, EmailChange, ListState};
use domain::resolution::Choice;
use domain::roles::{Actor, Role};
use domain::wire::MyVoice;
use service::{Letter, Office, OwnLetter, Service, views};
use store::testing::Place;
use store::{Db, members, own_data};

use crate::sign_in::{Letters, world as letter_world};
use crate::world::{DAY, START, World, applying, empty, founding, open, refusal};

const HOUR: i64 = DAY / 24;
const SITE: &str = "https://vote.example.org";

fn correction(name: &str) -> Correction {
    Correction {
        name: name.to_owned(),
        street: "2 rue des Essais".to_owned(),
        postcode: "25000".to_owned(),
        city: "Besançon".to_owned(),
        language: "en".to_owned(),
        ..Correction::default()
    }
}

fn yes() -> Departure {
    Departure { sure: "yes".to_owned() }
}

async fn db(world: &World) -> Db {
    let file = world.folder.as_ref().unwrap().path().join("voix.db");
    Db::open(&format!("sqlite:{}", file.display())).await.unwrap()
}

async fn move_to(world: &World, member: MemberId, from: MemberState, to: MemberState) {
    let db = db(world).await;
    let mut tx = db.write().await.unwrap();
    assert!(members::move_to(&mut tx, member, from, to).await.unwrap());
    tx.commit().await.unwrap();
    db.close().await;
}

#[tokio::test]
async fn a_member_corrects_the_own_record_and_sees_who_touched_it() {
    let world = World::new().await;
    let (service, actor) = (&world.service, &world.people[4].actor);
    assert!(service::correct_record(service, actor, &correction("Nom Nouveau")).await.unwrap());
    assert!(!service::correct_record(service, actor, &correction("Nom Nouveau")).await.unwrap(), "nothing to do twice");
    let mine = views::own_record(service, actor).await.unwrap();
    assert_eq!((mine.identity.name.as_str(), mine.identity.postal.city.as_str()), ("Nom Nouveau", "Besançon"));
    assert_eq!((mine.lang, mine.number, mine.shares, mine.cents), (Lang::En, Some(5), 5, 8000));
    let acts: Vec<_> = mine.acts.iter().map(|line| (line.act.as_str(), line.by.clone())).collect();
    assert!(acts.contains(&("change-name", By::Yourself)), "{acts:?}");
    assert_eq!(acts.iter().filter(|(act, _)| *act == "correct-record").count(), 1, "{acts:?}");
    assert!(mine.keys.len() == 1 && mine.keys[0].fingerprint.len() == 16);
    assert_eq!(mine.history.last().unwrap().happened, Happened::Move(MemberMove::Activate));
    let moved = Correction { street: "3 rue".to_owned(), ..correction("Nom Nouveau") };
    assert!(service::correct_record(service, actor, &moved).await.unwrap());
    let mine = views::own_record(service, actor).await.unwrap();
    assert_eq!(mine.acts.iter().filter(|line| line.act == "change-name").count(), 1, "an address is no name");
    let chair = views::own_record(service, world.chair()).await.unwrap();
    assert!(chair.offices.iter().any(|office| office.role == Role::Chair && office.now));
}

#[tokio::test]
async fn what_happened_in_one_instant_is_told_in_its_order() {
    let world = World::new().await;
    let order = [Happened::Apply, Happened::Move(MemberMove::Admit), Happened::Move(MemberMove::Activate)];
    for person in &world.people {
        let mine = views::own_record(&world.service, &person.actor).await.unwrap();
        assert_eq!(mine.history.iter().map(|line| line.happened).collect::<Vec<_>>(), order);
        let file = views::member_file(&world.service, world.chair(), mine.member).await.unwrap();
        assert_eq!(file.history.iter().map(|line| line.happened).collect::<Vec<_>>(), order);
    }
}

#[tokio::test]
async fn a_record_that_could_not_be_kept_is_refused_whole() {
    let world = World::new().await;
    let (service, actor) = (&world.service, &world.people[4].actor);
    for (wrong, expected) in [
        (Correction { name: "  ".to_owned(), ..correction("") }, Refusal::TextInvalid),
        (Correction { street: String::new(), ..correction("A") }, Refusal::AddressMissing),
        (Correction { city: "a\tb".to_owned(), ..correction("A") }, Refusal::TextCharacters),
        (Correction { language: "de".to_owned(), ..correction("A") }, Refusal::Malformed),
        (correction(&"a".repeat(201)), Refusal::TextInvalid),
    ] {
        assert_eq!(refusal(service::correct_record(service, actor, &wrong).await), expected, "{wrong:?}");
    }
    assert_eq!(views::own_record(service, actor).await.unwrap().identity.name, "Personne 5");
    service::correct_record(service, actor, &correction(&"a".repeat(200))).await.unwrap();
    let nobody = service::correct_record(service, &Actor::Anyone, &correction("A")).await;
    assert_eq!(refusal(nobody), Refusal::SignInFirst);
}

/// The token of the newest link that confirms an address, and how many letters told the old one.
fn confirmation(letters: &Letters) -> (String, usize) {
    let all = letters.take();
    let told = all.iter().filter(|letter| matches!(letter, Letter::Own(OwnLetter::EmailChanging { .. }))).count();
    let link = all.iter().rev().find_map(|letter| match letter {
        Letter::Own(OwnLetter::ConfirmEmail { link, .. }) => link.strip_prefix(&format!("{SITE}/email/")),
        _ => None,
    });
    (link.unwrap().to_owned(), told)
}

async fn change(service: &Service, actor: &Actor, email: &str) -> Result<bool, service::Error> {
    service::change_email(service, actor, &EmailChange { email: email.to_owned() }).await
}

#[tokio::test]
async fn a_new_address_counts_once_its_link_is_pressed_and_the_old_one_is_told() {
    let (world, service, letters) = letter_world().await;
    let actor = &world.people[4].actor;
    assert!(change(&service, actor, " Neuve@Example.org ").await.unwrap());
    let (first, told) = confirmation(&letters);
    assert_eq!(told, 1, "the address known so far hears of it");
    let mine = views::own_record(&service, actor).await.unwrap();
    assert_eq!(mine.email.as_deref(), Some("personne-5@example.org"), "the old one stays");
    assert_eq!(mine.email_waiting.as_deref(), Some("Neuve@Example.org"));
    // Of two addresses typed, the last one is meant.
    assert!(change(&service, actor, "autre@example.org").await.unwrap());
    let (second, _) = confirmation(&letters);
    assert_eq!(refusal(service::confirm_my_email(&service, &first).await), Refusal::EmailLinkOver);
    for _ in 0..2 {
        let shown = views::email_link(&service, &second).await.unwrap();
        assert_eq!(shown, ("Personne 5".to_owned(), "autre@example.org".to_owned()), "looking uses nothing up");
    }
    service::confirm_my_email(&service, &second).await.unwrap();
    assert_eq!(refusal(service::confirm_my_email(&service, &second).await), Refusal::EmailLinkOver, "once");
    assert_eq!(refusal(views::email_link(&service, &second).await), Refusal::EmailLinkOver);
    let mine = views::own_record(&service, actor).await.unwrap();
    assert_eq!((mine.email.as_deref(), mine.email_waiting), (Some("autre@example.org"), None));
    assert!(mine.email_confirmed_at.is_some());
    assert!(!change(&service, actor, "AUTRE@example.org").await.unwrap(), "it is that already");
    service::ask_sign_in(&service, "autre@example.org").await.unwrap();
    assert!(matches!(letters.take().as_slice(), [Letter::SignIn { .. }]));
}

#[tokio::test]
async fn a_link_to_an_address_is_good_for_three_days_and_five_are_enough() {
    let (world, service, letters) = letter_world().await;
    let actor = &world.people[4].actor;
    assert_eq!(refusal(change(&service, actor, "no address").await), Refusal::EmailInvalid);
    for (after, good) in [(3 * DAY - HOUR, true), (3 * DAY, false), (3 * DAY + HOUR, false)] {
        world.clock.set(START + 10 * after);
        change(&service, actor, &format!("a{after}@example.org")).await.unwrap();
        let (link, _) = confirmation(&letters);
        world.clock.set(START + 11 * after);
        let outcome = service::confirm_my_email(&service, &link).await;
        assert_eq!(outcome.is_ok(), good, "{after}");
    }
    world.clock.set(START + 100 * DAY);
    for n in 0..5 {
        change(&service, actor, &format!("b{n}@example.org")).await.unwrap();
    }
    assert_eq!(refusal(change(&service, actor, "b5@example.org").await), Refusal::TooMany);
    change(&service, &world.people[5].actor, "c@example.org").await.unwrap();
    world.clock.set(START + 104 * DAY);
    change(&service, actor, "b5@example.org").await.unwrap();
}

#[tokio::test]
async fn consent_to_e_mail_is_given_and_taken_back() {
    let world = World::new().await;
    let (service, actor) = (&world.service, &world.people[4].actor);
    let say = async |word: &str| service::set_consent(service, actor, &Consent { consent: word.to_owned() }).await;
    say("yes").await.unwrap();
    let given = views::own_record(service, actor).await.unwrap().email_consent_at;
    say("yes").await.unwrap();
    assert!(given.is_some());
    assert_eq!(views::own_record(service, actor).await.unwrap().email_consent_at, given, "the first time counts");
    say("no").await.unwrap();
    say("no").await.unwrap();
    let mine = views::own_record(service, actor).await.unwrap();
    assert_eq!(mine.email_consent_at, None);
    let acts: Vec<&str> = mine.acts.iter().map(|line| line.act.as_str()).collect();
    assert_eq!(acts.iter().filter(|act| act.ends_with("consent")).count(), 2, "{acts:?}");
}

#[tokio::test]
async fn the_download_holds_everything_but_how_somebody_voted_in_secret() {
    let world = World::voting().await;
    world.cast_open(4, &world.open_ballot(4, Choice::Against, 1).await).await.unwrap();
    world.cast_secret(4, &world.secret_ballot(4, Choice::Against, 1).await).await.unwrap();
    let data = views::own_data(&world.service, &world.people[4].actor).await.unwrap();
    let rows = |table: &str| data["tables"][table].as_array().unwrap().len();
    assert_eq!((rows("members"), rows("share_entries"), rows("member_keys")), (1, 1, 1));
    assert_eq!((rows("roll_entries"), rows("emargements"), rows("ballots"), rows("open_ballots")), (2, 1, 1, 1));
    assert_eq!((rows("attendance_moves"), rows("member_moves")), (1, 3));
    assert!(rows("audit") >= 3, "{}", data["tables"]["audit"]);
    assert_eq!(data["tables"]["open_ballots"][0]["choice"], "against", "an open vote is public");
    let secret = data["tables"]["ballots"][0].as_object().unwrap();
    assert_eq!(secret.keys().collect::<Vec<_>>(), ["at", "n", "tracker", "vote"]);
    let other = views::own_data(&world.service, &world.people[5].actor).await.unwrap();
    assert!(!other.to_string().contains("Personne 5"), "nobody else's name");
    let text = data.to_string();
    assert!(!text.contains("token_hash") && !text.contains("code_hash"), "{text}");
}

/// Every table that names members, straight or by a roll, is in the download or left out with a reason.
#[tokio::test]
async fn no_table_about_members_is_forgotten_in_the_download() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    Db::open(&place.url().unwrap()).await.unwrap().close().await;
    let catalogue = store::testing::catalogue(&place).await.unwrap();
    let about = ["REFERENCES members(", "REFERENCES roll_entries("];
    let mut found = 0;
    for rule in &catalogue.rules {
        let Some((table, reference)) = rule.split_once(": FOREIGN KEY ") else { continue };
        if !about.iter().any(|about| reference.contains(about)) {
            continue;
        }
        found += 1;
        let told = own_data::TABLES.contains(&table);
        let left_out = own_data::LEFT_OUT.iter().any(|(name, reason)| *name == table && !reason.is_empty());
        assert!(told != left_out, "{rule}: put {table} in the download, or say in LEFT_OUT why not");
    }
    assert!(found > 20, "only {found} references found: does the scan still work?");
}

#[tokio::test]
async fn who_is_suspended_sees_to_the_own_record_and_has_no_voice_and_no_office() {
    let (world, service, letters) = letter_world().await;
    world.open_votes().await;
    let ballot = world.open_ballot(0, Choice::For, 1).await;
    let (chair, id) = (world.chair(), world.people[0].id);
    move_to(&world, id, MemberState::Active, MemberState::Suspended).await;
    service::ask_sign_in(&service, "personne-1@example.org").await.unwrap();
    let Some(Letter::SignIn { link, .. }) = letters.take().pop() else { panic!("no letter") };
    let link = link.strip_prefix(&format!("{SITE}/sign-in/")).unwrap();
    let token = service::sign_in_by_link(&service, link, "").await.unwrap();
    let signed = service.actor_of(&token).await.unwrap().unwrap();
    assert_eq!((signed.actor.has(Role::Chair), signed.withheld), (false, false));
    // What a session of before says of offices does not help.
    for actor in [chair, &signed.actor] {
        assert_eq!(views::own_record(&service, actor).await.unwrap().state, MemberState::Suspended);
        views::own_data(&service, actor).await.unwrap();
        assert!(
            views::my_votes(&service, actor).await.unwrap().voices.iter().all(|voice| *voice == MyVoice::NotOnRoll)
        );
        let cast = service::cast_open(&service, actor, world.open, &ballot).await;
        assert_eq!(refusal(cast), Refusal::MemberState);
        assert_eq!(refusal(views::ballot_paper(&service, actor, world.assembly).await), Refusal::MemberState);
    }
    assert_eq!(refusal(service::close_vote(&service, chair, world.open).await), Refusal::MemberState);
    assert_eq!(refusal(service::close_vote(&service, &signed.actor, world.open).await), Refusal::NotYours);
    service::correct_record(&service, &signed.actor, &correction("Encore Là")).await.unwrap();
    service::leave(&service, &signed.actor, &yes()).await.unwrap();
    assert!(service.actor_of(&token).await.unwrap().is_none());
}

#[tokio::test]
async fn who_leaves_is_gone_at_once_and_the_ballots_of_before_count() {
    let (world, service, letters) = letter_world().await;
    world.open_votes().await;
    world.cast_open(1, &world.open_ballot(1, Choice::For, 1).await).await.unwrap();
    let next = world.open_ballot(1, Choice::Against, 2).await;
    service::ask_sign_in(&service, "personne-2@example.org").await.unwrap();
    let Some(Letter::SignIn { link, .. }) = letters.take().pop() else { panic!("no letter") };
    let link = link.strip_prefix(&format!("{SITE}/sign-in/")).unwrap();
    let token = service::sign_in_by_link(&service, link, "").await.unwrap();
    let (secretary, id) = (world.secretary(), world.people[1].id);
    for word in ["", "no", "YES", "yes "] {
        let unsure = service::leave(&service, secretary, &Departure { sure: word.to_owned() }).await;
        assert_eq!(refusal(unsure), Refusal::LeaveNotConfirmed, "{word:?}");
    }
    service::leave(&service, secretary, &yes()).await.unwrap();
    assert!(service.actor_of(&token).await.unwrap().is_none(), "signed out everywhere");
    assert_eq!(refusal(service::leave(&service, secretary, &yes()).await), Refusal::MemberState, "once");
    assert_eq!(refusal(world.cast_open(1, &next).await), Refusal::MemberState);
    assert_eq!(refusal(service::publish_minutes(&service, secretary, world.assembly).await), Refusal::MemberState);
    let sent = letters.take();
    assert!(sent.contains(&Letter::Own(OwnLetter::Left { name: "Personne 2".to_owned(), shares: 2 })), "{sent:?}");
    let told = OwnLetter::MemberLeft { name: "Personne 2".to_owned(), number: 2, shares: 2 };
    assert_eq!(sent, [Letter::Own(OwnLetter::Left { name: "Personne 2".to_owned(), shares: 2 }), Letter::Own(told)]);
    service::close_vote(&service, world.chair(), world.open).await.unwrap();
    let view = views::vote(&service, world.open).await.unwrap().1;
    assert_eq!(view.decision.unwrap().counts.for_, 1, "the ballot of before counts");
    // What the board finds: all shares asked back, once; no office left; a line of the history.
    let db = db(&world).await;
    let mut tx = db.read().await.unwrap();
    let held: std::collections::BTreeMap<_, _> = own_data::of_member(&mut tx, id).await.unwrap().into_iter().collect();
    let requests = held["share_requests"].as_array().unwrap();
    assert_eq!(requests.len(), 1, "{requests:?}");
    let asked = &requests[0];
    assert_eq!((asked["kind"].as_str(), asked["shares"].as_i64()), (Some("withdrawal"), Some(2)));
    assert_eq!((asked["leaves"].as_bool(), asked["state"].as_str()), (Some(true), Some("waiting")));
    assert!(held["role_terms"].as_array().unwrap().iter().all(|term| !term["until_at"].is_null()));
    assert_eq!(held["member_moves"].as_array().unwrap().last().unwrap()["happened"], "leave");
    let row = members::by_id(&mut tx, id).await.unwrap().unwrap();
    assert!(row.state == MemberState::Left && row.ended_at.is_some());
    drop(tx);
    db.close().await;
}

async fn repay(service: &Service, url: &str, member: MemberId, shares: i64) {
    let db = Db::open(url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let entry = store::shares::ShareEntry {
        id: uuid::Uuid::from_u128(1),
        member,
        kind: "repayment".to_owned(),
        shares: -shares,
        cents: -shares * 1600,
        at: service.now(),
        once: None,
        reverses: None,
    };
    store::shares::insert(&mut tx, &entry).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
}

async fn forgetting(world: World, url: &str) {
    world.open_votes().await;
    let service = &world.service;
    for who in [3, 4, 5] {
        world.cast_open(who, &world.open_ballot(who, Choice::For, 1).await).await.unwrap();
        world.cast_secret(who, &world.secret_ballot(who, Choice::For, 1).await).await.unwrap();
    }
    let candidate = applying("Jamais Venu", Some("jamais@example.org"));
    service::apply(service, &Actor::Anyone, &candidate).await.unwrap();
    let on_paper = applying("Venue Par Lettre", Some("lettre@example.org"));
    let on_paper = service::enter_member(service, world.chair(), &on_paper).await.unwrap();
    world.clock.set(START + DAY);
    for who in [4, 5] {
        service::leave(service, &world.people[who].actor, &yes()).await.unwrap();
    }
    let (gone, owed) = (world.people[4].id, world.people[5].id);
    repay(service, url, gone, 5).await;
    let public = async || {
        let (record, archive) = (
            views::record(service, world.assembly).await.unwrap(),
            views::archive(service, world.secret, None).await.unwrap(),
        );
        (record, archive, views::checkpoint(service, world.assembly).await.unwrap())
    };
    let before = public().await;
    let name = async |id| {
        let db = Db::open(url).await.unwrap();
        let row = members::by_id(&mut db.read().await.unwrap(), id).await.unwrap().unwrap();
        db.close().await;
        (row.name, row.number, row.forgotten_at.is_some())
    };
    // Five years are 1826 days from November 2026: one leap day is among them.
    for (day, people) in [(29, 0), (32, 1), (1 + 1825, 0)] {
        world.clock.set(START + day * DAY);
        assert_eq!(service::forget_due(service).await.unwrap().people, people, "day {day}");
    }
    assert_eq!(name(gone).await, ("Personne 5".to_owned(), Some(5), false));
    let waits = ("Venue Par Lettre".to_owned(), None, false);
    assert_eq!(name(on_paper).await, waits, "whom the board entered waits for the board, with or without an address");
    world.clock.set(START + (1 + 1827) * DAY);
    assert_eq!(service::forget_due(service).await.unwrap().people, 1);
    assert_eq!(service::forget_due(service).await.unwrap().people, 0, "once");
    assert_eq!(name(gone).await, (String::new(), Some(5), true));
    assert_eq!(name(owed).await.0, "Personne 6", "whoever is owed money is known still");
    assert_eq!(public().await, before, "what is public stays to the byte");
    let entries = views::record_entries(service, world.assembly).await.unwrap();
    for who in [0, 3, 6] {
        let proof = views::voice_proof(service, &world.people[who].actor, world.secret).await.unwrap();
        protocol::commitment::VoiceProof::parse(&proof).unwrap().verify(&entries).unwrap();
    }
    let db = Db::open(url).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let held = own_data::of_member(&mut tx, gone).await.unwrap();
    let kept = serde_json::to_string(&held).unwrap();
    for erased in ["Personne", "personne-5", "example.org"] {
        assert!(!kept.contains(erased), "{erased}: {kept}");
    }
    assert!(members::by_email(&mut tx, "personne-5@example.org").await.unwrap().is_empty());
    drop(tx);
    db.close().await;
}

#[tokio::test]
async fn who_left_is_forgotten_after_five_years_and_nothing_public_changes() {
    let world = World::new().await;
    let url = format!("sqlite:{}", world.folder.as_ref().unwrap().path().join("voix.db").display());
    forgetting(world, &url).await;
}

#[tokio::test]
async fn who_left_is_forgotten_after_five_years_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let url = store::postgres_schema(&base, &format!("voix_forget_{}", std::process::id())).await.unwrap();
    let (service, clock) = open(&url, 7).await;
    forgetting(World::build(service, clock, None, &[1, 2, 3, 4, 5, 6, 100]).await, &url).await;
}

#[tokio::test]
async fn the_servers_share_of_a_vote_is_erased_when_nobody_contests_it_any_more() {
    let world = World::new().await;
    world.key_holder_prepares().await;
    let service = &world.service;
    let db = world.db().await;
    let there = async || store::holders::secret(&mut db.read().await.unwrap(), world.secret).await.is_ok();
    for (day, keys, stays) in [(29, 0, true), (750, 0, true), (765, 1, false), (766, 0, false)] {
        world.clock.set(START + day * DAY);
        assert_eq!(service::forget_due(service).await.unwrap().keys, keys, "day {day}");
        assert_eq!(there().await, stays, "day {day}");
    }
}

#[tokio::test]
async fn old_letters_lose_their_text_and_cannot_be_sent_again() {
    let (world, service, letters) = letter_world().await;
    change(&service, &world.people[4].actor, "neuve@example.org").await.unwrap();
    letters.take();
    let taken = service::outbox::take(&service, 10).await.unwrap();
    assert_eq!(taken.len(), 2);
    for parcel in &taken {
        service::outbox::settle(&service, parcel.id, domain::mail::Delivery::Never, "no").await.unwrap();
    }
    for (after, texts) in [(364, 0), (366, 2), (367, 0)] {
        world.clock.set(START + after * DAY);
        assert_eq!(service::forget_due(&service).await.unwrap().texts, texts, "{after}");
    }
    let again = service::resend_mail(&service, world.secretary(), taken[1].id).await;
    assert_eq!(refusal(again), Refusal::MailState);
}

async fn list(service: &Service, world: &World, find: &str) -> domain::own_record::MemberList {
    views::member_list(service, &world.people[6].actor, world.assembly, find).await.unwrap()
}

#[tokio::test]
async fn the_list_of_members_is_that_of_its_day_whenever_it_is_fixed() {
    let world = World::new().await;
    let service = &world.service;
    // 11:00 UTC is noon in Paris: the sixteenth day before begins eleven hours after the fifteenth day and a half.
    let day = START - 16 * DAY - 12 * HOUR;
    world.clock.set(day - HOUR);
    let join = async |name: &str| {
        let application = applying(name, None);
        let id = service::apply(service, &Actor::Anyone, &application).await.unwrap();
        service::admit_member(service, world.chair(), id).await.unwrap();
        service::subscribe_shares(service, world.chair(), id, 2).await.unwrap();
    };
    join("Arrivée La Veille").await;
    service::correct_record(service, &world.people[3].actor, &correction("Zoé Été")).await.unwrap();
    let early = list(service, &world, "").await;
    assert_eq!((early.state, early.fixed_at, early.lines.len()), (ListState::NotYet, Some(day), 0));
    assert_eq!(service::fix_member_lists(service).await.unwrap(), 0, "not before its day");
    // The server slept through the day: who joined and who left since does not change the list.
    world.clock.set(day + 10 * HOUR);
    join("Arrivé Trop Tard").await;
    service::subscribe_shares(service, world.chair(), world.people[3].id, 7).await.unwrap();
    service::leave(service, &world.people[5].actor, &yes()).await.unwrap();
    assert_eq!(service::fix_member_lists(service).await.unwrap(), 1);
    assert_eq!(service::fix_member_lists(service).await.unwrap(), 0, "once");
    let fixed = list(service, &world, "").await;
    assert_eq!((fixed.state, fixed.fixed_at, fixed.total), (ListState::Open, Some(day), 8));
    let names: Vec<&str> = fixed.lines.iter().map(|line| line.name.as_str()).collect();
    assert!(names.contains(&"Arrivée La Veille") && names.contains(&"Personne 6"), "{names:?}");
    assert!(!names.contains(&"Arrivé Trop Tard"), "{names:?}");
    let zoe = list(service, &world, "ete BESANCON").await;
    assert_eq!(zoe.lines.iter().map(|line| (line.name.as_str(), line.shares)).collect::<Vec<_>>(), [("Zoé Été", 4)]);
    assert_eq!(zoe.lines[0].postal.street, "2 rue des Essais");
    let fields = serde_json::to_value(&zoe.lines[0]).unwrap();
    assert_eq!(fields.as_object().unwrap().keys().collect::<Vec<_>>(), ["name", "postal", "shares"], "and no more");
    assert!(list(service, &world, "personne-5@example.org").await.lines.is_empty());
}

#[tokio::test]
async fn an_assembly_convened_after_the_day_has_its_list_at_once() {
    let (service, clock, folder) = empty(7).await;
    let world = World::build(service, clock, folder, &[1, 2, 3]).await;
    let convocation = service::Convocation {
        kind: domain::assembly::AssemblyKind::Ordinary,
        call: 2,
        starts_at: START + 12 * DAY,
        place: "Besançon".to_owned(),
        agenda: crate::world::agenda(),
        key_holders: vec![world.people[2].id],
        advance: None,
        entrusted: false,
    };
    let assembly = service::convene(&world.service, world.chair(), &convocation).await.unwrap();
    let list = views::member_list(&world.service, world.chair(), assembly, "").await.unwrap();
    assert_eq!((list.state, list.total), (ListState::Open, 3));
    let nobody = views::member_list(&world.service, &Actor::Anyone, assembly, "").await;
    assert_eq!(refusal(nobody), Refusal::SignInFirst);
}

#[tokio::test]
async fn leaving_and_lists_asked_for_twice_at_once_are_done_once() {
    let world = World::new().await;
    let service = &world.service;
    let sure = yes();
    let (one, two) = tokio::join!(
        service::leave(service, &world.people[4].actor, &sure),
        service::leave(service, &world.people[4].actor, &sure),
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    let (one, two) = tokio::join!(service::fix_member_lists(service), service::fix_member_lists(service));
    assert_eq!(one.unwrap() + two.unwrap(), 1);
}

#[tokio::test]
async fn everybody_of_the_board_is_told_once() {
    let (world, service, letters) = letter_world().await;
    service::name_roles(&service, world.chair(), &[Office::now(world.people[1].id, Role::Board)]).await.unwrap();
    letters.take();
    service::leave(&service, &world.people[4].actor, &yes()).await.unwrap();
    let told = letters.take();
    let board = told.iter().filter(|letter| matches!(letter, Letter::Own(OwnLetter::MemberLeft { .. }))).count();
    assert_eq!(board, 2, "chair; secretary who sits on the board, once: {told:?}");
}

/// A founder of a cooperative without letters leaves as well.
#[tokio::test]
async fn leaving_needs_no_address() {
    let (service, _clock, _folder) = empty(3).await;
    let mut founding = founding(&[1, 1]);
    founding.founders[1].email = None;
    let (_, ids) = service::found_cooperative(&service, &founding).await.unwrap();
    let service = service.with_letters(Arc::new(Letters::default()), SITE);
    let actor = Actor::Member { id: ids[1], roles: Vec::new() };
    let consent = service::set_consent(&service, &actor, &Consent { consent: "yes".to_owned() }).await;
    assert_eq!(refusal(consent), Refusal::EmailMissing);
    service::leave(&service, &actor, &yes()).await.unwrap();
}
