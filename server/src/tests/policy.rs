//! The policy on trial through the router: everybody sends everything to every door and every page, and what goes wrong
//! inside is told with an id and nothing else. The cooperative, the requests and the walk are those of the service's
//! tests.

#[path = "../../../crates/service/tests/policy/trial/mod.rs"]
mod trial;

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use app::i18n::Lang;
use app::state::AppState;
use axum::Router;
use axum::body::Body;
use domain::Refusal;
use domain::wire::Problem;
use http::{Request, StatusCode, header};
use leptos::config::LeptosOptions;
use serde_json::{Value, json};
use service::Service;
use service::policy::{Audience, Operation};
use store::testing::{Fault, Place, Probe, Step};
use tower::ServiceExt as _;

use self::trial::examples::Ids;
use self::trial::raised;
use self::trial::refunds;
use self::trial::walk::{Answer, Asked, Doors, Forms, Way, at_the_door, walk};
use self::trial::world::{Standing, World};
use crate::router;

/// The router of a world.
struct Http {
    app: Router,
    folder: tempfile::TempDir,
}

async fn world() -> (World, Http) {
    let folder = tempfile::tempdir().expect("a folder");
    let world = Box::pin(World::build(Place::sqlite(folder.path()))).await;
    let app = app(world.service.clone(), folder.path());
    (world, Http { app, folder })
}

fn app(service: Service, folder: &Path) -> Router {
    router::router(AppState { service, options: options() }, folder, None, super::stopped())
}

fn options() -> LeptosOptions {
    LeptosOptions::builder().output_name("voix").build()
}

/// An answer, with the id of its request.
struct Said {
    status: StatusCode,
    location: String,
    html: bool,
    request: String,
    text: String,
}

impl Http {
    async fn send(&self, method: &str, path: &str, token: Option<&str>, body: Option<(&str, String)>) -> Said {
        self.with_cookies(method, path, [("__Host-voix", token)], body).await
    }

    async fn with_cookies(
        &self,
        method: &str,
        path: &str,
        cookies: impl IntoIterator<Item = (&str, Option<&str>)>,
        body: Option<(&str, String)>,
    ) -> Said {
        let mut request = Request::builder().method(method).uri(path).header(header::ACCEPT_LANGUAGE, "en");
        // As a browser sends a form; programs say so too if they want its answer.
        request = request.header(header::ACCEPT, "text/html");
        for (name, value) in cookies {
            if let Some(value) = value {
                request = request.header(header::COOKIE, format!("{name}={value}"));
            }
        }
        if let Some((kind, _)) = &body {
            request = request.header(header::CONTENT_TYPE, *kind);
        }
        let body = Body::from(body.map(|(_, text)| text).unwrap_or_default());
        let answer = self.app.clone().oneshot(request.body(body).expect("a request")).await.expect("infallible");
        let text = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (location, request) = (text("location").to_owned(), text("x-request-id").to_owned());
        let (status, html) = (answer.status(), text("content-type").starts_with("text/html"));
        let bytes = axum::body::to_bytes(answer.into_body(), 16 << 20).await.expect("a body");
        Said { status, location, html, request, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Sends a request through a door; `raw` in the place of its body.
    async fn through(&self, door: &str, token: Option<&str>, ids: &Ids, body: &Value, raw: Option<&str>) -> Said {
        let Some((method, path)) = door.split_once(' ') else {
            let fields = raw.map_or_else(|| fields(ids, body), str::to_owned);
            let cookies = [("__Host-voix", token), ("__Host-voix-ask", body["browser"].as_str())];
            // A file comes in parts.
            let form = match (body["file"].as_str(), raw) {
                (Some(file), None) => ("multipart/form-data; boundary=parts", parts(ids, body, file)),
                _ => ("application/x-www-form-urlencoded", fields),
            };
            let form = Some(form);
            return self.with_cookies("POST", door, cookies, form).await;
        };
        let mut path = path.replace("{file}", "entries-00000.jsonl");
        for (name, id) in named(ids) {
            path = path.replace(&format!("{{{name}}}"), id.as_deref().unwrap_or("missing"));
        }
        let body = match (&ids.member, raw) {
            (_, Some(raw)) => Some(raw.to_owned()),
            (Some(member), None) => {
                let mut all = if body.is_null() { json!({}) } else { body.clone() };
                all["member"] = json!(member);
                Some(all.to_string())
            }
            (None, None) if body.is_null() => None,
            (None, None) => Some(body.to_string()),
        };
        let said = self.send(method, &path, token, body.map(|text| ("application/json", text))).await;
        if said.status == StatusCode::OK {
            assert_eq!(super::openapi::gives(door, &said.text), Ok(()));
        }
        said
    }
}

/// What a request names, by the names that doors have for it.
fn named(ids: &Ids) -> [(&'static str, &Option<String>); 21] {
    let Ids {
        assembly,
        vote,
        tracker,
        member,
        session,
        mail,
        request,
        entry,
        passkey,
        office,
        import,
        proposal,
        amendment,
        comment,
        attachment,
        draft,
        document,
        notice,
        item,
        proxy,
        round,
    } = ids;
    [
        ("assembly", assembly),
        ("vote", vote),
        ("tracker", tracker),
        ("member", member),
        ("session", session),
        ("mail", mail),
        ("request", request),
        ("entry", entry),
        ("passkey", passkey),
        ("office", office),
        ("import", import),
        ("proposal", proposal),
        ("amendment", amendment),
        ("comment", comment),
        ("attachment", attachment),
        ("draft", draft),
        ("document", document),
        ("notice", notice),
        ("item", item),
        ("proxy", proxy),
        ("round", round),
    ]
}

/// The fields of a form, those of the language among them: what a form does not know it leaves.
fn fields(ids: &Ids, body: &Value) -> String {
    let mut fields = vec!["lang=en".to_owned(), "back=%2F".to_owned()];
    fields.extend(named(ids).iter().filter_map(|(name, id)| Some(format!("{name}={}", escaped(id.as_deref()?)))));
    add_fields(&mut fields, body);
    fields.join("&")
}

/// The texts and numbers of a body, wherever they stand in it, as fields of a form. The language is that of the page.
fn add_fields(fields: &mut Vec<String>, body: &Value) {
    for (name, value) in body.as_object().into_iter().flatten().filter(|(name, _)| *name != "lang") {
        match value {
            Value::String(text) => fields.push(format!("{name}={}", escaped(text))),
            Value::Number(number) => fields.push(format!("{name}={number}")),
            Value::Array(numbers) if numbers.iter().all(Value::is_number) => {
                fields.extend(numbers.iter().enumerate().map(|(at, number)| format!("{name}[{at}]={number}")));
            }
            value => add_fields(fields, value),
        }
    }
}

/// A file as a browser sends it.
fn parts(ids: &Ids, body: &Value, file: &str) -> String {
    let name = body["name"].as_str().unwrap_or("a.csv");
    let head = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv");
    let of = |name: &str, value: Option<&str>| {
        let value =
            value.map(|value| format!("--parts\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
        value.unwrap_or_default()
    };
    let ids = [("draft", &ids.draft), ("proposal", &ids.proposal), ("assembly", &ids.assembly)];
    let mut whose: String = ids.iter().map(|(name, id)| of(name, id.as_deref())).collect();
    whose.extend(["grantor", "holder", "accepted"].iter().map(|name| of(name, body[name].as_str())));
    format!("{whose}--parts\r\n{head}\r\n\r\n{file}\r\n--parts--\r\n")
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The status of each refusal, written down a second time from the words of the API: 400 cannot be understood, 401
/// nobody signed in, 403 not this person, 404 no such thing, 409 not in this state, 422 against a rule.
fn status(refusal: Refusal) -> StatusCode {
    match refusal {
        Refusal::Malformed => StatusCode::BAD_REQUEST,
        Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::SignInFirst => StatusCode::UNAUTHORIZED,
        Refusal::NotYours
        | Refusal::PasskeyRefused
        | Refusal::NoDemo
        | Refusal::NotOnRoll
        | Refusal::NotYourVoice
        | Refusal::NotKeyHolder
        | Refusal::SignInOver
        | Refusal::OtherSite
        | Refusal::ConfirmationOver
        | Refusal::SecondNeeded
        | Refusal::SecondSameMeans
        | Refusal::SameOfficer
        | Refusal::OwnRequest
        | Refusal::RecoveryCode
        | Refusal::StrongSignIn
        | Refusal::NotAuthor
        | Refusal::OwnComment
        | Refusal::NoVoice
        | Refusal::DoorCodeOver
        | Refusal::EmailLinkOver => StatusCode::FORBIDDEN,
        Refusal::NotFound | Refusal::NoSuchNumber | Refusal::SheetForgotten | Refusal::EntrustedNone => {
            StatusCode::NOT_FOUND
        }
        Refusal::NoAdvance
        | Refusal::KeyInvalid
        | Refusal::UnknownChoice
        | Refusal::BallotInvalid
        | Refusal::HolderKeyInvalid
        | Refusal::Threshold
        | Refusal::DecryptionInvalid
        | Refusal::TooFewShares
        | Refusal::NoticeTooShort
        | Refusal::StatutesValue
        | Refusal::StatutesMajorityMissing
        | Refusal::StatutesMajorityLow
        | Refusal::StatutesQuorumLowered
        | Refusal::StatutesDays
        | Refusal::StatutesColleges
        | Refusal::StatutesDay
        | Refusal::ElectionSecret
        | Refusal::DrawInvalid
        | Refusal::StatutesDecision
        | Refusal::TextInvalid
        | Refusal::InsteadMissing
        | Refusal::TextCharacters
        | Refusal::EmailInvalid
        | Refusal::PhoneInvalid
        | Refusal::AddressMissing
        | Refusal::LegalNumberMissing
        | Refusal::RepresentativeMissing
        | Refusal::ReasonMissing
        | Refusal::EmailMissing
        | Refusal::LeaveNotConfirmed
        | Refusal::PaidTooMuch
        | Refusal::NotPaid
        | Refusal::PaidShares
        | Refusal::CapitalFloor
        | Refusal::AmountInvalid
        | Refusal::PaymentDate
        | Refusal::NotAMember
        | Refusal::TransferToSelf
        | Refusal::BureauNeedsVoice
        | Refusal::BureauTwice
        | Refusal::BureauWords
        | Refusal::MemberUnclear => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::PasskeyInvalid | Refusal::OfficeDays | Refusal::AuditorOnBoard | Refusal::OfficeNeedsVoice => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Refusal::SupportInvalid
        | Refusal::NothingChanged
        | Refusal::WordsOfMembers
        | Refusal::QuestionUnknown
        | Refusal::CandidacyInvalid
        | Refusal::ProxyInvalid
        | Refusal::ProxyToSelf
        | Refusal::ProxyOwnHand
        | Refusal::ProxyHolder
        | Refusal::PresidentNotDirector
        | Refusal::MinutesSignatureInvalid
        | Refusal::BirthYear => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::NotReady | Refusal::WhenInvalid | Refusal::DocumentKind | Refusal::DocumentSize => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Refusal::ImportEmpty | Refusal::ImportNoName | Refusal::ImportTooLong => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::RefundDay
        | Refusal::RefundNoSurplus
        | Refusal::RefundReserve
        | Refusal::RefundOthers
        | Refusal::RefundTooMuch
        | Refusal::RefundNobody
        | Refusal::RefundColumns
        | Refusal::RefundRows
        | Refusal::RefundItem
        | Refusal::RefundYearOpen => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::RefundFrozen
        | Refusal::RefundYearTaken
        | Refusal::RefundNotAttached
        | Refusal::RefundExecuted
        | Refusal::RefundNotAdopted
        | Refusal::RefundVoted => StatusCode::CONFLICT,
        Refusal::HandsNotHere | Refusal::HandsNeedTwo | Refusal::HandsNotAwaited | Refusal::HandsTyped => {
            StatusCode::CONFLICT
        }
        Refusal::HandsTooMany | Refusal::HandsNumber | Refusal::EntrustedTooMany => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::OnPaper
        | Refusal::PaperNeedsTwo
        | Refusal::PapersFirst
        | Refusal::PaperNotInHall
        | Refusal::CodeNotInHall
        | Refusal::CodeOnPaper
        | Refusal::CodeHeld
        | Refusal::CodeNotHeld
        | Refusal::CodeOver
        | Refusal::EntrustedOff
        | Refusal::EntrustedUnconfirmed
        | Refusal::EntrustedKept
        | Refusal::PaperMarked
        | Refusal::PaperNotMarked
        | Refusal::PaperNotAwaited
        | Refusal::PaperTyped => StatusCode::CONFLICT,
        Refusal::PaperTooMany | Refusal::PaperNumber | Refusal::PaperNames => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::HandsOwnSeat
        | Refusal::PaperOneHand
        | Refusal::DrawOwnHand
        | Refusal::CodeVotesOnly
        | Refusal::CodeUnknown => StatusCode::FORBIDDEN,
        Refusal::TooMany | Refusal::TooMuchToday => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::KeyExists
        | Refusal::KeyUsed
        | Refusal::KeyNone
        | Refusal::SecondNoAddress
        | Refusal::RecoveryConfirmed
        | Refusal::RecoveryOver
        | Refusal::NotInSession
        | Refusal::AssemblyOver
        | Refusal::AssemblyCancelled
        | Refusal::AssemblyBegun
        | Refusal::DraftClosed
        | Refusal::AgendaFull
        | Refusal::TooManyDocuments
        | Refusal::NoSecondCall
        | Refusal::ConvenedAgain
        | Refusal::FirstGoesOn
        | Refusal::VoteNotOpen
        | Refusal::VoteClosed
        | Refusal::VoteAlreadyOpen
        | Refusal::VoteVoided
        | Refusal::AdvanceNotYet
        | Refusal::AdvanceOver
        | Refusal::AdvanceGoesOn
        | Refusal::VotedInAdvance
        | Refusal::ProxyOverInAdvance
        | Refusal::RehearsalInTheWay
        | Refusal::RehearsalOnly
        | Refusal::NoRehearsal
        | Refusal::NoKeyHolder
        | Refusal::InsteadTaken
        | Refusal::SessionSuspended
        | Refusal::VoteAlreadyClosed
        | Refusal::KeyHoldersNotReady
        | Refusal::RollEmpty
        | Refusal::BallotOutdated
        | Refusal::TooManyBallots
        | Refusal::HolderKeyExists
        | Refusal::CeremonyMade
        | Refusal::CeremonyWaits
        | Refusal::CeremonyOver
        | Refusal::NotAwaitingDecryption
        | Refusal::DecryptionExists
        | Refusal::VotesUndecided
        | Refusal::MinutesPublished
        | Refusal::MinutesOnPaper
        | Refusal::MinutesCorrected
        | Refusal::QuorumThere
        | Refusal::SheetChanged
        | Refusal::SheetCertified
        | Refusal::MemberState
        | Refusal::AlreadyDecided
        | Refusal::PaymentDiffers
        | Refusal::RequestWaiting
        | Refusal::RequestDecided
        | Refusal::EntryNeeded
        | Refusal::EntryReversed
        | Refusal::RecordHalted
        | Refusal::RecordLost
        | Refusal::MailState
        | Refusal::PasskeyExists
        | Refusal::TooManyPasskeys
        | Refusal::PasskeysUnavailable
        | Refusal::OfficeTaken
        | Refusal::OfficeNeedsSuccessor
        | Refusal::OfficeOver
        | Refusal::PresidentRoundOpen
        | Refusal::PresidentRoundClosed
        | Refusal::PresidentByAssembly
        | Refusal::PresidentTooFew
        | Refusal::ProposalState
        | Refusal::ProposalTooLate
        | Refusal::SupportMissing
        | Refusal::TextOutdated
        | Refusal::SupportNone
        | Refusal::AmendmentConflict
        | Refusal::AmendmentDecided
        | Refusal::AmendmentsFirst
        | Refusal::AuthorAlready
        | Refusal::TooManyTexts
        | Refusal::DiscussionClosed
        | Refusal::AttachmentsFull
        | Refusal::CommentState
        | Refusal::ImportGone
        | Refusal::StatutesUnchanged
        | Refusal::StatutesChanged
        | Refusal::StatutesNotCounted
        | Refusal::BallotFinal
        | Refusal::NoDraw
        | Refusal::DrawWaits
        | Refusal::DrawNeedsScrutineer
        | Refusal::DrawNotAwaited
        | Refusal::NotElected
        | Refusal::SeatDeclined
        | Refusal::NoRunoff
        | Refusal::TieOpen
        | Refusal::CandidatesClosed
        | Refusal::ProxyTooLate
        | Refusal::ProxyChain
        | Refusal::ProxyHolds
        | Refusal::ProxyCapReached
        | Refusal::ProxyExists
        | Refusal::ProxyFinal
        | Refusal::ProxyState
        | Refusal::ProxyTakesPart
        | Refusal::CandidacyState
        | Refusal::CandidateAlready
        | Refusal::TooManyCandidates
        | Refusal::QuestionTooLate
        | Refusal::TooManyQuestions
        | Refusal::QuestionAnswered
        | Refusal::ImportDuringVote
        | Refusal::BureauMissing
        | Refusal::BureauChanged
        | Refusal::DoorCodeChanged
        | Refusal::OtherSignedIn
        | Refusal::SeatAccepted
        | Refusal::AlreadyThere
        | Refusal::NotThere => StatusCode::CONFLICT,
    }
}

fn sentence(refusal: Refusal) -> String {
    Lang::En.t(&format!("refusal-{}", refusal.code()))
}

/// What an answer of the REST door says, if it is one it may give.
fn told_by_rest(said: &Said) -> Result<(), Refusal> {
    if said.status.is_success() {
        return Ok(());
    }
    let fields: serde_json::Map<String, Value> = serde_json::from_str(&said.text).expect(&said.text);
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["code", "message", "request"], "{}", said.text);
    let problem: Problem = serde_json::from_str(&said.text).expect(&said.text);
    let refusal = Refusal::from_code(&problem.code).expect(&said.text);
    assert_eq!((said.status, problem.message), (status(refusal), sentence(refusal)));
    assert!(!said.request.is_empty() && problem.request == said.request, "{}", said.text);
    Err(refusal)
}

/// What a page says: a refusal is its heading.
fn told_by_page(said: &Said) -> Result<(), Refusal> {
    if said.status.is_success() {
        return Ok(());
    }
    assert!(said.html, "{}", said.text);
    let heading = said.text.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).expect(&said.text);
    // The mark between two texts of a view is none of its text.
    let plain = |text: &str| text.replace("<!>", "").replace("&#x27;", "'").replace("&amp;", "&");
    let found = Refusal::ALL.iter().find(|refusal| sentence(**refusal) == plain(heading)).expect(heading);
    assert_eq!(said.status, status(*found), "{heading}");
    assert!(said.text.contains(&said.request), "a page without the id of its request");
    Err(*found)
}

/// A form answers with a redirection, with a page, or with a file.
fn told_by_form(said: &Said) -> Result<(), Refusal> {
    // The register leaves as a file.
    if said.status == StatusCode::OK && said.text.starts_with('\u{feff}') {
        return Ok(());
    }
    if said.status != StatusCode::FOUND {
        assert!(!said.status.is_success(), "{}", said.text);
        return told_by_page(said);
    }
    assert!(said.location.starts_with('/') && !said.location.starts_with("//"), "{}", said.location);
    let code = said.location.split(['?', '&']).find_map(|part| part.strip_prefix("refusal="));
    code.map_or(Ok(()), |code| Err(Refusal::from_code(code).expect(code)))
}

impl Doors for Http {
    fn ways(&self, operation: Operation) -> Vec<Way> {
        let way = |door: &&str| {
            let forms = if door.starts_with("/rpc/") { Forms::Form } else { Forms::Rest };
            let names = forms == Forms::Form || door.contains('{') || operation == Operation::SignInDemo;
            Way { name: (*door).to_owned(), forms, names }
        };
        operation.doors().iter().map(way).collect()
    }

    /// Who left an office aside by signing in with a message is told how to take it up.
    fn heard(&self, who: &Standing, refusal: Refusal) -> Refusal {
        let offices = matches!(refusal, Refusal::NotYours | Refusal::NotKeyHolder);
        if who.withheld && offices { Refusal::StrongSignIn } else { refusal }
    }

    async fn ask(&self, _: &World, who: &Standing, asked: &Asked<'_>) -> Answer {
        let door = asked.way.name.as_str();
        let said = Box::pin(self.through(door, who.token.as_deref(), &asked.ids, &asked.body, asked.raw)).await;
        let outcome = if asked.way.forms == Forms::Form { told_by_form(&said) } else { told_by_rest(&said) };
        // Of a page, what is its own: the frame around it greets whoever is signed in.
        let own = said.text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or(&said.text);
        let text = if said.status.is_success() { String::new() } else { own.replace(&said.request, "#") };
        Answer { outcome, said: format!("{} {} {text}", said.status, said.location) }
    }
}

#[tokio::test]
async fn everybody_tries_every_door() {
    let (world, http) = world().await;
    Box::pin(walk(&world, &http)).await;
}

/// Every page, with the operation whose audience is the page's.
const PAGES: [(&str, Option<Operation>); 87] = [
    ("/", Some(Operation::ReadCooperative)),
    ("/demo", Some(Operation::ReadDemoPeople)),
    ("/sign-in", Some(Operation::ReadCooperative)),
    ("/sign-in/{id}", Some(Operation::SignInByLink)),
    ("/sessions", Some(Operation::ReadSessions)),
    ("/me/passkeys", Some(Operation::ReadPasskeys)),
    ("/register/offices", Some(Operation::ReadOffices)),
    ("/register/help", Some(Operation::SetHelp)),
    ("/me/key", Some(Operation::ReadMyKey)),
    ("/link", Some(Operation::ReadCooperative)),
    ("/register/keys", Some(Operation::ReadKeyless)),
    ("/register/{id}/recovery", Some(Operation::ReadRecovery)),
    ("/mails", Some(Operation::ReadMails)),
    ("/me", Some(Operation::ReadOwnRecord)),
    ("/me/leave", Some(Operation::ReadOwnRecord)),
    ("/left", None),
    ("/email/{id}", Some(Operation::ConfirmMyEmail)),
    ("/register/import", Some(Operation::ReadImport)),
    ("/votes", Some(Operation::ReadMyVotes)),
    ("/ballot", Some(Operation::ReadBallotPaper)),
    ("/key-holder", Some(Operation::ReadKeyHolderTask)),
    ("/assembly", Some(Operation::ReadAssembly)),
    ("/assembly/{id}", Some(Operation::ReadAssembly)),
    ("/assembly/{id}/members", Some(Operation::ReadMemberList)),
    ("/assembly/{id}/questions", Some(Operation::ReadQuestions)),
    ("/assembly/{id}/proxy", Some(Operation::ReadMyProxies)),
    ("/assembly/{id}/proxies", Some(Operation::ReadProxies)),
    ("/proxy", Some(Operation::ReadMyProxies)),
    ("/proxy-paper/{id}", Some(Operation::ReadProxies)),
    ("/assembly/{id}/notices", Some(Operation::ReadNotices)),
    ("/assembly/{id}/notices.csv", Some(Operation::ReadNotices)),
    ("/assembly/{id}/letters", Some(Operation::ReadNotices)),
    ("/assemblies", Some(Operation::ReadCalendar)),
    ("/assemblies.ics", Some(Operation::ReadCalendar)),
    ("/assemblies/prepare", Some(Operation::ReadDrafts)),
    ("/assemblies/prepare/{id}", Some(Operation::ReadDrafts)),
    ("/document/{id}", Some(Operation::ReadDocument)),
    ("/vote/{id}", Some(Operation::ReadVote)),
    ("/vote/{id}/hands", Some(Operation::ReadHands)),
    ("/vote/{id}/paper", Some(Operation::ReadPaper)),
    ("/minutes", Some(Operation::ReadMinutes)),
    ("/minutes/{id}", Some(Operation::ReadMinutes)),
    ("/minutes/{id}/minutes.pdf", Some(Operation::ReadMinutes)),
    ("/minutes/{id}/file", Some(Operation::ReadMinutes)),
    ("/minutes/{id}/extract", Some(Operation::ReadMinutes)),
    ("/minutes/{id}/extract.pdf", Some(Operation::ReadMinutes)),
    ("/record/{id}", Some(Operation::ReadRecord)),
    ("/verify", Some(Operation::ReadCalendar)),
    ("/apply", Some(Operation::Apply)),
    ("/application/{id}", Some(Operation::ReadApplication)),
    ("/register", Some(Operation::ReadRegister)),
    ("/register/applications", Some(Operation::ReadApplications)),
    ("/register/enter", Some(Operation::EnterMember)),
    ("/register/statutes", Some(Operation::AdoptStatutes)),
    ("/statutes", Some(Operation::ReadStatutes)),
    ("/register/{id}", Some(Operation::ReadMember)),
    ("/me/shares", Some(Operation::ReadMyShares)),
    ("/me/shares/certificate", Some(Operation::ReadMyShares)),
    ("/register/shares", Some(Operation::ReadShareRegister)),
    ("/register/{id}/shares", Some(Operation::ReadMemberShares)),
    ("/refunds", Some(Operation::ReadRefunds)),
    ("/refunds/{id}", Some(Operation::ReadRefunds)),
    ("/refunds/{id}/accounts.csv", Some(Operation::ReadRefunds)),
    ("/proposals", Some(Operation::ReadProposals)),
    ("/proposals/new", Some(Operation::DraftProposal)),
    ("/proposals/{id}", Some(Operation::ReadProposal)),
    ("/proposals/{id}/edit", Some(Operation::EditProposal)),
    ("/proposals/{id}/diff", Some(Operation::ReadProposal)),
    ("/proposals/{id}/amend", Some(Operation::AmendProposal)),
    ("/amendments/{id}", Some(Operation::ReadProposal)),
    ("/proposals/{id}/discussion", Some(Operation::ReadComments)),
    ("/comments/{id}", Some(Operation::ReadComment)),
    ("/attachment/{id}", Some(Operation::ReadAttachment)),
    ("/elections", Some(Operation::ReadElections)),
    ("/elections/{id}", Some(Operation::ReadElections)),
    ("/elections/{id}/stand", Some(Operation::DeclareCandidacy)),
    ("/console", Some(Operation::ReadConsole)),
    ("/desk", Some(Operation::ReadDesk)),
    ("/desk/door", Some(Operation::ReadDesk)),
    ("/desk/code", Some(Operation::ReadDesk)),
    ("/booth", Some(Operation::ReadCooperative)),
    ("/assembly/{id}/arrive", Some(Operation::ReadArrival)),
    ("/console/vote", Some(Operation::PutToVote)),
    ("/assembly/{id}/screen", Some(Operation::ReadAssembly)),
    ("/screen", Some(Operation::ReadAssembly)),
    ("/assembly/{id}/sheet", Some(Operation::ReadSheet)),
    ("/assembly/{id}/plan-b", Some(Operation::ReadPlanB)),
];

fn page(world: &World, path: &str) -> String {
    let id = match path {
        "/vote/{id}" => world.open.to_string(),
        "/vote/{id}/hands" => world.raised[0][0].to_string(),
        "/vote/{id}/paper" => world.raised[0][4].to_string(),
        path if path.starts_with("/minutes/") => world.past.to_string(),
        "/register/{id}" => world.waiting.to_string(),
        "/register/{id}/shares" => world.member(5).id.to_string(),
        "/register/{id}/recovery" => world.member(8).id.to_string(),
        path if path.starts_with("/proposals/") => world.proposal.to_string(),
        "/amendments/{id}" => world.amendment.to_string(),
        "/comments/{id}" => world.comment.to_string(),
        "/attachment/{id}" => world.attachment.to_string(),
        path if path.starts_with("/elections/") => world.election.to_string(),
        path if path.starts_with("/refunds/") => refunds::EXECUTED.to_string(),
        "/assemblies/prepare/{id}" => world.draft.to_string(),
        "/document/{id}" => world.document.to_string(),
        _ => world.today.to_string(),
    };
    path.replace("{id}", &id)
}

#[test]
fn the_pages_on_trial_are_those_of_the_router() {
    let source = include_str!("../../../app/src/pages/mod.rs");
    let routes = source.lines().filter_map(|line| line.trim().strip_prefix(".route(\"")?.split('"').next());
    assert_eq!(routes.collect::<Vec<_>>(), PAGES.map(|(path, _)| path));
}

#[tokio::test]
async fn everybody_looks_at_every_page() {
    let (world, http) = world().await;
    let before = world.place.contents().await.expect("readable");
    for (path, operation) in PAGES {
        for who in &world.standings {
            // Members whose key the demo leaves to be made have no ballot paper, and each key holder one assembly.
            let own = match (path, who.number) {
                // Of a link that nobody was sent nothing is said.
                ("/sign-in/{id}", _) => Err(Refusal::SignInOver),
                ("/application/{id}", _) => Err(Refusal::ConfirmationOver),
                ("/email/{id}", _) => Err(Refusal::EmailLinkOver),
                // Nothing is put to the vote before the session is open.
                ("/console/vote", _) if at_the_door(Audience::Chair, who).is_none() => Err(Refusal::NotInSession),
                ("/ballot", Some(number)) if number <= service::demo::PROPOSED => Err(Refusal::NotOnRoll),
                ("/proposals/{id}/edit", Some(number)) if number != 5 => Err(Refusal::NotAuthor),
                // Of what is not convened yet nobody reads a document but those who prepare it.
                ("/document/{id}", _) if at_the_door(Audience::Registrar, who).is_some() => Err(Refusal::NotFound),
                // Of who is there nothing is said to whoever neither leads the session nor sits in its bureau.
                ("/assembly/{id}/sheet", _) if at_the_door(Audience::Registrar, who).is_some() => {
                    Err(Refusal::NotFound)
                }
                ("/assembly/{id}/sheet", _) => Err(Refusal::BureauMissing),
                // Of a count of hands, or of papers, nothing is said to whoever neither leads the session nor counts.
                ("/vote/{id}/hands" | "/vote/{id}/paper", number)
                    if at_the_door(Audience::Registrar, who).is_some() && number != Some(raised::COUNTS) =>
                {
                    Err(Refusal::NotFound)
                }
                // No number is asked for.
                ("/desk/code", _) => Err(Refusal::NoSuchNumber),
                // Nobody has entered one in this world.
                ("/proxy-paper/{id}", _) => Err(Refusal::NotFound),
                ("/key-holder", Some(number))
                    if ![world.today, world.other, world.together].iter().any(|of| world.holds(number, *of)) =>
                {
                    Err(Refusal::NotKeyHolder)
                }
                _ => Ok(()),
            };
            let door = operation.and_then(|operation| at_the_door(operation.audience(), who));
            let expected = door.map_or(own, Err).map_err(|refusal| http.heard(who, refusal));
            let said = http.send("GET", &page(&world, path), who.token.as_deref(), None).await;
            assert_eq!(told_by_page(&said), expected, "{path}, {}", who.name);
        }
        for nowhere in ["nonsense", "018f0000-0000-7000-8000-00000000dead", "%FF", "%00", "..%2Fconsole"] {
            let nowhere = path.replace("{id}", nowhere);
            if nowhere != path {
                let said = http.send("GET", &nowhere, None, None).await;
                let refusal = match path {
                    _ if nowhere.contains("%FF") => Refusal::Malformed,
                    "/sign-in/{id}" => Refusal::SignInOver,
                    "/application/{id}" => Refusal::ConfirmationOver,
                    "/register/{id}" => Refusal::SignInFirst,
                    "/email/{id}" => Refusal::EmailLinkOver,
                    "/assembly/{id}/members" | "/assembly/{id}/questions" => Refusal::SignInFirst,
                    "/assembly/{id}/proxy" | "/assembly/{id}/proxies" | "/proxy-paper/{id}" => Refusal::SignInFirst,
                    "/assembly/{id}/sheet" | "/assembly/{id}/arrive" | "/assembly/{id}/plan-b" => Refusal::SignInFirst,
                    "/vote/{id}/hands" | "/vote/{id}/paper" => Refusal::SignInFirst,
                    // Whether there is such a member is not for everybody.
                    "/register/{id}/shares" => Refusal::SignInFirst,
                    "/register/{id}/recovery" => Refusal::SignInFirst,
                    path if path.starts_with("/proposals/") => Refusal::SignInFirst,
                    "/amendments/{id}" | "/comments/{id}" | "/attachment/{id}" => Refusal::SignInFirst,
                    path if path.starts_with("/elections/") => Refusal::SignInFirst,
                    path if path.starts_with("/refunds/") => Refusal::SignInFirst,
                    "/assembly/{id}/notices" | "/assembly/{id}/notices.csv" => Refusal::SignInFirst,
                    "/assembly/{id}/letters" | "/assemblies/prepare/{id}" => Refusal::SignInFirst,
                    "/document/{id}" => Refusal::SignInFirst,
                    _ => Refusal::NotFound,
                };
                assert_eq!(told_by_page(&said), Err(refusal), "{nowhere}");
            }
        }
    }
    let difference = before.difference(&world.place.contents().await.expect("readable"));
    assert!(difference.is_empty(), "a page left a trace:\n{difference}");
}

#[tokio::test]
async fn a_form_that_cannot_be_read_or_does_not_exist_is_answered_in_words() {
    let (world, http) = world().await;
    let chair = world.standings.iter().find(|who| who.name == "the chair").expect("a chair");
    let before = world.place.contents().await.expect("readable");
    for operation in Operation::ALL {
        for door in operation.doors().iter().filter(|door| door.starts_with("/rpc/")) {
            // These have no field to forget.
            let bare = [
                Operation::SignOut,
                Operation::RevokeOtherSessions,
                Operation::AskSecond,
                Operation::RemindKeyless,
                Operation::BeginRehearsal,
                Operation::OpenPresidentRound,
            ];
            let inside = at_the_door(operation.audience(), chair).is_none() && !bare.contains(operation);
            for raw in ["", "unknown=1", "vote", "assembly[]=1", "=&=", "%FF=%FF"].iter().filter(|_| inside) {
                let ids = Ids::default();
                let said = http.through(door, chair.token.as_deref(), &ids, &Value::Null, Some(raw)).await;
                // A box that is not ticked is not sent: a form without its only field says that.
                let unsure = *operation == Operation::Leave && *raw != "=&=";
                let expected = if unsure { Refusal::LeaveNotConfirmed } else { Refusal::Malformed };
                assert_eq!(told_by_form(&said), Err(expected), "{door} {raw:?}");
                assert!(!said.text.contains("missing field") && !said.text.contains("argument"), "{}", said.text);
            }
        }
    }
    for unknown in ["/rpc/nothing", "/rpc/open-vote/", "/rpc/open%2Dvote", "/rpc/%FF", "/rpc//open-vote"] {
        let said = http.through(unknown, chair.token.as_deref(), &Ids::default(), &Value::Null, None).await;
        assert_eq!(told_by_form(&said), Err(Refusal::NotFound), "{unknown}");
    }
    let difference = before.difference(&world.place.contents().await.expect("readable"));
    assert!(difference.is_empty(), "{difference}");
}

/// Words that only the inside knows.
const INSIDE: [&str; 12] = [
    "pool",
    "sqlx",
    "sqlite",
    "database",
    "SELECT",
    "column",
    "on purpose",
    "StoreError",
    "Internal",
    "panicked",
    "thread",
    "Statement",
];

/// Something inside failed: a problem of three fields, or the page of an error, and the id of the request in it.
fn only_an_id(said: &Said, rest: bool, what: &str) {
    // The number a page is allowed its scripts by is drawn, and may spell any of them.
    let drawn = said.text.split_once("nonce=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(drawn, _)| drawn);
    let text = drawn.filter(|drawn| !drawn.is_empty()).map_or(said.text.clone(), |drawn| said.text.replace(drawn, ""));
    for word in INSIDE {
        assert!(!text.contains(word), "{what} says {word}: {text}");
    }
    if rest {
        assert_eq!(told_by_rest(said), Err(Refusal::Unavailable), "{what}");
        return;
    }
    assert!(said.status.is_server_error() && said.html, "{what}: {}", said.text);
    let sentences = ["error-internal", "refusal-unavailable"].map(|key| Lang::En.t(key));
    assert!(sentences.iter().any(|sentence| said.text.contains(sentence.as_str())), "{what}: {}", said.text);
    assert!(said.request.len() > 4 && said.text.contains(&said.request), "{what} has no id of its request");
}

/// Every door and every page, as somebody signed in and as nobody; how many answered that something is wrong inside.
async fn everything_while_broken(world: &World, http: &Http, sessions_are_read: bool) -> usize {
    let everyone = world.standings.iter().filter(|who| who.signed_in || who.token.is_none());
    let mut broken = 0;
    for who in everyone {
        let token = who.token.as_deref();
        // Whoever signs out while sessions can be written is gone.
        let stays = |operation: &&Operation| **operation != Operation::SignOut || !sessions_are_read;
        for operation in Operation::ALL.iter().filter(stays) {
            let outside = at_the_door(operation.audience(), who).map(|refusal| http.heard(who, refusal));
            for door in operation.doors() {
                let some = |id: String| Some(id);
                let ids = Ids {
                    assembly: some(world.today.to_string()),
                    vote: some(world.open.to_string()),
                    tracker: some("AAAA".to_owned()),
                    member: (*operation == Operation::SignInDemo).then(|| world.member(5).id.to_string()),
                    session: some(world.today.to_string()),
                    mail: some(world.today.to_string()),
                    request: some(world.today.to_string()),
                    entry: some(world.today.to_string()),
                    passkey: some(world.today.to_string()),
                    office: some(world.today.to_string()),
                    import: some(world.today.to_string()),
                    proposal: some(world.proposal.to_string()),
                    amendment: some(world.amendment.to_string()),
                    comment: some(world.comment.to_string()),
                    attachment: some(world.attachment.to_string()),
                    draft: some(world.today.to_string()),
                    document: some(world.today.to_string()),
                    notice: some(world.today.to_string()),
                    item: some(world.today.to_string()),
                    proxy: some(world.today.to_string()),
                    round: some(world.today.to_string()),
                };
                let said = Box::pin(http.through(door, token, &ids, &Value::Null, None)).await;
                let (rest, what) = (!door.starts_with("/rpc/"), format!("{door}, {}", who.name));
                let told = |said: &Said| if rest { told_by_rest(said) } else { told_by_form(said) };
                match (said.status.is_server_error(), token, outside) {
                    (true, ..) => {
                        only_an_id(&said, rest, &what);
                        broken += 1;
                    }
                    // Where sessions cannot be read, nobody with one is told to sign in, or anything else.
                    (false, Some(_), _) if !sessions_are_read => panic!("{what} answered {}", said.status),
                    (false, _, Some(refusal)) => assert_eq!(told(&said), Err(refusal), "{what}"),
                    // What needs nothing of what is broken, or finds something else missing first.
                    (false, _, None) => {
                        let first = [
                            Refusal::Malformed,
                            Refusal::NotFound,
                            Refusal::SignInOver,
                            Refusal::ConfirmationOver,
                            Refusal::LeaveNotConfirmed,
                            Refusal::ReasonMissing,
                            Refusal::StrongSignIn,
                            Refusal::SecondSameMeans,
                            Refusal::VoteNotOpen,
                            Refusal::NotKeyHolder,
                        ];
                        let first = first.map(Err);
                        let told = told(&said);
                        assert!(told.is_ok() || first.contains(&told), "{what}: {}", said.text);
                    }
                }
            }
        }
        // The page that verifies says how to, with a list of assemblies or without.
        for (path, _) in PAGES.iter().filter(|(path, operation)| operation.is_some() && *path != "/verify") {
            let said = http.send("GET", &page(world, path), token, None).await;
            if said.status.is_server_error() {
                only_an_id(&said, false, path);
                broken += 1;
            } else {
                assert!(sessions_are_read || token.is_none(), "{path} answered {}", said.status);
            }
        }
    }
    broken
}

#[tokio::test]
async fn a_database_that_is_gone_is_told_with_an_id_and_nothing_else() {
    let (world, http) = world().await;
    world.service.close().await;
    let broken = everything_while_broken(&world, &http, false).await;
    assert!(broken > 500, "only {broken} answers");
}

/// Sessions can be read, and nothing else.
struct OnlySessions;

impl Probe for OnlySessions {
    fn at(&self, step: Step) -> Fault {
        let known = ["sessions", "members", "role_terms", "key_holders"];
        match step {
            Step::Statement(text) if !known.iter().any(|table| text.contains(table)) => Fault::FailsBefore,
            _ => Fault::None,
        }
    }

    fn stalled(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {})
    }
}

#[tokio::test]
async fn statements_that_fail_are_told_with_an_id_and_nothing_else() {
    let (world, mut http) = world().await;
    http.app = app(world.watched(Arc::new(OnlySessions)).await, http.folder.path());
    let broken = everything_while_broken(&world, &http, true).await;
    assert!(broken > 200, "only {broken} answers");
}
