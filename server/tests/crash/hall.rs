//! The demo's assembly with both its votes open, and everything an observer can check of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::ids::{AssemblyId, CooperativeId, MemberId, VoteId};
use domain::resolution::Choice;
use domain::vote::VoteMode;
use domain::wire::{
    ApproveTrustees, AssemblyView, Console, CooperativeView, DemoPerson, KeyHolderTask, MakeHolderKey, SubmitDecryption,
};
use protocol::companion::Companion;
use protocol::decryption::{self, Binding};
use protocol::group::{self, Element, Scalar};
use protocol::keys::{Language, MemberKeys, Phrase};
use protocol::receipt::Receipt;
use protocol::trustees::TrusteePublicKey;
use protocol::{checkpoint, checks, hash, record, trustees_approval};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde_json::{Value, json};
use service::demo::DemoKeys;

use crate::server::{Api, Server};
use crate::voter::Sent;

pub struct Hall {
    pub cooperative: CooperativeId,
    pub assembly: AssemblyId,
    record_key: [u8; 32],
    open: VoteId,
    secret: VoteId,
    chair: MemberId,
    holder: MemberId,
    holder_secret: Scalar,
    members: Vec<(MemberId, MemberKeys)>,
}

impl Hall {
    /// What chair and key holder do before the first ballot.
    pub fn open(server: &Server, folder: &Path) -> Self {
        let api = server.api();
        let cooperative: CooperativeView = api.get("/cooperative");
        let assembly: AssemblyView = api.get("/assemblies/current");
        let people: Vec<DemoPerson> = api.get("/demo/people");
        let keys: DemoKeys = serde_json::from_slice(&std::fs::read(folder.join("demo-keys.json")).unwrap()).unwrap();
        let member = |key: &service::demo::DemoKey| {
            let phrase = Phrase::parse(&key.phrase, key.language.into()).unwrap();
            (key.member, MemberKeys::derive(&phrase, cooperative.id.bytes()))
        };
        let vote = |mode| assembly.items.iter().find(|item| item.mode == mode).unwrap().vote;
        let hall = Self {
            cooperative: cooperative.id,
            assembly: assembly.id,
            record_key: hash::unhex(&cooperative.record_key).unwrap(),
            open: vote(VoteMode::Open),
            secret: vote(VoteMode::Secret),
            chair: people[0].member,
            holder: people[2].member,
            holder_secret: group::random_scalar(&mut ChaCha20Rng::seed_from_u64(99)),
            members: keys.keys.iter().map(member).collect(),
        };
        let chair = api.sign_in(hall.chair);
        chair.post::<Value>(&format!("/assemblies/{}/session", hall.assembly), &json!({}));
        let console = chair.get::<Console>(&format!("/assemblies/{}/console", hall.assembly));
        chair.post::<Value>(&format!("/assemblies/{}/bureau", hall.assembly), &json!(console.bureau.form));
        hall.prepare_key(&api.sign_in(hall.holder));
        for vote in [hall.open, hall.secret] {
            chair.post::<Value>(&format!("/votes/{vote}/open"), &json!({}));
        }
        hall
    }

    fn prepare_key(&self, holder: &Api) {
        let (cooperative, rng) = (self.cooperative.bytes(), &mut ChaCha20Rng::seed_from_u64(98));
        let keys = MemberKeys::derive(&Phrase::from_entropy([7; 16], Language::French), cooperative);
        holder.post::<Value>("/me/keys", &keys.register(cooperative, self.holder.bytes(), rng));
        let public_key = TrusteePublicKey::prove(&self.holder_secret, None, rng).to_json();
        let door = format!("/assemblies/{}/key-holder/key", self.assembly);
        let task: KeyHolderTask = holder.post(&door, &MakeHolderKey { public_key });
        let trustees = task.votes[0].trustees.clone().unwrap();
        let signature = trustees_approval::sign(keys.identity(), cooperative, self.secret.bytes(), &trustees);
        holder.post::<Value>(&format!("/votes/{}/trustees-approval", self.secret), &ApproveTrustees { signature });
    }

    pub fn member(&self, nth: usize) -> (MemberId, &MemberKeys) {
        let (member, keys) = &self.members[nth % self.members.len()];
        (*member, keys)
    }

    /// Whether a ballot is in.
    pub fn knows(&self, api: &Api, sent: &Sent) -> bool {
        let tracker = sent.tracker.replace('+', "%2B").replace('/', "%2F");
        let state: String = api.get(&format!("/votes/{}/ballots/{tracker}", sent.vote));
        state != "unknown"
    }

    /// Sends the same bytes again.
    pub fn ask_again(&self, server: &Server, sent: &Sent) -> Receipt {
        let receipt: Receipt = server.api().sign_in(sent.member).post(&sent.path, &sent.body);
        receipt.verify(self.cooperative.bytes(), &self.record_key).unwrap();
        assert_eq!(receipt.tracker, sent.tracker);
        receipt
    }

    /// Archive, record and checkpoint hold, and the box has the secret ballots received, each once, and no other.
    pub fn is_intact(&self, api: &Api, received: &[Sent]) {
        let companion = api.text(&format!("/votes/{}/companion.json", self.secret));
        let archive = api.bytes(&format!("/votes/{}/archive.bel", self.secret));
        let report = checks::verify_election(&archive, Some(&companion), &mut |_, _| {}).unwrap();
        assert!(report.passed() && report.ours, "{report:#?}");
        let secret: Vec<&Sent> = received.iter().filter(|sent| sent.secret).collect();
        let trackers: BTreeSet<&str> = secret.iter().map(|sent| sent.tracker.as_str()).collect();
        let filed = Companion::parse(&companion).unwrap().order_slips;
        assert_eq!(filed.iter().map(|slip| slip.ballot.as_str()).collect::<BTreeSet<_>>(), trackers);
        assert_eq!((filed.len(), report.summary.ballots), (secret.len(), secret.len() as u64));
        assert_eq!(report.summary.voices, last(&secret).len() as u64);

        let lines = api.text(&format!("/assemblies/{}/record.jsonl", self.assembly));
        let entries: Vec<record::Entry> = lines.lines().map(|line| record::Entry::parse(line).unwrap()).collect();
        let head = record::verify_record(self.cooperative.bytes(), self.assembly.bytes(), &entries).unwrap();
        let note = checkpoint::parse(&api.text(&format!("/assemblies/{}/checkpoint", self.assembly))).unwrap();
        assert_eq!((note.size, note.root), (head.size, head.root));
        let origin = checkpoint::origin(self.cooperative.bytes(), self.assembly.bytes());
        checkpoint::verify(&note, &origin, &self.record_key).unwrap();
        let present = entries.iter().filter(|entry| entry.kind == "attendance").count();
        let members: BTreeSet<MemberId> = received.iter().map(|sent| sent.member).collect();
        assert_eq!(present, members.len(), "everybody who voted is present, once");
    }

    /// Closes both votes and opens the box: what is counted is the last choice of everybody.
    pub fn close_and_count(&self, server: &Server, received: &[Sent]) {
        let (chair, holder) = (server.api().sign_in(self.chair), server.api().sign_in(self.holder));
        for vote in [self.open, self.secret] {
            chair.post::<Value>(&format!("/votes/{vote}/close"), &json!({}));
        }
        holder.post::<Value>(&format!("/votes/{}/partial-decryptions", self.secret), &self.decrypt(&holder));
        let view: AssemblyView = chair.get("/assemblies/current");
        for vote in [self.open, self.secret] {
            let sent: Vec<&Sent> = received.iter().filter(|sent| sent.vote == vote).collect();
            let choices = last(&sent);
            let expected = |choice| choices.values().filter(|said| **said == choice).count();
            let item = view.items.iter().find(|item| item.vote == vote).unwrap();
            let counts = &item.decision.as_ref().unwrap().counts;
            let counted = [counts.for_, counts.against, counts.abstain].map(|count| count as usize);
            assert_eq!(counted, [Choice::For, Choice::Against, Choice::Abstain].map(expected));
        }
        self.is_intact(&chair, received);
    }

    fn decrypt(&self, holder: &Api) -> SubmitDecryption {
        let archive = holder.bytes(&format!("/votes/{}/archive.bel", self.secret));
        let companion = holder.text(&format!("/votes/{}/companion.json", self.secret));
        let sealed = checks::sealed_tally(&archive, &companion).unwrap();
        let binding = Binding {
            cooperative: self.cooperative.bytes(),
            phi: &sealed.phi,
            owner: 2,
            public: Element::mul_base(&self.holder_secret),
            tally: &sealed.tally,
        };
        let rng = &mut ChaCha20Rng::seed_from_u64(97);
        let (part, proofs) = decryption::decrypt(&self.holder_secret, &binding, rng).unwrap();
        SubmitDecryption::of_one(part.to_json(), proofs.to_json())
    }
}

/// The last choice of each member.
fn last(sent: &[&Sent]) -> BTreeMap<MemberId, Choice> {
    let mut sent = sent.to_vec();
    sent.sort_by_key(|sent| sent.n);
    sent.into_iter().map(|sent| (sent.member, sent.choice)).collect()
}
