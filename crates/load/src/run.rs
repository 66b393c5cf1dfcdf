//! One assembly from the first sign-in to the minutes, measured and then audited.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use domain::vote::VoteMode;
use domain::wire::BallotPaper;
use serde::Serialize;

use crate::audit::{self, Cast};
use crate::ballots::{self, Ready};
use crate::cast::send;
use crate::figures::{Phase, milliseconds, rounded};
use crate::http::{Connection, Request};
use crate::people::{self, Person};
use crate::server::{Launch, Server};
use crate::session::Desk;
use crate::weight::Weight;
use crate::{Dice, import, page, weight};

/// What to measure.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The server.
    pub launch: Launch,
    /// Connections at once.
    pub connections: usize,
    /// Ballots of each vote that are sent first, one after another, over one connection.
    pub alone: usize,
    /// How long each page is asked for; zero: not at all.
    pub pages: Duration,
    /// Whether pages are weighed; it needs the whole site.
    pub weights: bool,
    /// Folder to leave the archive and its companion in.
    pub keep: Option<PathBuf>,
}

/// Something done once.
#[derive(Clone, Debug, Serialize)]
pub struct Once {
    /// What.
    pub what: String,
    /// How long it took.
    pub milliseconds: f64,
}

/// Everything measured.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Voters.
    pub voters: usize,
    /// Done many times.
    pub phases: Vec<Phase>,
    /// Done once.
    pub once: Vec<Once>,
    /// Pages.
    pub pages: Vec<Phase>,
    /// What pages weigh.
    pub weights: Vec<Weight>,
    /// Bytes of the archive.
    pub archive_bytes: usize,
    /// The archive, where it was kept.
    pub archive: Option<PathBuf>,
}

impl Report {
    fn time<T>(&mut self, what: &str, act: impl FnOnce() -> Result<T>) -> Result<T> {
        let begun = Instant::now();
        let outcome = act().with_context(|| what.to_owned())?;
        self.once.push(Once { what: what.to_owned(), milliseconds: rounded(milliseconds(begun.elapsed())) });
        Ok(outcome)
    }
}

/// Runs the plan.
///
/// # Errors
/// Whatever the server refuses; a ballot lost, doubled or changed.
pub fn run(plan: &Plan, dice: Dice<'_>) -> Result<Report> {
    let mut report = Report {
        voters: 0,
        phases: Vec::new(),
        once: Vec::new(),
        pages: Vec::new(),
        weights: Vec::new(),
        archive_bytes: 0,
        archive: None,
    };
    let server = Server::start(&plan.launch)?;
    let started = rounded(milliseconds(server.started_in()));
    report.once.push(Once { what: "cooperative founded, server answers".to_owned(), milliseconds: started });
    let (_, people) = people::people(&plan.launch.data)?;
    report.voters = people.len();
    let mut desk = Desk::sit(&server, dice)?;
    report.time("session and both votes opened", || desk.open(dice))?;
    let voters = Voters::sign_in(plan, &server, &desk, people, &mut report)?;
    let secret = voters.vote(VoteMode::Secret, plan, &server, &desk, &mut report, dice)?;
    let open = voters.vote(VoteMode::Open, plan, &server, &desk, &mut report, dice)?;
    let first = voters.sessions.first().context("nobody signed in")?;
    look(plan, &server, &page::while_open(&desk, first)?, &mut report)?;
    report.time("open vote closed, counted and decided", || desk.close(VoteMode::Open))?;
    report.time("secret vote closed and tallied", || desk.close(VoteMode::Secret))?;
    report.time("archive verified and tally decrypted by the key holder", || desk.decrypt(dice))?;
    report.time("minutes published", || desk.publish())?;
    look(plan, &server, &page::when_over(&desk)?, &mut report)?;
    observe(plan, &server, &desk, &secret, &open, &mut report)?;
    bring(&mut desk, &mut report)?;
    Ok(report)
}

/// Everyone who votes, signed in, ballot paper in hand.
struct Voters {
    people: Vec<Person>,
    sessions: Vec<String>,
    papers: Vec<BallotPaper>,
}

impl Voters {
    fn sign_in(plan: &Plan, server: &Server, desk: &Desk, people: Vec<Person>, report: &mut Report) -> Result<Self> {
        let (phase, sessions) = people::sign_in_all(server, plan.connections, &people)?;
        report.phases.push(phase);
        let (phase, papers) = people::papers(server, plan.connections, desk.assembly.id, &people, &sessions)?;
        report.phases.push(phase);
        Ok(Self { people, sessions, papers })
    }

    /// Everyone votes, the first ones alone.
    fn vote(
        &self,
        mode: VoteMode,
        plan: &Plan,
        server: &Server,
        desk: &Desk,
        report: &mut Report,
        dice: Dice<'_>,
    ) -> Result<Cast> {
        let (making, what) = match mode {
            VoteMode::Secret => ("every secret ballot made by the generator", "secret ballots"),
            VoteMode::Open => ("every open ballot made by the generator", "open ballots"),
        };
        let ready: Vec<Ready> =
            report.time(making, || ballots::make(mode, &self.people, &self.papers, &self.sessions, dice))?;
        let requests: Vec<Request> = ready.iter().map(|ready| ready.request.clone()).collect();
        let (alone, together) = requests.split_at(plan.alone.min(requests.len()));
        let mut answers = Vec::with_capacity(requests.len());
        for (connections, requests) in [(1, alone), (plan.connections, together)] {
            if !requests.is_empty() {
                let (phase, came) = send(what, server, connections, requests)?;
                report.phases.push(phase);
                answers.extend(came);
            }
        }
        Cast::new(desk, ready, &answers)
    }
}

fn look(plan: &Plan, server: &Server, pages: &[page::Page], report: &mut Report) -> Result<()> {
    if !plan.pages.is_zero() {
        report.pages.extend(page::measure(server, pages, plan.connections, plan.pages)?);
    }
    if plan.weights {
        report.weights.extend(weight::weigh(&mut Connection::open(server.address())?, pages)?);
    }
    Ok(())
}

/// Brings a register ten times as large as the hall.
fn bring(desk: &mut Desk, report: &mut Report) -> Result<()> {
    let rows = 10 * report.voters;
    let (file, officer) = (import::file(rows), &mut desk.secretary);
    let path = report.time(&format!("a register of {rows} rows previewed"), || import::preview(officer, &file))?;
    report.time(&format!("a register of {rows} rows imported"), || import::import(officer, &path, rows))
}

/// Downloads as anybody may, and audits.
fn observe(plan: &Plan, server: &Server, desk: &Desk, secret: &Cast, open: &Cast, report: &mut Report) -> Result<()> {
    let mut observer = Connection::open(server.address())?;
    let vote = desk.vote(VoteMode::Secret)?;
    let zip = report
        .time("archive and companion downloaded as one zip", || observer.fetch(&format!("/votes/{vote}/verify.zip")))?;
    ensure!(zip.starts_with(b"PK"), "what was downloaded is not a zip");
    let archive = observer.fetch(&format!("/votes/{vote}/archive.bel"))?;
    let companion = String::from_utf8(observer.fetch(&format!("/votes/{vote}/companion.json"))?)?;
    report.archive_bytes = archive.len();
    report.time("archive verified, every receipt found in it", || audit::secret(&archive, &companion, secret))?;
    let vote = desk.vote(VoteMode::Open)?;
    report.time("record verified, every open ballot found in it", || audit::open(&mut observer, desk, vote, open))?;
    if let Some(folder) = &plan.keep {
        let first = secret.receipts.first().and_then(|receipt| receipt.box_uuid.clone());
        let uuid = first.context("no ballot names its box")?;
        std::fs::create_dir_all(folder)?;
        let file = folder.join(format!("{uuid}.bel"));
        std::fs::write(&file, &archive)?;
        std::fs::write(folder.join(format!("{uuid}.companion.json")), &companion)?;
        report.archive = Some(file);
    }
    Ok(())
}
