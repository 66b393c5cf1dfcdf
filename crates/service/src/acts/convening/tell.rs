//! Who is written to, how, and the letters themselves: all of them in the transaction of the act they tell of, so that none
//! is sent of an assembly that is not convened, and nobody is left out of one that is.

use std::sync::Arc;

use domain::convocation::agenda::GuestRole;
use domain::convocation::notice::{Announcement, Channel, Notice, NoticeRole};
use domain::ids::{AssemblyId, DraftId, GuestId, MemberId, NoticeId};
use domain::lang::Lang;
use store::members::Member;
use store::notices::NewNotice;
use store::{Tx, convocations, cooperatives, drafts, mails, members, notices};

use crate::letters::{self, Letter, Letterhead, NoticeLetter, Recipient};
use crate::{Error, Service, facts};

/// Somebody to be told.
#[derive(Clone, Debug)]
pub(crate) struct Receiver {
    /// A member,
    pub member: Option<MemberId>,
    /// or a guest.
    pub guest: Option<GuestId>,
    /// As what.
    pub role: NoticeRole,
    /// Name.
    pub name: String,
    /// Language.
    pub lang: Lang,
    /// Address of messages, for who agreed to be convened that way (C. com. R.225-63).
    pub email: Option<String>,
    /// Postal address, on lines.
    pub postal: String,
}

impl Receiver {
    /// A member.
    pub(crate) fn of(member: Member, role: NoticeRole) -> Self {
        let email = member.email_key.clone().filter(|_| member.email_consent_at.is_some());
        Self {
            member: Some(member.id),
            guest: None,
            role,
            lang: member.lang,
            email,
            postal: postal(&member),
            name: member.name,
        }
    }

    /// How the person is told.
    pub(crate) fn channel(&self) -> Channel {
        if self.email.is_some() { Channel::Mail } else { Channel::Letter }
    }
}

/// A postal address as it stands on an envelope, without the name.
fn postal(member: &Member) -> String {
    let town = format!("{} {}", member.postcode, member.city);
    let care = member.representative.as_deref().unwrap_or_default();
    let lines = [care, &member.street, town.trim(), &member.country];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Everybody an assembly concerns now: members with a voice; members without one whom a message reaches; guests. Who is
/// suspended, left or was excluded is not among them.
pub(crate) async fn receivers(tx: &mut Tx, draft: Option<DraftId>) -> Result<Vec<Receiver>, Error> {
    let rules = facts::cooperative(tx).await?.voice_rules();
    let convened = members::with_voice(tx, rules).await?.into_iter();
    let mut all: Vec<Receiver> = convened.map(|member| Receiver::of(member, NoticeRole::Member)).collect();
    let told = members::without_voice(tx, rules).await?.into_iter();
    let told = told.map(|member| Receiver::of(member, NoticeRole::Information));
    all.extend(told.filter(|receiver| receiver.email.is_some()));
    if let Some(draft) = draft {
        for guest in drafts::guests(tx, draft).await? {
            all.push(Receiver {
                member: None,
                guest: Some(guest.id),
                role: match guest.role {
                    GuestRole::Guest => NoticeRole::Guest,
                    GuestRole::Auditor => NoticeRole::Auditor,
                },
                name: guest.name,
                lang: guest.lang,
                email: Some(guest.email).filter(|email| !email.is_empty()),
                postal: guest.address,
            });
        }
    }
    Ok(all)
}

/// The preparation whose guests an assembly has: its own, or that of its first call.
pub(crate) async fn draft_of(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<DraftId>, Error> {
    let first = convocations::of_assembly(tx, assembly).await?.and_then(|found| found.follows);
    let own = drafts::of_assembly(tx, assembly).await?;
    let found = match (own, first) {
        (None, Some(first)) => drafts::of_assembly(tx, first).await?,
        (own, _) => own,
    };
    Ok(found.map(|draft| draft.id))
}

/// Tells everybody.
pub(crate) async fn tell(
    service: &Service,
    tx: &mut Tx,
    notice: &Arc<Notice>,
    said: &Announcement,
    to: Vec<Receiver>,
) -> Result<(), Error> {
    let head = letterhead(tx, notice).await?;
    for receiver in to {
        tell_one(service, tx, (notice, &head), said, receiver, 0).await?;
    }
    Ok(())
}

/// Whose letters they are: the name as the notice has it, and whom to ask now.
pub(crate) async fn letterhead(tx: &mut Tx, notice: &Notice) -> Result<Letterhead, Error> {
    Ok(Letterhead { cooperative: notice.cooperative.clone(), help: cooperatives::help(tx).await? })
}

/// Tells one person: the message is queued, or a letter is to be printed, and either is written down.
pub(crate) async fn tell_one(
    service: &Service,
    tx: &mut Tx,
    (notice, head): (&Arc<Notice>, &Letterhead),
    said: &Announcement,
    to: Receiver,
    copy: u32,
) -> Result<(), Error> {
    let channel = to.channel();
    let mut mail = None;
    if let Some(address) = &to.email {
        let letter = Letter::Notice(NoticeLetter {
            said: said.clone(),
            notice: Arc::clone(notice),
            role: to.role,
            name: to.name.clone(),
            address: address.clone(),
            link: service.at(&format!("/assembly/{}", notice.assembly)),
        });
        let recipient = match to.member {
            Some(member) => Recipient::at(member, address.clone(), to.lang),
            None => Recipient::outside(address.clone(), to.lang),
        };
        let whom = to.member.map_or_else(|| to.guest.map(|guest| guest.0), |member| Some(member.0)).unwrap_or_default();
        let once = format!("notice {} {} {whom} {copy}", notice.assembly, said.seq);
        // What calls people together is of no use once they have met.
        let until = Some(notice.starts_at.max(said.at + 24 * 3600 * 1_000_000));
        let written = letters::written(service, head, &recipient, &letter, &once, until);
        mails::insert(tx, &written).await?;
        mail = Some(written.id);
    }
    let new = NewNotice {
        id: NoticeId(service.id()),
        assembly: notice.assembly,
        seq: said.seq,
        copy,
        member: to.member,
        guest: to.guest,
        role: to.role,
        channel,
        lang: to.lang,
        name: to.name,
        address: to.email.unwrap_or(to.postal),
        mail,
        at: said.at,
    };
    Ok(notices::insert(tx, &new).await?)
}
