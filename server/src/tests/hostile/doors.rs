//! Every door of the policy and every page, with a hostile string in each place a string can be.

use std::collections::{BTreeMap, BTreeSet};

use app::pages::convening::prepare::DOCUMENT;
use app::pages::proposals::files::ATTACH;
use app::pages::proxies::list::ENTER;
use app::rpc::imports::PREVIEW;
use axum::body::Body;
use http::{HeaderName, HeaderValue, Request, header};
use protocol::keys::{Language, MemberKeys, Phrase};
use reading::Page;
use serde::Serialize;
use serde_json::{Value, json};
use service::policy::{Audience, Operation};
use uuid::Uuid;

use super::answers::look;
use super::stage::{CHAIR, HOLDER, KEYLESS, Moment, SECRETARY, Stage, VOTERS, rng, seed};
use super::strings;
use crate::tests::{code, openapi};

/// Headers the server reads, or that something before it may have written.
static HEADERS: [HeaderName; 10] = [
    header::ACCEPT,
    header::ACCEPT_LANGUAGE,
    header::ACCEPT_ENCODING,
    header::HOST,
    header::REFERER,
    header::USER_AGENT,
    header::IF_NONE_MATCH,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-request-id"),
];

/// A door as the policy lists it.
#[derive(Clone, Copy, Debug)]
struct Door {
    method: &'static str,
    path: &'static str,
    audience: Audience,
}

impl Door {
    fn is_form(self) -> bool {
        self.path.starts_with("/rpc/")
    }
}

fn doors() -> Vec<Door> {
    let door = |audience, text: &'static str| match text.split_once(' ') {
        Some((method, path)) => Door { method, path, audience },
        None => Door { method: "POST", path: text, audience },
    };
    let all = Operation::ALL.iter();
    all.flat_map(|operation| operation.doors().iter().map(|text| door(operation.audience(), text))).collect()
}

/// When a door leads deepest.
fn moment(door: Door) -> Moment {
    match door.path.rsplit('/').next() {
        Some("keys" | "key") => Moment::Convened,
        Some("trustees-approval") => Moment::Keyed,
        Some("partial-decryptions" | "participation.json") => Moment::Closed,
        _ => Moment::Voting,
    }
}

/// Somebody the door is for.
fn who(door: Door) -> usize {
    match door.audience {
        // The demo's chair sits on its board; nobody in it runs the server.
        Audience::Chair | Audience::Board | Audience::Desk => CHAIR,
        Audience::Registrar | Audience::RegisterReader => SECRETARY,
        Audience::Operator => CHAIR,
        Audience::Secretary | Audience::Minutes => SECRETARY,
        Audience::KeyHolder => HOLDER,
        Audience::Member if door.path.ends_with("/keys") => KEYLESS,
        Audience::Anyone | Audience::Member => VOTERS[0],
    }
}

fn as_json(body: &impl Serialize) -> Value {
    serde_json::to_value(body).expect("JSON")
}

/// What an authenticator answers, in shape.
fn credential(parts: &[&str]) -> Value {
    let response: serde_json::Map<String, Value> =
        parts.iter().map(|part| ((*part).to_owned(), json!("AAAA"))).collect();
    json!({ "id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response })
}

/// A body the door understands. A door that is not here yet fails the test: it needs one.
async fn body(stage: &Stage, door: Door) -> Option<Value> {
    if door.method == "GET" {
        return None;
    }
    Some(match door.path {
        "/api/v1/me/keys" => {
            let keys = MemberKeys::derive(&Phrase::generate(Language::French, &mut rng()), stage.cooperative().bytes());
            as_json(&stage.register(KEYLESS, &keys))
        }
        "/api/v1/votes/{vote}/open-ballots" => as_json(&stage.open_ballot(VOTERS[0]).await),
        "/api/v1/votes/{vote}/ballots" => as_json(&stage.sealed_ballot(VOTERS[0]).await),
        "/api/v1/assemblies/{assembly}/key-holder/key" => as_json(&stage.holder_key()),
        "/api/v1/assemblies/{assembly}/key-holder/ceremony" => json!({
            "ceremony": Uuid::nil(),
            "message": { "certificate": {
                "identity": "00".repeat(32), "cert": "{}", "signature": "00".repeat(64),
            } },
        }),
        "/rpc/exchange-holder" => json!({ "assembly": stage.assembly(), "place": "9", "number": "5" }),
        "/api/v1/assemblies/{assembly}/key-holders" => json!({ "place": 9, "number": 5 }),
        "/api/v1/votes/{vote}/trustees-approval" => as_json(&stage.approval().await),
        "/api/v1/votes/{vote}/roll-check" => as_json(&stage.roll_check().await),
        "/api/v1/votes/{vote}/partial-decryptions" => as_json(&stage.decryption().await),
        "/api/v1/demo/sign-in" | "/rpc/demo-sign-in" => json!({ "member": stage.member(KEYLESS) }),
        "/rpc/set-language" => json!({ "lang": "en", "back": "/votes" }),
        "/rpc/open-session"
        | "/rpc/open-advance"
        | "/rpc/end-without-quorum"
        | "/rpc/fix-sheet"
        | "/rpc/suspend-session"
        | "/rpc/end-rehearsal"
        | "/rpc/restart-ceremony"
        | "/rpc/resume-session"
        | "/rpc/publish-minutes" => {
            json!({ "assembly": stage.assembly() })
        }
        "/rpc/record-draw" => json!({ "vote": stage.vote(0), "drawn[0]": "0" }),
        "/rpc/count-hands" | "/rpc/note-hands" => json!({
            "vote": stage.vote(0), "round": "1", "seat": "second-scrutineer", "for": "0", "against": "0", "abstain": "0",
        }),
        "/api/v1/votes/{vote}/hands" => json!({ "round": 1, "hands": { "for": 0, "against": 0, "abstain": 0 } }),
        "/api/v1/votes/{vote}/hands/noted" => json!({
            "seat": "second-scrutineer", "round": 1, "hands": { "for": 0, "against": 0, "abstain": 0 },
        }),
        "/rpc/count-paper" | "/rpc/note-paper" => json!({
            "vote": stage.vote(0), "round": "1", "seat": "second-scrutineer", "for": "0", "against": "0", "abstain": "0",
            "null": "0",
        }),
        "/api/v1/votes/{vote}/paper" => {
            json!({ "round": 1, "counts": { "for": 0, "against": 0, "abstain": 0, "null": 0 } })
        }
        "/api/v1/votes/{vote}/paper/noted" => json!({
            "seat": "second-scrutineer", "round": 1, "counts": { "named": 0, "blank": 0, "null": 0, "votes": [0] },
        }),
        "/rpc/mark-paper" => json!({ "assembly": stage.assembly(), "number": "1", "way": "paper", "q": "Mot" }),
        "/rpc/confirm-entrusted" => json!({ "assembly": stage.assembly(), "most": "9" }),
        "/api/v1/assemblies/{assembly}/entrusted/limit" => json!({ "most": 9 }),
        "/api/v1/assemblies/{assembly}/entrusted" => json!({
            "origin": "http://127.0.0.1", "challenge": "00".repeat(32), "signature": "00".repeat(64),
        }),
        "/rpc/end-own-code" => json!({ "assembly": stage.assembly() }),
        "/rpc/end-paper-code" => json!({ "assembly": stage.assembly(), "number": "1", "n": "1", "q": "Mot" }),
        "/api/v1/assemblies/{assembly}/paper-codes/end" => json!({ "number": 1, "n": 1 }),
        "/api/v1/assemblies/{assembly}/paper-codes" => json!({
            "number": 1, "registration": another_key(stage, VOTERS[0]), "instead": 1,
        }),
        "/api/v1/assemblies/{assembly}/paper" => json!({ "number": 1, "way": "paper" }),
        "/rpc/open-runoff" => json!({ "vote": stage.vote(0) }),
        "/rpc/void-vote" => json!({ "vote": stage.vote(0), "reason": "Mot" }),
        "/api/v1/assemblies/{assembly}/votes" => json!({
            "id": Uuid::from_u128(9), "cause": "procedure", "title": { "fr": "Mot", "en": "" },
            "text": { "fr": "Mot", "en": "" }, "mode": "open",
        }),
        "/rpc/put-to-vote" => json!({
            "assembly": stage.assembly(), "id": Uuid::from_u128(9), "cause": "procedure", "instead": "", "title": "Mot",
            "text": "Mot", "title_en": "", "text_en": "", "mode": "open",
        }),
        "/api/v1/votes/{vote}/draw" => json!({ "drawn": [0] }),
        "/rpc/decline-seat" => json!({ "vote": stage.vote(0) }),
        "/rpc/note-declined" => json!({ "vote": stage.vote(0), "place": "0" }),
        "/api/v1/votes/{vote}/declined/noted" => json!({ "place": 0 }),
        "/rpc/confirm-draw" => json!({ "vote": stage.vote(0), "n": "1", "said": "same" }),
        "/api/v1/votes/{vote}/draw/confirmation" => json!({ "n": 1, "said": "differs" }),
        "/api/v1/votes/{vote}/void" => json!({ "reason": "Mot" }),
        "/api/v1/assemblies/{assembly}/bureau" => as_json(&stage.bureau().await),
        "/rpc/constitute-bureau" => {
            let mut body = as_json(&stage.bureau().await);
            body["assembly"] = json!(stage.assembly());
            body["after"] = json!(body["after"].to_string());
            body["aloud"] = json!("yes");
            body
        }
        "/rpc/record-attendance" => json!({ "assembly": stage.assembly(), "number": "1", "comes": "no", "q": "Mot" }),
        "/rpc/change-door-code" => json!({ "assembly": stage.assembly(), "hung": "0" }),
        "/rpc/arrive" => {
            json!({ "assembly": stage.assembly(), "code": "0123456789abcdef0123456789abcdef", "number": "1" })
        }
        "/rpc/take-part" => json!({ "assembly": stage.assembly(), "comes": "no" }),
        "/rpc/accept-bureau-seat"
        | "/rpc/note-bureau-acceptance"
        | "/rpc/certify-sheet"
        | "/rpc/note-sheet-certified" => {
            json!({ "assembly": stage.assembly(), "version": "1", "seat": "chair" })
        }
        "/rpc/open-vote" | "/rpc/open-by-hands" | "/rpc/warn-closing" | "/rpc/close-vote" => {
            json!({ "vote": stage.vote(0) })
        }
        "/rpc/ask-sign-in" => json!({ "email": "personne-4@example.org" }),
        "/rpc/sign-in-by-code" => json!({ "code": "000000" }),
        "/rpc/sign-in-by-link" => json!({ "link": "00" }),
        "/api/v1/sign-in/key" => json!({
            "member": stage.member(KEYLESS), "origin": "http://127.0.0.1", "challenge": "00".repeat(32),
            "signature": "00".repeat(64),
        }),
        "/api/v1/sign-in/paper-code" => json!({
            "identity": "00".repeat(32), "origin": "http://127.0.0.1", "challenge": "00".repeat(32),
            "signature": "00".repeat(64),
        }),
        "/api/v1/me/record" if door.method == "GET" => return None,
        "/api/v1/me/record" | "/rpc/correct-record" => json!({
            "name": "Mot", "representative": "", "legal_number": "", "street": "1 rue", "postcode": "", "city": "Lyon",
            "country": "", "language": "en",
        }),
        "/api/v1/me/email" | "/rpc/change-email" => json!({ "email": "mot@example.org" }),
        "/rpc/confirm-my-email" => json!({ "link": "00" }),
        "/api/v1/me/consent" | "/rpc/set-consent" => json!({ "consent": "yes" }),
        // Not to be sure: whoever leaves tries no other door.
        "/api/v1/me/leave" | "/rpc/leave" => json!({ "sure": "no" }),
        "/api/v1/me/keys/replacement" => as_json(&another_key(stage, VOTERS[0])),
        "/api/v1/me/keys/recovery" => {
            json!({ "code": "ACDEFGHJKLMN", "registration": another_key(stage, VOTERS[0]) })
        }
        "/rpc/confirm-second" => json!({ "code": "000000" }),
        "/rpc/begin-recovery" | "/rpc/confirm-recovery" => json!({ "member": stage.member(VOTERS[0]) }),
        "/rpc/prepare-assembly" => json!({ "kind": "ordinary" }),
        "/rpc/edit-draft" => json!({
            "draft": stage.draft().await, "kind": "ordinary", "call": "1", "starts_at": "2099-01-01T18:00",
            "place": "Besançon", "video": "https://visio.example.org", "second_at": "", "advance_from": "",
            "advance_until": "", "keyless_known": "yes", "entrusted": "yes",
        }),
        "/rpc/edit-agenda" => json!({
            "draft": stage.draft().await, "does": "save", "item": "", "document": "", "kind": "resolution",
            "ruled_by": "ordinary", "title_fr": "Mot", "title_en": "Word", "text_fr": "Mot.", "text_en": "Word.",
            "speaker": "Mot", "minutes": "5", "mode": "open", "approved": "yes", "seats": "",
        }),
        "/rpc/edit-invited" => json!({
            "draft": stage.draft().await, "does": "add-guest", "role": "guest", "name": "Mot",
            "email": "mot@example.org", "address": "1 rue", "language": "fr", "number": "1", "member": "", "guest": "",
        }),
        "/rpc/attach-document" => json!({ "draft": stage.draft().await, "file": "nom\nMot\n" }),
        "/rpc/drop-draft" | "/rpc/convene" => json!({ "draft": Uuid::nil() }),
        // Of an assembly in session nothing is corrected: whoever tries is told so.
        "/rpc/correct-notice" | "/rpc/cancel-assembly" => {
            json!({ "assembly": stage.assembly(), "fr": "Mot.", "en": "Word." })
        }
        "/rpc/reconvene" => {
            json!({ "assembly": stage.assembly(), "starts_at": "2099-01-01T18:00", "place": "Mot", "video": "" })
        }
        "/rpc/resend-notice" => json!({ "notice": Uuid::nil() }),
        "/rpc/revoke-session" => json!({ "session": Uuid::nil() }),
        "/rpc/preview-import" => json!({ "file": "nom\nMot\n" }),
        "/rpc/run-import" => json!({ "import": Uuid::nil() }),
        "/rpc/resend-mail" => json!({ "mail": Uuid::nil() }),
        "/api/v1/applications" => json!({
            "identity": {
                "class": "organisation", "name": "Les Essais", "representative": "Camille", "legal_number": "1",
                "postal": { "street": "1 rue", "postcode": "21000", "city": "Dijon", "country": "France" },
            },
            "email": "essais@example.org", "lang": "fr", "shares": 1, "email_consent": true,
        }),
        "/rpc/apply" => json!({
            "class": "organisation", "name": "Les Essais", "representative": "Camille", "legal_number": "1",
            "street": "1 rue", "postcode": "21000", "city": "Dijon", "country": "France",
            "email": "essais@example.org", "shares": "1", "email_consent": "yes",
        }),
        "/rpc/adopt-statutes" => {
            let mut body = json!({
                "follows": "1", "preset": "sa-cooperative-fr-ago", "from": "2100-01-01", "decision": "AGE", "vote": "",
            });
            for field in domain::statutes::Field::ALL {
                let said = domain::statutes::Statutes::of("sa-cooperative-fr-ago").unwrap().says(*field).to_string();
                body[field.word()] = said.into();
            }
            body
        }
        "/rpc/enter-member" => json!({ "class": "friend", "name": "Amie", "email": "amie@example.org" }),
        "/rpc/confirm-application" | "/rpc/withdraw-application" => json!({ "link": "00" }),
        "/rpc/admit-member" => json!({ "member": stage.member(KEYLESS) }),
        "/rpc/refuse-applicant" => json!({ "member": stage.member(KEYLESS), "reason": "Motif" }),
        "/rpc/decide-membership" => {
            json!({ "member": stage.member(KEYLESS), "happens": "resume", "reason": "Motif" })
        }
        "/rpc/record-departure" => json!({ "member": Uuid::nil(), "happens": "leave", "reason": "Motif" }),
        "/rpc/export-register" => json!({ "format": "csv" }),
        "/api/v1/me/share-requests" => {
            json!({ "kind": "subscription", "shares": 1, "receiver": null, "leaves": false })
        }
        "/rpc/ask-shares" => json!({ "kind": "subscription", "shares": "1", "receiver": "", "leaves": "" }),
        "/rpc/withdraw-share-request" => json!({ "request": Uuid::nil() }),
        "/api/v1/register/share-requests/{request}/decision" => json!({ "decision": "refuse", "reason": "Mot" }),
        "/rpc/decide-share-request" => json!({ "request": Uuid::nil(), "decision": "refuse", "reason": "Mot" }),
        "/api/v1/register/payments" => {
            json!({ "member": stage.member(VOTERS[0]), "cents": 1, "on": null, "reference": "Mot" })
        }
        "/rpc/record-payment" => {
            json!({ "member": stage.member(VOTERS[0]), "amount": "0,01", "on": "", "reference": "Mot" })
        }
        "/rpc/cancel-shares" => json!({ "member": stage.member(VOTERS[0]), "shares": "1" }),
        "/rpc/reverse-share-entry" => {
            json!({ "entry": Uuid::nil(), "member": stage.member(VOTERS[0]), "reason": "Saisi deux fois" })
        }
        "/rpc/repay-shares" => json!({ "member": stage.member(VOTERS[0]) }),
        "/api/v1/me/passkeys" => {
            json!({ "dialogue": Uuid::nil(), "name": "Mot", "credential": credential(&["attestationObject", "clientDataJSON"]) })
        }
        "/api/v1/me/second/passkey" | "/api/v1/sign-in/passkey" => {
            let parts = ["authenticatorData", "clientDataJSON", "signature", "userHandle"];
            json!({ "dialogue": Uuid::nil(), "credential": credential(&parts) })
        }
        "/api/v1/me/passkeys/{passkey}/name" => json!({ "name": "Mot" }),
        "/rpc/rename-passkey" => json!({ "passkey": Uuid::nil(), "name": "Mot" }),
        "/rpc/remove-passkey" => json!({ "passkey": Uuid::nil() }),
        "/api/v1/offices" => json!({ "number": 9999, "role": "board", "first_day": null, "last_day": "2100-01-01" }),
        "/api/v1/offices/{office}/end" => json!({ "last_day": "2100-01-01" }),
        "/api/v1/proposals/{proposal}/support" if door.method == "POST" => json!({
            "version": 1, "hash": "00".repeat(32), "signature": "00".repeat(64),
        }),
        "/rpc/draft-proposal" | "/rpc/edit-proposal" => json!({
            "proposal": Uuid::nil(), "version": "1", "kind": "resolution", "language": "fr", "title": "Mot",
            "text": "Mot", "reasons": "", "other_title": "", "other_text": "",
            "act": if door.path == "/rpc/draft-proposal" { "preview" } else { "save" },
        }),
        "/rpc/move-proposal" => json!({ "proposal": Uuid::nil(), "happens": "open", "assembly": "" }),
        "/rpc/invite-author" => json!({ "proposal": Uuid::nil(), "number": "9999" }),
        "/rpc/answer-invitation" => json!({ "proposal": Uuid::nil(), "answer": "accept" }),
        "/rpc/withdraw-support" => json!({ "proposal": Uuid::nil() }),
        "/rpc/amend-proposal" => json!({
            "proposal": Uuid::nil(), "version": "1", "text": "Mot", "reasons": "Mot", "act": "send",
        }),
        "/rpc/decide-amendment" => json!({ "amendment": Uuid::nil(), "decision": "accept" }),
        "/rpc/decide-proposal" => json!({ "proposal": Uuid::nil(), "decision": "refuse", "reason": "Mot" }),
        "/api/v1/preview" => json!({ "text": "Mot" }),
        "/rpc/write-comment" => json!({ "proposal": Uuid::nil(), "answers": "1", "text": "Mot" }),
        "/rpc/correct-comment" => json!({ "comment": Uuid::nil(), "version": "1", "words": "Mot" }),
        "/rpc/moderate-comment" => json!({ "comment": Uuid::nil(), "moderation": "hide", "reason": "Mot" }),
        "/rpc/attach-to-proposal" => json!({ "proposal": Uuid::nil(), "file": "nom\nMot\n" }),
        "/rpc/remove-attachment" => json!({ "proposal": Uuid::nil(), "attachment": Uuid::nil() }),
        "/api/v1/assemblies/{assembly}/proxy" => json!({
            "proxy": Uuid::nil(), "holder": null, "replaces": null, "signature": "00".repeat(64),
        }),
        "/rpc/correct-minutes" => json!({
            "assembly": stage.assembly(), "after": "0", "item": "", "text": "Mot", "reason": "Mot",
        }),
        "/api/v1/assemblies/{assembly}/minutes/corrections" => json!({
            "after": 0, "item": null, "text": "Mot", "reason": "Mot",
        }),
        "/api/v1/assemblies/{assembly}/minutes/signatures" => json!({
            "correction": 0, "seat": "chair", "hash": "00".repeat(32), "signature": "00".repeat(64),
        }),
        "/api/v1/proxies/{proxy}/answer" => json!({ "answer": "accept" }),
        "/api/v1/proxies/{proxy}/revocation" => json!({ "signature": "00".repeat(64) }),
        "/rpc/answer-proxy" => json!({ "proxy": Uuid::nil(), "answer": "accept", "assembly": stage.assembly() }),
        "/rpc/end-paper-proxy" => json!({ "proxy": Uuid::nil(), "assembly": stage.assembly() }),
        "/rpc/enter-paper-proxy" => json!({ "assembly": stage.assembly(), "file": "%PDF-1.7\nMot\n" }),
        "/rpc/call-candidates" => json!({ "item": Uuid::nil(), "opens": "yes" }),
        "/rpc/declare-candidacy" => json!({
            "item": Uuid::nil(), "language": "fr", "surname": "Mot", "first_name": "Mot", "born": "1970",
            "career": "Mot", "elsewhere": "Mot", "here": "Mot", "statement": "Mot", "act": "save",
        }),
        "/rpc/propose-candidate" => json!({ "item": Uuid::nil(), "number": "9999", "reason": "Mot" }),
        "/rpc/withdraw-candidacy" => json!({ "item": Uuid::nil() }),
        "/api/v1/elections/{item}/candidacy" if door.method == "POST" => {
            json!({ "hash": "00".repeat(32), "signature": "00".repeat(64) })
        }
        "/rpc/ask-question" | "/rpc/answer-questions" | "/rpc/correct-answer" => json!({
            "assembly": stage.assembly(), "language": "fr", "text": "Mot", "questions": "1", "answer": "1",
            "version": "1", "act": if door.path == "/rpc/ask-question" { "preview" } else { "send" },
        }),
        "/rpc/draft-refund" => json!({
            "closed_on": "2026-12-31", "surplus": "300,01", "others": "250,00", "reserves": "0", "capital": "1000",
            "reserved": "45,01", "refund": "239,99", "billed": "n;montant\n1;120\n",
        }),
        "/rpc/attach-refund" => json!({ "year": "2026", "draft": Uuid::nil(), "item": Uuid::nil() }),
        "/rpc/release-refund" | "/rpc/delete-refund" | "/rpc/execute-refund" => json!({ "year": "2026" }),
        "/rpc/set-help" => json!({ "phone": "03 53 01 00 12", "email": "aide@example.org" }),
        "/rpc/give-office" => {
            json!({ "number": "9999", "role": "board", "first_day": "", "last_day": "2100-01-01" })
        }
        "/rpc/end-office" => json!({ "office": Uuid::nil(), "last_day": "" }),
        "/api/v1/president-rounds/{round}/voice" => json!({ "number": 9999 }),
        "/rpc/name-president" => json!({ "round": Uuid::nil(), "number": "9999" }),
        "/rpc/close-president-round" => json!({ "round": Uuid::nil() }),
        "/rpc/revoke-other-sessions"
        | "/api/v1/me/sessions"
        | "/api/v1/me/passkeys/begin"
        | "/api/v1/me/passkeys/{passkey}"
        | "/api/v1/me/second/passkey/begin"
        | "/api/v1/sign-in/passkey/begin"
        | "/rpc/sign-out"
        | "/rpc/ask-second"
        | "/rpc/remind-keyless"
        | "/rpc/begin-rehearsal"
        | "/rpc/open-president-round"
        | "/api/v1/president-rounds"
        | "/api/v1/president-rounds/{round}/close"
        | "/api/v1/rehearsals"
        | "/api/v1/rehearsals/{assembly}"
        | "/api/v1/assemblies/{assembly}/ceremony"
        | "/api/v1/sign-out"
        | "/api/v1/sign-in/challenge"
        | "/api/v1/me/sessions/{session}"
        | "/api/v1/me/share-requests/{request}"
        | "/api/v1/proposals/{proposal}/support"
        | "/api/v1/elections/{item}/candidacy"
        | "/api/v1/mails/{mail}/resend"
        | "/api/v1/register/imports/{import}/run"
        | "/api/v1/assemblies/{assembly}/session"
        | "/api/v1/assemblies/{assembly}/paper-codes/end-own"
        | "/api/v1/assemblies/{assembly}/advance"
        | "/api/v1/assemblies/{assembly}/no-quorum"
        | "/api/v1/assemblies/{assembly}/minutes"
        | "/api/v1/assemblies/{assembly}/suspension"
        | "/api/v1/votes/{vote}/open"
        | "/api/v1/votes/{vote}/open-by-hands"
        | "/api/v1/votes/{vote}/closing"
        | "/api/v1/votes/{vote}/runoff"
        | "/api/v1/votes/{vote}/declined"
        | "/api/v1/votes/{vote}/close" => return None,
        path => panic!("{path} is new: say here what it takes"),
    })
}

/// Another key of somebody who has one.
fn another_key(stage: &Stage, who: usize) -> Value {
    let keys = MemberKeys::derive(&Phrase::generate(Language::French, &mut rng()), stage.cooperative().bytes());
    as_json(&stage.register(who, &keys))
}

/// The value a parameter of a path has where it means something.
fn parameter(stage: &Stage, door: Door, name: &str) -> String {
    match name {
        "assembly" => stage.assembly().to_string(),
        "vote" if door.path.ends_with("/open-ballots") => stage.vote(0).to_string(),
        "vote" => stage.vote(1).to_string(),
        "tracker" => "AAAA".to_owned(),
        "file" => "entries-00000.jsonl".to_owned(),
        "session" | "mail" | "request" | "passkey" | "office" | "import" | "proposal" | "comment" | "item"
        | "proxy" | "round" => Uuid::nil().to_string(),
        name => panic!("{{{name}}} is new: say here what it may be"),
    }
}

fn parameters(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

/// The door's path with one parameter set to something else.
fn path(stage: &Stage, door: Door, set: Option<(&str, &str)>) -> String {
    parameters(door.path).into_iter().fold(door.path.to_owned(), |path, name| {
        let value = match set {
            Some((to_set, value)) if to_set == name => value.to_owned(),
            _ => parameter(stage, door, name),
        };
        path.replace(&format!("{{{name}}}"), &value)
    })
}

/// A request in the making.
#[derive(Clone)]
struct Asked {
    method: &'static str,
    path: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Vec<u8>,
}

impl Asked {
    fn with(mut self, name: HeaderName, value: &[u8]) -> Option<Self> {
        self.headers.push((name, HeaderValue::from_bytes(value).ok()?));
        Some(self)
    }

    /// `None` for what no client can send: a path beyond the length of one, or with bytes a path has not.
    fn request(self) -> Option<Request<Body>> {
        let mut request = Request::builder().method(self.method).uri(self.path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        request.body(Body::from(self.body)).ok()
    }
}

/// Percent-encodes everything but letters and digits.
fn encode(bytes: &[u8]) -> String {
    let encoded = bytes.iter().map(|byte| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    encoded.collect()
}

fn form(fields: &BTreeMap<String, String>) -> Vec<u8> {
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", encode(value.as_bytes()))).collect();
    pairs.join("&").into_bytes()
}

/// A file as a browser sends it.
fn parts(file: &[u8]) -> Vec<u8> {
    let head = b"--parts\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";
    [&head[..], file, b"\r\n--parts--\r\n"].concat()
}

/// A document as a browser sends it; of an agenda, or of a proposal.
fn document(path: &str, of: &str, name: &str, file: &[u8]) -> Vec<u8> {
    let whose = owner(path);
    let draft = format!("--parts\r\nContent-Disposition: form-data; name=\"{whose}\"\r\n\r\n{of}\r\n");
    let head = format!("--parts\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    [draft.as_bytes(), head.as_bytes(), file, b"\r\n--parts--\r\n"].concat()
}

/// The field that says whose document it is.
fn owner(path: &str) -> &'static str {
    match path {
        ATTACH => "proposal",
        ENTER => "assembly",
        _ => "draft",
    }
}

/// Bytes as the name of a file, as far as a browser could send them in a header.
fn name_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace(['\r', '\n', '"'], "_") + ".csv"
}

/// The places of a body where a value stands, as JSON pointers.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, item)| leaves(item, &format!("{at}/{name}"), found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(n, item)| leaves(item, &format!("{at}/{n}"), found)),
        _ => found.push(at.to_owned()),
    }
}

/// The body with something else at one place, written there byte by byte.
fn replaced(body: &Value, at: &str, literal: &[u8]) -> Vec<u8> {
    const MARK: &str = "\"the place\"";
    let mut body = body.clone();
    *body.pointer_mut(at).expect("the place") = Value::from("the place");
    let text = body.to_string();
    let (before, after) = text.split_once(MARK).expect("the mark");
    [before.as_bytes(), literal, after.as_bytes()].concat()
}

/// What went wrong, and how much was tried.
#[derive(Default)]
struct Report {
    tried: usize,
    /// One example of each, with how often.
    faults: BTreeMap<String, (usize, String)>,
    refusals: BTreeSet<String>,
}

impl Report {
    /// Sends a request and looks at what comes back; the page, if it is a sound one. What no client can send is not
    /// tried.
    async fn send(&mut self, stage: &Stage, place: &str, name: &str, asked: Asked) -> Option<Page> {
        let request = asked.request()?;
        let answer = stage.world.send(request).await;
        self.tried += 1;
        self.refusals.insert(code(&answer));
        look(&answer).unwrap_or_else(|fault| {
            self.note(place, name, &fault);
            None
        })
    }

    /// Faults of one place that begin alike are one, with an example.
    fn note(&mut self, place: &str, name: &str, fault: &str) {
        let kind = format!("{place}: {}", fault.chars().take(30).collect::<String>());
        let example = || (0, format!("{name}: {}", fault.chars().take(600).collect::<String>()));
        self.faults.entry(kind).or_insert_with(example).0 += 1;
    }

    fn end(self) -> BTreeSet<String> {
        assert!(self.faults.is_empty(), "in {} requests: {:#?}", self.tried, self.faults);
        self.refusals
    }
}

/// A door with its visitor and its honest request.
struct Visit<'a> {
    stage: &'a Stage,
    door: Door,
    place: String,
    session: Option<String>,
    body: Option<Value>,
    fields: BTreeMap<String, String>,
}

impl<'a> Visit<'a> {
    async fn new(stage: &'a Stage, door: Door) -> Self {
        let session = match door.path.ends_with("sign-out") {
            true => None,
            false => Some(stage.world.sign_in(who(door)).await),
        };
        let body = body(stage, door).await;
        let mut fields = BTreeMap::new();
        if let (true, Some(Value::Object(given))) = (door.is_form(), &body) {
            fields = given
                .iter()
                .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
                .collect();
        }
        let place = format!("{} {}", door.method, door.path);
        if let Some(body) = body.as_ref().filter(|_| !door.is_form()) {
            assert_eq!(openapi::takes(&place, body), Ok(()), "what the document says of the door");
        }
        Self { stage, door, place, session, body, fields }
    }

    fn honest(&self) -> Asked {
        let path = path(self.stage, self.door, None);
        let mut headers = vec![];
        if let Some(session) = &self.session {
            headers.push((header::COOKIE, HeaderValue::from_str(session).expect("a cookie")));
        }
        let (kind, body) = match (&self.body, self.door.is_form()) {
            (_, true) if self.door.path == PREVIEW => {
                ("multipart/form-data; boundary=parts", parts(self.fields["file"].as_bytes()))
            }
            (_, true) if [DOCUMENT, ATTACH, ENTER].contains(&self.door.path) => {
                let (path, of) = (self.door.path, &self.fields[owner(self.door.path)]);
                let body = document(path, of, "a.csv", self.fields["file"].as_bytes());
                ("multipart/form-data; boundary=parts", body)
            }
            (_, true) => ("application/x-www-form-urlencoded", form(&self.fields)),
            (Some(body), false) => ("application/json", body.to_string().into_bytes()),
            (None, false) => ("application/json", Vec::new()),
        };
        if self.door.method == "POST" {
            headers.push((header::CONTENT_TYPE, HeaderValue::from_static(kind)));
        }
        // As a browser posts a form.
        if self.door.is_form() {
            headers.push((header::ACCEPT, HeaderValue::from_static("text/html,*/*;q=0.8")));
        }
        Asked { method: self.door.method, path, headers, body }
    }

    /// One hostile string in the place of each parameter of the path: what reads it is the door's own.
    async fn inside_path(&self, report: &mut Report, name: &str, text: &str) {
        for parameter in parameters(self.door.path) {
            for value in [encode(text.as_bytes()), text.to_owned()] {
                let asked = Asked { path: path(self.stage, self.door, Some((parameter, &value))), ..self.honest() };
                report.send(self.stage, &format!("{} {{{parameter}}}", self.place), name, asked).await;
            }
        }
    }

    /// One hostile string in the query, the headers and the cookies.
    async fn around(&self, report: &mut Report, name: &str, text: &str) {
        let encoded = encode(text.as_bytes());
        let query = format!("{}?refusal={encoded}&{encoded}={encoded}&{encoded}", self.honest().path);
        // The query with all headers at once, as far as headers can hold the string; then those that decide who asks.
        let asked = Asked { path: query, ..self.honest() };
        let all = HEADERS.iter().cloned().try_fold(asked.clone(), |asked, header| asked.with(header, text.as_bytes()));
        let place = format!("{} query and headers", self.place);
        report.send(self.stage, &place, name, all.unwrap_or(asked)).await;
        let cookie = format!("__Host-voix={text}; voix_lang={text}; csrf={text}; {text}");
        if let Some(asked) = (Asked { headers: vec![], ..self.honest() }).with(header::COOKIE, cookie.as_bytes()) {
            report.send(self.stage, &format!("{} cookies", self.place), name, asked).await;
        }
        if self.door.method == "POST"
            && let Some(asked) = self.honest().with(header::ORIGIN, text.as_bytes())
        {
            report.send(self.stage, &format!("{} origin", self.place), name, asked).await;
        }
    }

    /// One JSON literal in every place of the body, and as the body.
    async fn inside(&self, report: &mut Report, name: &str, literal: &[u8]) {
        let Some(body) = self.body.as_ref().filter(|_| !self.door.is_form()) else { return };
        let mut places = Vec::new();
        leaves(body, "", &mut places);
        for at in places {
            let asked = Asked { body: replaced(body, &at, literal), ..self.honest() };
            report.send(self.stage, &format!("{} {at}", self.place), name, asked).await;
        }
        let unknown = [b"{\"unknown\":", literal, b"}"].concat();
        let key = [b"{", literal, b":1}"].concat();
        for body in [literal.to_vec(), unknown, key] {
            report.send(self.stage, &format!("{} body", self.place), name, Asked { body, ..self.honest() }).await;
        }
    }

    /// Bytes in the field of a form whose turn it is; where it is the first one's turn, also in all at once, in place of a
    /// field's name and as the whole form. In seven hundred turns each field has had its share of every kind of string.
    async fn posted(&self, report: &mut Report, turn: usize, name: &str, bytes: &[u8]) {
        let encoded = encode(bytes);
        let with = |hostile: &dyn Fn(usize) -> bool| {
            let pairs = self.fields.iter().enumerate();
            let pairs = pairs.map(|(n, (field, value))| match hostile(n) {
                true => format!("{field}={encoded}"),
                false => format!("{field}={}", encode(value.as_bytes())),
            });
            pairs.collect::<Vec<_>>().join("&").into_bytes()
        };
        let whose = turn % self.fields.len().max(1);
        let mut bodies = match self.door.path {
            path @ (DOCUMENT | ATTACH | ENTER) => {
                let of = &self.fields[owner(path)];
                vec![document(path, of, "a.csv", bytes), document(path, of, &name_of(bytes), b"nom\nMot\n")]
            }
            PREVIEW => vec![parts(bytes), parts(&[b"nom;rue\nMot;", bytes].concat())],
            _ => vec![with(&|n| n == whose)],
        };
        if whose == 0 {
            if self.fields.len() > 1 {
                bodies.push(with(&|_| true));
            }
            bodies.extend([bytes.to_vec(), format!("{encoded}={encoded}").into_bytes()]);
        }
        for body in bodies {
            report.send(self.stage, &format!("{} form", self.place), name, Asked { body, ..self.honest() }).await;
        }
    }

    /// After all that, the honest request is understood.
    async fn still_works(&self) {
        let answer = self.stage.world.send(self.honest().request().expect("a request")).await;
        assert_eq!(look(&answer).err(), None, "{}", self.place);
        assert_ne!(code(&answer), "malformed", "{}: {}", self.place, answer.text);
        let location =
            answer.headers.get(header::LOCATION).and_then(|location| location.to_str().ok()).unwrap_or_default();
        assert!(!location.contains("malformed"), "{}: {location}", self.place);
    }
}

/// One in so many strings goes into the query, the headers and the cookies of each door.
const AROUND: usize = 8;

async fn try_doors(which: impl Fn(Door) -> bool) -> BTreeSet<String> {
    let hostile = strings::all();
    let mut report = Report::default();
    let mut tried = 0;
    for at in [Moment::Convened, Moment::Keyed, Moment::Voting, Moment::Closed] {
        let doors: Vec<Door> = doors().into_iter().filter(|door| which(*door) && moment(*door) == at).collect();
        if doors.is_empty() {
            continue;
        }
        let stage = Stage::at(at, &seed("Mot")).await;
        for door in doors {
            tried += 1;
            let visit = Visit::new(&stage, door).await;
            // What can be made once is made by the honest request: the last one asks for the same.
            report.send(&stage, &visit.place, "honest", visit.honest()).await;
            for (turn, string) in hostile.iter().enumerate() {
                visit.inside_path(&mut report, &string.name, &string.text).await;
                // What stands around a request is read before anybody knows which door it is for: each bears its share, and
                // all doors together bear each string many times.
                if turn % AROUND == tried % AROUND {
                    visit.around(&mut report, &string.name, &string.text).await;
                }
                visit.inside(&mut report, &string.name, as_json(&string.text).to_string().as_bytes()).await;
                if door.is_form() {
                    visit.posted(&mut report, turn, &string.name, string.text.as_bytes()).await;
                }
            }
            for (turn, (name, literal)) in strings::raw_literals().into_iter().enumerate() {
                visit.inside(&mut report, name, &literal).await;
                if door.is_form() {
                    visit.posted(&mut report, turn, name, &literal).await;
                }
            }
            visit.still_works().await;
        }
    }
    assert!(tried > 0, "no door was tried");
    eprintln!("{} requests to {tried} doors", report.tried);
    report.end()
}

fn reads(door: Door) -> bool {
    door.method == "GET"
}

/// Doors whose bodies carry proofs, which are looked at one place after another.
fn carries_proofs(door: Door) -> bool {
    [
        "/keys",
        "/replacement",
        "/recovery",
        "/open-ballots",
        "/ballots",
        "/key",
        "/trustees-approval",
        "/roll-check",
        "/partial-decryptions",
    ]
    .iter()
    .any(|end| door.path.ends_with(end))
}

#[tokio::test]
async fn the_doors_that_read_bear_every_string_in_every_place() {
    try_doors(|door| reads(door) && door.audience == Audience::Anyone).await;
}

#[tokio::test]
async fn the_doors_that_read_for_members_bear_every_string_in_every_place() {
    try_doors(|door| reads(door) && door.audience != Audience::Anyone).await;
}

#[tokio::test]
async fn the_doors_that_take_keys_and_ballots_bear_every_string_in_every_place() {
    let refusals = try_doors(|door| !reads(door) && carries_proofs(door)).await;
    // Strings get as far as the checks behind the first reading.
    for code in
        ["malformed", "not-found", "holder-key-invalid", "decryption-invalid", "ballot-invalid", "unknown-choice"]
    {
        assert!(refusals.contains(code), "{code}: {refusals:?}");
    }
}

#[tokio::test]
async fn the_doors_of_the_session_bear_every_string_in_every_place() {
    try_doors(|door| !reads(door) && !carries_proofs(door) && !door.is_form()).await;
}

/// Forms in four heaps of nothing in common: there are many, and tests of a heap each run side by side.
fn heap(door: Door) -> Option<usize> {
    door.is_form().then(|| door.path.bytes().map(usize::from).sum::<usize>() % 4)
}

#[tokio::test]
async fn the_forms_bear_every_string_in_every_place() {
    try_doors(|door| heap(door) == Some(0)).await;
}

#[tokio::test]
async fn the_forms_bear_every_string_in_every_place_2() {
    try_doors(|door| heap(door) == Some(1)).await;
}

#[tokio::test]
async fn the_forms_bear_every_string_in_every_place_3() {
    try_doors(|door| heap(door) == Some(2)).await;
}

#[tokio::test]
async fn the_forms_bear_every_string_in_every_place_4() {
    try_doors(|door| heap(door) == Some(3)).await;
}

/// The pages, as `app/src/pages/mod.rs` routes them.
pub fn pages() -> Vec<&'static str> {
    let source = include_str!("../../../../app/src/pages/mod.rs");
    let lines = source.lines().filter_map(|line| line.trim().strip_prefix(".route(\""));
    lines.filter_map(|line| line.split('"').next()).collect()
}

/// One in so many strings goes into the query and the headers of each page.
const PAGES_SHARE: usize = 4;

/// Where a skeleton leaves the one nearest to it.
fn differs(clean: &BTreeSet<Vec<String>>, skeleton: &[String]) -> String {
    let apart = |clean: &Vec<String>| clean.iter().zip(skeleton).take_while(|(a, b)| a == b).count();
    let nearest = clean.iter().max_by_key(|clean| apart(clean)).expect("one");
    let at = apart(nearest);
    format!("{:?} instead of {:?}", skeleton.get(at), nearest.get(at))
}

#[tokio::test]
async fn no_page_gets_an_element_or_an_attribute_from_its_address_or_its_headers() {
    let stage = Stage::at(Moment::Voting, &seed("Mot")).await;
    let (mut report, hostile) = (Report::default(), strings::all());
    let pages = pages();
    assert!(pages.len() > 10, "only {} pages found: does the scan still work?", pages.len());
    // A table, a calendar and a paper are files, not pages.
    let pages = pages.into_iter().filter(|page| ![".csv", ".ics", ".pdf"].iter().any(|file| page.ends_with(file)));
    for (nth, page) in pages.enumerate() {
        let id = match page {
            page if page.starts_with("/vote/") => stage.vote(1).to_string(),
            page if page.starts_with("/register/") => stage.member(VOTERS[0]).to_string(),
            _ => stage.assembly().to_string(),
        };
        let session = stage.world.sign_in(match page {
            "/assemblies/prepare" | "/assemblies/prepare/{id}" => CHAIR,
            "/assembly/{id}/notices" | "/assembly/{id}/notices.csv" | "/assembly/{id}/letters" => CHAIR,
            "/console" | "/register/shares" | "/register/{id}/shares" => CHAIR,
            "/key-holder" => HOLDER,
            "/refunds" | "/refunds/{id}" => CHAIR,
            "/register/offices" | "/register/applications" | "/register/enter" | "/register/statutes" => CHAIR,
            "/mails"
            | "/register"
            | "/register/{id}"
            | "/register/import"
            | "/register/help"
            | "/register/keys"
            | "/register/{id}/recovery" => SECRETARY,
            _ => VOTERS[0],
        });
        let session = session.await;
        let ask = |path: String| Asked {
            method: "GET",
            path,
            headers: vec![(header::COOKIE, HeaderValue::from_str(&session).expect("a cookie"))],
            body: Vec::new(),
        };
        let own = page.replace("{id}", &id);
        let mut clean = BTreeSet::new();
        let paths =
            [own.clone(), page.replace("{id}", "mot"), "/nowhere".to_owned(), "/nowhere?refusal=malformed".to_owned()];
        for path in paths.into_iter().chain(["tracker=AAAA", "refusal=not-yours"].map(|query| format!("{own}?{query}")))
        {
            let read = report.send(&stage, page, "clean", ask(path)).await.expect("a page");
            clean.insert(read.skeleton);
        }
        // An address too long for a picture gets none.
        let long =
            ask(format!("{own}?tracker=AAAA")).with(header::HOST, "m".repeat(4096).as_bytes()).expect("a header");
        clean.extend(report.send(&stage, page, "clean", long).await.map(|read| read.skeleton));
        for (turn, string) in hostile.iter().enumerate() {
            let encoded = encode(string.text.as_bytes());
            let asked = ask(format!("{own}?tracker={encoded}&refusal={encoded}&{encoded}={encoded}"));
            let mut headers = HEADERS.iter().filter(|name| **name != header::ACCEPT_LANGUAGE).cloned();
            let all = headers.try_fold(asked.clone(), |asked, name| asked.with(name, string.text.as_bytes()));
            // The query and the headers are read before anybody knows which page it is: each bears its share of the strings, and
            // all pages together bear each of them many times. An id in the path is the page's own.
            let mut tries = Vec::new();
            if turn % PAGES_SHARE == nth % PAGES_SHARE {
                tries.extend([all.unwrap_or(asked), ask(format!("{own}?{}", string.text))]);
            }
            if page.contains("{id}") {
                tries.extend([ask(page.replace("{id}", &encoded)), ask(page.replace("{id}", &string.text))]);
            }
            for asked in tries {
                let Some(Page { skeleton, .. }) = report.send(&stage, page, &string.name, asked).await else {
                    continue;
                };
                if !clean.contains(&skeleton) {
                    report.note(page, &string.name, &format!("another skeleton: {}", differs(&clean, &skeleton)));
                }
            }
        }
    }
    eprintln!("{} requests", report.tried);
    report.end();
}
