//! What leads to an assembly: a member's proposal is supported, submitted and admitted, members are convened with it, and the
//! assembly is called off again.

use domain::assembly::AssemblyKind;
use domain::convocation::agenda::{AgendaMove, Head};
use domain::ids::{AssemblyId, DraftId, ProposalId};
use domain::lang::Lang;
use domain::proposals::{Amend, DecideProposal, Kind, Move, ProposalMove, Support, Write};
use domain::resolution::Text;
use service::{Convocation, Error, Service, views};

use crate::acts::{Act, Request};
use crate::world::{DAY, START, World, agenda};

/// Who writes, and who supports.
const AUTHOR: usize = 1;
const SUPPORTER: usize = 2;
/// From and until when an assembly to come receives ballots in advance, and when its session is.
pub const FROM: i64 = START + 10 * DAY;
const UNTIL: i64 = START + 29 * DAY;
const SESSION: i64 = START + 30 * DAY;
const TEXT: &str = "L’assemblée affecte dix pour cent du résultat à une réserve.";

/// A proposal open for support, with an amendment nobody answered; the signature under it.
pub async fn proposed(world: &World) -> Request {
    let (service, author) = (&world.service, &world.people[AUTHOR].actor);
    let words = Write {
        kind: Kind::Resolution,
        language: Lang::Fr,
        title: "Réserve".to_owned(),
        text: TEXT.to_owned(),
        reasons: String::new(),
        other_title: String::new(),
        other_text: String::new(),
    };
    let id = service::draft_proposal(service, author, &words).await.unwrap();
    let open = Move { happens: ProposalMove::Open, assembly: None };
    service::move_proposal(service, author, id, &open).await.unwrap();
    let other = Amend { version: 1, text: TEXT.replace("dix", "cinq"), reasons: String::new() };
    service::amend_proposal(service, &world.people[SUPPORTER].actor, id, &other).await.unwrap();
    let (person, hash) = (&world.people[SUPPORTER], words.content().hash());
    let signed =
        protocol::support::Support { proposal: id.bytes(), version: 1, text_hash: &hash, member: person.id.bytes() };
    let signature = signed.sign(world.cooperative.bytes(), person.keys.identity());
    Request::Support(id, Support { version: 1, hash, signature })
}

/// The only proposal there is.
pub async fn the_one(world: &World) -> ProposalId {
    views::proposals(&world.service, world.chair()).await.unwrap().lines[0].id
}

/// An assembly with that proposal on its agenda, to which nobody has been convened yet.
pub async fn prepared(world: &World) -> DraftId {
    let (service, by) = (&world.service, world.secretary());
    let draft = service::prepare_assembly(service, by, AssemblyKind::Ordinary).await.unwrap();
    let head =
        Head { starts_at: Some(START + 60 * DAY), place: "Besançon".to_owned(), ..Head::new(AssemblyKind::Ordinary) };
    service::edit_draft(service, by, draft, &head).await.unwrap();
    let take_up = AgendaMove::TakeUp(the_one(world).await);
    service::edit_agenda(service, by, draft, &take_up).await.unwrap();
    draft
}

/// The assembly that members were convened to with it.
pub async fn convened(world: &World) -> AssemblyId {
    views::calendar(&world.service).await.unwrap()[0].id
}

/// An assembly that receives ballots in advance, convened to.
async fn to_receive(world: &World) -> AssemblyId {
    let convocation = Convocation {
        kind: AssemblyKind::Ordinary,
        call: 1,
        starts_at: SESSION,
        place: "Besançon".to_owned(),
        agenda: agenda(),
        key_holders: vec![world.people[2].id],
        advance: Some((FROM, UNTIL)),
        entrusted: false,
    };
    service::convene(&world.service, world.chair(), &convocation).await.unwrap()
}

/// An assembly that received a ballot in advance and whose hour passed without a session.
pub async fn not_held(world: &World) -> AssemblyId {
    let first = to_receive(world).await;
    world.clock.set(FROM);
    assert_eq!(service::advance_due(&world.service).await.unwrap(), (1, 0), "the open vote waits for no key holder");
    world.clock.set(SESSION + 1);
    first
}

/// The world, gone over to an assembly that is to receive ballots in advance, in the open vote and the secret one.
pub async fn ahead(mut world: World) -> World {
    world.assembly = to_receive(&world).await;
    let view = views::assembly(&world.service, world.assembly).await.unwrap();
    (world.open, world.secret) = (view.items[0].vote, view.items[1].vote);
    world.key_holder_prepares().await;
    world
}

/// Opens both boxes; asked for again, it opens none and is no fault.
pub async fn open_advance(service: &Service, world: &World) -> Result<String, Error> {
    service::open_advance(service, world.secretary(), world.assembly).await.map(|_| String::new())
}

/// Does the act; its answer as text.
pub async fn perform(act: Act, service: &Service, world: &World, request: &Request) -> Result<String, Error> {
    let author = &world.people[AUTHOR].actor;
    match request {
        Request::Support(id, support) => {
            let by = &world.people[SUPPORTER].actor;
            service::support_proposal(service, by, *id, support).await.map(|progress| format!("{progress:?}"))
        }
        Request::Proposal(id) if act == Act::SubmitProposal => {
            let submit = Move { happens: ProposalMove::Submit, assembly: None };
            service::move_proposal(service, author, *id, &submit).await.map(|()| String::new())
        }
        Request::Proposal(id) => {
            let admit = DecideProposal { decision: ProposalMove::Admit, reason: String::new() };
            service::decide_proposal(service, world.chair(), *id, &admit).await.map(|()| String::new())
        }
        Request::Draft(draft) => service::convene_draft(service, world.chair(), *draft).await.map(|id| id.to_string()),
        Request::Assembly(assembly) => {
            let why = Text { fr: "La salle est fermée.".to_owned(), en: String::new() };
            service::cancel_assembly(service, world.chair(), *assembly, &why).await.map(|()| String::new())
        }
        _ => unreachable!("{act:?} is not done here"),
    }
}
