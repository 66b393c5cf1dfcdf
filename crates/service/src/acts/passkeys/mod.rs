//! Passkeys: made, named, removed; signing in with one; showing one besides another means.

mod keep;
mod register;
mod second;
mod sign_in;

use domain::Refusal;
use domain::ids::{DialogueId, MemberId};
use domain::passkeys::PasskeyBegun;
use protocol::hash;
use store::passkeys::Dialogue;
use store::{Tx, holders, passkeys, roles, sessions};

pub use keep::{remove_passkey, rename_passkey};
pub use register::{begin_passkey, finish_passkey};
pub use second::{begin_second_by_passkey, finish_second_by_passkey};
pub use sign_in::{begin_passkey_sign_in, finish_passkey_sign_in};

use crate::passkeys::{Party, Remembered};
use crate::{Error, Service, facts};

/// How long a dialogue waits for its answer: authenticators may ask for a telephone, a finger, a code.
const WAITS: i64 = 5 * 60 * 1_000_000;

async fn party(service: &Service, tx: &mut Tx) -> Result<Party, Error> {
    let cooperative = facts::cooperative(tx).await?;
    Ok(Party::of(service.site(), &cooperative.name)?)
}

/// Notes a dialogue and says what the browser is to ask.
async fn begun(
    service: &Service,
    tx: &mut Tx,
    member: Option<MemberId>,
    (options, remembered): (serde_json::Value, Remembered),
) -> Result<PasskeyBegun, Error> {
    let (now, id) = (service.now(), DialogueId(service.id()));
    passkeys::forget(tx, now).await?;
    let dialogue = Dialogue { id, member, body: remembered.to_body()?, expires_at: now + WAITS };
    passkeys::begin(tx, &dialogue).await?;
    Ok(PasskeyBegun { dialogue: id, options })
}

/// Ends a dialogue and answers what was remembered of it. `None` when it is over, or somebody else's.
async fn ended(
    service: &Service,
    tx: &mut Tx,
    id: DialogueId,
    member: Option<MemberId>,
) -> Result<Option<Remembered>, Error> {
    let found = passkeys::dialogue(tx, id, service.now()).await?;
    let Some(dialogue) = found.filter(|dialogue| dialogue.member == member) else { return Ok(None) };
    if !passkeys::end(tx, id).await? {
        return Ok(None);
    }
    Remembered::parse(&dialogue.body).map(Some)
}

/// Whoever holds an office, or will, changes what opens it in a session that opens it: who reads an officer's e-mail must
/// not make themselves a key to the office.
async fn opens_offices(service: &Service, tx: &mut Tx, member: MemberId, token: &str) -> Result<(), Error> {
    let now = service.now();
    let session = sessions::by_token(tx, &hash::sha256(token.as_bytes()), now).await?;
    let session = session.filter(|session| session.member == member).ok_or(Refusal::SignInFirst)?;
    if session.means.holds_offices() {
        return Ok(());
    }
    if roles::count_not_over(tx, member, now).await? > 0 || holders::is_holder(tx, member, now).await? {
        return Err(Refusal::StrongSignIn.into());
    }
    Ok(())
}
