//! Hands of both programs in one election: a voter and a trustee of belenios-tool in a box of ours, ours in a box of its
//! own making. Whoever did what, both programs accept the whole.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use protocol::archive::event::Owned;
use protocol::archive::{Builder, EventType, Item, ItemKind};
use protocol::ballot::{self, Ballot};
use protocol::companion::{FiledSlip, OwnerProofs};
use protocol::decryption::{self, Binding, PartialDecryption, combine};
use protocol::election::{self, Election};
use protocol::group::Scalar;
use protocol::json;
use protocol::slip::OrderSlip;
use protocol::tally::{EncryptedTally, SizedTally};
use protocol::trustees::{TrusteePublicKey, Trustees};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use tempfile::TempDir;
use verifier::simulate::secrets::derive;
use verifier::simulate::{COOPERATIVE, Plan, Simulated};
use verifier::threads::Threads;

use crate::peer::tools;
use crate::{json as said, plain, text, verify};

/// The other program in a folder.
struct Peer<'a> {
    tool: &'a Path,
    folder: &'a Path,
}

impl Peer<'_> {
    /// What it prints; it must succeed.
    fn run(&self, args: &[&str], input: &str) -> String {
        let mut belenios = Command::new(self.tool);
        belenios.args(args).current_dir(self.folder).env("BELENIOS_USE_URANDOM", "1");
        belenios.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = belenios.spawn().expect("the peer starts");
        // A command that reads nothing may be over before it is written to.
        let _ = running.stdin.take().expect("a pipe").write_all(input.as_bytes());
        let output = running.wait_with_output().expect("the peer ends");
        let complained = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{}: {args:?}: {complained}", self.tool.display());
        text(&output).trim_end().to_owned()
    }

    fn election(&self, args: &[&str]) -> String {
        self.run(&[&["election", args[0], "--dir", "."], &args[1..]].concat(), "")
    }

    fn event(&self, kind: EventType, lines: &str) {
        let lines = if lines.is_empty() { String::new() } else { format!("{lines}\n") };
        self.run(&["archive", "add-event", "--dir", ".", "--type", &format!("{kind:?}")], &lines);
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.folder.join(name), content).expect("written");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.join(name)).expect("readable").trim_end().to_owned()
    }

    /// Its ballot with a credential's code.
    fn vote(&self, code: &str, choice: &str) -> String {
        self.write("credential", code);
        self.write("choice", choice);
        self.election(&["generate-ballot", "--privcred", "credential", "--choice", "choice"])
    }

    fn accepts(&self) {
        self.election(&["verify"]);
    }

    /// The one file whose name ends so.
    fn named(&self, end: &str) -> String {
        let names = std::fs::read_dir(self.folder).expect("a folder").flatten();
        let mut names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.find(|name| name.ends_with(end)).expect("made")
    }
}

/// The counts that our command reads in an archive it accepts.
fn counts(archive: &Path) -> Vec<u64> {
    let output = verify(&["election", plain(archive), "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let answers = said(&output)["result"][0]["answers"].as_array().expect("answers").clone();
    answers.iter().map(|answer| answer["count"].as_u64().expect("a number")).collect()
}

/// Our box, while it is being filled.
struct Filling {
    made: Simulated,
    last: BTreeMap<usize, Ballot>,
    rng: ChaCha20Rng,
}

impl Filling {
    fn open() -> Self {
        let plan = Plan { voters: 3, revotes: 0, seed: 81, ..Plan::default() };
        let mut made = Simulated::of(&plan, &Threads::new(None)).expect("a sound plan");
        made.items.truncate(5);
        made.made.companion.order_slips.clear();
        made.made.companion.decryption_proofs.clear();
        Self { made, last: BTreeMap::new(), rng: ChaCha20Rng::seed_from_u64(81) }
    }

    fn add(&mut self, kind: EventType, bodies: Vec<String>) {
        let items: Vec<Item> = bodies.into_iter().map(|body| Item::new(ItemKind::Data, body)).collect();
        let payload = items.last().map(|item| item.hash.clone());
        self.made.items.extend(items);
        self.made.items.push(Builder::new().event(kind, payload.as_deref()));
        // Links the event to the one before.
        self.made.change(Vec::new()).expect("events");
    }

    fn ours(&mut self, voter: usize, choice: &[u64]) -> String {
        let opened = &self.made.made.opened;
        let (secret, answers) = (opened.voters[voter].secret, [choice.to_vec()]);
        Ballot::create(&opened.election, &opened.phi, &secret, &answers, &mut self.rng).expect("allowed").to_json()
    }

    /// Whoever made the ballot, the voter's device makes the slip.
    fn receive(&mut self, voter: usize, text: &str) {
        let opened = &self.made.made.opened;
        let (uuid, secret, tracker) = (&opened.election.uuid, opened.voters[voter].secret, ballot::tracker(text));
        let n = self.made.made.companion.order_slips.len() as u64 + 1;
        let slip = OrderSlip::make(&COOPERATIVE, uuid, &opened.phi, &secret, n, &tracker, &mut self.rng);
        self.made.made.companion.order_slips.push(FiledSlip::new(&tracker, &slip));
        self.last.insert(voter, Ballot::parse(text).expect("a canonical ballot"));
        self.add(EventType::Ballot, vec![text.to_owned()]);
    }

    /// Closes it; the tally.
    fn close(&mut self) -> EncryptedTally {
        self.add(EventType::EndBallots, Vec::new());
        let tally = EncryptedTally::from_ballots(&self.made.made.opened.election, self.last.values());
        let voices = self.last.len() as u64;
        let size = json::write(&SizedTally::of(&tally.to_json(), voices, voices));
        self.add(EventType::EncryptedTally, vec![tally.to_json(), size]);
        tally
    }

    fn part(&mut self, owner: u32, part: &PartialDecryption) {
        let part = Item::new(ItemKind::Data, part.to_json());
        let owned = json::write(&Owned { owner, payload: part.hash.clone() });
        self.add(EventType::PartialDecryption, vec![part.body, owned]);
    }

    fn write(&self, folder: &Path) -> std::path::PathBuf {
        let uuid = &self.made.made.opened.election.uuid;
        let archive = folder.join(format!("{uuid}.bel"));
        std::fs::write(&archive, self.made.archive()).expect("written");
        std::fs::write(folder.join(format!("{uuid}.companion.json")), self.made.companion()).expect("written");
        archive
    }
}

#[test]
fn their_voter_and_their_trustee_in_an_election_of_ours() {
    for tool in tools("their hands in our election") {
        let folder = TempDir::new().expect("a folder");
        let peer = Peer { tool: &tool, folder: folder.path() };
        let mut open = Filling::open();
        // Voter, whether by the other program, and the choice: two vote again, each by the other way.
        for (voter, theirs, choice) in [
            (0, false, [1, 0, 0]),
            (1, true, [0, 1, 0]),
            (2, true, [0, 0, 1]),
            (0, true, [0, 0, 1]),
            (2, false, [0, 1, 0]),
        ] {
            open.write(folder.path());
            let code = open.made.made.opened.voters[voter].code.clone();
            let ballot = match theirs {
                true => peer.vote(&code, &format!("[{choice:?}]")),
                false => open.ours(voter, &choice),
            };
            open.receive(voter, &ballot);
        }
        let tally = open.close();
        let archive = open.write(folder.path());
        assert_eq!(peer.election(&["compute-encrypted-tally"]).lines().next(), Some(&*tally.to_json()));
        let opened = open.made.made.opened.clone();
        let made = opened.holders.decrypt(&COOPERATIVE, &opened.phi, &tally.to_json(), &mut open.rng);
        let mut parts = BTreeMap::new();
        for (owner, (ours, proofs)) in made.expect("a tally") {
            let part = if owner == 1 { ours.clone() } else { their_part(&peer, &opened.holders.secrets, owner) };
            assert_eq!(part.decryption_factors, ours.decryption_factors);
            open.part(owner, &part);
            // Proofs that only our archives have beside them: of their factors, by the key they were made with.
            open.made.made.companion.decryption_proofs.push(OwnerProofs { owner, proofs });
            open.write(folder.path());
            parts.insert(owner, part);
        }
        let result = combine(&tally, &opened.holders.public, &parts, 3).expect("a result").to_json();
        assert_eq!(peer.election(&["compute-result"]), result);
        open.add(EventType::Result, vec![result]);
        open.write(folder.path());
        peer.accepts();
        assert_eq!(counts(&archive), [0, 2, 1]);
    }
}

fn their_part(peer: &Peer<'_>, secrets: &[Scalar], owner: u32) -> PartialDecryption {
    let secret = &secrets[usize::try_from(owner - 1).expect("few")];
    peer.write("key", format!("\"{}\"", protocol::group::scalar_to_decimal(secret)));
    let said = peer.election(&["decrypt", "--privkey", "key", "--trustee-id", &owner.to_string()]);
    PartialDecryption::parse(said.lines().next().expect("a line")).expect("a canonical part")
}

/// Everything but what our voters and our trustee do is the other program's.
struct Theirs<'a> {
    peer: Peer<'a>,
    election: Election,
    /// Codes of the voters.
    codes: Vec<String>,
    ours: Scalar,
}

impl<'a> Theirs<'a> {
    fn set_up(peer: Peer<'a>, rng: &mut ChaCha20Rng) -> Self {
        let uuid = peer.run(&["setup", "generate-token", "--length", "14"], "");
        peer.write("voters.txt", "anne\nbea\nchloe\n");
        let list = ["--group", "Ed25519", "--uuid", &uuid, "--file", "voters.txt"];
        peer.run(&[&["setup", "generate-credentials"], &list[..]].concat(), "");
        let codes: BTreeMap<String, String> =
            serde_json::from_str(&peer.read(&peer.named(".privcreds"))).expect("codes");
        peer.write("public_creds.json", peer.read(&peer.named(".pubcreds")));
        peer.run(&["setup", "generate-trustee-key", "--group", "Ed25519"], "");
        let ours = protocol::group::random_scalar(rng);
        let key = json::write(&TrusteePublicKey::prove(&ours, None, rng));
        peer.write("public_keys.jsons", format!("{}\n{key}\n", peer.read(&peer.named(".pubkey"))));
        peer.run(&["setup", "make-trustees"], "");
        peer.write("template.json", TEMPLATE);
        let args = ["--group", "Ed25519", "--template", "template.json", "--uuid", &uuid];
        peer.run(&[&["setup", "make-election"], &args[..]].concat(), "");
        peer.run(&["archive", "init"], "");
        let election = Election::parse(&peer.read("election.json")).expect("an election of theirs");
        Self { peer, election, codes: codes.into_values().collect(), ours }
    }

    fn cast(&self, voter: usize, choice: &[u64], theirs: bool, rng: &mut ChaCha20Rng) {
        let code = &self.codes[voter];
        let ballot = if theirs {
            self.peer.vote(code, &format!("[{choice:?}]"))
        } else {
            let secret = derive(&self.election.uuid, code);
            let phi = election::fingerprint(&self.peer.read("election.json"));
            let ballot = Ballot::create(&self.election, &phi, &secret, &[choice.to_vec()], rng).expect("allowed");
            self.peer.write("ballot", ballot.to_json());
            self.peer.election(&["verify-ballot", "--ballot", "ballot"]);
            ballot.to_json()
        };
        self.peer.event(EventType::Ballot, &ballot);
    }

    /// Their part as they make it, then ours with the key that is ours in their list.
    fn decrypt(&self, rng: &mut ChaCha20Rng) {
        self.peer.event(EventType::EndBallots, "");
        let tallied = self.peer.election(&["compute-encrypted-tally"]);
        self.peer.event(EventType::EncryptedTally, &tallied);
        let tally = tallied.lines().next().expect("a tally");
        let trustees = Trustees::parse(&self.peer.read("trustees.json")).expect("trustees");
        let public = protocol::group::Element::mul_base(&self.ours);
        for owner in 1..=2 {
            if trustees.public_key_of(owner) != Some(public) {
                let args = ["decrypt", "--privkey", &self.peer.named(".privkey"), "--trustee-id", &owner.to_string()];
                let part = self.peer.election(&args);
                self.peer.event(EventType::PartialDecryption, &part);
                continue;
            }
            let phi = election::fingerprint(&self.peer.read("election.json"));
            let binding = Binding { cooperative: &COOPERATIVE, phi: &phi, owner, public, tally };
            let (part, _) = decryption::decrypt(&self.ours, &binding, rng).expect("a canonical tally");
            let part = Item::new(ItemKind::Data, part.to_json());
            let owned = json::write(&Owned { owner, payload: part.hash.clone() });
            self.peer.event(EventType::PartialDecryption, &format!("{}\n{owned}", part.body));
        }
        let result = self.peer.election(&["compute-result"]);
        self.peer.event(EventType::Result, &result);
    }
}

const TEMPLATE: &str = r#"{"description":"d","name":"n","questions":[{"answers":["A","B"],"blank":true,"min":1,"max":2,"question":"Q?"}],"administrator":"someone","credential_authority":"server"}"#;

#[test]
fn our_voter_and_our_trustee_in_an_election_of_theirs() {
    for tool in tools("our hands in their election") {
        let folder = TempDir::new().expect("a folder");
        let mut rng = ChaCha20Rng::seed_from_u64(82);
        let theirs = Theirs::set_up(Peer { tool: &tool, folder: folder.path() }, &mut rng);
        for (voter, choice, by_them) in [
            (0, [0, 1, 1], true),
            (1, [0, 0, 1], false),
            (2, [1, 0, 0], false),
            (0, [0, 1, 0], false),
            (1, [0, 1, 1], true),
        ] {
            theirs.cast(voter, &choice, by_them, &mut rng);
        }
        theirs.decrypt(&mut rng);
        theirs.peer.accepts();
        let archive = folder.path().join(format!("{}.bel", theirs.election.uuid));
        assert_eq!(counts(&archive), [1, 2, 1]);
    }
}
