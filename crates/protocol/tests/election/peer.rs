//! belenios-tool, which we did not write: our archives before it, and its hands beside ours. It is not part of this
//! repository: `cargo xtask test` brings it and sets `VOIX_BELENIOS_TOOL`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use protocol::archive::{Event, EventType, ItemKind};
use protocol::election::Question;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::made::verify;
use crate::simulate::{Keyring, Made, Plan, make, make_threshold, make_under};
use crate::tampered::{failed, rechain};

/// The tools to compare with; a loud skip where there is none.
pub fn tools(what: &str) -> Vec<PathBuf> {
    let Some(tools) = std::env::var_os("VOIX_BELENIOS_TOOL") else {
        assert!(std::env::var("CI").is_err(), "VOIX_BELENIOS_TOOL is not set: run through cargo xtask test");
        eprintln!("SKIP {what}: VOIX_BELENIOS_TOOL is not set");
        return Vec::new();
    };
    std::env::split_paths(&tools).collect()
}

/// A tool in a folder of its own.
pub struct Peer {
    tool: PathBuf,
    folder: tempfile::TempDir,
}

impl Peer {
    pub fn new(tool: &Path) -> Self {
        Self { tool: tool.to_owned(), folder: tempfile::tempdir().expect("a folder") }
    }

    /// What it prints; it must succeed.
    pub fn run(&self, args: &[&str], input: &str) -> String {
        let (succeeded, said, complained) = self.attempt(args, input);
        assert!(succeeded, "{}: {args:?}: {complained}", self.tool.display());
        said.trim_end().to_owned()
    }

    fn attempt(&self, args: &[&str], input: &str) -> (bool, String, String) {
        let mut belenios = Command::new(&self.tool);
        belenios.args(args).current_dir(self.folder.path()).env("BELENIOS_USE_URANDOM", "1");
        belenios.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = belenios.spawn().expect("the peer starts");
        // A command that reads nothing may be over before it is written to.
        let _ = running.stdin.take().expect("a pipe").write_all(input.as_bytes());
        let output = running.wait_with_output().expect("the peer ends");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.folder.path().join(name), content).expect("written");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).expect("readable").trim_end().to_owned()
    }
}

/// A tool that has nothing but this archive accepts it.
pub fn accepts(tool: &Path, made: &Made, what: &str) {
    let peer = Peer::new(tool);
    peer.write(&format!("{}.bel", made.election.uuid), made.bytes());
    let (succeeded, said, complained) = peer.attempt(&["election", "verify", "--dir", "."], "");
    let verdict = format!("{said}{complained}");
    assert!(succeeded && verdict.contains("all checks passed"), "{what}: {}: {verdict}", tool.display());
}

/// Every ballot, before the box as it was when this ballot came; how many there were.
fn accepts_each_ballot(tool: &Path, made: &Made, what: &str) -> usize {
    let peer = Peer::new(tool);
    let ballot = |(at, item): (usize, &protocol::archive::Item)| {
        let cast =
            item.kind == ItemKind::Event && Event::parse(&item.body).expect("an event").kind == EventType::Ballot;
        cast.then(|| at - 1)
    };
    let places: Vec<usize> = made.items.iter().enumerate().filter_map(ballot).collect();
    for (i, place) in places.iter().enumerate() {
        let mut before = made.clone();
        before.items.truncate(*place);
        peer.write(&format!("{}.bel", made.election.uuid), before.bytes());
        let verified = |text: &str| {
            peer.write("ballot.json", text);
            peer.attempt(&["election", "verify-ballot", "--dir", ".", "--ballot", "ballot.json"], "")
        };
        let text = &made.items[*place].body;
        let (succeeded, _, complained) = verified(text);
        assert!(succeeded, "{what}, ballot {}: {}: {complained}", i + 1, tool.display());
        // That it looks: the same with another number in its last proof is refused.
        let bent = text.replacen("\"response\":\"", "\"response\":\"1", 1);
        assert!(!verified(&bent).0, "{what}, ballot {}: {} accepts it bent", i + 1, tool.display());
    }
    places.len()
}

/// Who can open a box: the mandatory trustees, or the server and so many of a group.
type Trustees = (&'static str, fn(&mut ChaCha20Rng) -> Keyring);
const TRUSTEES: [Trustees; 4] = [
    ("1 mandatory", |rng| Keyring::singles(1, rng)),
    ("3 mandatory", |rng| Keyring::singles(3, rng)),
    ("2 of 3", |rng| Keyring::threshold(2, 3, &[3, 1], rng)),
    ("3 of 5", |rng| Keyring::threshold(3, 5, &[5, 2, 3], rng)),
];

/// With blank ballots or without, in an empty box or one where two voices vote again.
fn plans(seed: u64) -> Vec<(String, Plan)> {
    let mut plans = Vec::new();
    for blank in [false, true] {
        let answers = ["un", "deux", "trois"].map(str::to_owned).to_vec();
        let question =
            Question { answers, blank: blank.then_some(true), min: 1, max: 2, question: "Quoi ?".to_owned() };
        let votes: [(usize, &[usize]); 5] = [(0, &[0]), (1, &[0, 2]), (2, &[1]), (0, &[]), (1, &[2])];
        let vector = |chosen: &[usize]| {
            let mut vector = vec![0; 3];
            chosen.iter().for_each(|i| vector[*i] = 1);
            match (blank, chosen.is_empty()) {
                // Who cannot vote blank votes for the first.
                (false, true) => vec![1, 0, 0],
                (false, false) => vector,
                (true, empty) => [vec![u64::from(empty)], vector].concat(),
            }
        };
        let votes: Vec<(usize, Vec<Vec<u64>>)> =
            votes.iter().map(|(voter, chosen)| (*voter, vec![vector(chosen)])).collect();
        for votes in [Vec::new(), votes] {
            let what = format!("{} ballots, blank {blank}", votes.len());
            plans.push((what, Plan { seed, ours: true, questions: vec![question.clone()], voters: 4, votes }));
        }
    }
    plans
}

#[test]
fn every_kind_of_archive_of_ours_is_accepted_by_the_tool_we_did_not_write() {
    let tools = tools("our archives");
    if tools.is_empty() {
        return;
    }
    let mut ballots = 0;
    for (seed, (who, keyring)) in (61..).zip(TRUSTEES) {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let keyring = keyring(&mut rng);
        for (what, plan) in plans(seed) {
            let made = make_under(&plan, &keyring, &mut rng);
            let what = format!("{who}, {what}");
            assert!(verify(&made).passed(), "{what}: ours");
            for tool in &tools {
                accepts(tool, &made, &what);
                ballots += accepts_each_ballot(tool, &made, &what);
            }
        }
    }
    assert_eq!(ballots, tools.len() * TRUSTEES.len() * 2 * 5, "every ballot was looked at");
}

/// In an election that is not ours a weight of one may be written (the tool's own generator writes it) and counts one.
/// Ours write none, and a written one is refused here though not by the tool.
#[test]
fn a_written_weight_of_one_counts_one_and_is_never_ours() {
    let written = |ours: bool| {
        let mut made = make(&Plan { ours, ..Plan::resolution(71, 3, &[(0, 0), (1, 1), (0, 2)]) });
        rechain(&mut made, |i, body| match i {
            2 => {
                let list: Vec<String> = serde_json::from_str(body).expect("the list of credentials");
                let list: Vec<String> = list.into_iter().map(|credential| credential + ",1").collect();
                serde_json::to_string(&list).expect("a list")
            }
            _ => body.to_owned(),
        });
        made
    };
    let (theirs, ours) = (written(false), written(true));
    let report = verify(&theirs);
    assert!(report.passed(), "{:?}", report.outcomes);
    assert_eq!((report.summary.voices, report.summary.weight), (2, 2));
    assert_eq!(failed(&ours), [10]);
    for tool in tools("written weights") {
        accepts(&tool, &theirs, "weights of one, written");
        assert_eq!(accepts_each_ballot(&tool, &theirs, "weights of one, written"), 3);
    }
}

#[test]
fn parts_beyond_the_threshold_are_accepted_by_the_tool_we_did_not_write() {
    let plan = Plan::resolution(41, 4, &[(0, 0), (1, 0), (2, 1), (0, 2)]);
    let made = make_threshold(&plan, 2, 3, &[2, 3, 1]);
    for tool in tools("more parts than needed") {
        accepts(&tool, &made, "three of two");
    }
}
