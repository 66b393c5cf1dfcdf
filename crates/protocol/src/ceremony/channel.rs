//! Secret messages between members of a ceremony, carried by a server that must not read or alter them.
//!
//! The sender signs the text with the recipient's name in it, so that nobody can pass it on as meant for another; then
//! encrypts to the recipient's key by ElGamal and AES-256-GCM:
//!
//! ```text
//! text   = {"recipient":ek,"message":m}          signed with sk ([`Signed`])
//! α = g^r    β = ek^r · K                         r uniform in Z_q, K uniform in G
//! key    = SHA-256("key|" ‖ K)                    iv = SHA-256("iv|" ‖ α), all 32 bytes
//! data   = AES-256-GCM(key, iv, signed text) ‖ 16-byte tag, in hex; nothing besides is authenticated
//! ```
//!
//! Elements enter the hashes as 64 hex digits. GCM takes a nonce that is not of 12 bytes through GHASH (NIST SP 800-38D
//! §7.1), so the 32 bytes are used whole, never cut. Key and nonce are fresh with every message.
//!
//! Belenios up to 3.0 encrypts by AES-CCM and writes no `algorithm`: named and not read. (3.3 does not read it either.)

use aes_gcm::AesGcm;
use aes_gcm::aead::consts::U32;
use aes_gcm::aead::{Aead as _, KeyInit as _};
use aes_gcm::aes::Aes256;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use super::seed::Keys;
use crate::Malformed;
use crate::group::{Element, random_scalar};
use crate::hash::{hex, sha256, unhex_all};
use crate::json;
use crate::trustees::Signed;

const ALGORITHM: &str = "AES-GCM";

/// What travels.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    algorithm: Option<String>,
    alpha: Element,
    beta: Element,
    data: String,
}

/// What is signed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Addressed {
    recipient: Element,
    message: String,
}

impl Drop for Addressed {
    fn drop(&mut self) {
        self.message.zeroize();
    }
}

/// Signs and encrypts a text to a recipient.
pub(super) fn send<R: CryptoRng + ?Sized>(sender: &Keys, recipient: &Element, message: &str, rng: &mut R) -> String {
    let addressed = Addressed { recipient: *recipient, message: message.to_owned() };
    let mut signed = Signed::sign(&sender.signing, json::write(&addressed), rng);
    let text = Zeroizing::new(signed.to_json());
    signed.message.zeroize();
    let r = Zeroizing::new(random_scalar(rng));
    let k = Zeroizing::new(Element::mul_base(&Zeroizing::new(random_scalar(rng))));
    let alpha = Element::mul_base(&r);
    let beta = *recipient * &r + *k;
    #[expect(clippy::expect_used, reason = "GCM refuses only texts of 64 GiB")]
    let data = cipher(&k).encrypt(&iv(&alpha).into(), text.as_bytes()).expect("a message is shorter than 64 GiB");
    json::write(&Sealed { algorithm: Some(ALGORITHM.to_owned()), alpha, beta, data: hex(&data) })
}

/// Decrypts a text and checks that this sender signed it for this recipient.
///
/// # Errors
/// When it is not such a message.
pub(super) fn open(recipient: &Keys, sender: &Element, text: &str) -> Result<Zeroizing<String>, Malformed> {
    let sealed: Sealed = json::read(text)?;
    match sealed.algorithm.as_deref() {
        Some(ALGORITHM) => {}
        Some(other) => return Err(Malformed(format!("not supported: a message encrypted by {other}"))),
        None => return Err(Malformed::because("not supported: a message encrypted by AES-CCM")),
    }
    let wrong = || Malformed::because("the message is not encrypted to this key");
    let data = unhex_all(&sealed.data).ok_or_else(wrong)?;
    let k = Zeroizing::new(sealed.beta - sealed.alpha * &recipient.receiving);
    let plain = cipher(&k).decrypt(&iv(&sealed.alpha).into(), data.as_slice()).map_err(|_| wrong())?;
    let plain = Zeroizing::new(plain);
    let mut signed = Signed::parse(std::str::from_utf8(&plain).map_err(|_| wrong())?)?;
    let genuine = signed.verify(sender);
    let addressed = json::read::<Addressed>(&signed.message);
    signed.message.zeroize();
    let mut addressed = addressed?;
    if !genuine {
        return Err(Malformed::because("the message is not signed by its sender"));
    }
    if addressed.recipient != recipient.encryption() {
        return Err(Malformed::because("the message was written to another"));
    }
    Ok(Zeroizing::new(std::mem::take(&mut addressed.message)))
}

fn cipher(k: &Element) -> AesGcm<Aes256, U32> {
    let text = Zeroizing::new(format!("key|{k}"));
    let key = Zeroizing::new(sha256(text.as_bytes()));
    AesGcm::new((&*key).into())
}

fn iv(alpha: &Element) -> [u8; 32] {
    sha256(format!("iv|{alpha}").as_bytes())
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::super::Seed;
    use super::*;

    #[test]
    fn only_the_recipient_reads_and_only_what_the_sender_wrote_to_it() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let [ada, ben, eve] = std::array::from_fn(|_| Seed::generate(&mut rng).keys());
        let text = send(&ada, &ben.encryption(), "{\"secret\":\"7\"}", &mut rng);
        assert_eq!(open(&ben, &ada.verification(), &text).expect("to Ben").as_str(), "{\"secret\":\"7\"}");
        assert!(open(&eve, &ada.verification(), &text).is_err(), "Eve reads");
        assert!(open(&ben, &eve.verification(), &text).is_err(), "Eve signs");
        // Ben passes on to Eve what Ada wrote to him: opened for her, it still names him.
        let sealed: Sealed = json::read(&text).expect("a message");
        let k = sealed.beta - sealed.alpha * &ben.receiving;
        let forwarded = Sealed { beta: eve.encryption_of(&sealed.alpha) + k, ..sealed };
        let error = open(&eve, &ada.verification(), &json::write(&forwarded)).expect_err("forwarded");
        assert_eq!(error.0, "the message was written to another");
    }

    #[test]
    fn a_changed_message_is_refused_wherever_it_is_changed() {
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let [ada, ben] = std::array::from_fn(|_| Seed::generate(&mut rng).keys());
        let text = send(&ada, &ben.encryption(), "m", &mut rng);
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
            let changed = String::from_utf8(bytes).expect("ASCII");
            assert!(open(&ben, &ada.verification(), &changed).is_err(), "byte {at}");
        }
    }

    impl Keys {
        /// ek^r of α = g^r, as the holder of the secret computes it.
        fn encryption_of(&self, alpha: &Element) -> Element {
            *alpha * &self.receiving
        }
    }
}
