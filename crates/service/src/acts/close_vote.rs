//! The chair closes a vote. Open: counted and decided at once. Secret: the encrypted tally and the server's part of its
//! decryption are archived, and the key holders' pages take over.

use domain::ids::{BoxId, VoteId};
use domain::majority::Counts;
use domain::resolution::Choice;
use domain::roles::Actor;
use domain::vote::{VoteMode, VoteState};
use protocol::archive::EventType;
use protocol::archive::event::Owned;
use protocol::combined::{self, Combined, SummedBox};
use protocol::decryption::{self, Binding};
use protocol::election::Election;
use protocol::emargement::{self, Mark, Signature};
use protocol::group::Scalar;
use protocol::merkle::Hash;
use protocol::tally::{EncryptedTally, SizedTally};
use protocol::trustees::Trustees;
use protocol::{hash, json as canonical_json};
use serde_json::{Value, json};
use store::assemblies::Assembly;
use store::boxes::{self, BallotBox};
use store::decryptions::{self, Part, PartOfSum};
use store::salts::{self, Leaf};
use store::votes::{Move, Vote};
use store::{Tx, ballots, hands, open_ballots, paper, votes};

use crate::archive::{self, Appender};
use crate::decide::{Counted, SERVER, decide};
use crate::error::Stored as _;
use crate::hands::raised;
use crate::policy::{Operation, allow};
use crate::record::Record;
use crate::transaction::transaction;
use crate::{Error, Service, commitments, facts, proxies, secrets};
use domain::Refusal;

/// Closes a vote: no ballot is received any more. Answers the state reached: decided (open vote) or closed (secret
/// vote, waiting for its key holders; show of hands, or voices on paper, waiting for those who count them).
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::VoteNotOpen`], [`Refusal::VoteAlreadyClosed`].
pub async fn close_vote(service: &Service, actor: &Actor, id: VoteId) -> Result<VoteState, Error> {
    allow(actor, Operation::CloseVote)?;
    transaction!(service, |tx| {
        facts::acting(service, tx, actor, Operation::CloseVote).await?;
        let mut vote = facts::vote(tx, id).await?;
        let assembly = facts::assembly(tx, vote.assembly).await?;
        let mut record = Record::new(service, assembly.cooperative, assembly.id);
        close(service, tx, &mut vote, &mut record).await?;
        let state = match vote.mode {
            VoteMode::Open if hands::of_vote(tx, id).await?.is_some() => VoteState::Closed,
            VoteMode::Open if paper::handed(tx, id).await?.is_some() => VoteState::Closed,
            VoteMode::Open => count_open(service, tx, actor, (&assembly, &vote), &mut record).await?,
            VoteMode::Secret => seal_last(service, tx, &assembly, &vote, &mut record).await?,
        };
        record.write(tx).await?;
        facts::note(service, tx, actor, "close-vote", Some(id.0)).await?;
        Ok(state)
    })
}

/// Moves the vote to closed, with who was there at that moment or voted in it, present or represented: the quorum of this vote.
async fn close(service: &Service, tx: &mut Tx, vote: &mut Vote, record: &mut Record) -> Result<(), Error> {
    let (present, members) = proxies::taking_part(tx, vote.assembly, vote.id).await?;
    let step = Move { vote: vote.id, from: vote.state, to: vote.state.close()?, at: service.now() };
    let hall = close_hands(service, tx, vote).await?;
    if !votes::close(tx, step, present, members).await? {
        return Err(Refusal::VoteAlreadyClosed.into());
    }
    vote.state = step.to;
    vote.present = Some(present);
    vote.members = Some(members);
    let id = hash::hex(vote.id.bytes());
    let mut body = json!({ "at": "close", "members": members, "present": present, "vote": id });
    if let Some((hall, ballots)) = hall {
        body["hall"] = hall.into();
        body["ballots"] = ballots.into();
    }
    if let Some((handed, root, ballots)) = close_papers(service, tx, vote).await? {
        body["paper"] = handed.into();
        body["paper_root"] = hash::hex(&root).into();
        if let Some(ballots) = ballots {
            body["ballots"] = ballots.into();
        }
    }
    record.add("quorum-count", body);
    Ok(())
}

/// Where voices are on paper, how many they are from now on, with the commitment to whose they are; and in an open vote, whose box
/// closes before the papers are counted, how many ballots count.
async fn close_papers(service: &Service, tx: &mut Tx, vote: &Vote) -> Result<Option<(u32, Hash, Option<u32>)>, Error> {
    let voices = paper::of_vote(tx, vote.id).await?;
    if voices.is_empty() {
        return Ok(None);
    }
    let handed = u32::try_from(voices.len()).stored("the voices on paper")?;
    let root = commitments::papers(service, tx, vote.id, &voices).await?;
    paper::close(tx, vote.id, handed, service.now()).await?;
    let ballots = match vote.mode {
        VoteMode::Open => Some(close_boxes(service, tx, vote).await?),
        VoteMode::Secret => None,
    };
    Ok(Some((handed, root, ballots)))
}

/// Closes the boxes of an open vote; how many ballots count.
async fn close_boxes(service: &Service, tx: &mut Tx, vote: &Vote) -> Result<u32, Error> {
    let mut ballots = 0;
    for one in boxes::of_vote(tx, vote.id).await? {
        boxes::close(tx, one.id, service.now()).await?;
        ballots += open_ballots::voted_in(tx, one.id).await?;
    }
    Ok(ballots)
}

/// In a vote by show of hands the box closes before hands are raised: how many voices in the hall did not vote by a ballot, and how
/// many ballots count.
async fn close_hands(service: &Service, tx: &mut Tx, vote: &Vote) -> Result<Option<(u32, u32)>, Error> {
    if hands::of_vote(tx, vote.id).await?.is_none() {
        return Ok(None);
    }
    let hall = u32::try_from(raised(tx, vote.assembly, vote.id).await?.len()).stored("the voices in the hall")?;
    let ballots = close_boxes(service, tx, vote).await?;
    if !hands::close(tx, vote.id, hall).await? {
        return Err(Refusal::VoteAlreadyClosed.into());
    }
    Ok(Some((hall, ballots)))
}

/// Publishes the signed choices that count, of all boxes, and decides.
pub(crate) async fn count_open(
    service: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (assembly, vote): (&Assembly, &Vote),
    record: &mut Record,
) -> Result<VoteState, Error> {
    let mut counts = Counts::default();
    let mut published: Vec<Value> = Vec::new();
    for one in boxes::of_vote(tx, vote.id).await? {
        boxes::close(tx, one.id, service.now()).await?;
        for said in open_ballots::counted(tx, one.id).await? {
            match said.choice {
                Choice::For => counts.for_ += 1,
                Choice::Against => counts.against += 1,
                Choice::Abstain => counts.abstain += 1,
            }
            published.push(json!({
                "choice": said.choice.code(),
                "n": said.n,
                "signature": hash::hex(&said.signature),
                "voice": hash::hex(said.voice.bytes()),
            }));
        }
    }
    record.add("open-ballots", json!({ "ballots": published, "vote": hash::hex(vote.id.bytes()) }));
    decide(service, tx, actor, (assembly, vote), Counted::Text(counts), record).await?;
    Ok(VoteState::Decided)
}

/// Ends the ballots of the session's box. The server's part of the decryption of all boxes is made at once where no voice is on
/// paper, else once the papers are counted: until then the server's key keeps the boxes shut, and the vote can be given up.
async fn seal_last(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
    vote: &Vote,
    record: &mut Record,
) -> Result<VoteState, Error> {
    if boxes::close(tx, vote.id.session_box(), service.now()).await? {
        seal(tx, vote.id.session_box(), record).await?;
    }
    if paper::handed(tx, vote.id).await?.is_none() {
        let sealed = sealed_boxes(tx, vote.id).await?;
        open_own_parts(service, tx, (assembly, vote), &sealed, record).await?;
    }
    Ok(VoteState::Closed)
}

/// Makes and archives the server's part of the decryption of all boxes of a vote, or of their sum. There is at least one.
pub(crate) async fn open_own_parts(
    service: &Service,
    tx: &mut Tx,
    (assembly, vote): (&Assembly, &Vote),
    sealed: &[Sealed],
    record: &mut Record,
) -> Result<(), Error> {
    let secret = secrets::trustee_secret(tx, vote.id).await?;
    if opened_in_sum(sealed) {
        let public = Trustees::parse(&sealed[0].ballot_box.trustees).stored("the trustees")?;
        let public = public.public_key_of(SERVER).stored("the server's key")?;
        let (boxes, sum) = summed(sealed)?;
        let binding =
            combined::Binding { cooperative: assembly.cooperative.bytes(), boxes: &boxes, owner: SERVER, public };
        let part = combined::decrypt(&secret, &binding, &sum, &mut service.rng());
        let part = PartOfSum { owner: SERVER, body: canonical_json::write(&part) };
        return Ok(decryptions::insert_of_sum(tx, vote.id, &part, service.now()).await?);
    }
    for one in sealed {
        let mut items = Appender::after(tx, one.ballot_box.id).await?;
        let head = open_own_part(service, tx, assembly, (&secret, one), &mut items).await?;
        record.add("archive-head", json!({ "box": one.ballot_box.uuid, "event": head.hash, "height": head.height }));
    }
    Ok(())
}

/// Ends the ballots of a box and tallies what is encrypted. Nothing is opened.
pub(crate) async fn seal(tx: &mut Tx, id: BoxId, record: &mut Record) -> Result<(), Error> {
    let ballot_box = boxes::election(tx, id).await?.stored("the box")?;
    let election = Election::parse(&ballot_box.election).stored("the election")?;
    let counted = archive::counted(tx, id).await?;
    let marks = marks(tx, id).await?;
    if marks.len() != counted.len() {
        return Err(Error::broken("the box", "does not hold one counted ballot per émargement"));
    }
    let tally = EncryptedTally::from_ballots(&election, counted.iter()).to_json();
    let size = counted.len() as u64;
    let mut items = Appender::after(tx, id).await?;
    items.event(tx, EventType::EndBallots, None).await?;
    items.data(tx, tally.clone()).await?;
    let sized = canonical_json::write(&SizedTally::of(&tally, size, size));
    let sized = items.data(tx, sized).await?;
    let head = items.event(tx, EventType::EncryptedTally, Some(&sized)).await?;
    record.add(
        "box-closed",
        json!({
            "box": ballot_box.uuid,
            "counted": size,
            "emargements": { "count": marks.len(), "root": hash::hex(&emargement::root(&marks)) },
            "received": ballots::count(tx, id).await?,
            "vote": hash::hex(ballot_box.vote.bytes()),
        }),
    );
    record.add("archive-head", json!({ "box": ballot_box.uuid, "event": head.hash, "height": head.height }));
    Ok(())
}

/// A box of a closed vote, with its tally.
pub(crate) struct Sealed {
    /// The box.
    pub ballot_box: BallotBox,
    /// The encrypted tally, as archived.
    pub tally: String,
    /// How many ballots count in it.
    pub weight: u64,
}

/// The boxes of a closed secret vote, that of the advance first.
pub(crate) async fn sealed_boxes(tx: &mut Tx, vote: VoteId) -> Result<Vec<Sealed>, Error> {
    let mut sealed = Vec::new();
    for ballot_box in boxes::elections(tx, vote).await? {
        let (tally, weight) = archive::tally(tx, ballot_box.id).await?;
        sealed.push(Sealed { ballot_box, tally, weight });
    }
    Ok(sealed)
}

/// Whether these boxes are opened in sum (PROTOCOL.md §13.2).
pub(crate) fn opened_in_sum(sealed: &[Sealed]) -> bool {
    let weights: Vec<u64> = sealed.iter().map(|one| one.weight).collect();
    combined::required(&weights)
}

/// The boxes as a sum names them, and the sum.
pub(crate) fn summed(sealed: &[Sealed]) -> Result<(Vec<SummedBox>, EncryptedTally), Error> {
    let of = |one: &Sealed| SummedBox::of(&one.ballot_box.uuid, &one.ballot_box.fingerprint, &one.tally);
    let boxes = Combined::of(sealed.iter().map(of).collect()).boxes;
    let tallies: Result<Vec<_>, _> = sealed.iter().map(|one| EncryptedTally::parse(&one.tally)).collect();
    let sum = combined::sum(&tallies.stored("a tally")?).stored("the sum of the tallies")?;
    Ok((boxes, sum))
}

/// The server's partial decryption of a box, which always comes first.
async fn open_own_part(
    service: &Service,
    tx: &mut Tx,
    assembly: &Assembly,
    (secret, one): (&Scalar, &Sealed),
    items: &mut Appender,
) -> Result<archive::Head, Error> {
    let trustees = Trustees::parse(&one.ballot_box.trustees).stored("the trustees")?;
    let binding = Binding {
        cooperative: assembly.cooperative.bytes(),
        phi: &one.ballot_box.fingerprint,
        owner: SERVER,
        public: trustees.public_key_of(SERVER).stored("the server's key")?,
        tally: &one.tally,
    };
    let (part, companion) = decryption::decrypt(secret, &binding, &mut service.rng()).stored("the tally")?;
    let part = Part { owner: SERVER, body: part.to_json(), companion: companion.to_json() };
    file_part(service, tx, one.ballot_box.id, &part, items).await
}

/// Stores a part and archives it.
pub(crate) async fn file_part(
    service: &Service,
    tx: &mut Tx,
    ballot_box: BoxId,
    part: &Part,
    items: &mut Appender,
) -> Result<archive::Head, Error> {
    crate::error::duplicate_is(
        decryptions::insert(tx, ballot_box, part, service.now()).await,
        Refusal::DecryptionExists,
    )?;
    let payload = items.data(tx, part.body.clone()).await?;
    let owned = items.data(tx, canonical_json::write(&Owned { owner: part.owner, payload })).await?;
    items.event(tx, EventType::PartialDecryption, Some(&owned)).await
}

/// The émargements of a box with the salts of their leaves.
pub(crate) async fn marks(tx: &mut Tx, ballot_box: BoxId) -> Result<Vec<Mark>, Error> {
    let salts = salts::of_scope(tx, Leaf::Emargement, ballot_box.0).await?;
    let signed = ballots::emargements(tx, ballot_box).await?;
    if salts.len() != signed.len() || salts.iter().zip(&signed).any(|(salt, signed)| salt.subject != signed.voice) {
        return Err(Error::broken("the émargements", "a salt is missing"));
    }
    let mark = |(salt, signed): (&salts::Salt, &ballots::Emargement)| Mark {
        voice: *signed.voice.bytes(),
        signature: Signature(signed.signature),
        salt: salt.salt,
    };
    Ok(salts.iter().zip(&signed).map(mark).collect())
}
