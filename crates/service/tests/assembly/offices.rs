//! Chair, secretary, key holder: each does what is theirs, in its time.

use domain::Refusal;
use domain::resolution::Choice;
use domain::wire::{ApproveTrustees, MakeHolderKey, SubmitDecryption};
use protocol::decryption::{CompanionProofs, PartialDecryption};
use protocol::group;
use protocol::trustees::TrusteePublicKey;
use service::views;

use crate::world::{START, World, refusal, seeded};

#[tokio::test]
async fn nothing_opens_before_its_time() {
    let world = World::new().await;
    let (service, chair) = (&world.service, world.chair());
    assert_eq!(refusal(service::open_vote(service, chair, world.open).await), Refusal::NotInSession);
    world.clock.set(START - 60_000_000);
    assert_eq!(refusal(service::open_session(service, chair, world.assembly).await), Refusal::NotInSession);
    world.clock.set(START);
    service::open_session(service, chair, world.assembly).await.unwrap();
    assert_eq!(refusal(service::open_vote(service, chair, world.open).await), Refusal::BureauMissing);
    crate::world::constitute(service, chair, world.assembly).await;
    assert_eq!(refusal(service::close_vote(service, chair, world.open).await), Refusal::VoteNotOpen);
    assert_eq!(refusal(service::open_vote(service, chair, world.secret).await), Refusal::KeyHoldersNotReady);
    service::make_holder_key(service, world.holder(), world.assembly, &world.holder_key()).await.unwrap();
    assert_eq!(refusal(service::open_vote(service, chair, world.secret).await), Refusal::KeyHoldersNotReady);
    let undecided = service::publish_minutes(service, world.secretary(), world.assembly).await;
    assert_eq!(refusal(undecided), Refusal::VotesUndecided);
    assert_eq!(refusal(views::archive(service, world.secret, None).await), Refusal::NotFound);
    assert_eq!(refusal(views::archive(service, world.open, None).await), Refusal::NotFound);
}

#[tokio::test]
async fn each_act_is_for_its_office() {
    let world = World::voting().await;
    let (service, member) = (&world.service, &world.people[4].actor);
    for actor in [member, world.secretary(), world.holder()] {
        assert_eq!(refusal(service::close_vote(service, actor, world.open).await), Refusal::NotYours);
    }
    for actor in [member, world.holder()] {
        assert_eq!(refusal(service::open_session(service, actor, world.assembly).await), Refusal::NotYours);
    }
    let publish = service::publish_minutes(service, world.chair(), world.assembly).await;
    assert_eq!(refusal(publish), Refusal::NotYours);
    let task = views::key_holder_task(service, world.chair(), world.assembly).await;
    assert_eq!(refusal(task), Refusal::NotKeyHolder);
    assert_eq!(refusal(views::console(service, member, world.assembly).await), Refusal::NotYours);
    views::console(service, world.secretary(), world.assembly).await.unwrap();
}

#[tokio::test]
async fn a_key_holders_key_is_proven_nameless_and_made_once() {
    let world = World::new().await;
    let (service, holder) = (&world.service, world.holder());
    let bring = async |public_key: String| {
        let made = MakeHolderKey { public_key };
        service::make_holder_key(service, holder, world.assembly, &made).await
    };
    assert_eq!(refusal(bring("{}".to_owned()).await), Refusal::HolderKeyInvalid);
    let mut forged = TrusteePublicKey::prove(&world.holder_secret, None, &mut seeded(1));
    forged.public_key = group::Element::base();
    assert_eq!(refusal(bring(forged.to_json()).await), Refusal::HolderKeyInvalid);
    let named = TrusteePublicKey::prove(&world.holder_secret, Some("Jeanne".to_owned()), &mut seeded(1));
    assert_eq!(refusal(bring(named.to_json()).await), Refusal::HolderKeyInvalid);
    let early = ApproveTrustees { signature: world.approval(world.secret, "[]").signature };
    let outcome = service::approve_trustees(service, holder, world.secret, &early).await;
    assert_eq!(refusal(outcome), Refusal::KeyHoldersNotReady);
    bring(world.holder_key().public_key).await.unwrap();
    assert_eq!(refusal(bring(world.holder_key().public_key).await), Refusal::HolderKeyExists);
    let outcome = service::approve_trustees(service, holder, world.secret, &early).await;
    assert_eq!(refusal(outcome), Refusal::HolderKeyInvalid, "a signature over another object");
}

#[tokio::test]
async fn a_part_is_received_once_proven_and_only_when_awaited() {
    let world = World::voting().await;
    let (service, holder) = (&world.service, world.holder());
    world.cast_secret(4, &world.secret_ballot(4, Choice::For, 1).await).await.unwrap();
    let nonsense = SubmitDecryption::of_one("{}".to_owned(), "[]".to_owned());
    let outcome = service::submit_decryption(service, holder, world.secret, &nonsense).await;
    assert_eq!(refusal(outcome), Refusal::DecryptionInvalid);
    service::close_vote(service, world.chair(), world.secret).await.unwrap();
    let good = world.decryption().await;
    let SubmitDecryption::Boxes(parts) = &good else { unreachable!() };
    let part = parts[0].clone();
    let mut proofs = CompanionProofs::parse(&part.companion_proofs).unwrap();
    proofs.0[0].swap(0, 1);
    let swapped = SubmitDecryption::of_one(part.partial_decryption.clone(), proofs.to_json());
    let outcome = service::submit_decryption(service, holder, world.secret, &swapped).await;
    assert_eq!(refusal(outcome), Refusal::DecryptionInvalid);
    let mut partial = PartialDecryption::parse(&part.partial_decryption).unwrap();
    partial.decryption_proofs[0].swap(0, 1);
    let swapped = SubmitDecryption::of_one(partial.to_json(), part.companion_proofs.clone());
    let outcome = service::submit_decryption(service, holder, world.secret, &swapped).await;
    assert_eq!(refusal(outcome), Refusal::DecryptionInvalid);
    let not_holder = service::submit_decryption(service, world.chair(), world.secret, &good).await;
    assert_eq!(refusal(not_holder), Refusal::NotKeyHolder);
    let not_awaited = service::submit_decryption(service, holder, world.open, &good).await;
    assert_eq!(refusal(not_awaited), Refusal::NotAwaitingDecryption);
    service::submit_decryption(service, holder, world.secret, &good).await.unwrap();
    let again = service::submit_decryption(service, holder, world.secret, &good).await;
    assert_eq!(refusal(again), Refusal::DecryptionExists);
}

#[tokio::test]
async fn a_vote_nobody_took_part_in_has_no_quorum_and_its_archive_verifies() {
    let world = World::voting().await;
    let (service, chair) = (&world.service, world.chair());
    service::close_vote(service, chair, world.open).await.unwrap();
    service::close_vote(service, chair, world.secret).await.unwrap();
    service::submit_decryption(service, world.holder(), world.secret, &world.decryption().await).await.unwrap();
    let view = views::assembly(service, world.assembly).await.unwrap();
    for item in &view.items {
        assert_eq!(item.decision.as_ref().unwrap().outcome, domain::decision::Outcome::NoQuorum);
    }
    let archive = views::archive(service, world.secret, None).await.unwrap();
    let companion = views::companion(service, world.secret, None).await.unwrap();
    assert!(protocol::checks::verify_election(&archive, Some(&companion), &mut |_, _| {}).unwrap().passed());
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();
    let again = service::publish_minutes(service, world.secretary(), world.assembly).await;
    assert_eq!(refusal(again), Refusal::MinutesPublished);
    let over = service::open_session(service, chair, world.assembly).await;
    assert_eq!(refusal(over), Refusal::AssemblyOver);
}

#[tokio::test]
async fn a_convocation_keeps_the_notice_of_the_statutes() {
    let world = World::new().await;
    let convocation = |days: i64| service::Convocation {
        kind: domain::assembly::AssemblyKind::Ordinary,
        call: 1,
        starts_at: START + days * crate::world::DAY,
        place: "Besançon".to_owned(),
        agenda: crate::world::agenda(),
        key_holders: vec![world.people[2].id],
        advance: None,
        entrusted: false,
    };
    let (service, chair) = (&world.service, world.chair());
    assert_eq!(refusal(service::convene(service, chair, &convocation(15)).await), Refusal::NoticeTooShort);
    service::convene(service, chair, &convocation(16)).await.unwrap();
    let mut without = convocation(30);
    without.key_holders.clear();
    assert_eq!(refusal(service::convene(service, chair, &without).await), Refusal::Malformed);
    let mut empty = convocation(30);
    empty.agenda.clear();
    assert_eq!(refusal(service::convene(service, chair, &empty).await), Refusal::Malformed);
    let mut blank = convocation(30);
    blank.agenda[0].text.fr = " \n".to_owned();
    assert_eq!(refusal(service::convene(service, chair, &blank).await), Refusal::TextInvalid);
}
