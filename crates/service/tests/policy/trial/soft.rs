//! An authenticator made of software: what a telephone or a security key answers when a browser asks it for a passkey
//! (WebAuthn level 2, attestation "none", ES256).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use protocol::hash::sha256;
use serde_json::{Value, json};

/// Its person is there, was recognised, and a key is enclosed.
const MADE: u8 = 0x45;
/// Its person is there and was recognised.
const SHOWN: u8 = 0x05;

/// A passkey and the device it is in.
#[derive(Clone)]
pub struct Soft {
    key: SigningKey,
    credential: [u8; 32],
    /// Whose it is, as the site said.
    pub handle: String,
    /// How often it was used.
    pub counter: u32,
    /// Whether it recognises its person.
    pub recognises: bool,
}

pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn client_data(kind: &str, options: &Value, origin: &str) -> String {
    let challenge = &options["publicKey"]["challenge"];
    json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false }).to_string()
}

impl Soft {
    /// A device that has no passkey yet.
    pub fn new(seed: &str) -> Self {
        let key = SigningKey::from_slice(&sha256(format!("key {seed}").as_bytes())).unwrap();
        let credential = sha256(format!("credential {seed}").as_bytes());
        Self { key, credential, handle: String::new(), counter: 0, recognises: true }
    }

    fn data(&self, rp: &Value, flags: u8) -> Vec<u8> {
        let flags = if self.recognises { flags } else { flags & !0x04 };
        let rp = sha256(rp.as_str().unwrap().as_bytes());
        [&rp[..], &[flags], &self.counter.to_be_bytes()].concat()
    }

    /// `navigator.credentials.create` at an address.
    pub fn create(&mut self, options: &Value, origin: &str) -> Value {
        self.handle = options["publicKey"]["user"]["id"].as_str().unwrap().to_owned();
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
        let cose = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..], x, &[0x22, 0x58, 32], y].concat();
        let enclosed = [&[0; 16][..], &[0, 32], &self.credential, &cose].concat();
        let data = [self.data(&options["publicKey"]["rp"]["id"], MADE), enclosed].concat();
        let length = u8::try_from(data.len()).unwrap();
        let attestation = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".as_slice(), &[length], &data].concat();
        json!({
            "id": encode(&self.credential), "rawId": encode(&self.credential), "type": "public-key",
            "response": {
                "attestationObject": encode(&attestation),
                "clientDataJSON": encode(client_data("webauthn.create", options, origin).as_bytes()),
            },
        })
    }

    /// `navigator.credentials.get` at an address.
    pub fn get(&mut self, options: &Value, origin: &str) -> Value {
        self.counter += 1;
        let data = self.data(&options["publicKey"]["rpId"], SHOWN);
        let client = client_data("webauthn.get", options, origin);
        let signature: Signature = self.key.sign(&[&data[..], &sha256(client.as_bytes())].concat());
        json!({
            "id": encode(&self.credential), "rawId": encode(&self.credential), "type": "public-key",
            "response": {
                "authenticatorData": encode(&data), "clientDataJSON": encode(client.as_bytes()),
                "signature": encode(signature.to_der().as_bytes()), "userHandle": self.handle,
            },
        })
    }
}
