//! A refund whose resolution was adopted is executed: the result is put into the database as it is kept.

use domain::assembly::AssemblyKind;
use domain::convocation::agenda::{AgendaMove, Head, Item, ItemKind};
use domain::decision::decide;
use domain::majority::Counts;
use domain::refund::plan::DraftRefund;
use domain::resolution::Text;
use domain::statutes::Preset;
use domain::vote::VoteState;
use service::{Error, Service, views};
use store::Db;
use store::votes::{self, Move};

use crate::acts::Request;
use crate::declining::SESSION;
use crate::world::World;

/// The year of the refund.
const YEAR: u32 = 2026;

/// A session in which the refund is adopted.
pub async fn prepared(world: &World, db: &Db) -> Request {
    let (service, by) = (&world.service, world.secretary());
    let both = |text: &str| Text { fr: text.to_owned(), en: text.to_owned() };
    let text = |text: &str| text.to_owned();
    let asked = DraftRefund {
        closed_on: text("2026-09-30"),
        surplus: text("100"),
        others: text("0"),
        reserves: text("0"),
        capital: text("48"),
        reserved: text("15"),
        refund: text("85"),
        billed: text("n;montant\n1;10\n2;20\n3;30\n"),
    };
    service::draft_refund(service, by, &asked).await.unwrap();
    let draft = service::prepare_assembly(service, by, AssemblyKind::Ordinary).await.unwrap();
    let head = Head { starts_at: Some(SESSION), place: text("Besançon"), ..Head::new(AssemblyKind::Ordinary) };
    service::edit_draft(service, by, draft, &head).await.unwrap();
    let item = Item { text: both("Ristourne."), ..Item::new(ItemKind::Resolution, both("Ristourne")) };
    let item = service::edit_agenda(service, by, draft, &AgendaMove::Add(item)).await.unwrap().unwrap();
    service::attach_refund(service, by, YEAR, (draft, item)).await.unwrap();
    let assembly = service::convene_draft(service, world.chair(), draft).await.unwrap();
    world.clock.set(SESSION);
    let vote = views::assembly(service, assembly).await.unwrap().items.remove(0).vote;
    let rules = Preset::load("sa-cooperative-fr-ago").unwrap();
    let decision = decide(&rules, 1, 3, 3, Counts { for_: 3, ..Counts::default() });
    let step = |from, to| Move { vote, from, to, at: SESSION };
    let mut tx = db.write().await.unwrap();
    votes::open(&mut tx, step(VoteState::Prepared, VoteState::Open)).await.unwrap();
    votes::close(&mut tx, step(VoteState::Open, VoteState::Closed), 3, 3).await.unwrap();
    let said = serde_json::to_string(&decision).unwrap();
    assert!(votes::decide(&mut tx, step(VoteState::Closed, VoteState::Decided), &said).await.unwrap());
    tx.commit().await.unwrap();
    Request::Refund(YEAR)
}

pub async fn perform(service: &Service, world: &World, year: u32) -> Result<String, Error> {
    service::execute_refund(service, world.chair(), year).await.map(|at| at.to_string())
}
