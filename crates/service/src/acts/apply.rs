//! Somebody applies for membership. The letter that follows holds a link: pressed, it shows that letters arrive there,
//! and tells the board; later it shows how the application stands.
//!
//! Who applies gets the same answer whether or not the address, or the name, is known here. The same name at the same
//! address is the same person: while an application of theirs waits, or they are a member, a second one is not entered.
//! The letter then leads to the first. Two people may share an address (couples do), under two names.

use domain::Refusal;
use domain::identity::{Identity, fold};
use domain::ids::MemberId;
use domain::lang::Lang;
use domain::mail;
use domain::member::{Happened, MemberState};
use domain::roles::Actor;
use domain::shares::{Cents, ShareRules};
use protocol::hash;
use store::cooperatives::Cooperative;
use store::email_confirmations::{self, Confirmation};
use store::{Tx, members};

use crate::letters::{self, Letter, Recipient};
use crate::policy::{Operation, allow};
use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// How long a link confirms an address.
const WAITS: i64 = 7 * 24 * 3600 * 1_000_000;
/// Letters one application gets within that time: more would only fill somebody's mailbox.
const LETTERS: u32 = 5;

/// Who applies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Application {
    /// Name, and what else the register must hold.
    pub identity: Identity,
    /// Address for messages; none in an application that came by letter.
    pub email: Option<String>,
    /// The language of messages.
    pub lang: Lang,
    /// Shares wished.
    pub shares_wished: u32,
    /// Whether convocations may come by e-mail.
    pub email_consent: bool,
}

impl From<domain::register::Apply> for Application {
    fn from(sent: domain::register::Apply) -> Self {
        Self {
            identity: sent.identity,
            email: Some(sent.email),
            lang: sent.lang,
            shares_wished: sent.shares,
            email_consent: sent.email_consent,
        }
    }
}

/// Enters an application and sends the link; the applicant waits for the decision. Answers who applied, also when the
/// same application waits already.
///
/// # Errors
/// [`Refusal::Malformed`] for a friend of the cooperative, whom the board invites; [`Refusal::TooFewShares`],
/// [`Refusal::EmailInvalid`], and those of [`Identity::check`]; [`Refusal::NotFound`] before the cooperative is founded.
pub async fn apply(service: &Service, actor: &Actor, application: &Application) -> Result<MemberId, Error> {
    allow(actor, Operation::Apply)?;
    transaction!(service, |tx| { of_share_holder(service, tx, actor, application).await })
}

/// An application of somebody who will hold shares, by themselves or, on paper, through the board.
pub(crate) async fn of_share_holder(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    application: &Application,
) -> Result<MemberId, Error> {
    let cooperative = facts::cooperative(tx).await?;
    if !application.identity.class.holds_shares() {
        return Err(Refusal::Malformed.into());
    }
    application.identity.check()?;
    price(&cooperative, application.shares_wished)?;
    let (id, again) = match known(tx, application).await? {
        Some(member) => (member.id, true),
        None => (enter(service, tx, actor, application).await?, false),
    };
    ask(service, tx, id, again).await?;
    Ok(id)
}

/// What shares cost somebody who holds none yet.
///
/// # Errors
/// [`Refusal::TooFewShares`].
pub(crate) fn price(cooperative: &Cooperative, shares: u32) -> Result<Cents, Refusal> {
    let minimum = i64::try_from(cooperative.minimum_shares).unwrap_or(i64::MAX);
    let rules = ShareRules { nominal: Cents(cooperative.share_cents), minimum };
    rules.subscribe(0, i64::from(shares))
}

/// The same name at the same address, if it waits or belongs already.
pub(crate) async fn known(tx: &mut Tx, application: &Application) -> Result<Option<members::Member>, Error> {
    let Some(key) = application.email.as_deref().map(mail::address).transpose()? else { return Ok(None) };
    let name = fold(&application.identity.name);
    let waits = |state| matches!(state, MemberState::Applicant | MemberState::Admitted);
    let same =
        |member: &members::Member| fold(&member.name) == name && (waits(member.state) || member.state.is_member());
    Ok(members::by_email(tx, &key).await?.into_iter().find(same))
}

/// Enters an application as it is, whoever it is of.
pub(crate) async fn enter(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    application: &Application,
) -> Result<MemberId, Error> {
    let cooperative = facts::cooperative(tx).await?;
    let (id, now) = (MemberId(service.id()), service.now());
    application.identity.check_names()?;
    let member = members::Member {
        email_key: application.email.as_deref().map(mail::address).transpose()?,
        email: application.email.as_deref().map(|email| facts::text(email.trim(), 254)).transpose()?,
        email_consent_at: application.email_consent.then_some(now),
        lang: application.lang,
        shares_wished: application.shares_wished,
        ..members::Member::applying(id, cooperative.id, application.identity.clone(), now)
    };
    members::insert(tx, &member).await?;
    facts::happened(service, tx, actor, id, Happened::Apply, "").await?;
    facts::note(service, tx, actor, "apply", Some(id.0)).await?;
    Ok(id)
}

/// Sends the link with which an application is confirmed and followed, to whoever has an address.
async fn ask(service: &Service, tx: &mut Tx, id: MemberId, again: bool) -> Result<(), Error> {
    let member = facts::member(tx, id).await?;
    let (Some(to), Some(email), Some(email_key)) = (Recipient::of(&member), member.email, member.email_key) else {
        return Ok(());
    };
    let now = service.now();
    if email_confirmations::since(tx, id, now - WAITS).await? >= LETTERS {
        return Ok(());
    }
    let token = hash::hex(&service.bytes::<32>());
    let row = Confirmation {
        id: service.id(),
        member: id,
        email,
        email_key,
        token_hash: hash::sha256(token.as_bytes()),
        asked_at: now,
        expires_at: now + WAITS,
        used_at: None,
    };
    email_confirmations::insert(tx, &row).await?;
    let link = service.at(&format!("/application/{token}"));
    let letter = Letter::Application { name: member.name, link, again };
    letters::queue(service, tx, &to, &letter, &format!("application {}", row.id), Some(row.expires_at)).await
}
