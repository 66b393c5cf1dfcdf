//! Letters after a ballot. They say neither what was answered nor to which question.

use domain::Refusal;
use domain::ids::{AssemblyId, MemberId};
use domain::mail::turns;
use store::{Tx, assemblies, mails, members};

use super::{Letter, Letterhead, Recipient, written};
use crate::{Error, Service, facts};

/// After it, nobody is helped by hearing of it.
const LATE: i64 = 24 * 3600 * 1_000_000;

/// How a voice speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VotedBy {
    /// A ballot by a device was received.
    Ballot,
    /// A ballot by a paper code was received.
    Code,
    /// The desk handed out a paper.
    Paper,
}

/// A letter about ballots that were received, or papers that were handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VotedLetter {
    /// Of the member written to.
    pub name: String,
    /// Which.
    pub by: VotedBy,
    /// Who voted with the reader's voice; `None`: the reader's own key did.
    pub carried_by: Option<String>,
    /// When the assembly starts.
    pub starts_at: i64,
    /// Its time zone.
    pub time_zone: String,
    /// Where the reader sees the own votes, or proxy.
    pub link: String,
    /// Where a key is replaced.
    pub key: String,
}

impl VotedLetter {
    /// The stored word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match (self.by, self.carried_by.is_some()) {
            (VotedBy::Ballot, false) => "vote-received",
            (VotedBy::Code, false) => "vote-by-code",
            (VotedBy::Ballot | VotedBy::Code, true) => "vote-carried",
            (VotedBy::Paper, false) => "paper-handed",
            (VotedBy::Paper, true) => "paper-carried",
        }
    }
}

/// Tells whoever sent the first ballot of a voice that it was received, or has a paper for it, and whose voice it is that somebody
/// else spoke it.
/// Of a ballot in the place of another nobody is told: who votes once more may have a reason that the first is not known.
pub(crate) async fn tell(
    service: &Service,
    tx: &mut Tx,
    assembly: AssemblyId,
    (speaker, voice): (MemberId, MemberId),
    by: VotedBy,
) -> Result<(), Error> {
    let assembly = assemblies::by_id(tx, assembly).await?.ok_or(Refusal::NotFound)?;
    // Nobody is written to about a rehearsal.
    if assembly.rehearsal_until.is_some() {
        return Ok(());
    }
    let cooperative = facts::cooperative(tx).await?;
    let head = Letterhead { help: cooperative.help(), cooperative: cooperative.name };
    let sender = facts::member(tx, speaker).await?;
    let letter = |to: &members::Member, carried_by: Option<String>, page: &str| VotedLetter {
        name: to.name.clone(),
        by,
        carried_by,
        starts_at: assembly.starts_at,
        time_zone: assembly.time_zone.clone(),
        link: service.at(page),
        key: service.at("/me/key"),
    };
    let own = letter(&sender, None, "/votes");
    queue(service, tx, &head, &sender, own).await?;
    if voice != speaker {
        let grantor = facts::member(tx, voice).await?;
        let carried = letter(&grantor, Some(sender.name), "/proxy");
        queue(service, tx, &head, &grantor, carried).await?;
    }
    Ok(())
}

/// Queues it for the first quarter of an hour in which none of its kind goes to the same person.
async fn queue(
    service: &Service,
    tx: &mut Tx,
    head: &Letterhead,
    to: &members::Member,
    letter: VotedLetter,
) -> Result<(), Error> {
    let Some(recipient) = Recipient::of(to) else { return Ok(()) };
    let kind = letter.kind();
    let mut mail = written(service, head, &recipient, &Letter::Voted(letter), "", None);
    for turn in turns(mail.created_at) {
        mail.once = format!("{kind} {} {}", to.id, turn.quarter);
        (mail.due_at, mail.until_at) = (turn.due_at, Some(turn.due_at + LATE));
        if mails::insert(tx, &mail).await? {
            break;
        }
    }
    Ok(())
}
