//! The questions of `voix init`, and which answers are taken.

use std::io::{BufRead, Write};
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use chrono_tz::Tz;
use domain::help::HelpContact;
use domain::money::Cents;
use domain::roles::Role;
use domain::statutes::OFFERED;
use http::uri::Authority;
use rustls::pki_types::ServerName;
use service::{Founder, Founding};

use super::Options;
use crate::causes;

/// What the questions brought.
pub struct Answers {
    /// The cooperative.
    pub founding: Founding,
    /// Address of its site.
    pub url: String,
    /// Folder of the built site.
    pub site: PathBuf,
}

/// Asks what was not given.
pub struct Asker<R, W> {
    /// Where answers come from.
    pub input: R,
    /// Where questions go.
    pub output: W,
    /// Whether what is proposed is taken.
    pub yes: bool,
    /// Whether somebody sits there.
    pub terminal: bool,
}

impl<R: BufRead, W: Write> Asker<R, W> {
    /// An answer that `read` understands: the one given, or asked for until it is understood.
    pub fn ask<T>(
        &mut self,
        flag: &str,
        question: &str,
        given: Option<&str>,
        proposed: Option<&str>,
        read: impl Fn(&str) -> Result<T>,
    ) -> Result<T> {
        if let Some(given) = given {
            return read(given).with_context(|| format!("--{flag} {given}"));
        }
        if self.yes
            && let Some(proposed) = proposed
        {
            return read(proposed);
        }
        if !self.terminal {
            bail!("--{flag} is missing, and there is nobody to ask ({question})");
        }
        loop {
            let hint = proposed.map(|proposed| format!(" [{proposed}]")).unwrap_or_default();
            write!(self.output, "{question}{hint}: ")?;
            self.output.flush()?;
            let mut line = String::new();
            if self.input.read_line(&mut line)? == 0 {
                bail!("nothing was written");
            }
            let line = line.trim();
            match read(if line.is_empty() { proposed.unwrap_or_default() } else { line }) {
                Ok(value) => return Ok(value),
                Err(error) => writeln!(self.output, "  {}", causes::of(&error))?,
            }
        }
    }
}

/// Every answer, from the options or from who sits there. What would stop the founding later is refused here.
pub fn answers<R: BufRead, W: Write>(options: &Options, asker: &mut Asker<R, W>) -> Result<Answers> {
    let name = asker.ask("name", "Name of the cooperative", options.name.as_deref(), None, short)?;
    let legal = "Société coopérative à capital variable";
    let legal_line = options.legal_line.as_deref();
    let legal_line =
        asker.ask("legal-line", "Form, capital and seat, as on its letters", legal_line, Some(legal), long)?;
    let share_cents = asker.ask("share", "Value of a share, in euros", options.share.as_deref(), Some("16"), cents)?;
    let shares = |text: &str| affordable(number(text)?, share_cents);
    let minimum = options.minimum_shares.as_deref();
    let minimum_shares = asker.ask("minimum-shares", "Shares each member must hold", minimum, Some("1"), shares)?;
    let zone = options.time_zone.as_deref();
    let time_zone = asker.ask("time-zone", "Time zone of the assemblies", zone, Some("Europe/Paris"), zone_of)?;
    let forms = format!("Statutes begin as ({})", OFFERED.join(", "));
    let preset = asker.ask("statutes", &forms, options.statutes.as_deref(), Some(OFFERED[0]), offered)?;
    let member = asker.ask("member", "Your name (the first member)", options.member.as_deref(), None, short)?;
    let email = asker.ask("email", "Your e-mail address", options.email.as_deref(), None, address)?;
    let phone = options.contact_phone.as_deref();
    let phone =
        asker.ask("contact-phone", "Telephone of whom members ask, for all to read", phone, Some(""), dialled)?;
    let mailed = options.contact_email.as_deref();
    let mailed = asker.ask("contact-email", "Their e-mail address, likewise", mailed, Some(""), maybe_address)?;
    let help = HelpContact { phone, email: mailed };
    let local = "http://127.0.0.1:3000";
    let url = asker.ask("url", "Address members will reach the site at", options.url.as_deref(), Some(local), web)?;
    let founder = Founder {
        name: member,
        email: Some(email),
        shares: minimum_shares,
        roles: vec![Role::Chair, Role::Secretary, Role::Board, Role::Operator],
    };
    let founders = vec![founder];
    let founding = Founding { name, legal_line, preset, share_cents, minimum_shares, time_zone, help, founders };
    let site = options.site.clone().unwrap_or_else(|| PathBuf::from("target/site"));
    Ok(Answers { founding, url, site: std::path::absolute(site)? })
}

/// A name, as long as the database keeps it.
fn short(text: &str) -> Result<String> {
    one_line(text, 200)
}

fn long(text: &str) -> Result<String> {
    one_line(text, 300)
}

fn one_line(text: &str, most: usize) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        bail!("something must be written here");
    }
    let length = text.chars().count();
    if length > most {
        bail!("this has {length} characters; at most {most} are kept");
    }
    if domain::text::check(text, most).is_err() {
        bail!("this holds characters that are not seen, or that no text may hold");
    }
    Ok(text.to_owned())
}

fn zone_of(text: &str) -> Result<String> {
    match text.trim().parse::<Tz>() {
        Ok(zone) => Ok(zone.name().to_owned()),
        Err(_) => bail!("“{text}” is no time zone, such as Europe/Paris"),
    }
}

/// What a member must hold is worth no more than can be counted.
fn affordable(shares: u32, share_cents: i64) -> Result<u32> {
    match share_cents.checked_mul(i64::from(shares)) {
        Some(_) => Ok(shares),
        None => bail!("{shares} shares of this value are more money than there is"),
    }
}

fn offered(text: &str) -> Result<String> {
    match OFFERED.iter().find(|id| **id == text.trim()) {
        Some(id) => Ok((*id).to_owned()),
        None => bail!("“{text}” is none of {}", OFFERED.join(", ")),
    }
}

fn number(text: &str) -> Result<u32> {
    match text.trim().parse() {
        Ok(number) if number >= 1 => Ok(number),
        _ => bail!("“{text}” is not a number from 1"),
    }
}

/// "16", "16.50" or "16,50", in cents.
fn cents(text: &str) -> Result<i64> {
    match Cents::parse(text) {
        Ok(Cents(cents)) => Ok(cents),
        Err(_) => bail!("“{text}” is not an amount in euros above nothing, such as 16 or 16.50"),
    }
}

fn address(text: &str) -> Result<String> {
    domain::mail::address(text).map_err(|_| anyhow::anyhow!("“{text}” is not an e-mail address"))
}

/// A telephone number, or nothing.
fn dialled(text: &str) -> Result<String> {
    match HelpContact::read(text, "") {
        Ok(help) => Ok(help.phone),
        Err(_) => bail!("“{text}” is not a telephone number, such as 03 81 00 00 00"),
    }
}

/// An e-mail address, or nothing.
fn maybe_address(text: &str) -> Result<String> {
    if text.trim().is_empty() { Ok(String::new()) } else { address(text) }
}

fn web(text: &str) -> Result<String> {
    let text = text.trim().trim_end_matches('/');
    match text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) {
        Some(host) if names_a_host(host) => Ok(text.to_owned()),
        _ => bail!("“{text}” is not the address of a site, such as https://vote.example.org"),
    }
}

/// A name or an address, and perhaps a port; nothing before it and nothing after it.
fn names_a_host(text: &str) -> bool {
    let Ok(authority) = text.parse::<Authority>() else { return false };
    let host = authority.host();
    let rest = text.strip_prefix(host).unwrap_or("@");
    let port =
        rest.is_empty() || rest.strip_prefix(':').is_some_and(|port| port.parse().is_ok_and(|port: u16| port > 0));
    port && ServerName::try_from(host.trim_matches(['[', ']'])).is_ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::init::tests::given;

    #[test]
    fn what_is_missing_is_named_when_nobody_can_be_asked() {
        let options = Options { name: None, ..given(Path::new("nowhere")) };
        let mut asker = Asker { input: std::io::empty(), output: std::io::sink(), yes: true, terminal: false };
        let error = answers(&options, &mut asker).err().expect("refused").to_string();
        assert!(error.contains("--name"), "{error}");
    }

    #[test]
    fn a_question_is_asked_until_the_answer_is_understood() {
        let mut output = Vec::new();
        let input = "dix\n0\n\n".as_bytes();
        let mut asker = Asker { input, output: &mut output, yes: false, terminal: true };
        assert_eq!(asker.ask("minimum-shares", "Shares", None, Some("2"), number).expect("a number"), 2);
        let said = String::from_utf8(output).expect("text");
        assert!(said.contains("“dix” is not a number") && said.matches("Shares [2]: ").count() == 3, "{said}");
    }

    /// What the founding would refuse, after all the questions, is refused at its own.
    #[test]
    fn a_time_zone_or_a_line_that_cannot_be_kept_is_asked_again() {
        let mut output = Vec::new();
        let long = "é".repeat(301);
        let input = format!("{long}\nSCIC\n4294967295\n2\nParis\nEurope/Paris\n");
        let mut asker = Asker { input: input.as_bytes(), output: &mut output, yes: false, terminal: true };
        let preset = Some(OFFERED[0].to_owned());
        let share = Some("92233720368547".to_owned());
        let options = Options { yes: false, statutes: preset, share, ..given(Path::new("nowhere")) };
        let founding = answers(&options, &mut asker).expect("answers").founding;
        assert_eq!((founding.legal_line.as_str(), founding.minimum_shares), ("SCIC", 2));
        assert_eq!(founding.time_zone, "Europe/Paris");
        let said = String::from_utf8(output).expect("text");
        for why in
            ["301 characters; at most 300", "more money than there is", "“Paris” is no time zone, such as Europe/Paris"]
        {
            assert!(said.contains(why), "{why}: {said}");
        }
    }

    #[test]
    fn nobody_need_be_named_for_questions() {
        assert_eq!((dialled("").expect("none"), maybe_address(" ").expect("none")), (String::new(), String::new()));
        assert_eq!(maybe_address("Aide@Example.org").expect("one"), "aide@example.org");
        assert!(dialled("the secretary").is_err() && maybe_address("aide").is_err());
    }

    #[test]
    fn a_name_is_short_and_seen() {
        assert!(short(&"é".repeat(200)).is_ok() && short(&"é".repeat(201)).is_err());
        assert_eq!(short(" Camille ").expect("a name"), "Camille");
        for unseen in ["", " ", "\u{200b}", "a\u{202e}b"] {
            assert!(short(unseen).is_err(), "{unseen:?}");
        }
    }

    #[test]
    fn the_address_of_a_site_has_a_host_and_perhaps_a_port() {
        let fine =
            ["https://vote.example.org", "http://127.0.0.1:3000", "http://[::1]:3000", "https://localhost:8443/"];
        for text in fine {
            assert_eq!(web(text).expect("an address"), text.trim_end_matches('/'));
        }
        for text in [
            "vote.example.org",
            "ftp://vote.example.org",
            "https://",
            "https://vote example.org",
            "https://vote.example.org:99999",
            "https://vote.example.org:0",
            "https://vote.example.org:",
            "https://vote.example.org/voix",
            "https://vote.example.org?a",
            "https://camille@vote.example.org",
            "https://-vote.example.org",
        ] {
            assert!(web(text).is_err(), "{text}");
        }
    }
}
