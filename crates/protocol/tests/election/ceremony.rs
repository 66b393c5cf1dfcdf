//! The ceremony among key holders of whom some, or the server, do not follow it. What each sees wrong names who did it.

use protocol::ceremony::{self, Ceremony, Commitment, Deal, Dealings, Fault, Holder, Joined, Member, Received, Seed};
use protocol::ceremony::{Share, relay};
use protocol::group::{Element, Scalar};
use protocol::keys::{Language, MemberKeys, Phrase};
use protocol::trustees::{Pedersen, Signed};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::simulate::COOPERATIVE;

/// Everything of one ceremony, as far as all have dealt.
struct Room {
    ceremony: Ceremony,
    seeds: Vec<Seed>,
    identities: Vec<MemberKeys>,
    members: Vec<Member>,
    deals: Vec<Deal>,
    commitments: Vec<Commitment>,
    rng: ChaCha20Rng,
}

impl Room {
    fn new(seed: u64) -> Self {
        Self::of(2, 3, seed)
    }

    fn of(t: u32, n: u32, seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let ceremony = Ceremony::new(COOPERATIVE, [0xce; 16], t, n).expect("sane");
        let seeds: Vec<Seed> = (0..n).map(|_| Seed::generate(&mut rng)).collect();
        let mut identity = || MemberKeys::derive(&Phrase::generate(Language::English, &mut rng), &COOPERATIVE);
        let identities: Vec<MemberKeys> = (0..n).map(|_| identity()).collect();
        let (deals, commitments, members) = (Vec::new(), Vec::new(), Vec::new());
        let mut room = Self { ceremony, seeds, identities, members, deals, commitments, rng };
        for index in 1..=n {
            let cert = room.holder(index).certificate(&mut room.rng);
            room.members.push(Member::sign(&ceremony, index, cert, room.identities[at(index)].identity()));
        }
        for index in 1..=n {
            let joined = room.joined(index);
            let deal = joined.deal(&mut room.rng);
            room.commitments.push(joined.commitment(&deal));
            room.deals.push(deal);
        }
        room
    }

    fn holder(&self, index: u32) -> Holder {
        let identity = self.identities[at(index)].public().identity;
        Holder::new(self.ceremony, index, identity, &self.seeds[at(index)]).expect("a place")
    }

    fn joined(&self, index: u32) -> Joined {
        self.holder(index).join(&self.members).expect("all certified")
    }

    fn certs(&self) -> Vec<Signed> {
        self.members.iter().map(|member| member.cert.clone()).collect()
    }

    fn dealings(&self) -> Vec<Dealings> {
        relay::distribute(&self.ceremony, &self.certs(), &self.commitments, &self.deals).expect("honest")
    }

    /// What a member makes of what it is given.
    fn receive(&mut self, index: u32, dealings: &Dealings) -> Result<Received, Fault> {
        let revealed = self.joined(index).reveal(self.deals[at(index)].clone(), self.commitments.clone())?;
        revealed.receive(dealings, &mut self.rng)
    }

    fn finish(&mut self) -> (Pedersen, Vec<Received>) {
        let dealings = self.dealings();
        let all: Vec<Received> =
            (1..).zip(&dealings).map(|(index, dealings)| self.receive(index, dealings).expect("honest")).collect();
        let shares: Vec<Share> = all.iter().map(|received| received.share().clone()).collect();
        (relay::assemble(&self.ceremony, &self.certs(), &self.deals, &shares).expect("honest"), all)
    }
}

fn at(index: u32) -> usize {
    usize::try_from(index - 1).expect("few")
}

fn refused<T>(result: Result<T, Fault>, member: Option<u32>, why: &str) {
    let Err(fault) = result else { panic!("accepted, though {why}") };
    assert_eq!(fault.member, member, "{fault}");
    assert!(fault.what.contains(why), "{fault}");
}

#[test]
fn all_read_the_same_code_and_hold_shares_of_one_key() {
    let (group, all) = Room::new(1).finish();
    let key = group.verify().expect("verifies");
    let confirmed: Vec<_> = all.into_iter().map(|received| received.confirm(&group).expect("the same")).collect();
    let code = confirmed[0].code.clone();
    assert!(confirmed.iter().all(|confirmed| confirmed.code == code && confirmed.key == key));
    let groups: Vec<&str> = code.split(' ').collect();
    assert!(groups.len() == 3 && groups.iter().all(|four| four.len() == 4 && four.parse::<u16>().is_ok()), "{code}");
    // Members 1 and 3 interpolate: 3/2 and −1/2.
    let half = Scalar::from(2_u64).invert();
    let secret = *confirmed[0].secret * Scalar::from(3_u64) * half - *confirmed[2].secret * half;
    assert_eq!(Element::mul_base(&secret), key);
}

#[test]
fn a_seed_and_the_kept_text_restore_the_share() {
    let mut room = Room::new(2);
    let (group, all) = room.finish();
    for (index, received) in (1..).zip(all) {
        let kept = received.share().private_key.clone();
        let key = group.verification_key(index).expect("a key");
        let secret = received.confirm(&group).expect("the same").secret;
        assert_eq!(room.holder(index).share(&kept, &key).expect("restored"), secret);
        let other = group.verification_key(index % 3 + 1).expect("a key");
        refused(room.holder(index).share(&kept, &other), Some(index), "of another group");
        assert!(room.holder(index % 3 + 1).share(&kept, &key).is_err(), "another reads it");
    }
}

#[test]
fn numbers_that_cannot_be_are_refused() {
    for (t, n) in [(0, 3), (1, 3), (3, 3), (4, 3), (2, 2), (2, 256)] {
        refused(Ceremony::new(COOPERATIVE, [1; 16], t, n), None, "cannot be");
    }
    assert!(Ceremony::new(COOPERATIVE, [1; 16], 2, 255).is_ok());
    let room = Room::new(3);
    let identity = room.identities[0].public().identity;
    for index in [0, 4] {
        refused(Holder::new(room.ceremony, index, identity, &room.seeds[0]), None, "no such place");
    }
}

#[test]
fn certificates_must_be_of_their_place_ceremony_and_person() {
    let room = Room::new(4);
    let join = |members: &[Member]| room.holder(1).join(members);
    let mut fewer = room.members.clone();
    fewer.pop();
    refused(join(&fewer), None, "not all have a certificate");
    let mut swapped = room.members.clone();
    swapped.swap(1, 2);
    refused(join(&swapped), Some(2), "another place");
    let mut unsigned = room.members.clone();
    unsigned[1].signature = unsigned[2].signature;
    refused(join(&unsigned), Some(2), "not signed with the identity key");
    let elsewhere = Ceremony::new(COOPERATIVE, [0xcf; 16], 2, 3).expect("sane");
    let mut replayed = room.members.clone();
    replayed[1] = Member::sign(&elsewhere, 2, replayed[1].cert.clone(), room.identities[1].identity());
    refused(join(&replayed), Some(2), "not signed with the identity key");
    let mut twice = room.members.clone();
    twice[2] = Member::sign(&room.ceremony, 3, twice[2].cert.clone(), room.identities[1].identity());
    refused(join(&twice), Some(3), "the identity key of another");
    // The server puts a certificate, or an identity, of its own at my place.
    let mut rng = ChaCha20Rng::seed_from_u64(40);
    let stranger = Holder::new(room.ceremony, 1, [0; 32], &Seed::generate(&mut rng)).expect("a place");
    let cert = stranger.certificate(&mut rng);
    let mut instead = room.members.clone();
    instead[0] = Member::sign(&room.ceremony, 1, cert, room.identities[0].identity());
    refused(join(&instead), Some(1), "at my place is not mine");
    let stranger = MemberKeys::derive(&Phrase::generate(Language::French, &mut rng), &COOPERATIVE);
    instead[0] = Member::sign(&room.ceremony, 1, room.members[0].cert.clone(), stranger.identity());
    refused(join(&instead), Some(1), "at my place is not mine");
}

#[test]
fn nothing_is_revealed_before_all_committed() {
    let room = Room::new(5);
    let reveal = |commitments: &[Commitment]| room.joined(2).reveal(room.deals[1].clone(), commitments.to_vec());
    refused(reveal(&room.commitments[..2]), None, "not all have committed");
    let mut swapped = room.commitments.clone();
    swapped.swap(1, 2);
    refused(reveal(&swapped), Some(2), "at my place is not mine");
    refused(room.joined(2).reveal(room.deals[0].clone(), room.commitments.clone()), Some(2), "is not mine");
    assert!(reveal(&room.commitments).is_ok());
}

/// The place is in the commitment: whoever copies another's commits to nothing it can open.
#[test]
fn a_commitment_is_of_one_place_ceremony_and_text() {
    let room = Room::new(6);
    let text = &room.deals[0].coefexps.message;
    let elsewhere = Ceremony::new(COOPERATIVE, [0xcf; 16], 2, 3).expect("sane");
    let mine = ceremony::commitment(&room.ceremony, 1, text);
    assert_eq!(mine, room.commitments[0]);
    assert_ne!(mine, ceremony::commitment(&room.ceremony, 2, text));
    assert_ne!(mine, ceremony::commitment(&elsewhere, 1, text));
    assert_ne!(mine, ceremony::commitment(&room.ceremony, 1, &room.deals[1].coefexps.message));
}

#[test]
fn a_polynomial_chosen_after_the_others_were_seen_is_refused() {
    let mut room = Room::new(7);
    let another = room.joined(3).deal(&mut room.rng);
    room.deals[2] = another;
    let late = relay::distribute(&room.ceremony, &room.certs(), &room.commitments, &room.deals);
    refused(late, Some(3), "not those committed to");
    // A server that looks away changes nothing: each page sees it.
    let honest = Room::new(7);
    let mut dealings = honest.dealings().remove(0);
    dealings.coefexps[2] = room.deals[2].coefexps.clone();
    dealings.signatures[2] = room.deals[2].signature.clone();
    dealings.secrets[2] = room.deals[2].secrets[0].clone();
    refused(room.receive(1, &dealings), Some(3), "not those committed to");
}

#[test]
fn a_share_that_is_wrong_missing_or_anothers_names_the_dealer() {
    let mut room = Room::new(8);
    let dealings = room.dealings();
    // Member 2 deals member 1 what it dealt member 3.
    let mut bent = dealings[0].clone();
    bent.secrets[1] = dealings[2].secrets[1].clone();
    refused(room.receive(1, &bent), Some(2), "not encrypted to this key");
    // The server gives member 1 what member 3 dealt, as member 2's.
    let mut bent = dealings[0].clone();
    bent.secrets[1] = dealings[0].secrets[2].clone();
    refused(room.receive(1, &bent), Some(2), "not signed by its sender");
    // Member 2 sends itself a share, properly, of another polynomial.
    let mut other = Room::new(8);
    let stray = other.joined(2).deal(&mut other.rng);
    let mut bent = dealings[0].clone();
    bent.secrets[1] = stray.secrets[0].clone();
    refused(room.receive(1, &bent), Some(2), "not of the polynomial that was published");
    // Something else that member 2 wrote to member 2.
    let mut bent = dealings[1].clone();
    bent.secrets[1] = bent.polynomial.clone();
    refused(room.receive(2, &bent), Some(2), "does not hold a secret");
    let mut bent = dealings[0].clone();
    bent.secrets.pop();
    refused(room.receive(1, &bent), None, "not all have dealt");
    assert!(room.receive(1, &dealings[0]).is_ok());
}

#[test]
fn what_is_dealt_in_my_name_must_be_mine() {
    let mut room = Room::new(9);
    let mut bent = room.dealings().remove(1);
    bent.signatures[1] = bent.signatures[0].clone();
    refused(room.receive(2, &bent), Some(2), "in my name is not mine");
    let mut bent = room.dealings().remove(1);
    bent.signatures[0] = bent.signatures[2].clone();
    refused(room.receive(2, &bent), Some(1), "did not sign these certificates");
}

#[test]
fn a_share_sent_back_wrong_names_its_member() {
    let mut room = Room::new(10);
    let (_, all) = room.finish();
    let mut shares: Vec<Share> = all.iter().map(|received| received.share().clone()).collect();
    shares.swap(0, 1);
    refused(relay::assemble(&room.ceremony, &room.certs(), &room.deals, &shares), Some(1), "not the one that the coef");
    shares.pop();
    refused(relay::assemble(&room.ceremony, &room.certs(), &room.deals, &shares), None, "not all have sent");
}

#[test]
fn a_group_of_another_ceremony_is_not_confirmed() {
    let (group, all) = Room::new(11).finish();
    let (other, _) = Room::new(12).finish();
    for received in all {
        refused(received.confirm(&other), None, "not the one of this ceremony");
    }
    let (_, all) = Room::new(11).finish();
    for (i, received) in all.into_iter().enumerate() {
        let mut bent = group.clone();
        let share = Scalar::from(5_u64);
        bent.verification_keys[i] = protocol::trustees::TrusteePublicKey::prove(&share, None, &mut rng());
        refused(received.confirm(&bent), None, "the key is not the one that the coefexps give");
    }
}

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(77)
}

/// The server runs a ceremony with Ada, playing the others, and another with Ben. Both are sound; the codes differ.
#[test]
fn a_server_between_two_holders_is_heard_in_the_code() {
    let mut with_ada = Room::new(13);
    let mut with_ben = Room::new(14);
    // Ada's certificate and commitment are real in both rooms; what surrounds them is not.
    let real = with_ada.members[0].clone();
    with_ben.seeds[0] = with_ada.seeds[0].clone();
    with_ben.identities[0] = MemberKeys::from_stored(with_ada.identities[0].to_stored().as_slice()).expect("keys");
    with_ben.members[0] = real;
    for index in 1..=3 {
        let joined = with_ben.joined(index);
        with_ben.deals[at(index)] = joined.deal(&mut with_ben.rng);
        with_ben.commitments[at(index)] = joined.commitment(&with_ben.deals[at(index)]);
    }
    let code = |room: &mut Room, index: u32| {
        let (group, mut all) = room.finish();
        all.swap_remove(at(index)).confirm(&group).expect("sound").code
    };
    assert_ne!(code(&mut with_ada, 1), code(&mut with_ben, 2));
}

/// Everything that must agree is in the code, and nothing that a server could still change.
#[test]
fn the_code_depends_on_all_that_must_agree() {
    let room = Room::new(15);
    let identities: Vec<[u8; 32]> = room.identities.iter().map(|keys| keys.public().identity).collect();
    let coefexps: Vec<Signed> = room.deals.iter().map(|deal| deal.coefexps.clone()).collect();
    let certs = room.certs();
    let code = |ceremony: &Ceremony, identities: &[[u8; 32]], certs: &[Signed], coefexps: &[Signed]| {
        ceremony::code(ceremony, identities, certs, coefexps)
    };
    let mut all = vec![code(&room.ceremony, &identities, &certs, &coefexps)];
    for ceremony in [([0xc1; 16], [0xce; 16]), (COOPERATIVE, [0xcf; 16])] {
        let ceremony = Ceremony::new(ceremony.0, ceremony.1, 2, 3).expect("sane");
        all.push(code(&ceremony, &identities, &certs, &coefexps));
    }
    for i in 0..3 {
        let mut changed = identities.clone();
        changed[i][0] ^= 1;
        all.push(code(&room.ceremony, &changed, &certs, &coefexps));
        let mut changed = certs.clone();
        changed[i].message.push(' ');
        all.push(code(&room.ceremony, &identities, &changed, &coefexps));
        let mut changed = certs.clone();
        changed[i].signature.response += Scalar::ONE;
        all.push(code(&room.ceremony, &identities, &changed, &coefexps));
        let mut changed = coefexps.clone();
        changed[i].message.push(' ');
        all.push(code(&room.ceremony, &identities, &certs, &changed));
    }
    let distinct: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!(distinct.len(), all.len());
    let mut resigned = coefexps.clone();
    resigned[0].signature.response += Scalar::ONE;
    assert_eq!(code(&room.ceremony, &identities, &certs, &resigned), all[0], "a signature could be searched");
}
