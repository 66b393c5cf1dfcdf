//! Signing in with a key: fresh bytes of the server, signed for the address this page was loaded from.

#[cfg(feature = "ballot")]
use domain::codes::{SignInByPaperCode, SignedByCode};
#[cfg(feature = "ballot")]
use domain::entrusted::{ReleaseEntrusted, Released};
#[cfg(feature = "ballot")]
use domain::ids::AssemblyId;
use domain::ids::CooperativeId;
#[cfg(feature = "desk")]
use domain::ids::MemberId;
#[cfg(feature = "desk")]
use domain::wire::SignInByKey;
use protocol::encoding::hex32;
#[cfg(feature = "ballot")]
use protocol::hash;
use protocol::keys::{MemberKeys, sign_in};
#[cfg(feature = "ballot")]
use zeroize::Zeroizing;

use super::browser::{self, Failure};

/// Signs in whoever holds a slip, to vote: its token is for this page's memory alone.
#[cfg(feature = "ballot")]
pub async fn with_code(keys: &MemberKeys, cooperative: CooperativeId) -> Result<SignedByCode, Failure> {
    let challenge: String = browser::post("/api/v1/sign-in/challenge", &()).await?;
    let bytes = hex32(&challenge).ok_or(Failure::NoAnswer)?;
    let origin = browser::origin();
    let signature = sign_in::sign(keys.identity(), cooperative.bytes(), &origin, &bytes);
    let body = SignInByPaperCode { identity: hash::hex(&keys.public().identity), origin, challenge, signature };
    browser::post("/api/v1/sign-in/paper-code", &body).await
}

/// Asks for the keys that the server made for a member in an assembly, by the member's own: whoever has a session alone gets none.
#[cfg(feature = "ballot")]
pub async fn released(
    own: &MemberKeys,
    cooperative: CooperativeId,
    assembly: AssemblyId,
) -> Result<MemberKeys, Failure> {
    let challenge: String = browser::post("/api/v1/sign-in/challenge", &()).await?;
    let bytes = hex32(&challenge).ok_or(Failure::NoAnswer)?;
    let origin = browser::origin();
    let signature = sign_in::sign(own.identity(), cooperative.bytes(), &origin, &bytes);
    let body = ReleaseEntrusted { origin, challenge, signature };
    let released: Released = browser::post(&format!("/api/v1/assemblies/{assembly}/entrusted"), &body).await?;
    let secret: [u8; 96] = hash::unhex(&released.secret).ok_or(Failure::NoAnswer)?;
    MemberKeys::from_stored(Zeroizing::new(secret).as_slice()).ok_or(Failure::NoAnswer)
}

/// Signs a member in; the session is in the browser's cookie afterwards.
#[cfg(feature = "desk")]
pub async fn with(keys: &MemberKeys, cooperative: CooperativeId, member: MemberId) -> Result<(), Failure> {
    let challenge: String = browser::post("/api/v1/sign-in/challenge", &()).await?;
    let bytes = hex32(&challenge).ok_or(Failure::NoAnswer)?;
    let origin = browser::origin();
    let signature = sign_in::sign(keys.identity(), cooperative.bytes(), &origin, &bytes);
    let body = SignInByKey { member, origin, challenge, signature };
    browser::post::<_, MemberId>("/api/v1/sign-in/key", &body).await.map(drop)
}
