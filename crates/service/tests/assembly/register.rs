//! Applying, deciding, what happens to memberships, the register.

use domain::Refusal;
use domain::identity::Identity;
use domain::member::{Happened, MemberClass, MemberMove, MemberState};
use domain::register::{RegisterFilter, RegisterSort};
use domain::roles::{Actor, Role};
use domain::shares_view::HowToPay;
use service::{Application, Letter, Office, Service, views};

use crate::sign_in::{Letters, SITE, world};
use crate::world::{DAY, START, World, applying, refusal};

/// The link of the newest letter to somebody who applied, and whether it says that they had applied before.
fn link(letters: &Letters) -> (String, bool) {
    let Some(Letter::Application { link, again, .. }) = letters.last() else {
        panic!("no letter about an application")
    };
    (link.strip_prefix(&format!("{SITE}/application/")).unwrap().to_owned(), again)
}

async fn state(service: &Service, chair: &Actor, id: domain::ids::MemberId) -> MemberState {
    views::member_file(service, chair, id).await.unwrap().state
}

#[tokio::test]
async fn an_application_is_confirmed_admitted_and_told() {
    let (world, service, letters) = world().await;
    let pay = HowToPay { fr: "Virement sur FR76 1234".to_owned(), en: String::new() };
    let service = service.with_how_to_pay(pay.clone());
    let applicant =
        Application { shares_wished: 3, email_consent: true, ..applying("Zoé Éon", Some("Zoe@Example.org")) };
    let id = service::apply(&service, &Actor::Anyone, &applicant).await.unwrap();
    let (link, again) = link(&letters);
    assert!(!again);
    // Programs that open links confirm nobody.
    for _ in 0..3 {
        assert!(!views::application(&service, &link).await.unwrap().confirmed);
    }
    for _ in 0..2 {
        service::confirm_application(&service, &link).await.unwrap();
    }
    let seen = views::application(&service, &link).await.unwrap();
    assert_eq!((seen.confirmed, seen.state, seen.shares, seen.cents), (true, MemberState::Applicant, 3, 3 * 1600));
    let waiting = views::applications(&service, world.chair(), None).await.unwrap();
    assert!(waiting.lines.iter().any(|line| line.id == id && line.email_confirmed));
    service::admit_member(&service, world.chair(), id).await.unwrap();
    let Some(Letter::Admitted { shares, cents, how, .. }) = letters.last() else { panic!("no letter of admission") };
    assert_eq!((shares, cents, how.as_str()), (3, 4800, "Virement sur FR76 1234"));
    assert_eq!(views::application(&service, &link).await.unwrap().pay, pay);
    assert_eq!(views::my_shares(&service, &world.people[3].actor).await.unwrap().pay, pay);
    let file = views::member_file(&service, world.chair(), id).await.unwrap();
    assert!(file.email_consent_at.is_some() && file.email_confirmed_at.is_some());
    let happened: Vec<_> =
        file.history.iter().map(|line| (line.happened, line.by.as_ref().map(|by| by.1.as_str()))).collect();
    assert_eq!(happened, [(Happened::Apply, None), (Happened::Move(MemberMove::Admit), Some("Personne 1"))]);
}

#[tokio::test]
async fn a_link_is_good_for_a_week_unless_pressed() {
    let (world, service, letters) = world().await;
    service::apply(&service, &Actor::Anyone, &applying("Une", Some("une@example.org"))).await.unwrap();
    let (first, _) = link(&letters);
    service::apply(&service, &Actor::Anyone, &applying("Deux", Some("une@example.org"))).await.unwrap();
    let (second, again) = link(&letters);
    assert!(!again, "two people may have one address");
    world.clock.set(START + 6 * DAY);
    service::confirm_application(&service, &first).await.unwrap();
    world.clock.set(START + 8 * DAY);
    assert!(views::application(&service, &first).await.is_ok(), "pressed, it shows how things stand");
    assert_eq!(refusal(views::application(&service, &second).await), Refusal::ConfirmationOver);
    assert_eq!(refusal(service::confirm_application(&service, &second).await), Refusal::ConfirmationOver);
    assert_eq!(refusal(service::withdraw_application(&service, "00").await), Refusal::ConfirmationOver);
}

#[tokio::test]
async fn the_same_application_is_entered_once_and_two_people_may_share_an_address() {
    let (world, service, letters) = world().await;
    let before = views::cooperative(&service).await.unwrap().applicants;
    let apply = async |name: &str| {
        service::apply(&service, &Actor::Anyone, &applying(name, Some("couple@example.org"))).await.unwrap()
    };
    let first = apply("Élodie Le Goff").await;
    assert_eq!(apply("  elodie LE GOFF".trim()).await, first);
    assert!(link(&letters).1, "the letter says so");
    let other = apply("Yann Le Goff").await;
    assert_ne!(other, first);
    assert_eq!(views::cooperative(&service).await.unwrap().applicants, before + 2);
    // Who was refused may apply again.
    service::refuse_applicant(&service, world.chair(), first, "Dossier incomplet").await.unwrap();
    assert_ne!(apply("Élodie Le Goff").await, first);
    // Nobody's mailbox is filled.
    for _ in 0..20 {
        apply("Yann Le Goff").await;
    }
    assert!(letters.count() < 15, "{}", letters.count());
}

#[tokio::test]
async fn what_an_application_lacks_is_refused_with_its_own_word() {
    let (_, service, _) = world().await;
    let organisation = |legal_number: Option<&str>, representative: Option<&str>| {
        let person = applying("Les Essais", Some("bureau@example.org"));
        let identity = Identity {
            class: MemberClass::Organisation,
            legal_number: legal_number.map(str::to_owned),
            representative: representative.map(str::to_owned),
            ..person.identity.clone()
        };
        Application { identity, ..person }
    };
    let mut nowhere = applying("Sans adresse", Some("a@example.org"));
    nowhere.identity.postal.street.clear();
    let mut friend = applying("Amie", Some("a@example.org"));
    friend.identity.class = MemberClass::Friend;
    for (application, expected) in [
        (organisation(None, Some("Camille")), Refusal::LegalNumberMissing),
        (organisation(Some("123 456 789"), None), Refusal::RepresentativeMissing),
        (Application { shares_wished: 0, ..applying("Peu", Some("a@example.org")) }, Refusal::TooFewShares),
        (applying("Mal", Some("a@b")), Refusal::EmailInvalid),
        (nowhere, Refusal::AddressMissing),
        (friend, Refusal::Malformed),
    ] {
        assert_eq!(refusal(service::apply(&service, &Actor::Anyone, &application).await), expected);
    }
    for name in ["نور الدین", "王小明", "Ñandú O’Brien", "X Æ"] {
        service::apply(&service, &Actor::Anyone, &applying(name, Some("a@example.org"))).await.unwrap();
    }
    service::apply(&service, &Actor::Anyone, &organisation(Some("123 456 789"), Some("Camille"))).await.unwrap();
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_does_and_the_other_reads_who() {
    let (world, service, _) = world().await;
    service::name_roles(&service, world.chair(), &[Office::now(world.people[4].id, Role::Board)]).await.unwrap();
    let board = Actor::Member { id: world.people[4].id, roles: vec![Role::Board] };
    let id = service::apply(&service, &Actor::Anyone, &applying("Une", None)).await.unwrap();
    let (one, other) = tokio::join!(
        service::admit_member(&service, world.chair(), id),
        service::refuse_applicant(&service, &board, id, "Dossier incomplet"),
    );
    let refused: Vec<_> = [one, other].into_iter().filter_map(Result::err).map(|error| error.refusal()).collect();
    assert_eq!(refused, [Refusal::AlreadyDecided]);
    let file = views::member_file(&service, &board, id).await.unwrap();
    let decided = file.history.last().unwrap();
    assert!(["Personne 1", "Personne 5"].contains(&decided.by.as_ref().unwrap().1.as_str()));
    assert_eq!(file.history.len(), 2, "applied, decided once");
    let late = service::refuse_applicant(&service, &board, id, "").await;
    assert_eq!(refusal(late), Refusal::AlreadyDecided, "who is too late is told that first");
}

#[tokio::test]
async fn who_applied_withdraws_until_the_shares_are_paid() {
    let (world, service, letters) = world().await;
    let id = service::apply(&service, &Actor::Anyone, &applying("Une", Some("une@example.org"))).await.unwrap();
    let (mine, _) = link(&letters);
    for _ in 0..2 {
        service::withdraw_application(&service, &mine).await.unwrap();
    }
    assert_eq!(state(&service, world.chair(), id).await, MemberState::Left);
    assert_eq!(refusal(service::admit_member(&service, world.chair(), id).await), Refusal::AlreadyDecided);
    let id = service::apply(&service, &Actor::Anyone, &applying("Deux", Some("deux@example.org"))).await.unwrap();
    let (mine, _) = link(&letters);
    service::admit_member(&service, world.chair(), id).await.unwrap();
    service::subscribe_shares(&service, world.chair(), id, 1).await.unwrap();
    assert_eq!(refusal(service::withdraw_application(&service, &mine).await), Refusal::MemberState);
}

#[tokio::test]
async fn the_board_enters_a_friend_who_belongs_at_once_without_a_voice() {
    let (world, service, letters) = world().await;
    let voices = views::cooperative(&service).await.unwrap().members;
    let mut friend = Application { shares_wished: 0, ..applying("Amie", Some("amie@example.org")) };
    friend.identity.class = MemberClass::Friend;
    friend.identity.postal = domain::identity::Postal::default();
    let id = service::enter_member(&service, world.chair(), &friend).await.unwrap();
    assert!(matches!(letters.last(), Some(Letter::Welcome { .. })));
    assert_eq!(service::enter_member(&service, world.chair(), &friend).await.unwrap(), id, "once");
    assert_eq!(state(&service, world.chair(), id).await, MemberState::Active);
    assert_eq!(views::cooperative(&service).await.unwrap().members, voices, "no voice");
    let with_shares = Application { shares_wished: 1, ..friend.clone() };
    assert_eq!(refusal(service::enter_member(&service, world.chair(), &with_shares).await), Refusal::Malformed);
    let nowhere = Application { email: None, ..friend };
    assert_eq!(refusal(service::enter_member(&service, world.chair(), &nowhere).await), Refusal::EmailInvalid);
    let paper = service::enter_member(&service, world.chair(), &applying("Sur papier", None)).await.unwrap();
    assert_eq!(state(&service, world.chair(), paper).await, MemberState::Applicant);
}

#[tokio::test]
async fn decisions_have_reasons_and_offices_end_with_the_membership() {
    let (world, service, _) = world().await;
    let (chair, secretary, who) = (world.chair(), world.secretary(), world.people[5].id);
    service::name_roles(&service, chair, &[Office::now(who, Role::Auditor)]).await.unwrap();
    for empty in ["", "  "] {
        let outcome = service::decide_membership(&service, chair, who, MemberMove::Suspend, empty).await;
        assert_eq!(refusal(outcome), Refusal::ReasonMissing);
    }
    let wrong = service::decide_membership(&service, chair, who, MemberMove::Leave, "").await;
    assert_eq!(refusal(wrong), Refusal::Malformed);
    let not_theirs = service::decide_membership(&service, secretary, who, MemberMove::Suspend, "Motif").await;
    assert_eq!(refusal(not_theirs), Refusal::NotYours);
    service::decide_membership(&service, chair, who, MemberMove::Suspend, "Conseil du 3 novembre").await.unwrap();
    let twice = service::decide_membership(&service, chair, who, MemberMove::Suspend, "Motif").await;
    assert_eq!(refusal(twice), Refusal::MemberState);
    service::decide_membership(&service, chair, who, MemberMove::Resume, "").await.unwrap();
    assert_eq!(views::member_file(&service, chair, who).await.unwrap().offices, [Role::Auditor]);
    service::record_departure(&service, secretary, who, MemberMove::Leave, "Lettre du 2 novembre").await.unwrap();
    let file = views::member_file(&service, chair, who).await.unwrap();
    assert_eq!((file.state, file.offices.len(), file.moves.len()), (MemberState::Left, 0, 0));
    assert_eq!(file.history.last().unwrap().reason, "Lettre du 2 novembre");
    let actor = Actor::Member { id: who, roles: vec![Role::Auditor] };
    let filter = RegisterFilter::default();
    let read = views::register(&service, &actor, &filter, RegisterSort::Name, None).await;
    assert_eq!(refusal(read), Refusal::MemberState);
}

/// Everything that can be read about a vote, byte for byte.
async fn everything(world: &World) -> Vec<String> {
    let service = &world.service;
    let mut said = Vec::new();
    for vote in [world.open, world.secret] {
        said.push(format!("{:?}", views::vote(service, vote).await.unwrap()));
    }
    said.push(format!("{:?}", views::archive(service, world.secret, None).await.unwrap()));
    said.push(format!("{:?}", views::companion(service, world.secret, None).await.unwrap()));
    said.push(format!("{:?}", views::record(service, world.assembly).await.unwrap()));
    said.push(format!("{:?}", views::checkpoint(service, world.assembly).await.unwrap()));
    let assembly = views::assembly(service, world.assembly).await.unwrap();
    said.push(format!("{:?}", assembly.items));
    said.push(format!("{:?}", views::minutes(service, &Actor::Anyone, world.assembly).await.unwrap()));
    said
}

#[tokio::test]
async fn a_closed_result_never_changes_when_a_person_is_removed() {
    let world = World::voting().await;
    for who in 2..7 {
        let ballot = world.open_ballot(who, domain::resolution::Choice::For, 1).await;
        world.cast_open(who, &ballot).await.unwrap();
        let ballot = world.secret_ballot(who, domain::resolution::Choice::Against, 1).await;
        world.cast_secret(who, &ballot).await.unwrap();
    }
    let service = &world.service;
    for vote in [world.open, world.secret] {
        service::close_vote(service, world.chair(), vote).await.unwrap();
    }
    let part = world.decryption().await;
    service::submit_decryption(service, world.holder(), world.secret, &part).await.unwrap();
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();
    let before = everything(&world).await;
    let (chair, secretary) = (world.chair(), world.secretary());
    let who = |n: usize| world.people[n].id;
    service::decide_membership(service, chair, who(3), MemberMove::Suspend, "Motif").await.unwrap();
    service::decide_membership(service, chair, who(4), MemberMove::Exclude, "Résolution 3").await.unwrap();
    service::record_departure(service, secretary, who(5), MemberMove::Leave, "").await.unwrap();
    service::record_departure(service, secretary, who(6), MemberMove::Die, "").await.unwrap();
    // The key holder too, who voted.
    service::record_departure(service, secretary, who(2), MemberMove::Leave, "").await.unwrap();
    for (before, after) in before.iter().zip(everything(&world).await) {
        assert_eq!(*before, after);
    }
}

#[tokio::test]
async fn the_register_is_turned_page_by_page_and_everybody_is_met_once() {
    let (world, service, _) = world().await;
    for n in 0..120 {
        // Many alike: the order between them is that of ids.
        let name = format!("Candidate {}", n % 7);
        let email = format!("candidate-{n}@example.org");
        service::apply(&service, &Actor::Anyone, &applying(&name, Some(&email))).await.unwrap();
    }
    let chair = world.chair();
    for sort in RegisterSort::ALL {
        let (mut met, mut after) = (Vec::new(), None);
        loop {
            let page = views::register(&service, chair, &RegisterFilter::default(), sort, after).await.unwrap();
            assert!(page.lines.len() <= 50);
            met.extend(page.lines.iter().map(|line| line.id));
            after = page.next;
            if after.is_none() {
                assert_eq!(page.counts.iter().map(|(_, count)| count).sum::<u32>(), 127);
                break;
            }
        }
        let mut distinct = met.clone();
        distinct.sort_unstable_by_key(|id| id.0);
        distinct.dedup();
        assert_eq!((met.len(), distinct.len()), (127, 127), "{sort:?}");
    }
    let find = async |text: &str, state| {
        let filter = RegisterFilter { text: text.to_owned(), state, class: None };
        let page = views::register(&service, chair, &filter, RegisterSort::Name, None).await.unwrap();
        page.lines.into_iter().map(|line| line.name).collect::<Vec<_>>()
    };
    assert_eq!(find("PÉRSONNE 3", None).await, ["Personne 3"]);
    assert_eq!(find("3 personne", None).await.len(), 1, "every word, in any order");
    assert_eq!(find("personne candidate", None).await, [""; 0]);
    assert_eq!(find("%", None).await, [""; 0], "what is typed is searched to the letter");
    assert_eq!(find("", Some(MemberState::Active)).await.len(), 7);
    assert_eq!(find("candidate-119@example.org", None).await.len(), 1);
}

#[tokio::test]
async fn taking_the_register_out_is_noted() {
    let (world, service, _) = world().await;
    let (all, zone) = service::export_register(&service, world.secretary()).await.unwrap();
    assert_eq!((all.len(), zone.as_str()), (7, "Europe/Paris"));
    assert_eq!(all.iter().map(|member| member.shares).sum::<i64>(), 121);
    assert_eq!(refusal(service::export_register(&service, &world.people[5].actor).await.map(drop)), Refusal::NotYours);
}
