//! Signing in with a key: fresh bytes of the server, signed for the address this page was loaded from.

use domain::ids::{CooperativeId, MemberId};
use domain::wire::SignInByKey;
use protocol::encoding::hex32;
use protocol::keys::{MemberKeys, sign_in};

use super::browser::{self, Failure};

/// Signs a member in; the session is in the browser's cookie afterwards.
pub async fn with(keys: &MemberKeys, cooperative: CooperativeId, member: MemberId) -> Result<(), Failure> {
    let challenge: String = browser::post("/api/v1/sign-in/challenge", &()).await?;
    let bytes = hex32(&challenge).ok_or(Failure::NoAnswer)?;
    let origin = browser::origin();
    let signature = sign_in::sign(keys.identity(), cooperative.bytes(), &origin, &bytes);
    let body = SignInByKey { member, origin, challenge, signature };
    browser::post::<_, MemberId>("/api/v1/sign-in/key", &body).await.map(drop)
}
