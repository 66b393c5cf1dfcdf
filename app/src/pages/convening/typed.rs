//! What is typed into the forms of a preparation, and what it means. It goes back into the form that refused it.

use domain::Refusal;
use domain::assembly::AssemblyKind;
use domain::convocation::agenda::{AgendaMove, GuestRole, Head, InvitedMove, Item, ItemKind, NewGuest, RuledBy, typed};
use domain::convocation::when;
use domain::resolution::Text;
use domain::vote::VoteMode;
use serde::Deserialize;

/// The head of the notice.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct HeadTyped {
    /// Which preparation.
    pub draft: String,
    /// Kind of assembly.
    pub kind: String,
    /// First or second call.
    pub call: String,
    /// Day and hour.
    pub starts_at: String,
    /// Place.
    pub place: String,
    /// Video link.
    pub video: String,
    /// Second meeting.
    pub second_at: String,
    /// From when on ballots are received.
    pub advance_from: String,
    /// Until when.
    pub advance_until: String,
    /// Whether the box about voices without a key is ticked.
    pub keyless_known: String,
    /// Whether members are told the day already.
    pub announced: String,
    /// Whether voices without a key are entrusted to the server.
    pub entrusted: String,
}

impl HeadTyped {
    /// What is kept already.
    #[must_use]
    pub fn of(head: &Head, zone: &str) -> Self {
        Self {
            draft: String::new(),
            kind: head.kind.word().to_owned(),
            call: head.call.to_string(),
            starts_at: when::written(head.starts_at, zone),
            place: head.place.clone(),
            video: head.video.clone(),
            second_at: when::written(head.second_at, zone),
            advance_from: when::written(head.advance_from, zone),
            advance_until: when::written(head.advance_until, zone),
            keyless_known: if head.keyless_known { "yes".to_owned() } else { String::new() },
            announced: if head.announced { "yes".to_owned() } else { String::new() },
            entrusted: if head.entrusted { "yes".to_owned() } else { String::new() },
        }
    }

    /// What it means in a zone.
    ///
    /// # Errors
    /// [`Refusal::Malformed`], [`Refusal::WhenInvalid`].
    pub fn read(&self, zone: &str) -> Result<Head, Refusal> {
        Ok(Head {
            kind: AssemblyKind::from_word(&self.kind).ok_or(Refusal::Malformed)?,
            call: self.call.parse().map_err(|_| Refusal::Malformed)?,
            starts_at: when::read(&self.starts_at, zone)?,
            place: self.place.clone(),
            video: self.video.clone(),
            second_at: when::read(&self.second_at, zone)?,
            advance_from: when::read(&self.advance_from, zone)?,
            advance_until: when::read(&self.advance_until, zone)?,
            keyless_known: !self.keyless_known.is_empty(),
            announced: !self.announced.is_empty(),
            entrusted: !self.entrusted.is_empty(),
        })
    }
}

/// An item of the agenda, and what is done with it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ItemTyped {
    /// Which preparation.
    pub draft: String,
    /// `save`, `up`, `down`, `remove`, `discard`, `take-up`.
    pub does: String,
    /// Which item; empty for a new one.
    pub item: String,
    /// Which document, to discard.
    pub document: String,
    /// Which proposal, to take up.
    pub proposal: String,
    /// Kind of item.
    pub kind: String,
    /// By which rules.
    pub ruled_by: String,
    /// Title in French.
    pub title_fr: String,
    /// In English.
    pub title_en: String,
    /// Text in French.
    pub text_fr: String,
    /// In English.
    pub text_en: String,
    /// Who speaks.
    pub speaker: String,
    /// How long.
    pub minutes: String,
    /// Open or secret; empty: as proposed, secret for persons.
    pub mode: String,
    /// Whether the board approves.
    pub approved: String,
    /// Whether it is about a person.
    pub about_person: String,
    /// Whether documents belong to it.
    pub needs_documents: String,
    /// Whether an amendment waits.
    pub amended: String,
    /// Seats to fill.
    pub seats: String,
}

impl ItemTyped {
    /// A form nobody filled in.
    #[must_use]
    pub fn blank() -> Self {
        let word = |word: &str| word.to_owned();
        Self { kind: word("resolution"), ruled_by: word("ordinary"), approved: word("yes"), ..Self::default() }
    }

    /// What is kept already.
    #[must_use]
    pub fn of(id: &str, item: &Item) -> Self {
        let tick = |on: bool| if on { "yes".to_owned() } else { String::new() };
        let number = |number: u32| if number == 0 { String::new() } else { number.to_string() };
        Self {
            draft: String::new(),
            does: "save".to_owned(),
            item: id.to_owned(),
            document: String::new(),
            proposal: String::new(),
            kind: item.kind.word().to_owned(),
            ruled_by: item.ruled_by.word().to_owned(),
            title_fr: item.title.fr.clone(),
            title_en: item.title.en.clone(),
            text_fr: item.text.fr.clone(),
            text_en: item.text.en.clone(),
            speaker: item.speaker.clone(),
            minutes: number(item.minutes),
            mode: if item.mode == VoteMode::Secret { "secret".to_owned() } else { "open".to_owned() },
            approved: tick(item.approved),
            about_person: tick(item.about_person),
            needs_documents: tick(item.needs_documents),
            amended: tick(item.amended),
            seats: number(item.seats),
        }
    }

    /// What is to be done.
    ///
    /// # Errors
    /// [`Refusal::Malformed`].
    pub fn read(&self) -> Result<AgendaMove, Refusal> {
        let item = || self.item.parse().map_err(|_| Refusal::Malformed);
        match self.does.as_str() {
            "save" if self.item.is_empty() => Ok(AgendaMove::Add(self.meant()?)),
            "save" => Ok(AgendaMove::Change(item()?, self.meant()?)),
            "up" => Ok(AgendaMove::Up(item()?)),
            "down" => Ok(AgendaMove::Down(item()?)),
            "remove" => Ok(AgendaMove::Remove(item()?)),
            "take-up" => Ok(AgendaMove::TakeUp(self.proposal.parse().map_err(|_| Refusal::Malformed)?)),
            "discard" => Ok(AgendaMove::Discard(self.document.parse().map_err(|_| Refusal::Malformed)?)),
            _ => Err(Refusal::Malformed),
        }
    }

    fn meant(&self) -> Result<Item, Refusal> {
        let number = |text: &str| match text.trim() {
            "" => Ok(0),
            text => text.parse().map_err(|_| Refusal::Malformed),
        };
        let kind = ItemKind::from_word(&self.kind).ok_or(Refusal::Malformed)?;
        let about_person = !self.about_person.is_empty();
        Ok(Item {
            kind,
            ruled_by: RuledBy::from_word(&self.ruled_by).ok_or(Refusal::Malformed)?,
            title: Text { fr: self.title_fr.clone(), en: self.title_en.clone() },
            text: Text { fr: typed(&self.text_fr), en: typed(&self.text_en) },
            speaker: self.speaker.clone(),
            minutes: number(&self.minutes)?,
            mode: match self.mode.as_str() {
                // As proposed: secret for persons.
                "" if about_person || kind == ItemKind::Election => VoteMode::Secret,
                "" | "open" => VoteMode::Open,
                "secret" => VoteMode::Secret,
                _ => return Err(Refusal::Malformed),
            },
            approved: !self.approved.is_empty(),
            about_person,
            needs_documents: !self.needs_documents.is_empty(),
            amended: !self.amended.is_empty(),
            seats: number(&self.seats)?,
            standing: Vec::new(),
            from: None,
        })
    }
}

/// Who else is named or invited.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct InvitedTyped {
    /// Which preparation.
    pub draft: String,
    /// `add-holder`, `drop-holder`, `needed`, `add-guest`, `drop-guest`.
    pub does: String,
    /// How many key holders open a box.
    pub needed: String,
    /// Number of a member to name.
    pub number: String,
    /// A member to name no more.
    pub member: String,
    /// A guest to invite no more.
    pub guest: String,
    /// As what somebody is invited.
    pub role: String,
    /// Name.
    pub name: String,
    /// Address for messages.
    pub email: String,
    /// Postal address.
    pub address: String,
    /// Language.
    pub language: String,
}

impl InvitedTyped {
    /// What is to be done.
    ///
    /// # Errors
    /// [`Refusal::Malformed`], [`Refusal::NoSuchNumber`].
    pub fn read(&self) -> Result<InvitedMove, Refusal> {
        match self.does.as_str() {
            "add-holder" => Ok(InvitedMove::AddHolder(self.number.trim().parse().map_err(|_| Refusal::NoSuchNumber)?)),
            "needed" => Ok(InvitedMove::Needed(Some(self.needed.parse().map_err(|_| Refusal::Malformed)?))),
            "drop-holder" => Ok(InvitedMove::DropHolder(self.member.parse().map_err(|_| Refusal::Malformed)?)),
            "drop-guest" => Ok(InvitedMove::DropGuest(self.guest.parse().map_err(|_| Refusal::Malformed)?)),
            "add-guest" => Ok(InvitedMove::AddGuest(NewGuest {
                role: GuestRole::from_word(&self.role).ok_or(Refusal::Malformed)?,
                name: self.name.clone(),
                email: self.email.clone(),
                address: typed(&self.address),
                lang: match self.language.as_str() {
                    "fr" => domain::lang::Lang::Fr,
                    "en" => domain::lang::Lang::En,
                    _ => return Err(Refusal::Malformed),
                },
            })),
            _ => Err(Refusal::Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_as_itself() {
        let head = Head {
            starts_at: Some(1_795_453_200_000_000),
            place: "Besançon".to_owned(),
            keyless_known: true,
            announced: true,
            entrusted: true,
            ..Head::new(AssemblyKind::Mixed)
        };
        assert_eq!(HeadTyped::of(&head, "Europe/Paris").read("Europe/Paris"), Ok(head));
        let item = Item {
            text: Text { fr: "Un.\n\nDeux.".to_owned(), en: String::new() },
            mode: VoteMode::Secret,
            minutes: 10,
            ..Item::new(ItemKind::Debate, Text { fr: "Débat".to_owned(), en: "Debate".to_owned() })
        };
        let typed = ItemTyped::of("", &item);
        assert_eq!(typed.read(), Ok(AgendaMove::Add(item)));
    }

    #[test]
    fn a_vote_on_persons_begins_as_a_secret_one() {
        let mode = |kind: &str, person: &str, mode: &str| {
            let kind = kind.to_owned();
            let typed =
                ItemTyped { kind, about_person: person.to_owned(), mode: mode.to_owned(), ..ItemTyped::blank() };
            match (ItemTyped { does: "save".to_owned(), seats: "2".to_owned(), ..typed }).read() {
                Ok(AgendaMove::Add(item)) => item.mode,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(ItemTyped::blank().mode, "", "nobody chose");
        assert_eq!(mode("election", "", ""), VoteMode::Secret);
        assert_eq!(mode("resolution", "yes", ""), VoteMode::Secret);
        assert_eq!(mode("resolution", "", ""), VoteMode::Open);
        assert_eq!(mode("resolution", "yes", "open"), VoteMode::Open, "the board may say otherwise");
    }

    #[test]
    fn nonsense_means_nothing() {
        for does in ["", "jump", "up", "discard", "take-up"] {
            let typed = ItemTyped { does: does.to_owned(), ..ItemTyped::blank() };
            assert_eq!(typed.read(), Err(Refusal::Malformed), "{does}");
        }
        let typed = ItemTyped { does: "save".to_owned(), minutes: "dix".to_owned(), ..ItemTyped::blank() };
        assert_eq!(typed.read(), Err(Refusal::Malformed));
        let holder = InvitedTyped { does: "add-holder".to_owned(), number: "Camille".to_owned(), ..Default::default() };
        assert_eq!(holder.read(), Err(Refusal::NoSuchNumber));
    }
}
