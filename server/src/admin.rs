//! `voix admin`: what whoever keeps the server running does without a page.

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Utc};
use domain::Refusal;
use domain::ids::AssemblyId;
use service::{Error, Service, admin, copies};

use crate::place::{self, Place};
use crate::restore::Shown;

/// Commands of `admin`.
#[derive(Clone, clap::Subcommand)]
pub enum Command {
    /// Makes a member operator: who keeps the server running.
    Operator(Operator),
    /// Lists who is in which office.
    Roles(Place),
    /// Lets an assembly go on that stands still since its database was brought back from a copy.
    ResumeAfterRestore(Resume),
}

/// Options of `operator`.
#[derive(Clone, Default, clap::Args)]
pub struct Operator {
    #[command(flatten)]
    place: Place,
    /// The member's address.
    #[arg(long)]
    email: String,
    /// The member's number, when several have this address.
    #[arg(long)]
    number: Option<u32>,
}

/// Options of `resume-after-restore`.
#[derive(Clone, clap::Args)]
pub struct Resume {
    #[command(flatten)]
    place: Place,
    /// The assembly, as `voix check` names it.
    #[arg(long)]
    assembly: AssemblyId,
    #[command(flatten)]
    shown: Shown,
    /// Members and observers were asked, and nobody holds anything newer than the copy.
    #[arg(long)]
    nobody_holds_more: bool,
}

/// Does it.
pub fn run(command: &Command) -> Result<()> {
    let place = match command {
        Command::Operator(options) => &options.place,
        Command::Roles(place) => place,
        Command::ResumeAfterRestore(options) => &options.place,
    };
    let settings = place.settings()?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let service = place::attach(&settings).await?;
        let outcome = match command {
            Command::Operator(options) => operator(&service, options).await,
            Command::Roles(_) => roles(&service).await,
            Command::ResumeAfterRestore(options) => resume(&service, options).await,
        };
        service.close().await;
        outcome
    })
}

async fn operator(service: &Service, options: &Operator) -> Result<()> {
    match admin::appoint_operator(service, &options.email, options.number).await {
        Ok(officer) => {
            println!("{} is operator. The office opens with the key of a device, or a passkey.", officer.name)
        }
        Err(Error::Refused(Refusal::NotFound)) => {
            bail!("no member has the address {}, or several have: then --number says which", options.email)
        }
        Err(Error::Refused(Refusal::MemberState)) => bail!("who has this address is no active member"),
        Err(Error::Refused(Refusal::EmailInvalid)) => bail!("“{}” is not an e-mail address", options.email),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn roles(service: &Service) -> Result<()> {
    let day = |at: i64| DateTime::<Utc>::from_timestamp_micros(at).unwrap_or_default().format("%Y-%m-%d").to_string();
    for officer in admin::officers(service).await? {
        let role = serde_json::to_value(officer.role)?;
        let number = officer.number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        let until = officer.until.map(|until| format!(" until {}", day(until))).unwrap_or_default();
        let role = role.as_str().unwrap_or_default();
        println!("{role:12} {number:>6}  {}, since {}{until}", officer.name, day(officer.from));
    }
    Ok(())
}

async fn resume(service: &Service, options: &Resume) -> Result<()> {
    let evidence = options.shown.read()?;
    if evidence.checkpoints.is_empty() && evidence.receipts.is_empty() && !options.nobody_holds_more {
        bail!(
            "show what members and observers hold, with --checkpoint and --receipts; or, if they were asked and hold \
             nothing newer, say --nobody-holds-more"
        );
    }
    let id = options.assembly;
    match copies::resume(service, id, &evidence).await {
        Ok(losses) if losses.is_empty() => {
            println!("Assembly {id} goes on. That its database was brought back is an entry of its record.");
            Ok(())
        }
        Ok(losses) => {
            losses.iter().for_each(|loss| println!("{loss}"));
            bail!("assembly {id} lost what others can show: it never goes on, and has to be convened again")
        }
        Err(Error::Refused(Refusal::NotFound)) => bail!("assembly {id} does not stand still"),
        Err(Error::Refused(Refusal::RecordLost)) => {
            bail!("assembly {id} lost something that was signed: it never goes on, and has to be convened again")
        }
        Err(Error::Refused(Refusal::Malformed)) => {
            bail!("something shown was not signed by this cooperative: nothing follows from it")
        }
        Err(error) => Err(error).context("the assembly still stands still"),
    }
}
