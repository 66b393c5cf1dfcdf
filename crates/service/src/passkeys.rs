//! WebAuthn by `webauthn-rs`, and the one place that names it. The library makes the challenge of each dialogue itself,
//! from the machine's randomness: it has no way to be given any. What it must remember between the two messages of a
//! dialogue is kept in the database and never leaves the server, which is what its feature for writing that down asks.

use domain::Refusal;
use domain::ids::MemberId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder,
};

use crate::Error;
use crate::error::Stored as _;

/// What is remembered of a dialogue.
#[derive(Serialize, Deserialize)]
pub(crate) enum Remembered {
    /// A new passkey is being made.
    Registration(Box<PasskeyRegistration>),
    /// Somebody signs in; who, the answer tells.
    SignIn(Box<DiscoverableAuthentication>),
    /// A member signed in shows a passkey besides.
    Second(Box<PasskeyAuthentication>),
}

impl Remembered {
    /// As it is stored.
    pub(crate) fn to_body(&self) -> Result<String, Error> {
        serde_json::to_string(self).stored("a dialogue")
    }

    /// As it was stored.
    pub(crate) fn parse(body: &str) -> Result<Self, Error> {
        serde_json::from_str(body).stored("a dialogue")
    }
}

/// A passkey as it is stored: the id its authenticator knows it by, and the rest.
pub(crate) struct Kept {
    /// Credential id.
    pub(crate) credential: Vec<u8>,
    /// Public key, counter and whether it is copied between devices, JSON.
    pub(crate) body: String,
}

/// An answer of somebody's authenticator, not yet verified.
pub(crate) struct Assertion(PublicKeyCredential);

impl Assertion {
    /// Reads what a browser sent.
    ///
    /// # Errors
    /// [`Refusal::Malformed`].
    pub(crate) fn read(sent: &Value) -> Result<Self, Refusal> {
        read(sent).map(Self)
    }

    /// The credential it says it is by.
    pub(crate) fn credential(&self) -> &[u8] {
        self.0.get_credential_id()
    }

    /// The member it says it is by: an authenticator that chose the passkey itself says whose it is.
    pub(crate) fn member(&self) -> Option<MemberId> {
        let id = self.0.get_user_unique_id()?;
        uuid::Uuid::from_slice(id).ok().map(MemberId)
    }
}

/// This site, to authenticators.
pub(crate) struct Party(Webauthn);

impl Party {
    /// The site of a cooperative, by its address. The machine itself is `localhost`: browsers make passkeys for names
    /// only.
    ///
    /// # Errors
    /// [`Refusal::PasskeysUnavailable`] for a site without a name.
    pub(crate) fn of(site: &str, cooperative: &str) -> Result<Self, Refusal> {
        let mut url = Url::parse(site).map_err(|_| Refusal::PasskeysUnavailable)?;
        if matches!(url.host_str(), Some("127.0.0.1" | "[::1]")) {
            url.set_host(Some("localhost")).map_err(|_| Refusal::PasskeysUnavailable)?;
        }
        let name = url.domain().ok_or(Refusal::PasskeysUnavailable)?.to_owned();
        let party = WebauthnBuilder::new(&name, &url).and_then(|party| party.rp_name(cooperative).build());
        party.map(Self).map_err(|_| Refusal::PasskeysUnavailable)
    }

    /// Begins to make a passkey that can be found without a name (`residentKey`), by an authenticator that knows its
    /// person (a finger, a face, a code). Authenticators that hold one of `known` already make no second.
    pub(crate) fn register(&self, who: MemberId, name: &str, known: &[String]) -> Result<(Value, Remembered), Error> {
        let known: Vec<Passkey> = known.iter().map(|body| stored(body)).collect::<Result<_, _>>()?;
        let known = known.iter().map(|passkey| passkey.cred_id().clone()).collect();
        let begun = self.0.start_passkey_registration(who.0, name, name, Some(known));
        let (options, state) = begun.stored("a dialogue")?;
        let mut options = serde_json::to_value(options).stored("a dialogue")?;
        if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection") {
            selection["residentKey"] = json!("required");
            selection["requireResidentKey"] = json!(true);
        }
        Ok((options, Remembered::Registration(Box::new(state))))
    }

    /// The passkey an authenticator made.
    ///
    /// # Errors
    /// [`Refusal::Malformed`], [`Refusal::PasskeyInvalid`].
    pub(crate) fn registered(&self, sent: &Value, remembered: &Remembered) -> Result<Kept, Error> {
        let sent: RegisterPublicKeyCredential = read(sent)?;
        let Remembered::Registration(state) = remembered else { return Err(Refusal::PasskeyInvalid.into()) };
        let passkey = self.0.finish_passkey_registration(&sent, state).map_err(|_| Refusal::PasskeyInvalid)?;
        let body = serde_json::to_string(&passkey).stored("a passkey")?;
        Ok(Kept { credential: passkey.cred_id().to_vec(), body })
    }

    /// Begins to sign in whoever has a passkey for this site.
    pub(crate) fn sign_in(&self) -> Result<(Value, Remembered), Error> {
        let (mut options, state) = self.0.start_discoverable_authentication().stored("a dialogue")?;
        // The library means it for the list under a field; ours has a button.
        options.mediation = None;
        Ok((serde_json::to_value(options).stored("a dialogue")?, Remembered::SignIn(Box::new(state))))
    }

    /// Begins to ask a member for one of their passkeys.
    pub(crate) fn second(&self, passkeys: &[String]) -> Result<(Value, Remembered), Error> {
        let passkeys: Vec<Passkey> = passkeys.iter().map(|body| stored(body)).collect::<Result<_, _>>()?;
        let (options, state) = self.0.start_passkey_authentication(&passkeys).stored("a dialogue")?;
        Ok((serde_json::to_value(options).stored("a dialogue")?, Remembered::Second(Box::new(state))))
    }

    /// Whether an answer is by a passkey, to this dialogue, at this site. What is to be kept of the passkey from now on:
    /// its counter, by which a copy gives itself away, and whether it is copied on purpose.
    ///
    /// # Errors
    /// [`Refusal::PasskeyRefused`].
    pub(crate) fn verified(&self, answer: &Assertion, of: Remembered, passkey: &str) -> Result<String, Error> {
        let mut passkey: Passkey = stored(passkey)?;
        let verified = match of {
            Remembered::SignIn(state) => self.0.finish_discoverable_authentication_v2(&answer.0, *state, &passkey),
            Remembered::Second(state) => self.0.finish_passkey_authentication(&answer.0, &state),
            Remembered::Registration(_) => return Err(Refusal::PasskeyRefused.into()),
        };
        let verified = verified.map_err(|_| Refusal::PasskeyRefused)?;
        if !verified.user_verified() || passkey.update_credential(&verified).is_none() {
            return Err(Refusal::PasskeyRefused.into());
        }
        serde_json::to_string(&passkey).stored("a passkey")
    }
}

fn read<T: DeserializeOwned>(sent: &Value) -> Result<T, Refusal> {
    T::deserialize(sent).map_err(|_| Refusal::Malformed)
}

fn stored(body: &str) -> Result<Passkey, Error> {
    serde_json::from_str(body).stored("a passkey")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_has_a_name_or_no_passkeys() {
        for site in ["https://vote.example.org", "http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"]
        {
            assert!(Party::of(site, "Les Essais").is_ok(), "{site}");
        }
        for site in ["https://192.0.2.1", "nonsense", ""] {
            assert_eq!(Party::of(site, "Les Essais").err(), Some(Refusal::PasskeysUnavailable), "{site}");
        }
    }
}
