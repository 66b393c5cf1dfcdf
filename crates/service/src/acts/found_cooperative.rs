//! A cooperative is founded, with the members of its constitutive assembly and their shares.

use domain::Refusal;
use domain::help::HelpContact;
use domain::identity::{Identity, Postal};
use domain::ids::{CooperativeId, MemberId};
use domain::mail;
use domain::member::{Happened, MemberClass, MemberMove, MemberState};
use domain::roles::{Actor, Role, Term};
use domain::statutes::Preset;
use store::{Tx, cooperatives, members, roles};

use crate::acts::subscribe_shares;
use crate::error::duplicate_is;
use crate::transaction::transaction;
use crate::{Error, Service, facts, secrets, statutes};

/// What is needed to found a cooperative.
#[derive(Clone, Debug)]
pub struct Founding {
    /// Name.
    pub name: String,
    /// Form, capital and seat, as on its letters.
    pub legal_line: String,
    /// Id of the preset of rules for ordinary assemblies.
    pub preset: String,
    /// Nominal value of a share, in cents.
    pub share_cents: i64,
    /// Shares each member must hold.
    pub minimum_shares: u32,
    /// IANA time zone of its assemblies.
    pub time_zone: String,
    /// Whom people ask who are stuck.
    pub help: HelpContact,
    /// The founding members, in the order of their numbers.
    pub founders: Vec<Founder>,
}

/// A founding member.
#[derive(Clone, Debug)]
pub struct Founder {
    /// Name.
    pub name: String,
    /// Address for messages.
    pub email: Option<String>,
    /// Shares subscribed.
    pub shares: u32,
    /// Offices from the start.
    pub roles: Vec<Role>,
}

/// Founds the one cooperative of this database; its founders are numbered from 1 and are members at once. Not offered
/// over the network: whoever sets up the server does it, so there is no actor yet.
///
/// # Errors
/// [`Refusal::TooFewShares`], [`Refusal::TextInvalid`], [`Refusal::TextCharacters`], [`Refusal::Malformed`] for an
/// unknown preset or time zone, or a key holder; as [`HelpContact::read`];
/// [`Error::Internal`] when the database has a cooperative already.
pub async fn found_cooperative(
    service: &Service,
    founding: &Founding,
) -> Result<(CooperativeId, Vec<MemberId>), Error> {
    transaction!(service, |tx| { found(service, tx, founding, false).await })
}

/// Founds; `demo` is for the demo alone.
pub(crate) async fn found(
    service: &Service,
    tx: &mut Tx,
    founding: &Founding,
    demo: bool,
) -> Result<(CooperativeId, Vec<MemberId>), Error> {
    // Statutes that must say something first are adopted afterwards, from a preset that decides.
    Preset::load(&founding.preset).map_err(|_| Refusal::Malformed)?;
    // Key holders are named in a convocation.
    let key_holder = founding.founders.iter().any(|founder| founder.roles.contains(&Role::KeyHolder));
    if key_holder || founding.share_cents <= 0 || founding.time_zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(Refusal::Malformed.into());
    }
    let help = HelpContact::read(&founding.help.phone, &founding.help.email)?;
    let id = CooperativeId(service.id());
    let cooperative = cooperatives::Cooperative {
        id,
        name: facts::text(&founding.name, 200)?,
        legal_line: facts::text(&founding.legal_line, 300)?,
        preset: founding.preset.clone(),
        share_cents: founding.share_cents,
        minimum_shares: founding.minimum_shares.max(1).into(),
        time_zone: founding.time_zone.clone(),
        stated_capital_cents: 0,
        loss_part: 0,
        loss_whole: 1,
        organisations_vote: true,
        friends_vote: false,
        help_phone: help.phone,
        help_email: help.email,
        demo,
        founded_at: service.now(),
    };
    cooperatives::insert(tx, &cooperative).await?;
    secrets::make_record_key(service, tx, id).await?;
    statutes::settle(service, tx).await?;
    let mut founders = Vec::with_capacity(founding.founders.len());
    for (number, founder) in (1_u32..).zip(&founding.founders) {
        founders.push(enter(service, tx, &cooperative, number, founder).await?);
    }
    facts::note(service, tx, &Actor::Anyone, "found-cooperative", Some(id.0)).await?;
    Ok((id, founders))
}

async fn enter(
    service: &Service,
    tx: &mut Tx,
    cooperative: &cooperatives::Cooperative,
    number: u32,
    founder: &Founder,
) -> Result<MemberId, Error> {
    let now = service.now();
    let id = MemberId(service.id());
    let identity = Identity {
        class: MemberClass::Cooperator,
        name: founder.name.clone(),
        representative: None,
        legal_number: None,
        postal: Postal::default(),
    };
    identity.check_names()?;
    let member = members::Member {
        number: Some(number),
        email_key: founder.email.as_deref().map(mail::address).transpose()?,
        email: founder.email.as_deref().map(|email| facts::text(email.trim(), 254)).transpose()?,
        state: MemberState::Admitted,
        admitted_at: Some(now),
        ..members::Member::applying(id, cooperative.id, identity, now)
    };
    duplicate_is(members::insert(tx, &member).await, Refusal::MemberState)?;
    facts::happened(service, tx, &Actor::Anyone, id, Happened::Apply, "").await?;
    facts::happened(service, tx, &Actor::Anyone, id, Happened::Move(MemberMove::Admit), "").await?;
    subscribe_shares::enter(service, tx, &Actor::Anyone, cooperative, &member, founder.shares).await?;
    for role in &founder.roles {
        roles::grant(tx, service.id(), id, *role, Term::new(now, None)?).await?;
    }
    Ok(id)
}
