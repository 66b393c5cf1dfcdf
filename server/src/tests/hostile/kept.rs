//! Texts the service keeps: to the letter or not at all, and shown as text on every page, in both languages.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::Refusal;
use domain::identity::{Identity, Postal};
use domain::ids::MemberId;
use domain::minutes::Minutes;
use domain::resolution::Text;
use domain::roles::Actor;
use domain::text;
use domain::vote::VoteMode;
use domain::wire::{AssemblyView, CooperativeView, DemoPerson};
use http::StatusCode;
use protocol::record::Entry;
use protocol::{canonical, checkpoint, checks, encoding, record};
use reading::Page;
use serde_json::Value;
use service::demo::Seed;
use service::{AgendaItem, Application, Error, Service};

use super::answers::look;
use super::stage::{CHAIR, HOLDER, Moment, SECRETARY, Stage, VOTERS, seed};
use super::strings::{self, Hostile};
use crate::machine::{SystemClock, SystemRandomness};
use crate::tests::{World, world_of};

/// Most characters of a name, a title or a place; of a resolution's text.
const NAME: usize = 200;
const BODY: usize = 20_000;

/// The strings a field of this length keeps.
fn kept(most: usize) -> Vec<Hostile> {
    let kept: Vec<Hostile> =
        strings::all().into_iter().filter(|hostile| text::check(&hostile.text, most).is_ok()).collect();
    assert!(kept.len() > 400, "only {} strings are kept", kept.len());
    kept
}

fn both(text: &str) -> Text {
    Text { fr: text.to_owned(), en: text.to_owned() }
}

async fn page(world: &World, path: &str, session: Option<&str>, lang: &str) -> Page {
    let cookie = format!("{}voix_lang={lang}", session.map(|session| format!("{session}; ")).unwrap_or_default());
    let answer = world.ask("GET", path, Some(&cookie), None).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    let page = look(&answer).unwrap_or_else(|fault| panic!("{path} ({lang}): {fault}"));
    page.unwrap_or_else(|| panic!("{path} is no page"))
}

/// The same page of an assembly of harmless words has the same elements and attributes.
fn same_skeleton(path: &str, hostile: &Page, harmless: &Page) {
    for (n, (one, other)) in hostile.skeleton.iter().zip(&harmless.skeleton).enumerate() {
        assert_eq!(one, other, "{path}: element {n}");
    }
    assert_eq!(hostile.skeleton.len(), harmless.skeleton.len(), "{path}");
}

/// Every text in the properties of a page's islands.
fn properties(page: &Page) -> BTreeSet<String> {
    fn texts(value: Value, found: &mut BTreeSet<String>) {
        match value {
            Value::String(text) => drop(found.insert(text)),
            Value::Array(items) => items.into_iter().for_each(|item| texts(item, found)),
            Value::Object(fields) => fields.into_iter().for_each(|(_, item)| texts(item, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    for value in page.values.iter().filter(|value| value.starts_with('{')) {
        let value = serde_json::from_str(value).unwrap_or_else(|error| panic!("{error}: {value}"));
        texts(value, &mut found);
    }
    found
}

fn refusal<T>(outcome: Result<T, Error>, name: &str) -> Option<Refusal> {
    match outcome {
        Ok(_) => None,
        Err(Error::Refused(refusal)) => Some(refusal),
        Err(Error::Internal(error)) => panic!("{name}: failed instead of refusing: {error}"),
    }
}

#[tokio::test]
async fn an_applicants_texts_are_kept_or_refused_as_the_rule_says() {
    let world = world_of(&Seed { members: 5, applicants: 0, ..seed("Mot") }).await;
    let service = &world.service;
    let (mut kept, mut refused) = (0, BTreeSet::new());
    let applying = |name: String, email: Option<String>| {
        let postal = Postal { street: "1 rue".to_owned(), city: "Dijon".to_owned(), ..Postal::default() };
        let identity = Identity { name, postal, ..Identity::default() };
        Application { identity, email, shares_wished: 1, ..Application::default() }
    };
    for (n, Hostile { name, text }) in strings::all().into_iter().enumerate() {
        let named = applying(text.clone(), None);
        let addressed = applying(format!("Mot {n}"), Some(text.clone()));
        let no_address = domain::mail::address(&text).err().or(text::check(text.trim(), 254).err());
        for (application, expected) in [(named, text::check(&text, NAME).err()), (addressed, no_address)] {
            let outcome = service::apply(service, &Actor::Anyone, &application).await;
            kept += u32::from(outcome.is_ok());
            let refusal = refusal(outcome, &name);
            assert_eq!(refusal, expected, "{name}");
            refused.extend(refusal.map(Refusal::code));
        }
    }
    assert_eq!(refused, BTreeSet::from(["text-invalid", "text-characters", "email-invalid"]));
    let view = service::views::cooperative(service).await.expect("readable");
    assert_eq!(view.applicants, kept, "what was refused is not there");
}

#[tokio::test]
async fn what_founding_and_convening_refuse_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("voix.sqlite").display());
    let service = Service::open(&url, Arc::new(SystemClock), Arc::new(SystemRandomness)).await.expect("a database");
    let mut tried = 0;
    for Hostile { name, text } in strings::all() {
        let Err(expected) = text::check(&text, BODY) else { continue };
        tried += 1;
        let clean = || Seed { members: 5, ..seed("Mot") };
        let item = |title: &str, body: &str| AgendaItem { title: both(title), text: both(body), mode: VoteMode::Open };
        let in_english = |title: &str, body: &str| {
            let (mut english, french) = (item(title, body), item("Mot", "Mot"));
            (english.title.fr, english.text.fr) = (french.title.fr, french.text.fr);
            english
        };
        let seeds = [
            Seed { name: text.clone(), ..clean() },
            Seed { legal_line: text.clone(), ..clean() },
            Seed { names: vec![text.clone()], ..clean() },
            Seed { place: text.clone(), ..clean() },
            Seed { agenda: vec![item(&text, "Mot")], ..clean() },
            Seed { agenda: vec![item("Mot", &text)], ..clean() },
            Seed { agenda: vec![in_english(&text, "Mot")], ..clean() },
            Seed { agenda: vec![in_english("Mot", &text)], ..clean() },
        ];
        for (field, seed) in seeds.iter().enumerate() {
            let refusal = refusal(service::demo::load_seed(&service, seed).await, &name);
            assert_eq!(refusal, Some(expected), "{name} in field {field}");
        }
    }
    assert!(tried > 100, "{tried}");
    let view = service::views::cooperative(&service).await;
    assert!(matches!(view, Err(Error::Refused(Refusal::NotFound))), "a cooperative of refused words: {view:?}");
}

#[tokio::test]
async fn every_name_greets_its_bearer_as_it_was_written() {
    let names = kept(NAME);
    let count = u32::try_from(names.len()).expect("a number");
    let of = |names: Vec<String>| Seed { members: count, applicants: 0, names, ..seed("Mot") };
    let world = world_of(&of(names.iter().map(|hostile| hostile.text.clone()).collect())).await;
    let people: Vec<DemoPerson> =
        serde_json::from_str(&world.ask("GET", "/api/v1/demo/people", None, None).await.text).expect("people");
    // Ten: the first five have no key, the next three an office, the last two neither lack nor office.
    let harmless = world_of(&Seed { members: 10, ..seed("Mot") }).await;
    for person in people {
        let text = &names[person.number as usize - 1].text;
        assert_eq!(person.name, *text);
        let session = session(&world, person.member).await;
        let twin = harmless.people.iter().find(|twin| (&twin.roles, twin.has_key) == (&person.roles, person.has_key));
        let twin = session_of(&harmless, twin).await;
        let lang = if person.number % 2 == 0 { "fr" } else { "en" };
        let page_of_name = page(&world, "/votes", Some(&session), lang).await;
        same_skeleton("/votes", &page_of_name, &page(&harmless, "/votes", Some(&twin), lang).await);
        assert!(page_of_name.exactly(text) > 0, "{text:?} is not in the header");
        assert!(properties(&page_of_name).contains(text), "{text:?} is not in the island");
        let shown = page_of_name.texts.iter().filter(|shown| shown.contains(text.as_str())).count();
        assert!(shown > 1, "{text:?} is not in the greeting");
    }
    let demo = page(&world, "/demo", None, "fr").await;
    assert!(
        names[..5].iter().all(|hostile| demo.exactly(&hostile.text) == 2),
        "name and button of each person proposed"
    );
}

async fn session(world: &World, member: MemberId) -> String {
    let token = service::sign_in_demo(&world.service, member, "").await.expect("signed in");
    format!("__Host-voix={token}")
}

async fn session_of(world: &World, person: Option<&DemoPerson>) -> String {
    session(world, person.expect("somebody like this").member).await
}

/// Every text as title and text of a resolution of its own, in both languages, from the convocation to the minutes.
#[tokio::test]
async fn every_resolution_is_put_and_published_as_it_was_written() {
    let texts: Vec<String> = kept(BODY).into_iter().map(|hostile| hostile.text).collect();
    for texts in texts.chunks(60) {
        put_and_published(texts).await;
    }
}

async fn put_and_published(texts: &[String]) {
    let titled = |text: &String| if text::check(text, NAME).is_ok() { text.clone() } else { "Mot".to_owned() };
    let agenda = |of: &dyn Fn(&String) -> (String, String)| -> Vec<AgendaItem> {
        let item = |(title, text): (String, String)| AgendaItem {
            title: both(&title),
            text: both(&text),
            mode: VoteMode::Open,
        };
        texts.iter().map(|text| item(of(text))).collect()
    };
    let hostile = Seed { agenda: agenda(&|text| (titled(text), text.clone())), ..seed("Mot") };
    let harmless = Seed { agenda: agenda(&|_| ("Mot".to_owned(), "Mot".to_owned())), ..seed("Mot") };
    let (hostile, harmless) = (world_of(&hostile).await, world_of(&harmless).await);
    let assert_shown = |path: &str, page: &Page, titles_only: bool| {
        for text in texts {
            assert!(page.shows(&titled(text)), "{path}: {text:?}");
            assert!(titles_only || page.exactly(text) > 0, "{path}: {text:?}");
        }
    };
    for world in [&hostile, &harmless] {
        all(world, Acts::Open).await;
    }
    let paths = |world: &World| {
        [
            "/".to_owned(),
            "/assembly".to_owned(),
            "/votes".to_owned(),
            "/console".to_owned(),
            "/ballot".to_owned(),
            format!("/record/{}", world.assembly),
            format!("/minutes/{}", world.assembly),
        ]
    };
    for lang in ["fr", "en"] {
        for (path, twin) in paths(&hostile).into_iter().zip(paths(&harmless)).take(6) {
            let who = if path == "/console" { CHAIR } else { VOTERS[0] };
            let own = page(&hostile, &path, Some(&hostile.sign_in(who).await), lang).await;
            let other = page(&harmless, &twin, Some(&harmless.sign_in(who).await), lang).await;
            same_skeleton(&path, &own, &other);
            match path.as_str() {
                "/assembly" | "/ballot" => assert_shown(&path, &own, false),
                "/" | "/votes" | "/console" => assert_shown(&path, &own, true),
                _ => {}
            }
            if path == "/ballot" {
                let properties = properties(&own);
                assert!(texts.iter().all(|text| properties.contains(text)), "the island has every text");
            }
        }
    }
    for (n, text) in texts.iter().enumerate() {
        let path = format!("/vote/{}", hostile.votes[n]);
        let own = page(&hostile, &path, None, if n % 2 == 0 { "fr" } else { "en" }).await;
        assert!(own.headings.contains(&titled(text)) && own.exactly(text) > 0, "{path}: {text:?}");
        assert!(
            own.headings.contains(&format!("{} · Voix", titled(text))),
            "{path}: the title of {text:?}: {:?}",
            own.headings
        );
    }
    for world in [&hostile, &harmless] {
        all(world, Acts::Finish).await;
    }
    for lang in ["fr", "en"] {
        let own = page(&hostile, &paths(&hostile)[6], None, lang).await;
        same_skeleton("/minutes", &own, &page(&harmless, &paths(&harmless)[6], None, lang).await);
        assert_shown("/minutes", &own, false);
    }
    let view: AssemblyView =
        serde_json::from_str(&hostile.ask("GET", "/api/v1/assemblies/current", None, None).await.text).expect("a view");
    let minutes = minutes(&hostile).await;
    assert_eq!(view.minutes_hash, Some(minutes.hash_hex()));
    for (n, text) in texts.iter().enumerate() {
        for resolution in [&view.items[n].resolution, &minutes.items[n].resolution] {
            assert_eq!((&resolution.title, &resolution.text), (&both(&titled(text)), &both(text)), "{text:?}");
        }
        assert_eq!(minutes.documents[n].title, titled(text));
    }
    record_holds(&hostile).await;
}

enum Acts {
    Open,
    Finish,
}

/// Opens, or closes and publishes, everything of an assembly without secret votes.
async fn all(world: &World, acts: Acts) {
    let (service, assembly) = (&world.service, world.keys.assembly);
    let person = |nth: usize| {
        let person = &world.people[nth];
        Actor::Member { id: person.member, roles: person.roles.clone() }
    };
    if matches!(acts, Acts::Open) {
        service::open_session(service, &person(CHAIR), assembly).await.expect("in session");
        let form = service::views::console(service, &person(CHAIR), assembly).await.expect("a console").bureau.form;
        service::constitute_bureau(service, &person(CHAIR), assembly, &form).await.expect("constituted");
    }
    for vote in &world.votes {
        let vote = vote.parse().expect("a vote");
        match acts {
            Acts::Open => drop(service::open_vote(service, &person(CHAIR), vote).await.expect("open")),
            Acts::Finish => drop(service::close_vote(service, &person(CHAIR), vote).await.expect("closed")),
        }
    }
    if matches!(acts, Acts::Finish) {
        service::publish_minutes(service, &person(SECRETARY), assembly).await.expect("published");
    }
}

async fn minutes(world: &World) -> Minutes {
    let path = format!("/api/v1/assemblies/{}/minutes", world.assembly);
    serde_json::from_str(&world.ask("GET", &path, None, None).await.text).expect("minutes")
}

/// The record follows from entry to entry, ends with the hash of the minutes, and its checkpoint is signed.
async fn record_holds(world: &World) {
    let get = async |what: &str| {
        world.ask("GET", &format!("/api/v1/assemblies/{}/{what}", world.assembly), None, None).await.text
    };
    let entries: Vec<Entry> =
        get("record.jsonl").await.lines().map(|line| Entry::parse(line).expect("an entry")).collect();
    let (cooperative, assembly) = (world.keys.cooperative, world.keys.assembly);
    let head = record::verify_record(cooperative.bytes(), assembly.bytes(), &entries).expect("a sound record");
    let view: CooperativeView =
        serde_json::from_str(&world.ask("GET", "/api/v1/cooperative", None, None).await.text).expect("a view");
    let note = checkpoint::parse(&get("checkpoint").await).expect("a checkpoint");
    let origin = checkpoint::origin(cooperative.bytes(), assembly.bytes());
    checkpoint::verify(&note, &origin, &encoding::hex32(&view.record_key).expect("a key")).expect("signed");
    assert_eq!((note.size, note.root), (head.size, head.root));
    let minutes = minutes(world).await;
    assert_eq!(entries.last().expect("one").body["minutes"], Value::from(minutes.hash_hex()));
    canonical::parse(&minutes.to_canonical_json()).expect("canonical");
}

/// Name, legal line and place: one of each in a cooperative, so one cooperative for each string.
#[tokio::test]
async fn name_and_place_of_a_cooperative_are_shown_as_they_were_written() {
    let small = |words: &str| Seed { members: 5, applicants: 0, ..seed(words) };
    let harmless = world_of(&small("Mot")).await;
    let mut clean = Vec::new();
    for lang in ["fr", "en"] {
        clean.push([page(&harmless, "/", None, lang).await, page(&harmless, "/assembly", None, lang).await]);
    }
    for Hostile { name, text } in kept(NAME) {
        let world = world_of(&small(&text)).await;
        let view = service::views::cooperative(&world.service).await.expect("readable");
        let assembly = service::views::assembly(&world.service, world.keys.assembly).await.expect("readable");
        assert_eq!((&view.name, &assembly.place), (&text, &text), "{name}");
        for (clean, lang) in clean.iter().zip(["fr", "en"]) {
            let (home, assembly) = (page(&world, "/", None, lang).await, page(&world, "/assembly", None, lang).await);
            same_skeleton("/", &home, &clean[0]);
            same_skeleton("/assembly", &assembly, &clean[1]);
            // Name and two titles; place, two titles and two texts.
            let shown = (home.exactly(&text), assembly.exactly(&text));
            assert!(shown.0 >= 3 && shown.1 >= 5, "{name} in {lang}: {shown:?}");
        }
    }
}

/// One string of each family and those made for HTML, everywhere at once, through a secret vote to the minutes.
#[tokio::test]
async fn a_whole_assembly_of_hostile_words_is_held_shown_and_verified() {
    let harmless = Stage::at(Moment::Published, &seed("Mot")).await;
    let mut clean = Vec::new();
    for (path, who, lang) in visits(&harmless) {
        clean.push(page(&harmless.world, &path, Some(&harmless.world.sign_in(who).await), lang).await);
    }
    let strings = worst();
    assert!(strings.len() >= 30, "{}", strings.len());
    for Hostile { name, text } in strings {
        let stage = Stage::at(Moment::Published, &seed(&text)).await;
        for ((path, who, lang), clean) in visits(&stage).into_iter().zip(&clean) {
            let own = page(&stage.world, &path, Some(&stage.world.sign_in(who).await), lang).await;
            same_skeleton(&format!("{name}: {path}"), &own, clean);
            assert!(own.exactly(&text) > 0, "{name}: {path}");
            properties(&own);
        }
        let minutes = minutes(&stage.world).await;
        let words = [
            &minutes.cooperative_name,
            &minutes.legal_line,
            &minutes.place,
            &minutes.bureau.chair,
            &minutes.bureau.secretary,
            &minutes.bureau.scrutineers[0],
            &minutes.bureau.scrutineers[1],
        ];
        assert!(words.iter().all(|word| **word == text), "{name}: {words:?}");
        record_holds(&stage.world).await;
        election_holds(&stage, &text).await;
    }
}

/// Every page with somebody who may see it, in both languages.
fn visits(stage: &Stage) -> Vec<(String, usize, &'static str)> {
    let assembly = stage.assembly();
    let pages = [
        ("/".to_owned(), VOTERS[0]),
        ("/demo".to_owned(), VOTERS[0]),
        ("/votes".to_owned(), VOTERS[0]),
        ("/ballot".to_owned(), VOTERS[0]),
        ("/key-holder".to_owned(), HOLDER),
        ("/console".to_owned(), CHAIR),
        (format!("/assembly/{assembly}"), SECRETARY),
        (format!("/vote/{}", stage.vote(0)), VOTERS[1]),
        (format!("/vote/{}?tracker=AAAA", stage.vote(1)), VOTERS[1]),
        (format!("/record/{assembly}"), VOTERS[0]),
        (format!("/minutes/{assembly}"), VOTERS[0]),
        ("/verify".to_owned(), VOTERS[0]),
    ];
    pages.into_iter().flat_map(|(path, who)| ["fr", "en"].map(|lang| (path.clone(), who, lang))).collect()
}

/// The first two of each family that are kept.
fn worst() -> Vec<Hostile> {
    let mut taken: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    let mut all = kept(NAME);
    all.retain(|hostile| {
        let family = hostile.name.split(' ').next().unwrap_or_default().to_owned();
        let count = taken.entry(family).or_default();
        *count += 1;
        *count <= 2
    });
    all
}

/// The archive that observers download is sound, and its texts are the resolution's.
async fn election_holds(stage: &Stage, text: &str) {
    let service = &stage.world.service;
    let archive = service::views::archive(service, stage.vote(1), None).await.expect("an archive");
    let companion = service::views::companion(service, stage.vote(1), None).await.expect("a companion");
    let report = checks::verify_election(&archive, Some(&companion), &mut |_, _| {}).expect("readable");
    assert!(report.passed(), "{text:?}: {:?}", report.failed());
    assert_eq!(report.summary.name, text);
    let path = format!("/api/v1/votes/{}/verify.zip", stage.vote(1));
    let zip = stage.world.ask("GET", &path, None, None).await;
    look(&zip).unwrap_or_else(|fault| panic!("{path}: {fault}"));
}
