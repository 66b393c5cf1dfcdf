//! From a draft to the agenda: who may do what when, whose support counts for which words, and what is refused.

use domain::Refusal;
use domain::ids::{AmendmentId, ProposalId};
use domain::lang::Lang;
use domain::proposals::{
    Amend, AmendmentMove, Answer, AnswerInvitation, Content, DecideAmendment, DecideProposal, Edit, Invite, Kind, Move,
    Progress, ProposalMove, ProposalState, ProposalView, Support, Write,
};
use domain::roles::Actor;
use service::{Error, Service, views};
use store::Db;

use crate::world::{DAY, START, World, agenda, empty, open, refusal};

pub fn words(text: &str) -> Write {
    Write {
        kind: Kind::Resolution,
        language: Lang::Fr,
        title: "Réserve de solidarité".to_owned(),
        text: text.to_owned(),
        reasons: String::new(),
        other_title: String::new(),
        other_text: String::new(),
    }
}

pub const FIRST: &str = "L’assemblée affecte dix pour cent du résultat à une réserve.";
const SECOND: &str = "L’assemblée affecte quinze pour cent du résultat à une réserve.";

/// Twenty-one members: two must support a proposal.
pub async fn twenty_one() -> World {
    World::with_shares(&[1; 21]).await
}

impl World {
    pub fn actor(&self, who: usize) -> &Actor {
        &self.people[who].actor
    }

    pub async fn drafts(&self, who: usize, text: &str) -> ProposalId {
        service::draft_proposal(&self.service, self.actor(who), &words(text)).await.unwrap()
    }

    async fn edits(&self, who: usize, id: ProposalId, version: u32, text: &str) -> Result<u32, Error> {
        service::edit_proposal(&self.service, self.actor(who), id, &Edit { version, words: words(text) }).await
    }

    pub async fn moves(&self, who: usize, id: ProposalId, happens: ProposalMove) -> Result<(), Error> {
        service::move_proposal(&self.service, self.actor(who), id, &Move { happens, assembly: None }).await
    }

    pub async fn opens(&self, who: usize, text: &str) -> ProposalId {
        let id = self.drafts(who, text).await;
        self.moves(who, id, ProposalMove::Open).await.unwrap();
        id
    }

    pub async fn reads(&self, who: usize, id: ProposalId) -> Result<ProposalView, Error> {
        views::proposal(&self.service, self.actor(who), id).await
    }

    /// A support as the member's page signs it.
    fn signs(&self, who: usize, id: ProposalId, version: u32, content: &Content) -> Support {
        let (person, hash) = (&self.people[who], content.hash());
        let signed = protocol::support::Support {
            proposal: id.bytes(),
            version: version.into(),
            text_hash: &hash,
            member: person.id.bytes(),
        };
        let signature = signed.sign(self.cooperative.bytes(), person.keys.identity());
        Support { version, hash, signature }
    }

    pub async fn supports(&self, who: usize, id: ProposalId) -> Result<Progress, Error> {
        let view = self.reads(who, id).await?;
        let support = self.signs(who, id, view.version, &view.content);
        service::support_proposal(&self.service, self.actor(who), id, &support).await
    }

    pub async fn amends(&self, who: usize, id: ProposalId, version: u32, text: &str) -> Result<AmendmentId, Error> {
        let asked = Amend { version, text: text.to_owned(), reasons: String::new() };
        service::amend_proposal(&self.service, self.actor(who), id, &asked).await
    }

    pub async fn answers(&self, who: usize, id: AmendmentId, decision: AmendmentMove) -> Result<(), Error> {
        service::decide_amendment(&self.service, self.actor(who), id, &DecideAmendment { decision }).await
    }

    pub async fn decides_on(&self, id: ProposalId, decision: ProposalMove, reason: &str) -> Result<(), Error> {
        let decision = DecideProposal { decision, reason: reason.to_owned() };
        service::decide_proposal(&self.service, self.chair(), id, &decision).await
    }

    pub async fn db(&self) -> Db {
        let path = self.folder.as_ref().unwrap().path().join("voix.db");
        Db::open(&format!("sqlite:{}", path.display())).await.unwrap()
    }
}

/// Addresses of the letters of one kind that wait.
pub async fn letters(service: &Service, kind: &str) -> Vec<String> {
    let taken = service::outbox::take(service, 500).await.unwrap();
    let mut found: Vec<String> =
        taken.into_iter().filter(|parcel| parcel.subject.ends_with(kind)).map(|parcel| parcel.address).collect();
    found.sort();
    found
}

#[tokio::test]
async fn a_proposal_is_written_by_two_supported_amended_submitted_and_admitted() {
    let world = twenty_one().await;
    let service = &world.service;
    let id = world.drafts(3, "Un brouillon.").await;
    for stranger in [0, 4] {
        assert_eq!(refusal(world.reads(stranger, id).await), Refusal::NotFound, "a draft is its authors' own");
    }
    service::invite_author(service, world.actor(3), id, &Invite { number: 5 }).await.unwrap();
    service::invite_author(service, world.actor(3), id, &Invite { number: 5 }).await.unwrap();
    assert_eq!(letters(service, "proposal-invited").await, ["personne-5@example.org"], "once");
    assert_eq!(refusal(world.edits(4, id, 1, FIRST).await), Refusal::NotAuthor, "not before the answer");
    let accepts = AnswerInvitation { answer: Answer::Accept };
    service::answer_invitation(service, world.actor(4), id, &accepts).await.unwrap();
    assert_eq!(world.edits(4, id, 1, FIRST).await.unwrap(), 2);
    world.moves(4, id, ProposalMove::Open).await.unwrap();

    assert_eq!(refusal(world.moves(3, id, ProposalMove::Submit).await), Refusal::SupportMissing);
    assert_eq!(world.supports(5, id).await.unwrap(), Progress { supporters: 1, needed: 2, members: 21 });
    assert_eq!(world.supports(5, id).await.unwrap().supporters, 1, "again is once");
    let early = world.signs(6, id, 2, &words(FIRST).content());

    // Two ask for other words at the same place, a third elsewhere.
    let more = world.amends(6, id, 2, SECOND).await.unwrap();
    let less = world.amends(7, id, 2, &FIRST.replace("dix", "cinq")).await.unwrap();
    let where_to = world.amends(8, id, 2, &FIRST.replace("une réserve", "une réserve légale")).await.unwrap();
    assert_eq!(letters(service, "proposal-amended").await.len(), 6, "to both authors");
    let seen = world.reads(9, id).await.unwrap().amendments;
    assert_eq!(seen.iter().map(|line| line.conflicts.clone()).collect::<Vec<_>>(), [vec![2], vec![1], vec![]]);
    assert_eq!(refusal(world.answers(9, more, AmendmentMove::Accept).await), Refusal::NotAuthor);
    world.answers(4, more, AmendmentMove::Accept).await.unwrap();
    let view = world.reads(5, id).await.unwrap();
    assert_eq!((view.version, view.content.text.as_str()), (3, SECOND));
    assert_eq!((view.progress.supporters, view.lapsed, view.mine.supports), (0, Some(2), false), "asked again");
    assert_eq!(view.versions[2].amendment, Some(1));
    assert_eq!(letters(service, "proposal-changed").await, ["personne-6@example.org"]);
    let old = service::support_proposal(service, world.actor(6), id, &early).await;
    assert_eq!(refusal(old), Refusal::TextOutdated, "what was signed was other words");

    // What touches other words goes in; what touches the same does not.
    assert_eq!(refusal(world.answers(3, less, AmendmentMove::Accept).await), Refusal::AmendmentConflict);
    let told = views::amendment(service, world.actor(3), less).await.unwrap();
    assert_eq!((told.line.outdated, told.may_accept, told.may_put_to_vote), (true, false, true));
    assert_eq!(told.touched.iter().map(|touched| touched.place.as_str()).collect::<Vec<_>>(), ["dix"]);
    world.answers(3, less, AmendmentMove::PutToVote).await.unwrap();
    world.answers(3, where_to, AmendmentMove::Accept).await.unwrap();
    assert_eq!(world.reads(5, id).await.unwrap().content.text, SECOND.replace("une réserve", "une réserve légale"));
    let compared = views::compared(service, world.actor(5), id, (Some(2), Some(4))).await.unwrap();
    let (old, new) = domain::proposals::of_pieces(&compared.pieces[1]);
    assert_eq!((old.as_str(), new), (FIRST, SECOND.replace("une réserve", "une réserve légale")));
    // The answer to the first went out with the letters above.
    assert_eq!(letters(service, "amendment-answered").await.len(), 2);

    for who in [5, 6, 3] {
        world.supports(who, id).await.unwrap();
    }
    world.moves(3, id, ProposalMove::Submit).await.unwrap();
    let view = world.reads(5, id).await.unwrap();
    assert_eq!((view.state, view.progress.supporters), (ProposalState::Submitted, 3));
    // Monday noon and five days, as days are counted in Paris.
    assert_eq!(view.answer_by, Some(START + 4 * DAY + 12 * 3600 * 1_000_000));
    let by_member = DecideProposal { decision: ProposalMove::Admit, reason: String::new() };
    assert_eq!(refusal(service::decide_proposal(service, world.actor(5), id, &by_member).await), Refusal::NotYours);
    world.decides_on(id, ProposalMove::Admit, "").await.unwrap();
    assert_eq!(letters(service, "proposal-answered").await.len(), 2);
}

#[tokio::test]
async fn a_support_is_the_signature_of_its_member_under_these_words() {
    let world = World::new().await;
    let id = world.opens(3, FIRST).await;
    let other = world.opens(4, FIRST).await;
    let content = words(FIRST).content();
    let sends = async |who: usize, support: &Support| {
        service::support_proposal(&world.service, world.actor(who), id, support).await
    };
    let sound = world.signs(5, id, 1, &content);
    for (what, support, expected) in [
        ("another member's", world.signs(6, id, 1, &content), Refusal::SupportInvalid),
        ("of another proposal", world.signs(5, other, 1, &content), Refusal::SupportInvalid),
        ("of another version", world.signs(5, id, 2, &content), Refusal::TextOutdated),
        ("of other words", world.signs(5, id, 1, &words(SECOND).content()), Refusal::TextOutdated),
        ("with its words exchanged", Support { hash: [0; 32], ..sound.clone() }, Refusal::TextOutdated),
        (
            "with its signature over other words",
            Support { hash: sound.hash, ..world.signs(5, id, 1, &words(SECOND).content()) },
            Refusal::SupportInvalid,
        ),
    ] {
        assert_eq!(refusal(sends(5, &support).await), expected, "{what}");
    }
    assert_eq!(sends(5, &sound).await.unwrap().supporters, 1);
    let back = || service::withdraw_support(&world.service, world.actor(5), id);
    back().await.unwrap();
    assert_eq!(refusal(back().await), Refusal::SupportNone);
    assert_eq!(sends(5, &sound).await.unwrap().supporters, 1, "and given again");
    // Whoever loses the voice counts no more.
    service::record_departure(
        &world.service,
        world.secretary(),
        world.people[5].id,
        domain::member::MemberMove::Leave,
        "Lettre du 3 novembre",
    )
    .await
    .unwrap();
    assert_eq!(world.reads(3, id).await.unwrap().progress.supporters, 0);
    assert_eq!(refusal(sends(5, &sound).await), Refusal::MemberState);
}

#[tokio::test]
async fn each_thing_has_its_time() {
    let world = World::new().await;
    let draft = world.drafts(3, FIRST).await;
    let state = Refusal::ProposalState;
    assert_eq!(refusal(world.moves(3, draft, ProposalMove::Submit).await), state, "not yet open");
    assert_eq!(refusal(world.moves(3, draft, ProposalMove::Admit).await), Refusal::Malformed, "the board's");
    assert_eq!(refusal(world.decides_on(draft, ProposalMove::Admit, "").await), Refusal::NotFound);
    assert_eq!(refusal(world.supports(3, draft).await), state, "a draft is supported by nobody");
    assert_eq!(refusal(world.edits(3, draft, 1, FIRST).await), Refusal::NothingChanged);
    assert_eq!(refusal(world.edits(3, draft, 7, SECOND).await), Refusal::TextOutdated);
    assert_eq!(refusal(world.edits(3, draft, 1, "a\0").await), Refusal::TextCharacters);
    world.moves(3, draft, ProposalMove::Withdraw).await.unwrap();
    assert_eq!(refusal(world.reads(3, draft).await), Refusal::NotFound, "thrown away");

    let id = world.opens(3, FIRST).await;
    assert_eq!(refusal(world.moves(3, id, ProposalMove::Open).await), state);
    assert_eq!(refusal(world.moves(4, id, ProposalMove::Submit).await), Refusal::NotAuthor);
    assert_eq!(refusal(world.moves(0, id, ProposalMove::Withdraw).await), Refusal::NotAuthor, "not even the board");
    assert_eq!(refusal(world.amends(4, id, 1, FIRST).await), Refusal::NothingChanged);
    assert_eq!(refusal(world.amends(4, id, 2, SECOND).await), Refusal::TextOutdated);
    let amendment = world.amends(4, id, 1, SECOND).await.unwrap();
    assert_eq!(refusal(world.answers(4, amendment, AmendmentMove::Adopt).await), Refusal::Malformed);
    world.supports(5, id).await.unwrap();
    world.moves(3, id, ProposalMove::Submit).await.unwrap();
    assert_eq!(refusal(world.edits(3, id, 1, SECOND).await), state);
    assert_eq!(refusal(world.supports(6, id).await), state);
    let back = service::withdraw_support(&world.service, world.actor(5), id).await;
    assert_eq!(refusal(back), state, "what was submitted with a support has it");
    let accepted = world.answers(3, amendment, AmendmentMove::Accept).await;
    assert_eq!(refusal(accepted), state, "what was submitted is what the board gets");
    let invites = service::invite_author(&world.service, world.actor(3), id, &Invite { number: 5 }).await;
    assert_eq!(refusal(invites), state);
    assert_eq!(refusal(world.decides_on(id, ProposalMove::Refuse, "  ").await), Refusal::ReasonMissing);
    world.decides_on(id, ProposalMove::Refuse, "Hors de l’objet\nsocial.").await.unwrap();
    assert_eq!(refusal(world.decides_on(id, ProposalMove::Admit, "").await), state);
    let view = world.reads(6, id).await.unwrap();
    assert_eq!((view.state, view.reason.as_str()), (ProposalState::Refused, "Hors de l’objet\nsocial."));
    for (who, decision) in [(3, AmendmentMove::PutToVote), (4, AmendmentMove::Withdraw)] {
        assert_eq!(refusal(world.answers(who, amendment, decision).await), state);
    }
    assert_eq!(refusal(world.moves(3, id, ProposalMove::Withdraw).await), state);
}

#[tokio::test]
async fn a_proposal_comes_in_time_for_its_assembly_or_for_the_next() {
    let world = World::new().await;
    let submits = async |id: ProposalId, assembly| {
        let asked = Move { happens: ProposalMove::Submit, assembly: Some(assembly) };
        service::move_proposal(&world.service, world.actor(3), id, &asked).await
    };
    let ready = async || {
        let id = world.opens(3, FIRST).await;
        world.supports(4, id).await.unwrap();
        id
    };
    let id = ready().await;
    assert_eq!(refusal(submits(id, world.assembly).await), Refusal::ProposalTooLate, "it begins");
    let called = service::Convocation {
        kind: domain::assembly::AssemblyKind::Ordinary,
        call: 1,
        starts_at: START + 40 * DAY,
        place: "Besançon".to_owned(),
        agenda: agenda(),
        key_holders: vec![world.people[2].id],
        advance: None,
        entrusted: false,
    };
    let later = service::convene(&world.service, world.chair(), &called).await.unwrap();
    // The twenty-fifth day before is the last, to its end; it is winter all along.
    let end = START + 15 * DAY + 12 * 3600 * 1_000_000;
    let offered = world.reads(3, id).await.unwrap().assemblies;
    assert_eq!(
        offered.iter().map(|of| (of.assembly, of.until, of.open)).collect::<Vec<_>>(),
        [(later, Some(end), true)]
    );
    world.clock.set(end - 1_000_000);
    submits(id, later).await.unwrap();
    assert_eq!(world.reads(4, id).await.unwrap().assembly.map(|of| of.assembly), Some(later));
    let late = ready().await;
    world.clock.set(end);
    assert_eq!(refusal(submits(late, later).await), Refusal::ProposalTooLate);
    world.moves(3, late, ProposalMove::Submit).await.unwrap();
    assert_eq!(world.reads(4, late).await.unwrap().assembly, None, "for the next one");
}

/// Everybody begins before anybody is waited for.
pub async fn at_once<T, F>(acts: Vec<F>) -> (usize, Vec<Refusal>)
where
    T: Send + 'static,
    F: Future<Output = Result<T, Error>> + Send + 'static,
{
    let started: Vec<_> = acts.into_iter().map(tokio::spawn).collect();
    let (mut done, mut refused) = (0, Vec::new());
    for one in started {
        match one.await.unwrap() {
            Ok(_) => done += 1,
            outcome => refused.push(refusal(outcome)),
        }
    }
    (done, refused)
}

async fn two_at_once(world: World) {
    let service = &world.service;
    let id = world.opens(3, FIRST).await;
    let edits = (0..8).map(|turn| {
        let (service, actor) = (service.clone(), world.actor(3).clone());
        let edit = Edit { version: 1, words: words(&format!("{FIRST} {turn}")) };
        async move { service::edit_proposal(&service, &actor, id, &edit).await }
    });
    let (done, refused) = at_once(edits.collect()).await;
    assert_eq!((done, refused), (1, vec![Refusal::TextOutdated; 7]), "nobody writes over another unseen");
    let view = world.reads(3, id).await.unwrap();
    let signed = world.signs(5, id, view.version, &view.content);
    let supports = (0..8).map(|_| {
        let (service, actor, signed) = (service.clone(), world.actor(5).clone(), signed.clone());
        async move { service::support_proposal(&service, &actor, id, &signed).await }
    });
    assert_eq!(at_once(supports.collect()).await, (8, vec![]));
    assert_eq!(world.reads(3, id).await.unwrap().progress.supporters, 1, "one member, one support");
    let text = view.content.text;
    let one = world.amends(5, id, 2, &text.replace("dix", "vingt")).await.unwrap();
    let answers = (0..8).map(|turn| {
        let (service, actor) = (service.clone(), world.actor(3).clone());
        let decision = if turn % 2 == 0 { AmendmentMove::Accept } else { AmendmentMove::PutToVote };
        async move { service::decide_amendment(&service, &actor, one, &DecideAmendment { decision }).await }
    });
    assert_eq!(at_once(answers.collect()).await, (1, vec![Refusal::AmendmentDecided; 7]));
    world.supports(6, id).await.unwrap();
    world.moves(3, id, ProposalMove::Submit).await.unwrap();
    let decisions = (0..8).map(|turn| {
        let (service, actor) = (service.clone(), world.chair().clone());
        let decision = if turn % 2 == 0 { ProposalMove::Admit } else { ProposalMove::Refuse };
        let decision = DecideProposal { decision, reason: "Motif".to_owned() };
        async move { service::decide_proposal(&service, &actor, id, &decision).await }
    });
    assert_eq!(at_once(decisions.collect()).await, (1, vec![Refusal::ProposalState; 7]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn proposals_move_in_turns() {
    let (service, clock, folder) = empty(7).await;
    Box::pin(two_at_once(World::build(service, clock, folder, &[1; 7]).await)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn proposals_move_in_turns_on_postgres() {
    let Some(base) = store::testing::postgres_address() else { return };
    let schema = format!("proposals_move_in_turns_{}", std::process::id());
    let (service, clock) = open(&store::postgres_schema(&base, &schema).await.unwrap(), 7).await;
    Box::pin(two_at_once(World::build(service, clock, None, &[1; 7]).await)).await;
}

#[tokio::test]
async fn an_author_who_is_forgotten_leaves_the_words_and_no_name() {
    let world = World::new().await;
    let (service, author) = (&world.service, world.people[4].id);
    let shown = world.opens(4, FIRST).await;
    let draft = world.drafts(4, "À moi seul.").await;
    let shared = world.drafts(4, "À deux.").await;
    let invite = Invite { number: 6 };
    service::invite_author(service, world.actor(4), shared, &invite).await.unwrap();
    let accepts = AnswerInvitation { answer: Answer::Accept };
    service::answer_invitation(service, world.actor(5), shared, &accepts).await.unwrap();
    // One share, given back: nothing is owed.
    let leaves = domain::member::MemberMove::Leave;
    service::record_departure(service, world.secretary(), author, leaves, "Lettre du 3 novembre").await.unwrap();
    service::repay_shares(service, world.chair(), author).await.unwrap();
    // Nobody of its authors is there: the board may take it back.
    assert!(world.reads(0, shown).await.unwrap().may.withdraw);
    assert!(!world.reads(5, shown).await.unwrap().may.withdraw);
    world.clock.set(START + (1 + 1827) * DAY);
    assert_eq!(service::forget_due(service).await.unwrap().people, 1);
    let view = world.reads(5, shown).await.unwrap();
    assert_eq!((view.authors[0].who.name.as_str(), view.authors[0].who.number), ("", Some(5)));
    assert_eq!(view.content.text, FIRST, "what members read stays");
    assert_eq!(world.reads(5, shared).await.unwrap().content.text, "À deux.", "the other author has it still");
    let db = world.db().await;
    let mut tx = db.read().await.unwrap();
    assert!(store::proposals::by_id(&mut tx, draft).await.unwrap().is_none(), "nobody else ever saw it");
    assert!(store::proposals::versions(&mut tx, draft).await.unwrap().is_empty());
    drop(tx);
    db.close().await;
    world.moves(0, shown, ProposalMove::Withdraw).await.unwrap();
}
