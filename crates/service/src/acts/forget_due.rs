//! What is known of people is forgotten when its time has come (`domain::retention`). The server does it daily; nobody asks
//! for it. Numbers, dates, the ledger, rolls, ballots and the record stay as they are.

use domain::ids::MemberId;
use domain::member::{Happened, MemberMove, MemberState};
use domain::retention::{Deadlines, Standing};
use domain::roles::Actor;
use store::forgetting::{self, Candidate};
use store::{
    Tx, cooperatives, entrusted, known_browsers, members, moves, own, passkeys, salts, share_requests, shares,
};

use crate::transaction::transaction;
use crate::{Error, Service, facts};

/// What was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// People.
    pub people: u32,
    /// Texts of messages, lists of members, words of candidates, papers of proxies, register files.
    pub texts: u64,
    /// The server's shares of the keys of votes, and keys of voices entrusted to it.
    pub keys: u64,
    /// Links, codes and sessions that were over, browsers not used any more.
    pub over: u64,
}

/// Forgets everything whose time has come.
///
/// # Errors
/// [`Error::Internal`] only.
pub async fn forget_due(service: &Service) -> Result<Forgotten, Error> {
    let now = service.now();
    let deadlines = Deadlines::at(now).map_err(|_| Error::broken("the clock", "no calendar has this instant"))?;
    // Who it is is looked for without a writer's turn, and each is one transaction: nobody waits for many.
    let mut tx = service.db().read().await?;
    // The people of a demo are invented, and its applicants have been waiting since before it began.
    let invented = cooperatives::the_one(&mut tx).await?.is_some_and(|cooperative| cooperative.demo);
    let candidates = if invented { Vec::new() } else { forgetting::candidates(&mut tx).await? };
    drop(tx);
    let mut forgotten = Forgotten::default();
    for who in candidates.iter().filter(|who| deadlines.forget(&standing(who))) {
        if transaction!(service, |tx| { forget(service, tx, who, now).await })? {
            forgotten.people += 1;
        }
    }
    (forgotten.texts, forgotten.keys, forgotten.over) = transaction!(service, |tx| {
        let texts = forgetting::letters(tx, deadlines.letters, now).await?
            + forgetting::lists(tx, deadlines.lists).await?
            + forgetting::candidacies(tx, deadlines.candidates).await?
            + forgetting::proxy_papers(tx, deadlines.proxy_papers).await?
            + forgetting::files(tx, deadlines.imports).await?;
        let keys =
            forgetting::keys(tx, deadlines.keys).await? + entrusted::forget(tx, now, deadlines.entrusted).await?;
        let over = forgetting::what_is_over(tx, now).await? + known_browsers::forget(tx, deadlines.browsers).await?;
        Ok((texts, keys, over))
    })?;
    Ok(forgotten)
}

fn standing(who: &Candidate) -> Standing {
    Standing {
        state: who.state,
        applied_at: who.applied_at,
        active_at: who.active_at,
        ended_at: who.ended_at,
        unconfirmed: who.unconfirmed,
        shares: who.shares,
    }
}

/// Forgets one person. False if somebody did meanwhile, or if the person's state has changed: then it is looked at anew
/// tomorrow.
async fn forget(service: &Service, tx: &mut Tx, who: &Candidate, now: i64) -> Result<bool, Error> {
    let member = facts::member(tx, who.id).await?;
    if member.state != who.state || member.forgotten_at.is_some() {
        return Ok(false);
    }
    let nobody = Actor::Anyone;
    if member.state == MemberState::Applicant {
        let left = member.state.after(MemberMove::Leave)?;
        if !members::end(tx, who.id, member.state, left, now).await? {
            return Ok(false);
        }
        facts::happened(service, tx, &nobody, who.id, Happened::Move(MemberMove::Leave), "").await?;
    }
    erase(tx, who.id, now).await?;
    facts::note(service, tx, &nobody, "forget", Some(who.id.0)).await?;
    Ok(true)
}

async fn erase(tx: &mut Tx, member: MemberId, now: i64) -> Result<(), Error> {
    own::sign_out_everywhere(tx, member, now).await?;
    forgetting::person(tx, member, now).await?;
    moves::erase_reasons(tx, member).await?;
    share_requests::erase_reasons(tx, member).await?;
    shares::erase_reasons(tx, member).await?;
    passkeys::delete_all(tx, member).await?;
    known_browsers::forget_of(tx, member).await?;
    salts::erase(tx, member).await?;
    Ok(())
}
