//! What members say about proposals: who may when, what stays to be read, what is hidden and from whom.

use domain::Refusal;
use domain::discussion::{
    CommentView, CorrectComment, DAY as A_DAY, Discussion, MOST_A_DAY, Moderate, Moderation, PAGE, WriteComment,
};
use domain::ids::{CommentId, ProposalId};
use domain::lang::Lang;
use domain::member::MemberMove;
use domain::proposals::ProposalMove;
use domain::roles::Role;
use service::views::DiscussionPart;
use service::{Error, views};

use crate::proposals::{FIRST, at_once, letters};
use crate::world::{DAY, START, World, empty, open, refusal};

fn said(text: &str, answers: Option<u32>) -> WriteComment {
    WriteComment { answers, language: Lang::Fr, text: text.to_owned() }
}

fn judged(moderation: Moderation, reason: &str) -> Moderate {
    Moderate { moderation, reason: reason.to_owned() }
}

impl World {
    async fn says(&self, who: usize, id: ProposalId, text: &str, answers: Option<u32>) -> Result<CommentId, Error> {
        let sent = said(text, answers);
        service::write_comment(&self.service, self.actor(who), id, &sent).await.map(|(id, _)| id)
    }

    async fn corrects(&self, who: usize, id: CommentId, version: u32, text: &str) -> Result<u32, Error> {
        let sent = CorrectComment { version, language: Lang::Fr, text: text.to_owned() };
        service::correct_comment(&self.service, self.actor(who), id, &sent).await
    }

    async fn judges(&self, who: usize, id: CommentId, what: Moderation, reason: &str) -> Result<(), Error> {
        service::moderate_comment(&self.service, self.actor(who), id, &judged(what, reason)).await
    }

    async fn looks(&self, who: usize, id: CommentId) -> CommentView {
        views::comment(&self.service, self.actor(who), id).await.unwrap()
    }

    async fn discussed(&self, who: usize, id: ProposalId, part: DiscussionPart) -> Discussion {
        views::discussion(&self.service, self.actor(who), id, part).await.unwrap()
    }
}

#[tokio::test]
async fn members_talk_about_what_they_all_read_and_correct_themselves_in_sight() {
    let world = World::new().await;
    let draft = world.drafts(3, FIRST).await;
    assert_eq!(refusal(world.says(3, draft, "À moi-même.", None).await), Refusal::DiscussionClosed);
    assert_eq!(refusal(world.says(4, draft, "Qui lit ?", None).await), Refusal::NotFound, "the draft of others");
    world.moves(3, draft, ProposalMove::Open).await.unwrap();
    let id = draft;

    let first = world.says(4, id, "Pour **quand** ?", None).await.unwrap();
    let second = world.says(3, id, "Dès janvier.", Some(1)).await.unwrap();
    assert_eq!(refusal(world.says(5, id, "?", Some(9)).await), Refusal::NotFound, "an answer to nothing");
    assert_eq!(refusal(world.says(5, id, "a\0", None).await), Refusal::TextCharacters);
    assert_eq!(refusal(world.corrects(3, first, 1, "Autre").await), Refusal::NotAuthor);
    assert_eq!(refusal(world.corrects(3, second, 1, "Dès janvier.").await), Refusal::NothingChanged);
    assert_eq!(refusal(world.corrects(3, second, 2, "Dès mars.").await), Refusal::TextOutdated);
    world.clock.set(START + A_DAY);
    assert_eq!(world.corrects(3, second, 1, "Dès mars.").await.unwrap(), 2);

    let seen = world.reads(5, id).await.unwrap().discussion;
    assert_eq!((seen.count, seen.before, seen.after, seen.may_comment), (2, None, None, true));
    let answered = seen.lines[1].answers.as_ref().unwrap();
    assert_eq!((answered.n, answered.by.number), (1, Some(5)), "whom it answers");
    assert_eq!(seen.lines[1].said.as_ref().unwrap().text, "Dès mars.");
    assert!(seen.lines.iter().all(|line| line.may.answer && !line.may.correct && line.may.moderate.is_none()));
    let whole = world.looks(5, second).await;
    assert_eq!(
        whole.earlier.iter().map(|said| (said.n, said.text.as_str())).collect::<Vec<_>>(),
        [(1, "Dès janvier.")]
    );
    assert!(whole.line.said.unwrap().at > whole.earlier[0].at);

    // Once it is taken back it is said no more, and stays to be read.
    world.moves(3, id, ProposalMove::Withdraw).await.unwrap();
    assert_eq!(refusal(world.says(4, id, "Dommage.", None).await), Refusal::DiscussionClosed);
    assert_eq!(refusal(world.corrects(3, second, 2, "Jamais.").await), Refusal::DiscussionClosed);
    let seen = world.discussed(5, id, DiscussionPart::After(0)).await;
    assert_eq!((seen.lines.len(), seen.may_comment), (2, false));
}

#[tokio::test]
async fn what_the_board_refused_is_talked_about_still_and_who_is_no_member_is_silent() {
    let world = World::new().await;
    let id = world.opens(3, FIRST).await;
    world.supports(4, id).await.unwrap();
    world.moves(3, id, ProposalMove::Submit).await.unwrap();
    let refuses = domain::proposals::DecideProposal { decision: ProposalMove::Refuse, reason: "Motif".to_owned() };
    service::decide_proposal(&world.service, world.chair(), id, &refuses).await.unwrap();
    world.says(5, id, "Ce motif ne tient pas.", None).await.unwrap();
    let member = world.people[5].id;
    service::decide_membership(&world.service, world.chair(), member, MemberMove::Suspend, "Conseil").await.unwrap();
    assert_eq!(refusal(world.says(5, id, "Encore.", None).await), Refusal::MemberState, "suspended");
}

#[tokio::test]
async fn what_is_hidden_says_when_by_whom_and_why_and_is_shown_again() {
    let world = World::new().await;
    let id = world.opens(3, FIRST).await;
    let comment = world.says(4, id, "Des insultes.", None).await.unwrap();
    world.corrects(4, comment, 1, "D’autres insultes.").await.unwrap();
    let (hide, show) = (Moderation::Hide, Moderation::Show);
    assert_eq!(refusal(world.judges(5, comment, hide, "Motif").await), Refusal::NotYours);
    assert_eq!(refusal(world.judges(0, comment, hide, " \n").await), Refusal::ReasonMissing);
    assert_eq!(refusal(world.judges(0, comment, show, "Motif").await), Refusal::CommentState);
    letters(&world.service, "comment-moderated").await;
    world.judges(0, comment, hide, "Propos insultants.\nArticle 12.").await.unwrap();
    assert_eq!(letters(&world.service, "comment-moderated").await, ["personne-5@example.org"], "who wrote it is told");
    assert_eq!(refusal(world.judges(1, comment, hide, "Motif").await), Refusal::CommentState, "once");

    // Others read why; who wrote it and who moderates read the words besides.
    for (who, reads) in [(5, false), (3, false), (4, true), (0, true), (1, true)] {
        let seen = world.discussed(who, id, DiscussionPart::After(0)).await;
        let line = &seen.lines[0];
        let hidden = line.hidden.as_ref().unwrap();
        assert_eq!((hidden.office, hidden.reason.as_str()), (Role::Chair, "Propos insultants.\nArticle 12."), "{who}");
        assert!(hidden.at >= START);
        assert_eq!(line.said.is_some(), reads, "{who}");
        let whole = world.looks(who, comment).await;
        assert_eq!((whole.line.said.is_some(), whole.earlier.len()), (reads, usize::from(reads)), "{who}");
        let everything =
            serde_json::to_string(&(&seen, &whole, world.reads(who, id).await.unwrap().discussion)).unwrap();
        assert_eq!(everything.contains("insultes"), reads, "{who}");
    }
    assert_eq!(refusal(world.says(5, id, "Pardon ?", Some(1)).await), Refusal::CommentState, "nothing to answer");
    assert_eq!(refusal(world.corrects(4, comment, 2, "Poli.").await), Refusal::CommentState);

    world.judges(1, comment, show, "Relu en conseil.").await.unwrap();
    let whole = world.looks(5, comment).await;
    assert_eq!((whole.line.said.unwrap().text.as_str(), whole.line.hidden), ("D’autres insultes.", None));
    let offices: Vec<_> = whole.moderations.iter().map(|line| (line.moderation, line.office)).collect();
    assert_eq!(offices, [(hide, Role::Chair), (show, Role::Secretary)], "and that it was hidden stays to be read");

    // Nobody is the judge of their own words, not even in office; and the law does not end with the vote.
    let own = world.says(0, id, "Le mien.", None).await.unwrap();
    assert_eq!(refusal(world.judges(0, own, hide, "Motif").await), Refusal::OwnComment);
    world.moves(3, id, ProposalMove::Withdraw).await.unwrap();
    world.judges(1, own, hide, "Motif").await.unwrap();
    assert_eq!(refusal(world.judges(0, own, show, "Motif").await), Refusal::OwnComment);
}

#[tokio::test]
async fn a_member_says_so_much_in_a_day_and_a_long_discussion_is_read_in_pages() {
    let world = World::new().await;
    let id = world.opens(3, FIRST).await;
    for n in 0..MOST_A_DAY {
        world.says(4, id, &format!("Encore {n}."), None).await.unwrap();
    }
    assert_eq!(refusal(world.says(4, id, "Et encore.", None).await), Refusal::TooMuchToday);
    let last = world.discussed(4, id, DiscussionPart::Before(u32::MAX)).await.lines.last().unwrap().id;
    assert_eq!(refusal(world.corrects(4, last, 1, "Et encore.").await), Refusal::TooMuchToday, "by correcting, too");
    for n in 0..20 {
        world.says(5, id, &format!("D’un autre {n}."), None).await.unwrap();
    }
    world.clock.set(START + 2 * A_DAY);
    world.says(4, id, "Demain est un autre jour.", None).await.unwrap();

    let count = MOST_A_DAY + 21;
    let (mut from, mut read) = (0, Vec::new());
    loop {
        let page = world.discussed(6, id, DiscussionPart::After(from)).await;
        assert!(page.lines.len() <= usize::try_from(PAGE).unwrap());
        read.extend(page.lines.iter().map(|line| line.n));
        match page.after {
            Some(next) => from = next,
            None => break,
        }
    }
    assert_eq!(read, (1..=count).collect::<Vec<_>>(), "each once, in order");
    let newest = world.reads(6, id).await.unwrap().discussion;
    assert_eq!((newest.count, newest.lines.last().unwrap().n, newest.after), (count, count, None));
    let before = world.discussed(6, id, DiscussionPart::Before(newest.before.unwrap())).await;
    assert_eq!(before.lines.last().unwrap().n + 1, newest.lines[0].n, "and backwards nothing is left out");
}

async fn two_at_once(world: World) {
    let service = &world.service;
    let id = world.opens(3, FIRST).await;
    let comments = (0..8).map(|n| {
        let (service, actor) = (service.clone(), world.actor(4).clone());
        async move { service::write_comment(&service, &actor, id, &said(&format!("À la fois {n}"), None)).await }
    });
    assert_eq!(at_once(comments.collect()).await, (8, vec![]));
    let lines = world.discussed(5, id, DiscussionPart::After(0)).await.lines;
    assert_eq!(lines.iter().map(|line| line.n).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>(), "each has its number");
    let one = lines[0].id;
    let corrections = (0..8).map(|n| {
        let (service, actor) = (service.clone(), world.actor(4).clone());
        let sent = CorrectComment { version: 1, language: Lang::Fr, text: format!("Mieux {n}") };
        async move { service::correct_comment(&service, &actor, one, &sent).await }
    });
    assert_eq!(at_once(corrections.collect()).await, (1, vec![Refusal::TextOutdated; 7]));
    let hides = (0..8).map(|n| {
        let (service, actor) = (service.clone(), world.actor(n % 2).clone());
        async move { service::moderate_comment(&service, &actor, one, &judged(Moderation::Hide, "Motif")).await }
    });
    assert_eq!(at_once(hides.collect()).await, (1, vec![Refusal::CommentState; 7]));
    assert_eq!(world.looks(5, one).await.moderations.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn comments_come_in_turns() {
    let (service, clock, folder) = empty(7).await;
    Box::pin(two_at_once(World::build(service, clock, folder, &[1; 7]).await)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn comments_come_in_turns_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let schema = format!("comments_come_in_turns_{}", std::process::id());
    let (service, clock) = open(&store::postgres_schema(&base, &schema).await.unwrap(), 7).await;
    Box::pin(two_at_once(World::build(service, clock, None, &[1; 7]).await)).await;
}

#[tokio::test]
async fn who_is_forgotten_leaves_what_others_answered_and_nothing_that_is_hidden() {
    let world = World::new().await;
    let (service, author) = (&world.service, world.people[4].id);
    let id = world.opens(3, FIRST).await;
    let shown = world.says(4, id, "Une question.", None).await.unwrap();
    let hidden = world.says(4, id, "Des insultes.", None).await.unwrap();
    world.says(5, id, "Une réponse.", Some(1)).await.unwrap();
    world.judges(0, hidden, Moderation::Hide, "Insultes de telle personne.").await.unwrap();
    let data = serde_json::to_string(&views::own_data(service, world.actor(4)).await.unwrap()).unwrap();
    for word in ["Une question.", "Des insultes.", "Insultes de telle personne."] {
        assert!(data.contains(word), "{word} is in the download");
    }
    assert!(!data.contains("Une réponse."), "what others say is theirs");
    // One share, given back: nothing is owed.
    service::record_departure(service, world.secretary(), author, MemberMove::Leave, "Lettre").await.unwrap();
    service::repay_shares(service, world.chair(), author).await.unwrap();
    world.clock.set(START + (1 + 1827) * DAY);
    assert_eq!(service::forget_due(service).await.unwrap().people, 1);
    let whole = world.looks(5, shown).await;
    assert_eq!((whole.line.by.name.as_str(), whole.line.by.number), ("", Some(5)), "former member no. 5");
    assert_eq!(whole.line.said.unwrap().text, "Une question.");
    let gone = world.looks(0, hidden).await;
    assert_eq!((gone.line.said.unwrap().text.as_str(), gone.moderations[0].reason.as_str()), ("", ""));
    assert_eq!(gone.moderations[0].office, Role::Chair, "that it was hidden stays");
}
