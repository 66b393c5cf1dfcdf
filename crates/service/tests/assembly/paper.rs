//! Voices on paper: the desk notes whose, no ballot by a device is received from them, two scrutineers type what the papers say,
//! each alone, and it is added to the ballots. In a secret vote nothing is opened before, and nothing of the count shown.

use domain::Refusal;
use domain::attendance::RecordAttendance;
use domain::bureau::Seat;
use domain::contest::Said;
use domain::decision::{BlankCounted, Outcome};
use domain::ids::VoteId;
use domain::majority::Counts;
use domain::paper::{CountPaper, MarkPaper, NamePapers, NotePaper, PaperCounted, PaperView, Papers, TextPapers, Way};
use domain::resolution::Choice;
use domain::vote::VoteState;
use domain::wire::{CastOpen, ItemView, MyVoice, SubmitDecryption};
use protocol::checks;
use protocol::commitment::MandateProof;
use serde_json::json;
use service::{Error, views};

use crate::hands::{on_postgres, on_sqlite};
use crate::voted::{letter, sent};
use crate::world::{START, World, refusal};

/// Numbers of the two who count, from 0: the second has no key.
const FIRST: usize = 3;
const SECOND: usize = 6;

fn text(for_: u32, against: u32, abstain: u32, null: u32) -> Papers {
    Papers::Text(TextPapers { for_, against, abstain, null })
}

impl World {
    async fn marks(&self, number: u32, paper: bool) -> Result<Way, Error> {
        let asked = MarkPaper { number, way: if paper { Way::Paper } else { Way::Key } };
        service::mark_paper(&self.service, self.chair(), self.assembly, &asked).await
    }

    async fn counts_papers(&self, vote: VoteId, who: usize, round: u32, counts: Papers) -> Result<PaperView, Error> {
        let asked = CountPaper { round, counts };
        service::count_paper(&self.service, &self.people[who].actor, vote, &asked).await
    }

    async fn says_papers(&self, vote: VoteId, round: u32, counts: Papers) -> Result<PaperView, Error> {
        let asked = NotePaper { seat: Seat::SecondScrutineer, round, counts };
        service::note_paper(&self.service, self.chair(), vote, &asked).await
    }

    /// Both type the same.
    async fn both_count(&self, vote: VoteId, counts: Papers) -> PaperView {
        self.counts_papers(vote, FIRST, 1, counts.clone()).await.unwrap();
        self.says_papers(vote, 1, counts).await.unwrap()
    }

    async fn item(&self, vote: VoteId) -> ItemView {
        views::vote(&self.service, vote).await.unwrap().1
    }

    async fn opened(&self, vote: VoteId) -> u32 {
        service::open_vote(&self.service, self.chair(), vote).await.unwrap()
    }

    async fn closes(&self, vote: VoteId) -> VoteState {
        service::close_vote(&self.service, self.chair(), vote).await.unwrap()
    }

    /// Who votes on paper, and how many papers each gets of the votes that are open.
    async fn desk_papers(&self) -> Vec<(u32, bool, Vec<(u32, u32)>)> {
        let desk = views::desk(&self.service, self.chair(), self.assembly, "").await.unwrap();
        let slips = |line: &domain::paper::PaperLine| line.slips.iter().map(|of| (of.position, of.count)).collect();
        desk.papers.iter().map(|line| (line.number, line.on, slips(line))).collect()
    }

    async fn submits(&self, part: &SubmitDecryption) -> Result<VoteState, Error> {
        service::submit_decryption(&self.service, self.holder(), self.secret, part).await
    }

    async fn record_holds(&self) {
        let entries = views::record_entries(&self.service, self.assembly).await.unwrap();
        protocol::record::verify_record(self.cooperative.bytes(), self.assembly.bytes(), &entries).unwrap();
    }

    /// 5, who carries 6, and 9, who has no key and carries 8, vote on paper; 1, 4 and 7 are in the hall with them.
    async fn with_papers(self) -> Self {
        for number in [1, 4, 5, 7, 9] {
            self.at_desk(number, true).await;
        }
        for number in [5, 9] {
            assert_eq!(self.marks(number, true).await.unwrap(), Way::Paper);
        }
        self
    }
}

#[tokio::test]
async fn papers_counted_by_two_are_added_to_the_ballots() {
    counted(on_sqlite().await).await;
}

#[tokio::test]
async fn papers_counted_by_two_are_added_to_the_ballots_on_postgres() {
    if let Some(world) = on_postgres("paper").await {
        counted(world).await;
    }
}

async fn counted(world: World) {
    let world = world.with_papers().await;
    let (service, vote) = (&world.service, world.open);
    assert_eq!(world.desk_papers().await, [(5, true, vec![]), (9, true, vec![])]);
    assert_eq!(world.opened(vote).await, 3, "1, 3 and 4: the others have no key, are on paper, or gave a blank proxy");
    assert_eq!(world.desk_papers().await, [(5, true, vec![(1, 2)]), (9, true, vec![(1, 2)])]);
    nothing_by_a_device(&world).await;
    // 7 has no key either, and asks for a paper while the vote is open.
    world.marks(7, true).await.unwrap();
    assert_eq!(world.desk_papers().await[1], (7, true, vec![(1, 1)]));
    let open = world.item(vote).await;
    assert_eq!((open.voices, open.paper.unwrap().voices, open.paper.unwrap().closed), (Some(3), 5, false));
    world.cast_open(0, &world.open_ballot(0, Choice::For, 1).await).await.unwrap();
    assert_eq!(world.closes(vote).await, VoteState::Closed, "it waits for its papers");
    let closed = world.recorded("quorum-count").await.pop().unwrap();
    assert_eq!((&closed["paper"], &closed["ballots"], &closed["present"]), (&json!(5), &json!(1), &json!(8)));
    assert_eq!(closed["paper_root"].as_str().map(str::len), Some(64), "and commits to whose they are");
    assert_eq!(world.recorded("open-roll").await[0]["kinds"], json!({ "own-key": 3 }));
    assert_eq!(world.recorded("proxies").await[0]["count"], 3, "two on paper and a blank one");
    papers_proved(&world).await;
    typed_twice(&world).await;

    let decision = world.item(vote).await.decision.unwrap();
    let expected = PaperCounted { counts: text(2, 1, 1, 1), handed: 5 };
    assert_eq!((decision.paper.clone(), decision.hands), (Some(expected.clone()), None));
    assert_eq!(decision.blank, Some(BlankCounted { count: 1, approved: true }));
    assert_eq!(decision.counts, Counts { for_: 4, against: 1, abstain: 1, null: 1, ..Counts::default() });
    assert_eq!((decision.outcome, decision.quorum.present), (Outcome::Adopted, 8));
    let entry = world.recorded("paper-count").await.remove(0);
    assert_eq!(entry["counts"], json!({ "abstain": 1, "against": 1, "for": 2, "null": 1 }));
    assert_eq!(entry["typed"], json!({ "first-scrutineer": "own", "second-scrutineer": "aloud" }));
    assert_eq!((&entry["handed"], &entry["round"]), (&json!(5), &json!(2)));
    assert_eq!(world.recorded("tally").await[0]["counts"]["for"], 1, "the ballots alone");
    assert_eq!(world.recorded("open-ballots").await[0]["ballots"].as_array().unwrap().len(), 1);
    let again = world.counts_papers(vote, FIRST, 2, text(2, 1, 1, 1)).await;
    assert_eq!(refusal(again), Refusal::PaperNotAwaited);

    // The minutes have both apart.
    service::void_vote(service, world.chair(), world.secret, "Reporté.").await.unwrap();
    service::publish_minutes(service, world.secretary(), world.assembly).await.unwrap();
    let minutes = views::minutes(service, world.chair(), world.assembly).await.unwrap().unwrap();
    assert_eq!(minutes.items[0].decision.as_ref().unwrap().paper, Some(expected));
    assert_eq!(minutes.items[0].mandates, Some(2), "6 and 8");
    world.record_holds().await;
    let over = world.counts_papers(vote, FIRST, 2, text(2, 1, 1, 1)).await;
    assert_eq!(refusal(over), Refusal::AssemblyOver);
    assert_eq!(refusal(world.marks(1, true).await), Refusal::AssemblyOver);
}

/// Whoever has a voice on paper, or the paper of another's, finds it in the commitment of the close, with the proxy.
async fn papers_proved(world: &World) {
    let entries = views::record_entries(&world.service, world.assembly).await.unwrap();
    let close = entries.iter().rposition(|entry| entry.kind == "quorum-count").unwrap();
    for (who, proxies, papers) in [(4_usize, 1, 2), (5, 1, 1), (6, 0, 1)] {
        let text = views::mandate_proof(&world.service, &world.people[who].actor, world.open).await.unwrap();
        let proof = MandateProof::parse(&text).unwrap();
        assert_eq!((proof.mandates.len(), proof.papers.len()), (proxies, papers), "{who}");
        assert_eq!(proof.verify(&entries).unwrap().len(), proxies + papers);
        assert!(proof.verify(&entries[..close]).is_err(), "before the close nothing commits to papers");
        let mine = views::my_votes(&world.service, &world.people[who].actor).await.unwrap();
        assert!(mine.carried.contains(&world.open), "the page of {who} offers the file");
    }
}

/// Of no voice on paper, own or carried, a ballot is received, and its page is empty.
async fn nothing_by_a_device(world: &World) {
    let paper = world.paper_vote(0, world.open).await;
    let own = world.sign_open(4, &paper, "for", 1);
    assert_eq!(refusal(world.cast_open(4, &own).await), Refusal::OnPaper);
    let carried = world.sign_open(5, &paper, "for", 1);
    assert_eq!(refusal(world.cast_open(4, &carried).await), Refusal::OnPaper);
    assert_eq!(refusal(world.cast_open(5, &carried).await), Refusal::NotYourVoice, "somebody else has its paper");
    assert_eq!(refusal(world.cast_open(0, &carried).await), Refusal::NotYourVoice);
    assert_eq!(world.paper(4).await.votes, []);
    assert_eq!(world.voices_of(4).await, [MyVoice::PaperOut, MyVoice::OnPaper], "in what opens later, too");
    assert_eq!(world.voices_of(5).await[0], MyVoice::Carried);
    assert_eq!(world.voices_of(8).await, [MyVoice::PaperOut, MyVoice::OnPaper], "without a key");
    assert_eq!(world.voices_of(6).await, [MyVoice::NotOnRoll, MyVoice::KeyNeeded]);
}

/// Both type, and differ; both type again.
async fn typed_twice(world: &World) {
    let (service, vote) = (&world.service, world.open);
    for who in [FIRST, SECOND] {
        let mine = views::my_votes(service, &world.people[who].actor).await.unwrap();
        assert_eq!((mine.papers, mine.hands), (Some(vote), None), "each is asked on the own page");
    }
    let many = world.counts_papers(vote, FIRST, 1, text(3, 1, 1, 1)).await;
    assert_eq!(refusal(many), Refusal::PaperTooMany);
    let names = Papers::Names(NamePapers::default());
    assert_eq!(refusal(world.counts_papers(vote, FIRST, 1, names).await), Refusal::PaperNumber);
    let first = world.counts_papers(vote, FIRST, 1, text(3, 1, 1, 0)).await.unwrap();
    assert_eq!((first.typed, first.agreed), (Some(Seat::FirstScrutineer), false));
    assert_eq!(views::my_votes(service, &world.people[FIRST].actor).await.unwrap().papers, None);
    assert_eq!(world.item(vote).await.decision, None);
    let twice = world.counts_papers(vote, FIRST, 1, text(2, 1, 1, 1)).await;
    assert_eq!(refusal(twice), Refusal::PaperTyped);
    // They differ: nobody chooses, both count again.
    let other = world.says_papers(vote, 1, text(2, 1, 1, 1)).await.unwrap();
    assert!(other.differed() && other.round == 2 && other.typed.is_none());
    let before = world.counts_papers(vote, FIRST, 1, text(2, 1, 1, 1)).await;
    assert_eq!(refusal(before), Refusal::PaperTyped, "of the round before");
    assert!(world.recorded("paper-count").await.is_empty() && world.recorded("open-ballots").await.is_empty());
    assert!(world.says_papers(vote, 2, text(2, 1, 1, 1)).await.unwrap().typed.is_some());
    assert!(world.counts_papers(vote, FIRST, 2, text(2, 1, 1, 1)).await.unwrap().agreed);
}

#[tokio::test]
async fn whoever_is_in_the_hall_and_has_not_voted_may_vote_on_paper() {
    let world = on_sqlite().await;
    let (service, vote) = (&world.service, world.open);
    world.opened(vote).await;
    assert_eq!(refusal(world.marks(1, true).await), Refusal::PaperNotInHall);
    assert_eq!(refusal(world.marks(77, true).await), Refusal::NoSuchNumber);
    service::take_part(service, &world.people[2].actor, world.assembly, true).await.unwrap();
    assert_eq!(refusal(world.marks(3, true).await), Refusal::PaperNotInHall, "from a distance there is no paper");
    for number in [1, 5] {
        world.at_desk(number, true).await;
    }
    assert_eq!(refusal(world.marks(1, false).await), Refusal::PaperNotMarked);
    // 5 votes with a voice that somebody gave: that one stays as it is, their own goes on paper.
    let carried = world.sign_open(5, &world.paper_vote(4, vote).await, "for", 1).ballot;
    let signature = carried.sign(world.cooperative.bytes(), world.people[4].keys.identity());
    let sent = CastOpen { ballot: carried, signature };
    world.cast_open(4, &sent).await.unwrap();
    let own = world.open_ballot(4, Choice::Against, 1).await;
    world.marks(5, true).await.unwrap();
    assert_eq!(world.item(vote).await.paper.unwrap().voices, 1);
    assert_eq!(world.desk_papers().await, [(5, true, vec![(1, 1)])]);
    assert_eq!(refusal(world.cast_open(4, &own).await), Refusal::OnPaper);
    let marked = MarkPaper { number: 1, way: Way::Paper };
    for actor in [&world.people[4].actor, world.holder()] {
        let outcome = service::mark_paper(service, actor, world.assembly, &marked).await;
        assert_eq!(refusal(outcome), Refusal::NotYours);
    }
    world.marks(1, true).await.unwrap();
    assert_eq!(refusal(world.marks(1, true).await), Refusal::PaperMarked);
    world.closes(vote).await;
    assert_eq!(world.recorded("quorum-count").await.pop().unwrap()["paper"], 2, "of 1, and the own voice of 5");
    assert_eq!(world.desk_papers().await, [(1, true, vec![]), (5, true, vec![])]);
    let same = world.cast_open(4, &sent).await;
    assert!(same.is_ok(), "what was received before has its receipt: {same:?}");
}

#[tokio::test]
async fn what_is_on_paper_stays_so_and_what_opens_later_goes_by_the_key_again() {
    let world = on_sqlite().await;
    let (service, vote) = (&world.service, world.open);
    world.at_desk(4, true).await;
    world.opened(vote).await;
    let before = world.open_ballot(3, Choice::For, 1).await;
    // The telephone fails while the vote is open: the ballot it had made is refused from then on.
    world.marks(4, true).await.unwrap();
    assert_eq!(refusal(world.cast_open(3, &before).await), Refusal::OnPaper);
    assert_eq!(world.item(vote).await.voices, Some(4), "one less");
    world.marks(4, false).await.unwrap();
    assert_eq!(world.desk_papers().await, [(4, false, vec![(1, 1)])], "their paper is out");
    assert_eq!(refusal(world.cast_open(3, &before).await), Refusal::OnPaper);
    assert_eq!(world.voices_of(3).await, [MyVoice::PaperOut, MyVoice::Waiting]);
    // Marked again they get no second paper, and whoever leaves votes on paper no more.
    world.marks(4, true).await.unwrap();
    world.at_desk(4, false).await;
    assert_eq!(world.desk_papers().await, [(4, false, vec![(1, 1)])]);
    world.key_holder_prepares().await;
    world.opened(world.secret).await;
    let cast = world.secret_ballot(3, Choice::For, 1).await;
    world.cast_secret(3, &cast).await.unwrap();
    assert_eq!(world.item(world.secret).await.paper, None);
    world.closes(vote).await;
    assert_eq!(world.recorded("quorum-count").await.pop().unwrap()["paper"], 1);
    assert_eq!(world.desk_papers().await, [], "of a vote that is closed the desk hands out nothing");
    service::void_vote(service, world.chair(), vote, "Papiers perdus.").await.unwrap();
    let late = world.counts_papers(vote, FIRST, 1, text(0, 0, 0, 0)).await;
    assert_eq!(refusal(late), Refusal::PaperNotAwaited);
}

#[tokio::test]
async fn a_secret_vote_is_opened_once_its_papers_are_counted() {
    secret(on_sqlite().await).await;
}

#[tokio::test]
async fn a_secret_vote_is_opened_once_its_papers_are_counted_on_postgres() {
    if let Some(world) = on_postgres("paper_secret").await {
        secret(world).await;
    }
}

async fn secret(world: World) {
    let world = world.with_papers().await;
    let vote = world.secret;
    world.key_holder_prepares().await;
    world.opened(vote).await;
    for (who, choice) in [(0, Choice::For), (2, Choice::Against)] {
        let cast = world.secret_ballot(who, choice, 1).await;
        world.cast_secret(who, &cast).await.unwrap();
    }
    // 4 made a ballot, and votes on paper.
    let cast = world.secret_ballot(3, Choice::For, 1).await;
    world.marks(4, true).await.unwrap();
    assert_eq!(refusal(world.cast_secret(3, &cast).await), Refusal::OnPaper);
    assert_eq!(world.closes(vote).await, VoteState::Closed);
    assert_eq!(world.recorded("quorum-count").await.pop().unwrap()["paper"], 5);
    let papers = text(2, 2, 0, 1);
    // Nobody opens anything before the papers are counted, not even the server its own part.
    let task = || async { views::key_holder_task(&world.service, world.holder(), world.assembly).await.unwrap() };
    assert!(task().await.votes[0].papers_first && !task().await.votes[0].to_open());
    let archive = views::archive(&world.service, vote, None).await.unwrap();
    let companion = views::companion(&world.service, vote, None).await.unwrap();
    let report = checks::verify_election(&archive, Some(&companion), &mut |_, _| {}).unwrap();
    assert!(report.passed() && !report.complete, "sealed: {report:#?}");
    assert!(!archive.windows(17).any(|bytes| bytes == b"PartialDecryption"), "with no part in it");
    assert_eq!(refusal(world.submits(&SubmitDecryption::Boxes(vec![])).await), Refusal::PapersFirst);
    let other = world.counts_papers(vote, FIRST, 1, text(1, 1, 1, 1)).await.unwrap();
    assert!(!other.agreed && world.item(vote).await.decision.is_none());
    world.says_papers(vote, 1, papers.clone()).await.unwrap();
    world.says_papers(vote, 2, papers.clone()).await.unwrap();
    assert!(world.counts_papers(vote, FIRST, 2, papers.clone()).await.unwrap().agreed);
    let waiting = world.item(vote).await;
    assert_eq!((waiting.state, waiting.decision), (VoteState::Closed, None));
    assert!(task().await.votes[0].to_open(), "now it is the key holders' turn");
    // Nobody reads the count before the box is opened.
    assert!(world.recorded("paper-count").await.is_empty());
    let shown = serde_json::to_string(&views::paper(&world.service, world.chair(), vote).await.unwrap()).unwrap();
    assert!(!shown.contains("\"null\":1") && !shown.contains("against"), "{shown}");
    assert_eq!(refusal(world.counts_papers(vote, FIRST, 1, papers.clone()).await), Refusal::PaperNotAwaited);
    let void = service::void_vote(&world.service, world.chair(), vote, "Mal compté.").await;
    assert_eq!(refusal(void), Refusal::VoteAlreadyClosed);
    let part = world.decryption().await;
    assert_eq!(world.submits(&part).await.unwrap(), VoteState::Decided);
    let decision = world.item(vote).await.decision.unwrap();
    assert_eq!(decision.paper, Some(PaperCounted { counts: papers, handed: 5 }));
    assert_eq!(decision.counts, Counts { for_: 4, against: 3, null: 1, ..Counts::default() });
    let archive = views::archive(&world.service, vote, None).await.unwrap();
    let companion = views::companion(&world.service, vote, None).await.unwrap();
    let report = checks::verify_election(&archive, Some(&companion), &mut |_, _| {}).unwrap();
    assert!(report.passed() && report.complete && report.ours, "{report:#?}");
    assert_eq!(world.recorded("paper-count").await.len(), 1);
    assert_eq!(world.recorded("tally").await[0]["counts"]["for"], 1);
    assert_eq!(refusal(world.submits(&part).await), Refusal::DecryptionExists);
    world.record_holds().await;
}

#[tokio::test]
async fn a_secret_vote_whose_papers_do_not_add_up_is_given_up_and_never_opened() {
    let world = on_sqlite().await.with_papers().await;
    let vote = world.secret;
    world.key_holder_prepares().await;
    world.opened(vote).await;
    let cast = world.secret_ballot(0, Choice::For, 1).await;
    world.cast_secret(0, &cast).await.unwrap();
    world.closes(vote).await;
    // One paper too many lies in the box: no count of it is taken.
    let many = world.counts_papers(vote, FIRST, 1, text(5, 0, 0, 0)).await;
    assert_eq!(refusal(many), Refusal::PaperTooMany);
    service::void_vote(&world.service, world.chair(), vote, "Un papier de trop.").await.unwrap();
    assert_eq!(world.item(vote).await.state, VoteState::Voided);
    assert_eq!(world.recorded("box-voided").await.len(), 1);
    let late = world.counts_papers(vote, FIRST, 1, text(2, 2, 0, 0)).await;
    assert_eq!(refusal(late), Refusal::PaperNotAwaited);
    let part = world.submits(&SubmitDecryption::Boxes(vec![])).await;
    assert_eq!(refusal(part), Refusal::NotAwaitingDecryption, "whatever a key holder's page is told");
    service::void_vote(&world.service, world.chair(), world.open, "Reporté.").await.unwrap();
    service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap();
    world.record_holds().await;
}

#[tokio::test]
async fn whose_voice_is_on_paper_is_told_so() {
    let world = on_sqlite().await.with_papers().await;
    sent(&world).await;
    world.opened(world.open).await;
    let mut letters = sent(&world).await;
    letters.sort();
    letters.dedup();
    // Of 9 and 8, whose addresses are that of 6, as well.
    assert_eq!(letters, [letter("paper-carried", 6), letter("paper-handed", 5), letter("paper-handed", 6)]);
    // Nobody at the desk reads in the list of letters who has a paper.
    let mails = views::mails(&world.service, world.secretary(), None, None).await.unwrap();
    assert!(!format!("{mails:?}").contains("paper-"), "{mails:?}");
}

#[tokio::test]
async fn papers_are_handed_out_where_two_can_count_them() {
    // Before there are scrutineers the desk notes who votes on paper; nothing is opened that nobody could count.
    let world = World::with_shares(&[1; 9]).await;
    world.begin(world.assembly).await;
    world.two_count((FIRST, 9)).await;
    world.at_desk(5, true).await;
    world.marks(5, true).await.unwrap();
    let opened = service::open_vote(&world.service, world.chair(), world.open).await;
    assert_eq!(refusal(opened), Refusal::PaperNeedsTwo);
    world.marks(5, false).await.unwrap();
    world.opened(world.open).await;
    assert_eq!(refusal(world.marks(5, true).await), Refusal::PaperNeedsTwo, "nor while one is open");
    assert_eq!(world.item(world.open).await.paper, None);
}

#[tokio::test]
async fn an_election_counts_the_names_on_papers() {
    const FOUR: [(usize, &str, i32); 4] = [(3, "A", 1970), (4, "B", 1970), (5, "C", 1986), (6, "D", 1965)];
    let world = World::with_shares(&[1; 7]).await.electing(2, &FOUR, &[]).await;
    world.opens_election().await;
    world.two_count((FIRST, SECOND)).await;
    for number in [2, 5, 6] {
        world.at_desk(number, true).await;
        world.marks(number, true).await.unwrap();
    }
    for (who, said) in [(0, Said::Names(vec![0, 1])), (2, Said::Names(vec![1])), (3, Said::Blank)] {
        world.names(who, &said).await;
    }
    let vote = world.secret;
    world.closes(vote).await;
    let said = |named, votes: [u32; 4]| Papers::Names(NamePapers { named, blank: 0, null: 1, votes: votes.to_vec() });
    assert_eq!(refusal(world.counts_papers(vote, FIRST, 1, text(1, 0, 0, 0)).await), Refusal::PaperNumber);
    for (papers, expected) in [
        (said(2, [3, 0, 0, 0]), Refusal::PaperNames),
        (said(2, [2, 2, 1, 0]), Refusal::PaperNames),
        (said(3, [3, 0, 0, 0]), Refusal::PaperTooMany),
    ] {
        assert_eq!(refusal(world.counts_papers(vote, FIRST, 1, papers).await), expected);
    }
    let papers = said(2, [2, 0, 1, 0]);
    world.counts_papers(vote, FIRST, 1, papers.clone()).await.unwrap();
    world.counts_papers(vote, SECOND, 1, papers.clone()).await.unwrap();
    assert_eq!(world.submits(&world.decryption().await).await.unwrap(), VoteState::Decided);
    let decision = world.decided().await;
    assert_eq!(decision.paper, Some(PaperCounted { counts: papers, handed: 3 }));
    let election = decision.election.unwrap();
    assert_eq!((election.votes, election.named, election.blank), (vec![3, 2, 1, 0], 4, 1));
    assert_eq!((decision.counts.blank, decision.counts.null), (1, 1));
    assert_eq!((election.needed, election.seated), (3, vec![0]), "more than half of four");
    let entry = world.recorded("paper-count").await.remove(0);
    assert_eq!(entry["counts"], json!({ "blank": 0, "named": 2, "null": 1, "votes": [2, 0, 1, 0] }));
    assert_eq!(world.recorded("tally").await[0]["named"]["votes"], json!([1, 2, 0, 0]));
}

#[tokio::test]
async fn a_vote_may_be_on_paper_alone() {
    // Nobody's device works: there is no box, and nothing for a key holder to open.
    let world = on_sqlite().await;
    for number in [1, 3, 4, 5] {
        world.at_desk(number, true).await;
        world.marks(number, true).await.unwrap();
    }
    // However it is opened, a secret vote has its key holders first.
    let early = service::open_vote(&world.service, world.chair(), world.secret).await;
    assert_eq!(refusal(early), Refusal::KeyHoldersNotReady);
    world.key_holder_prepares().await;
    for vote in [world.open, world.secret] {
        assert_eq!(world.opened(vote).await, 0);
        assert_eq!(world.item(vote).await.paper.unwrap().voices, 5, "6 is carried");
        assert_eq!(world.closes(vote).await, VoteState::Closed);
    }
    let nothing = world.submits(&SubmitDecryption::Boxes(vec![])).await;
    assert_eq!(refusal(nothing), Refusal::PapersFirst);
    for vote in [world.open, world.secret] {
        assert!(world.both_count(vote, text(2, 3, 0, 0)).await.agreed);
        let decision = world.item(vote).await.decision.unwrap();
        assert_eq!((decision.counts.for_, decision.counts.against), (3, 3), "with a blank proxy");
        assert_eq!((decision.outcome, decision.quorum.present), (Outcome::Rejected, 6));
    }
    world.record_holds().await;
    service::publish_minutes(&world.service, world.secretary(), world.assembly).await.unwrap();
}

#[tokio::test]
async fn in_a_show_of_hands_whoever_votes_on_paper_raises_one() {
    let world = on_sqlite().await.with_papers().await;
    let (service, vote) = (&world.service, world.open);
    service::open_by_hands(service, world.chair(), vote).await.unwrap();
    let paper = world.paper_vote(0, vote).await;
    assert_eq!(refusal(world.cast_open(4, &world.sign_open(4, &paper, "for", 1)).await), Refusal::OnPaper);
    assert_eq!(world.voices_of(4).await, [MyVoice::ByHand, MyVoice::OnPaper]);
    world.marks(7, true).await.unwrap();
    assert_eq!(world.desk_papers().await, [(5, true, vec![]), (7, true, vec![]), (9, true, vec![])]);
    world.closes(vote).await;
    let item = world.item(vote).await;
    assert_eq!((item.paper, item.hands.unwrap().hall), (None, Some(7)), "1, 4, 5, 7, 9, and two who are carried");
    let closed = world.recorded("quorum-count").await.pop().unwrap();
    assert!(closed["at"] == "close" && closed.get("paper").is_none(), "{closed}");
}

#[tokio::test]
async fn papers_are_counted_by_the_two_and_seen_by_who_leads() {
    let world = on_sqlite().await.with_papers().await;
    let (service, chair, vote) = (&world.service, world.chair(), world.open);
    assert_eq!(refusal(views::paper(service, chair, vote).await), Refusal::NotFound, "no paper is out");
    world.opened(vote).await;
    assert_eq!(views::paper(service, chair, vote).await.unwrap().view.voices, 4);
    let early = world.counts_papers(vote, FIRST, 1, text(0, 0, 0, 0)).await;
    assert_eq!(refusal(early), Refusal::PaperNotAwaited, "the vote is open");
    world.closes(vote).await;
    for who in [0, 1, 4, 8] {
        assert_eq!(refusal(world.counts_papers(vote, who, 1, text(0, 0, 0, 0)).await), Refusal::NotFound, "{who}");
    }
    let own = NotePaper { seat: Seat::FirstScrutineer, round: 1, counts: text(0, 0, 0, 0) };
    assert_eq!(refusal(service::note_paper(service, chair, vote, &own).await), Refusal::HandsOwnSeat);
    let aloud = NotePaper { seat: Seat::SecondScrutineer, ..own };
    for actor in [world.secretary(), &world.people[FIRST].actor] {
        assert_eq!(refusal(service::note_paper(service, actor, vote, &aloud).await), Refusal::NotYours);
    }
    assert_eq!(refusal(views::paper(service, &world.people[4].actor, vote).await), Refusal::NotFound);
    assert!(views::paper(service, world.secretary(), vote).await.unwrap().leads);
    world.counts_papers(vote, SECOND, 1, text(0, 0, 0, 0)).await.unwrap();
    let desk = views::paper(service, &world.people[FIRST].actor, vote).await.unwrap();
    assert_eq!(
        desk.seats.iter().map(|seat| (seat.own, seat.typed)).collect::<Vec<_>>(),
        [(true, false), (false, true)]
    );
    service::void_vote(service, chair, world.secret, "Reporté.").await.unwrap();
    let early = service::publish_minutes(service, world.secretary(), world.assembly).await;
    assert_eq!(refusal(early), Refusal::VotesUndecided, "nothing passes over it");
    assert!(world.counts_papers(vote, FIRST, 1, text(0, 0, 0, 0)).await.unwrap().agreed, "none came back");
    let late = service::void_vote(service, chair, vote, "Mal compté.").await;
    assert_eq!(refusal(late), Refusal::VoteAlreadyClosed, "what was counted stays");
}

#[tokio::test]
async fn the_desk_notes_before_the_session_begins_and_not_earlier() {
    let world = World::new().await;
    world.clock.set(START - 5 * 3600 * 1_000_000);
    assert_eq!(refusal(world.marks(1, true).await), Refusal::NotInSession);
    world.clock.set(START - 3 * 3600 * 1_000_000);
    let asked = RecordAttendance { number: 5, comes: true };
    service::record_attendance(&world.service, world.chair(), world.assembly, &asked).await.unwrap();
    world.marks(5, true).await.unwrap();
    let line = views::desk(&world.service, world.chair(), world.assembly, "5").await.unwrap().lines.remove(0);
    assert!(line.paper && line.in_hall());
    world.clock.set(START);
    world.begin(world.assembly).await;
    assert_eq!(world.opened(world.open).await, 6);
    assert_eq!(world.desk_papers().await, [(5, true, vec![(1, 1)])]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_ballot_and_a_paper_at_once_are_one_voice() {
    at_once(on_sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_ballot_and_a_paper_at_once_are_one_voice_on_postgres() {
    if let Some(world) = on_postgres("paper_at_once").await {
        at_once(world).await;
    }
}

async fn at_once(world: World) {
    world.at_desk(4, true).await;
    world.opened(world.open).await;
    let cast = world.open_ballot(3, Choice::For, 1).await;
    let (sent, marked, again) = tokio::join!(world.cast_open(3, &cast), world.marks(4, true), world.marks(4, true));
    let item = world.item(world.open).await;
    let on_paper = item.paper.map_or(0, |paper| paper.voices);
    assert_eq!(item.voted + on_paper, 1, "one voice, one way");
    let noted = [marked, again].into_iter().filter(Result::is_ok).count();
    assert_eq!((sent.is_ok(), noted), (item.voted == 1, 1), "who voted first votes on paper in what opens later");
    // Both scrutineers press at once: the vote is decided once.
    if on_paper == 1 {
        world.closes(world.open).await;
        let one = text(1, 0, 0, 0);
        let (first, second) = tokio::join!(
            world.counts_papers(world.open, FIRST, 1, one.clone()),
            world.counts_papers(world.open, SECOND, 1, one.clone())
        );
        assert!([first.unwrap(), second.unwrap()].iter().any(|view| view.agreed));
        assert_eq!((world.recorded("paper-count").await.len(), world.recorded("decision").await.len()), (1, 1));
    }
}
