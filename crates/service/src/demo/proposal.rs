//! A proposal of the demo: written, open, and two supporters short of being submitted, so that the people of the demo page can
//! take it further. Somebody has asked for other words.

use domain::ids::{AmendmentId, ProposalId};
use domain::lang::Lang;
use domain::proposals::{AmendmentState, Kind, Move, ProposalMove, Support, Write};
use domain::roles::Actor;
use protocol::keys::{MemberKeys, Phrase};
use store::amendments::{self, Amendment};

use super::{DemoKey, DemoKeys, PhraseLanguage, texts};
use crate::transaction::transaction;
use crate::{Error, Service, draft_proposal, move_proposal, support_proposal, views};

/// Supporters that are left to the people of the demo page.
const LEFT: u32 = 2;

/// Whose it is, of those people.
const AUTHOR: usize = 3;

/// Makes it. A cooperative in which nobody else has a key gets none.
pub(super) async fn propose(
    service: &Service,
    demo: &DemoKeys,
    phrases: &[(u32, Phrase, PhraseLanguage)],
) -> Result<(), Error> {
    let member = |id| Actor::Member { id, roles: Vec::new() };
    let actor = |key: &DemoKey| member(key.member);
    let people = views::demo_people(service).await?;
    let (Some(author), [amender, others @ ..]) = (people.get(AUTHOR), demo.keys.as_slice()) else { return Ok(()) };
    let author = member(author.member);
    let words = Write {
        kind: Kind::Resolution,
        language: Lang::Fr,
        title: texts::PROPOSAL_TITLE.to_owned(),
        text: texts::PROPOSAL.to_owned(),
        reasons: texts::PROPOSAL_REASONS.to_owned(),
        other_title: texts::PROPOSAL_TITLE_EN.to_owned(),
        other_text: texts::PROPOSAL_EN.to_owned(),
    };
    let id = draft_proposal(service, &author, &words).await?;
    move_proposal(service, &author, id, &Move { happens: ProposalMove::Open, assembly: None }).await?;
    amend(service, id, amender).await?;
    let needed = views::proposal(service, &author, id).await?.progress.needed;
    let hash = words.content().hash();
    for key in others.iter().take(needed.saturating_sub(LEFT) as usize) {
        let Some((_, phrase, _)) = phrases.iter().find(|(number, ..)| *number == key.number) else { continue };
        let signed = protocol::support::Support {
            proposal: id.bytes(),
            version: 1,
            text_hash: &hash,
            member: key.member.bytes(),
        };
        let cooperative = demo.cooperative.bytes();
        let signature = signed.sign(cooperative, MemberKeys::derive(phrase, cooperative).identity());
        support_proposal(service, &actor(key), id, &Support { version: 1, hash, signature }).await?;
    }
    Ok(())
}

/// Other words, asked for ten days ago: nobody is written to about it today.
async fn amend(service: &Service, proposal: ProposalId, by: &DemoKey) -> Result<(), Error> {
    let amendment = Amendment {
        id: AmendmentId(service.id()),
        proposal,
        n: 1,
        author: by.member,
        version: 1,
        body: texts::PROPOSAL.replace(texts::AMENDED, texts::AMENDED_TO),
        reasons: texts::AMENDMENT_REASONS.to_owned(),
        at: service.now(),
        state: AmendmentState::Open,
        decided_at: None,
        decided_by: None,
    };
    transaction!(service, |tx| {
        amendments::insert(tx, &amendment).await?;
        Ok(())
    })
}
