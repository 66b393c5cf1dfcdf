//! The members whose recovery phrases the demo wrote down: they sign in, fetch their ballot paper, and have keys.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow, ensure};
use domain::ids::{AssemblyId, CooperativeId, MemberId};
use domain::wire::BallotPaper;
use protocol::keys::{Language, MemberKeys, Phrase};
use serde::Deserialize;
use serde_json::json;

use crate::cast::{on_every_core, send};
use crate::figures::Phase;
use crate::http::{Answer, Connection, Request};
use crate::server::Server;

/// The file the demo leaves beside its database.
#[derive(Deserialize)]
struct DemoKeys {
    cooperative: CooperativeId,
    keys: Vec<DemoKey>,
}

#[derive(Deserialize)]
struct DemoKey {
    member: MemberId,
    phrase: String,
    language: Words,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Words {
    French,
    English,
}

/// A member with keys.
pub struct Person {
    /// Who.
    pub member: MemberId,
    /// The keys, as the member's browser would have them.
    pub keys: MemberKeys,
}

/// Reads the phrases and derives the keys.
///
/// # Errors
/// When the demo's file is not there or not what it was.
pub fn people(data: &Path) -> Result<(CooperativeId, Vec<Person>)> {
    let path = data.join("demo-keys.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
    let demo: DemoKeys = serde_json::from_str(&text).with_context(|| format!("{}", path.display()))?;
    let people = on_every_core(&demo.keys, |_, key| {
        let language = match key.language {
            Words::French => Language::French,
            Words::English => Language::English,
        };
        let phrase = Phrase::parse(&key.phrase, language).map_err(|fault| anyhow!("a phrase: {fault}"))?;
        Ok(Person { member: key.member, keys: MemberKeys::derive(&phrase, demo.cooperative.bytes()) })
    })?;
    Ok((demo.cooperative, people))
}

fn sign_in_request(member: MemberId) -> Result<Request> {
    Request::post("/api/v1/demo/sign-in", None, &json!({ "member": member }))
}

/// The session that an answer sets.
///
/// # Errors
/// When it sets none.
pub(crate) fn session(answer: &Answer) -> Result<String> {
    let set = answer.header("set-cookie").context("no cookie came back")?;
    Ok(set.split(';').next().unwrap_or_default().to_owned())
}

/// Signs one member in on a connection.
///
/// # Errors
/// When the server refuses.
pub fn sign_in(connection: &mut Connection, member: MemberId) -> Result<()> {
    let answer = connection.send(&sign_in_request(member)?)?;
    answer.good()?;
    connection.cookie = Some(session(&answer)?);
    Ok(())
}

/// Signs everyone in; a session each.
///
/// # Errors
/// When the server refuses.
pub fn sign_in_all(server: &Server, connections: usize, people: &[Person]) -> Result<(Phase, Vec<String>)> {
    let requests: Vec<Request> = people.iter().map(|person| sign_in_request(person.member)).collect::<Result<_>>()?;
    let (phase, answers) = send("sign-ins", server, connections, &requests)?;
    let sessions = answers.iter().map(session).collect::<Result<_>>()?;
    Ok((phase, sessions))
}

/// Fetches everyone's ballot paper.
///
/// # Errors
/// When the server refuses, or a paper is not its reader's.
pub fn papers(
    server: &Server,
    connections: usize,
    assembly: AssemblyId,
    people: &[Person],
    sessions: &[String],
) -> Result<(Phase, Vec<BallotPaper>)> {
    let path = format!("/api/v1/assemblies/{assembly}/ballot-paper");
    let requests: Vec<Request> = sessions.iter().map(|session| Request::get(&path, Some(session), "")).collect();
    let (phase, answers) = send("ballot papers", server, connections, &requests)?;
    let papers: Vec<BallotPaper> = answers.iter().map(Answer::json).collect::<Result<_>>()?;
    let own = papers.iter().zip(people).all(|(paper, person)| paper.voice == person.member);
    ensure!(own, "somebody got another member's ballot paper");
    Ok((phase, papers))
}
