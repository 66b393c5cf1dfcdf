//! Ceremonies in which some members use our code and others the program we did not write, whoever relays.

use std::collections::BTreeMap;
use std::path::Path;

use protocol::ceremony::{
    self, Ceremony, Commitment, Deal, Dealings, Holder, Joined, Member, Received, Seed, Share, relay,
};
use protocol::decryption::{self, Binding, PartialDecryption};
use protocol::election;
use protocol::group::random_scalar;
use protocol::hash::sha256_hex;
use protocol::keys::{Language, MemberKeys, Phrase};
use protocol::tally::EncryptedTally;
use protocol::trustees::{Entry, Pedersen, Signed, TrusteePublicKey, Trustees};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::peer::{Peer, accepts, tools};
use crate::simulate::{COOPERATIVE, Keyring, Made, Plan, make_under};

const STEPS: [&str; 4] = ["setup", "generate-trustee-key-threshold", "--group", "Ed25519"];

/// One step of a ceremony by the other program.
fn step(peer: &Peer, number: &str, args: &[&str], input: &str) -> String {
    peer.run(&[&STEPS[..], &["--step", number], args].concat(), input)
}

/// A member's name in the other program's files.
fn name(cert: &Signed) -> String {
    sha256_hex(cert.message.as_bytes())
}

fn lines(texts: impl Iterator<Item = String>) -> String {
    texts.map(|text| text + "\n").collect()
}

/// One ceremony. Even places use the other program.
struct Room {
    ceremony: Ceremony,
    peer: Peer,
    seeds: Vec<Option<Seed>>,
    members: Vec<Member>,
    rng: ChaCha20Rng,
}

impl Room {
    /// Steps 1 and 2.
    fn new(tool: &Path, t: u32, n: u32) -> Self {
        let ceremony = Ceremony::new(COOPERATIVE, [0xce; 16], t, n).expect("sane");
        let rng = ChaCha20Rng::seed_from_u64(51);
        let mut room = Self { ceremony, peer: Peer::new(tool), seeds: Vec::new(), members: Vec::new(), rng };
        for index in 1..=n {
            let identity = MemberKeys::derive(&Phrase::generate(Language::French, &mut room.rng), &COOPERATIVE);
            let (seed, cert) =
                if index % 2 == 0 { (None, room.their_cert(index)) } else { room.our_cert(index, &identity) };
            room.seeds.push(seed);
            room.members.push(Member::sign(&ceremony, index, cert, identity.identity()));
        }
        room.peer.write("certs.jsons", lines(room.members.iter().map(|member| member.cert.to_json())));
        step(&room.peer, "2", &["--certs", "certs.jsons"], "");
        room
    }

    fn our_cert(&mut self, index: u32, identity: &MemberKeys) -> (Option<Seed>, Signed) {
        let seed = Seed::generate(&mut self.rng);
        let holder = Holder::new(self.ceremony, index, identity.public().identity, &seed).expect("a place");
        (Some(seed), holder.certificate(&mut self.rng))
    }

    fn their_cert(&self, index: u32) -> Signed {
        let context = format!("{index}/{}/{}", self.ceremony.threshold(), self.ceremony.size());
        let id = step(&self.peer, "1", &["--threshold-context", &context], "");
        Signed::parse(&self.peer.read(&format!("{id}.cert"))).expect("a canonical certificate")
    }

    fn certs(&self) -> Vec<Signed> {
        self.members.iter().map(|member| member.cert.clone()).collect()
    }

    /// Places with our holder, if we play it.
    fn places(&self) -> Vec<(u32, Option<Holder>)> {
        let holder = |(index, (seed, member)): (u32, (&Option<Seed>, &Member))| {
            let ours = seed.as_ref().map(|seed| Holder::new(self.ceremony, index, member.identity, seed));
            (index, ours.map(|holder| holder.expect("a place")))
        };
        (1..).zip(self.seeds.iter().zip(&self.members)).map(holder).collect()
    }

    /// A member of the other program in a step of its own.
    fn theirs(&self, index: u32, number: &str, input: &str) -> String {
        let member = &self.members[usize::try_from(index - 1).expect("few")];
        let key = format!("{}.key", name(&member.cert));
        step(&self.peer, number, &["--certs", "certs.jsons", "--key", &key], input)
    }

    /// Step 3 and the commitments; for members of the other program whoever relays commits.
    fn deal(&mut self) -> (Vec<Option<Joined>>, Vec<Deal>, Vec<Commitment>) {
        let (mut joined, mut deals, mut commitments) = (Vec::new(), Vec::new(), Vec::new());
        for (index, holder) in self.places() {
            let ours = holder.map(|holder| holder.join(&self.members).expect("their certificates are sound"));
            let deal = match &ours {
                Some(ours) => ours.deal(&mut self.rng),
                None => Deal::parse(&self.theirs(index, "3", "")).expect("a canonical deal"),
            };
            commitments.push(ceremony::commitment(&self.ceremony, index, &deal.coefexps.message));
            deals.push(deal);
            joined.push(ours);
        }
        (joined, deals, commitments)
    }

    /// Steps 5: every member takes its dealings.
    fn receive(
        &mut self,
        joined: Vec<Option<Joined>>,
        deals: &[Deal],
        commitments: &[Commitment],
        dealings: &[Dealings],
    ) -> (Vec<Received>, Vec<Share>) {
        let (mut received, mut shares) = (Vec::new(), Vec::new());
        for ((index, ours), (deal, dealings)) in (1..).zip(joined).zip(deals.iter().zip(dealings)) {
            let Some(ours) = ours else {
                shares.push(Share::parse(&self.theirs(index, "5", &dealings.to_json())).expect("a canonical share"));
                continue;
            };
            let revealed = ours.reveal(deal.clone(), commitments.to_vec()).expect("all committed");
            let mine = revealed.receive(dealings, &mut self.rng).expect("their dealings are sound");
            shares.push(mine.share().clone());
            received.push(mine);
        }
        (received, shares)
    }

    /// The whole of it: the group, and the share of each member as it is kept.
    fn run(&mut self, relayed: Relay) -> (Pedersen, Vec<Share>) {
        let (joined, deals, commitments) = self.deal();
        let dealings = match relayed {
            Relay::Ours => relay::distribute(&self.ceremony, &self.certs(), &commitments, &deals).expect("sound deals"),
            Relay::Theirs => self.distributed_by_them(&deals),
        };
        let (received, shares) = self.receive(joined, &deals, &commitments, &dealings);
        let assembled = relay::assemble(&self.ceremony, &self.certs(), &deals, &shares).expect("sound shares");
        let group = match relayed {
            Relay::Ours => assembled,
            Relay::Theirs => {
                let group = self.assembled_by_them(&shares);
                assert_eq!(group, assembled, "both programs make one object of the same parts");
                group
            }
        };
        let confirm = |received: Received| received.confirm(&group).expect("the group of this ceremony").code;
        let codes: Vec<String> = received.into_iter().map(confirm).collect();
        assert!(codes.windows(2).all(|two| two[0] == two[1]), "{codes:?}");
        (group, shares)
    }

    fn distributed_by_them(&self, deals: &[Deal]) -> Vec<Dealings> {
        self.peer.write("polynomials.jsons", lines(deals.iter().map(Deal::to_json)));
        step(&self.peer, "4", &["--certs", "certs.jsons", "--polynomials", "polynomials.jsons"], "");
        let inbox = |cert: &Signed| self.peer.read(&format!("{}.vinput", name(cert)));
        self.certs().iter().map(|cert| Dealings::parse(&inbox(cert)).expect("canonical dealings")).collect()
    }

    fn assembled_by_them(&self, shares: &[Share]) -> Pedersen {
        let args = ["--certs", "certs.jsons", "--polynomials", "polynomials.jsons"];
        let group = step(&self.peer, "6", &args, &lines(shares.iter().map(Share::to_json)));
        for (cert, share) in self.certs().iter().zip(shares) {
            assert_eq!(self.peer.read(&format!("{}.dkey", name(cert))), share.private_key);
        }
        Pedersen::parse(&group).expect("a canonical group")
    }

    /// Seeds of all: the other program's are in its files.
    fn seed(&self, index: u32) -> Seed {
        let at = usize::try_from(index - 1).expect("few");
        self.seeds[at].clone().unwrap_or_else(|| {
            Seed::parse(&self.peer.read(&format!("{}.key", name(&self.members[at].cert)))).expect("a seed of theirs")
        })
    }
}

#[derive(Clone, Copy, Debug)]
enum Relay {
    Ours,
    Theirs,
}

#[test]
fn members_may_use_the_program_we_did_not_write_whoever_relays() {
    let all = tools("mixed ceremonies");
    for tool in all.iter().filter(|tool| speaks_gcm(tool)) {
        for (relayed, t, n) in [(Relay::Ours, 2, 3), (Relay::Theirs, 2, 3), (Relay::Ours, 3, 5), (Relay::Theirs, 3, 5)]
        {
            let mut room = Room::new(tool, t, n);
            let (group, shares) = room.run(relayed);
            // One of theirs opens, and all others needed are ours.
            let opening: Vec<u32> = std::iter::once(2).chain((1..=n).filter(|index| index % 2 == 1)).collect();
            let opening = &opening[..usize::try_from(t).expect("few")];
            let made = elected(&mut room, &group, &shares, opening);
            for judge in &all {
                accepts(judge, &made, &format!("{t} of {n}, relay {relayed:?}"));
            }
            decrypted_by_them(&room, &made, &shares);
        }
    }
}

/// Up to 3.0 the other program encrypts its channel in a way that its successors and we do not read.
fn speaks_gcm(tool: &Path) -> bool {
    let peer = Peer::new(tool);
    let certs: Vec<Signed> = (1..=3)
        .map(|index| {
            let id = step(&peer, "1", &["--threshold-context", &format!("{index}/2/3")], "");
            Signed::parse(&peer.read(&format!("{id}.cert"))).expect("a certificate")
        })
        .collect();
    peer.write("certs.jsons", lines(certs.iter().map(Signed::to_json)));
    let deal = step(&peer, "3", &["--certs", "certs.jsons", "--key", &format!("{}.key", name(&certs[0]))], "");
    let speaks = deal.contains("AES-GCM");
    if !speaks {
        eprintln!("SKIP mixed ceremonies with {}: it encrypts by AES-CCM", tool.display());
    }
    speaks
}

/// An election under the server and this group, with every member's share restored from seed and kept text.
fn elected(room: &mut Room, group: &Pedersen, shares: &[Share], opening: &[u32]) -> Made {
    let server = random_scalar(&mut room.rng);
    let mut secrets = BTreeMap::from([(1, server)]);
    for (index, share) in (1..).zip(shares) {
        let holder = Holder::new(room.ceremony, index, [0; 32], &room.seed(index)).expect("a place");
        let key = group.verification_key(index).expect("a key");
        secrets.insert(index + 1, *holder.share(&share.private_key, &key).expect("the share of this place"));
    }
    let single = Entry::Single(Box::new(TrusteePublicKey::prove(&server, None, &mut room.rng)));
    let trustees = Trustees::new(vec![single, Entry::Pedersen(group.clone())]);
    let opening = std::iter::once(1).chain(opening.iter().map(|index| index + 1)).collect();
    let plan = Plan::resolution(52, 4, &[(0, 0), (1, 0), (2, 1), (0, 2)]);
    make_under(&plan, &Keyring { trustees, secrets, opening }, &mut room.rng)
}

/// The other program decrypts for every member, ours too, from seed and kept text; its parts verify here.
fn decrypted_by_them(room: &Room, made: &Made, shares: &[Share]) {
    let mut sealed = made.clone();
    let end = sealed.items.iter().position(|item| item.body.contains("\"type\":\"EncryptedTally\"")).expect("a tally");
    sealed.items.truncate(end + 1);
    let tally = sealed.items[end - 2].body.clone();
    let phi = election::fingerprint(&made.election.to_json());
    room.peer.write(&format!("{}.bel", made.election.uuid), sealed.bytes());
    for (index, share) in (1..).zip(shares) {
        room.peer.write("seed", room.seed(index).text());
        room.peer.write("kept", &share.private_key);
        let owner = index + 1;
        let command = ["election", "decrypt-threshold", "--dir", ".", "--key", "seed", "--decryption-key", "kept"];
        let said = room.peer.run(&[&command[..], &["--trustee-id", &owner.to_string()]].concat(), "");
        let part = PartialDecryption::parse(said.lines().next().expect("a part")).expect("a canonical part");
        let public = made.trustees.public_key_of(owner).expect("an owner");
        let binding = Binding { cooperative: &COOPERATIVE, phi: &phi, owner, public, tally: &tally };
        decryption::verify(&binding, &EncryptedTally::parse(&tally).expect("a tally"), &part).expect("their part");
    }
}
