//! The setup: election, trustees, credentials.

use domain::ids::{AssemblyId, CooperativeId};
use domain::resolution::Resolution;
use protocol::archive::event::SetupData;
use protocol::archive::{Builder, EventType, Item};
use protocol::election::{self, Election, Question};
use protocol::group::Element;
use protocol::{credentials, hash, json};

use super::secrets::{self, Credential};
use super::trustees::Holders;
use super::{COOPERATIVE, Plan, Stream};

/// An open box, seen by someone who knows every secret of it.
#[derive(Clone, Debug)]
pub struct OpenBox {
    /// The election.
    pub election: Election,
    /// φ.
    pub phi: String,
    /// Trustees and their secrets.
    pub holders: Holders,
    /// Credential of each voter.
    pub voters: Vec<Credential>,
}

/// What is put to the vote where it is a resolution of an assembly.
#[derive(Clone, Debug)]
pub struct About {
    /// The assembly.
    pub assembly: AssemblyId,
    /// The resolution.
    pub resolution: Resolution,
}

impl About {
    fn election(&self, uuid: &str, key: Element) -> Result<Election, String> {
        let cooperative = hash::hex(&COOPERATIVE).parse::<CooperativeId>().map_err(|_| "no id of a cooperative")?;
        Ok(self.resolution.election(uuid, cooperative, self.assembly, key))
    }
}

pub(super) fn open(
    plan: &Plan,
    about: Option<&About>,
    builder: &mut Builder,
    sink: &mut dyn FnMut(Item) -> Result<(), String>,
) -> Result<OpenBox, String> {
    let mut rng = plan.rng(Stream::Setup, 0);
    let uuid = secrets::base58(16, &mut rng);
    let holders = Holders::make(plan.quorum, &mut rng)?;
    let voters = (0..plan.voters).map(|_| Credential::draw(&uuid, &mut rng)).collect();
    let about = about.cloned();
    set_up(plan, Setting { vote: plan.seed, uuid, holders, voters, about }, builder, sink)
}

/// What a box is opened with.
pub(super) struct Setting {
    /// Number of the vote: the same for all its boxes.
    pub vote: u64,
    pub uuid: String,
    pub holders: Holders,
    pub voters: Vec<Credential>,
    /// A resolution in the place of the usual question.
    pub about: Option<About>,
}

pub(super) fn set_up(
    plan: &Plan,
    setting: Setting,
    builder: &mut Builder,
    sink: &mut dyn FnMut(Item) -> Result<(), String>,
) -> Result<OpenBox, String> {
    let Setting { vote, uuid, holders, voters, about } = setting;
    let public_key = holders.public.election_key().map_err(|error| error.to_string())?;
    let election = match about {
        Some(about) => about.election(&uuid, public_key)?,
        None => rehearsed(plan, vote, uuid, public_key),
    };
    let mut public: Vec<Element> = voters.iter().map(|voter| Element::mul_base(&voter.secret)).collect();
    let bodies = [election.to_json(), holders.public.to_json(), credentials::publish(&mut public)];
    let phi = election::fingerprint(&bodies[0]);
    let parts = bodies.map(|body| builder.data(body));
    let setup = SetupData {
        election: parts[0].hash.clone(),
        trustees: parts[1].hash.clone(),
        credentials: parts[2].hash.clone(),
        credentials_certificate: None,
    };
    let setup = builder.data(json::write(&setup));
    let event = builder.event(EventType::Setup, Some(&setup.hash));
    parts.into_iter().chain([setup, event]).try_for_each(sink)?;
    Ok(OpenBox { election, phi, holders, voters })
}

fn rehearsed(plan: &Plan, vote: u64, uuid: String, public_key: Element) -> Election {
    Election {
        version: 1,
        description: "Une répétition : aucun de ces votes n’a eu lieu.".to_owned(),
        name: "Répétition".to_owned(),
        group: protocol::group::NAME.to_owned(),
        public_key,
        questions: vec![question(plan)],
        uuid,
        administrator: Some(format!("{}simulation {}", election::OURS, vote)),
        credential_authority: Some("simulation".to_owned()),
        language: None,
    }
}

fn question(plan: &Plan) -> Question {
    let resolution = ["Pour", "Contre", "Abstention"];
    let named = |i: usize| match resolution.get(i) {
        Some(name) if plan.answers == resolution.len() => (*name).to_owned(),
        _ => format!("Réponse {}", i + 1),
    };
    Question {
        answers: (0..plan.answers).map(named).collect(),
        blank: plan.blank.then_some(true),
        min: plan.min as u64,
        max: plan.max as u64,
        question: "Que décidez-vous ?".to_owned(),
    }
}
