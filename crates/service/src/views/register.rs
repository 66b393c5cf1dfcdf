//! The register, page by page and person by person, for those who keep it; and an application for who holds its link.

use domain::Refusal;
use domain::ids::MemberId;
use domain::member::{Happened, MemberMove, MemberState};
use domain::register::{
    ApplicationTerms, ApplicationView, MemberFile, MoveLine, RegisterFilter, RegisterLine, RegisterPage, RegisterSort,
    offered,
};
use domain::roles::Actor;
use store::members::Member;
use store::register::Listed;
use store::{Tx, keys, members, moves, register as lines, roles, shares};

use crate::acts::apply;
use crate::acts::follow_application::of_link;
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// Lines of a page.
const PAGE: u32 = 50;

/// A page of the register: what fits a filter, in an order, after somebody (or from the first).
///
/// # Errors
/// Policy; [`Refusal::NotFound`] for a page after nobody.
pub async fn register(
    service: &Service,
    actor: &Actor,
    filter: &RegisterFilter,
    sort: RegisterSort,
    after: Option<MemberId>,
) -> Result<RegisterPage, Error> {
    allow(actor, Operation::ReadRegister)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadRegister).await?;
    page(&mut tx, filter, sort, after).await
}

/// Who waits for a decision, who applied first comes first.
///
/// # Errors
/// As [`register`].
pub async fn applications(service: &Service, actor: &Actor, after: Option<MemberId>) -> Result<RegisterPage, Error> {
    allow(actor, Operation::ReadApplications)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadApplications).await?;
    let filter = RegisterFilter { state: Some(MemberState::Applicant), ..RegisterFilter::default() };
    page(&mut tx, &filter, RegisterSort::Application, after).await
}

async fn page(
    tx: &mut Tx,
    filter: &RegisterFilter,
    sort: RegisterSort,
    after: Option<MemberId>,
) -> Result<RegisterPage, Error> {
    let after = match after {
        Some(id) => Some(facts::member(tx, id).await?),
        None => None,
    };
    let counts = lines::counts(tx).await?;
    let found = lines::lines(tx, filter, sort, after.as_ref(), PAGE + 1).await?;
    let more = found.len() > PAGE as usize;
    let lines: Vec<RegisterLine> = found.into_iter().take(PAGE as usize).map(line).collect();
    let next = more.then(|| lines.last().map(|line| line.id)).flatten();
    Ok(RegisterPage { counts, lines, next, time_zone: facts::cooperative(tx).await?.time_zone })
}

fn line(listed: Listed) -> RegisterLine {
    RegisterLine {
        id: listed.id,
        number: listed.number,
        class: listed.class,
        name: listed.name,
        representative: listed.representative,
        city: listed.city,
        email: listed.email,
        email_confirmed: listed.email_confirmed_at.is_some(),
        state: listed.state,
        shares_wished: listed.shares_wished,
        applied_at: listed.applied_at,
    }
}

/// What the register holds of one person.
///
/// # Errors
/// Policy; [`Refusal::NotFound`].
pub async fn member_file(service: &Service, actor: &Actor, id: MemberId) -> Result<MemberFile, Error> {
    allow(actor, Operation::ReadMember)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadMember).await?;
    let member = facts::member(&mut tx, id).await?;
    let held = shares::of_member(&mut tx, id).await?;
    let cooperative = facts::cooperative(&mut tx).await?;
    Ok(MemberFile {
        wished_cents: apply::price(&cooperative, member.shares_wished).map(|cents| cents.0).unwrap_or_default(),
        id,
        number: member.number,
        identity: member.identity(),
        email_confirmed_at: member.email_confirmed_at,
        email_consent_at: member.email_consent_at,
        lang: member.lang,
        state: member.state,
        shares_wished: member.shares_wished,
        shares: held.shares,
        cents: held.cents,
        has_key: keys::current(&mut tx, id).await?.is_some(),
        offices: roles::of_member(&mut tx, id, service.now()).await?,
        history: history(&mut tx, id).await?,
        moves: offered(member.state),
        time_zone: cooperative.time_zone,
        email: member.email,
    })
}

/// What happened to a membership, with the names of those who decided.
pub(crate) async fn history(tx: &mut Tx, member: MemberId) -> Result<Vec<MoveLine>, Error> {
    let mut history = Vec::new();
    for row in moves::of_member(tx, member).await? {
        let by: Option<Member> = match row.actor {
            Some(actor) => members::by_id(tx, actor).await?,
            None => None,
        };
        history.push(MoveLine {
            happened: row.happened,
            at: row.at,
            by: by.map(|member| (member.number, member.name)),
            reason: row.reason,
        });
    }
    Ok(history)
}

/// What somebody must know to apply.
///
/// # Errors
/// [`Refusal::NotFound`] before the cooperative is founded.
pub async fn application_terms(service: &Service) -> Result<ApplicationTerms, Error> {
    allow(&Actor::Anyone, Operation::Apply)?;
    let cooperative = facts::cooperative(&mut service.db().read().await?).await?;
    Ok(ApplicationTerms {
        cooperative: cooperative.name,
        minimum_shares: cooperative.minimum_shares.max(1),
        share_cents: cooperative.share_cents,
    })
}

/// How an application stands, for who holds the link of its letter. Reading it presses nothing.
///
/// # Errors
/// [`Refusal::ConfirmationOver`].
pub async fn application(service: &Service, link: &str) -> Result<ApplicationView, Error> {
    allow(&Actor::Anyone, Operation::ReadApplication)?;
    let mut tx = service.db().read().await?;
    let asked = of_link(&mut tx, link, service.now()).await?;
    let member = members::by_id(&mut tx, asked.member).await?.ok_or(Refusal::ConfirmationOver)?;
    let cooperative = facts::cooperative(&mut tx).await?;
    let shares = member.shares_wished;
    let refused = Happened::Move(MemberMove::Refuse);
    let history = history(&mut tx, member.id).await?;
    let reason = history.into_iter().rev().find(|line| line.happened == refused).map(|line| line.reason);
    Ok(ApplicationView {
        cents: apply::price(&cooperative, shares).map(|cents| cents.0).unwrap_or_default(),
        pay: service.how_to_pay().clone(),
        cooperative: cooperative.name,
        name: member.name,
        state: member.state,
        confirmed: asked.used_at.is_some(),
        applied_at: member.applied_at,
        shares,
        reason: reason.unwrap_or_default(),
        time_zone: cooperative.time_zone,
    })
}
