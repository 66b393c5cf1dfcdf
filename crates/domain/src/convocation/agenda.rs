//! What is being prepared: the head of the notice and the items of the agenda, in order.

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::assembly::AssemblyKind;
use crate::convocation::proposed::{self, Source};
use crate::ids::{DocumentId, GuestId, ItemId, MemberId, ProposalId};
use crate::lang::Lang;
use crate::resolution::Text;
use crate::text::{check, check_lines};
use crate::vote::VoteMode;

/// Most items of an agenda.
pub const MOST_ITEMS: usize = 60;
/// Most characters of a title.
pub const TITLE: usize = 200;
/// Most characters of a text.
pub const BODY: usize = 20_000;
/// Longest item, in minutes: a day.
const LONGEST: u32 = 24 * 60;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$each])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stored word.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The one with this word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// What is done with an item.
    ItemKind {
        /// Members are told something.
        Information = "information",
        /// Members discuss; nothing is decided.
        Debate = "debate",
        /// A text is put to the vote.
        Resolution = "resolution",
        /// Seats are filled: one secret vote among those who accepted to stand (`crate::candidacies::ballot`).
        Election = "election",
    }
}

words! {
    /// By which rules an item of a mixed assembly is decided.
    RuledBy {
        /// Those of an ordinary assembly.
        Ordinary = "ordinary",
        /// Those of an extraordinary assembly.
        Extraordinary = "extraordinary",
    }
}

words! {
    /// Where a preparation stands.
    DraftState {
        /// It may change.
        Draft = "draft",
        /// Members were convened with it: it is frozen.
        Convened = "convened",
        /// It was given up.
        Dropped = "dropped",
    }
}

words! {
    /// Who is invited without a voice.
    GuestRole {
        /// Somebody invited.
        Guest = "guest",
        /// The statutory auditor, who must be convened (C. com. L.823-17).
        Auditor = "auditor",
    }
}

impl DraftState {
    /// Whether it may still change.
    ///
    /// # Errors
    /// [`Refusal::DraftClosed`].
    pub fn open(self) -> Result<(), Refusal> {
        if self == Self::Draft { Ok(()) } else { Err(Refusal::DraftClosed) }
    }
}

/// The head of the notice: what kind of assembly, when, where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// What it may decide.
    pub kind: AssemblyKind,
    /// First (1) or second (2) call.
    pub call: u8,
    /// When it starts, once known.
    pub starts_at: Option<i64>,
    /// Where, in words; empty if only from afar.
    pub place: String,
    /// Address of the conference by video, `https://…`; empty if none.
    pub video: String,
    /// When the second meeting is, should the first lack its quorum: announced in the same notice.
    pub second_at: Option<i64>,
    /// From when on ballots are received in advance.
    pub advance_from: Option<i64>,
    /// Until when. The law says: the eve, 15:00 in Paris (C. com. R.225-77).
    pub advance_until: Option<i64>,
    /// Whether the board knows that more than a tenth of the voices have no key, and convenes nevertheless.
    pub keyless_known: bool,
    /// Whether members are told the day before they are convened: until when they may propose follows from it.
    #[serde(default)]
    pub announced: bool,
    /// Whether whoever has no voting key when a box opens has a voice in it, which the server keeps until they ask for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub entrusted: bool,
}

impl Head {
    /// Nothing said yet.
    #[must_use]
    pub fn new(kind: AssemblyKind) -> Self {
        Self {
            kind,
            call: 1,
            starts_at: None,
            place: String::new(),
            video: String::new(),
            second_at: None,
            advance_from: None,
            advance_until: None,
            keyless_known: false,
            announced: false,
            entrusted: false,
        }
    }

    /// Whether it can be kept. What may still be missing is for the list before convening.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for a call other than 1 or 2, or a link that is none; [`Refusal::TextInvalid`],
    /// [`Refusal::TextCharacters`]; [`Refusal::WhenInvalid`] for times in the wrong order.
    pub fn check(&self) -> Result<(), Refusal> {
        if !matches!(self.call, 1 | 2) {
            return Err(Refusal::Malformed);
        }
        if !self.place.is_empty() {
            check(&self.place, TITLE)?;
        }
        if !self.video.is_empty() {
            check(&self.video, 500)?;
            let plain = self.video.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\".contains(&byte));
            if !(plain && self.video.starts_with("https://") && self.video.len() > "https://".len()) {
                return Err(Refusal::TextInvalid);
            }
        }
        let after =
            |later: Option<i64>, earlier: Option<i64>| !matches!((later, earlier), (Some(l), Some(e)) if l <= e);
        if self.announced && self.starts_at.is_none() {
            return Err(Refusal::WhenInvalid);
        }
        let ordered = after(self.second_at, self.starts_at)
            && after(self.advance_until, self.advance_from)
            && after(self.starts_at, self.advance_from)
            // What is received before the session ends when it begins, or before.
            && !matches!((self.starts_at, self.advance_until), (Some(starts), Some(until)) if until > starts);
        if ordered { Ok(()) } else { Err(Refusal::WhenInvalid) }
    }

    /// Whether ballots are received before the session.
    #[must_use]
    pub fn in_advance(&self) -> bool {
        self.advance_from.is_some() && self.advance_until.is_some()
    }
}

/// An item of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What is done with it.
    pub kind: ItemKind,
    /// By which rules it is decided, where the assembly is mixed.
    pub ruled_by: RuledBy,
    /// Title.
    pub title: Text,
    /// Text: put to the vote, or what it is about.
    pub text: Text,
    /// Who speaks to it.
    pub speaker: String,
    /// How long, in minutes; 0 if not said.
    pub minutes: u32,
    /// How it is voted on.
    pub mode: VoteMode,
    /// Whether the board approves the text: blank proxies vote for it, and against any other (C. com. L.225-106).
    pub approved: bool,
    /// Whether it is about a person: a secret vote is proposed then.
    pub about_person: bool,
    /// Whether documents belong to it: the notice does not go without them.
    pub needs_documents: bool,
    /// Whether an amendment waits to be decided: no ballots in advance then.
    pub amended: bool,
    /// Seats to fill, of an election.
    pub seats: u32,
    /// Who stands, in the order of the ballot; nobody before members are convened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standing: Vec<String>,
    /// What members proposed, if it comes from there: the words are theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Source>,
}

impl Item {
    /// An item of a kind with a title, and nothing else.
    #[must_use]
    pub fn new(kind: ItemKind, title: Text) -> Self {
        let empty = Text { fr: String::new(), en: String::new() };
        Self {
            kind,
            ruled_by: RuledBy::Ordinary,
            title,
            text: empty,
            speaker: String::new(),
            minutes: 0,
            // No signed ballot names persons.
            mode: if kind == ItemKind::Election { VoteMode::Secret } else { VoteMode::Open },
            approved: true,
            about_person: false,
            needs_documents: false,
            amended: false,
            seats: 0,
            standing: Vec::new(),
            from: None,
        }
    }

    /// Whether it can be kept. A title in French is all it needs; languages left out are for the list before convening.
    ///
    /// # Errors
    /// [`Refusal::TextInvalid`], [`Refusal::TextCharacters`]; [`Refusal::Malformed`] for a duration of more than a day or
    /// seats nobody counts; [`Refusal::ElectionSecret`].
    pub fn check(&self) -> Result<(), Refusal> {
        // The words of members are Markdown, and something is written around them.
        let theirs = self.from.is_some();
        let around = if theirs { proposed::AROUND } else { 0 };
        let lines = if theirs { check_lines } else { paragraphs };
        check(&self.title.fr, TITLE + around)?;
        let optional = |text: &str, most| if text.is_empty() { Ok(()) } else { lines(text, most) };
        optional(&self.title.en, TITLE + around)?;
        optional(&self.text.fr, BODY + around)?;
        optional(&self.text.en, BODY + around)?;
        optional(&self.speaker, TITLE)?;
        if self.minutes > LONGEST || self.seats > 100 || (self.kind == ItemKind::Election && self.seats == 0) {
            return Err(Refusal::Malformed);
        }
        if self.kind == ItemKind::Election && self.mode == VoteMode::Open {
            return Err(Refusal::ElectionSecret);
        }
        Ok(())
    }

    /// Whether a vote is made of it when members are convened: of an election, where somebody stands.
    #[must_use]
    pub fn is_voted(&self) -> bool {
        match self.kind {
            ItemKind::Resolution => true,
            ItemKind::Election => !self.standing.is_empty(),
            ItemKind::Information | ItemKind::Debate => false,
        }
    }

    /// Whether it is decided by voices at all: in its session, if not by a vote of this program.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        matches!(self.kind, ItemKind::Resolution | ItemKind::Election)
    }

    /// Whether it is about persons: their votes are secret unless the board says otherwise.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.about_person || self.kind == ItemKind::Election
    }

    /// The rules it is decided by in an assembly of a kind.
    #[must_use]
    pub fn rules(&self, kind: AssemblyKind) -> RuledBy {
        match kind {
            AssemblyKind::Ordinary => RuledBy::Ordinary,
            AssemblyKind::Extraordinary | AssemblyKind::Constitutive => RuledBy::Extraordinary,
            AssemblyKind::Mixed => self.ruled_by,
        }
    }
}

/// What is done to an agenda being prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgendaMove {
    /// Adds an item at the end.
    Add(Item),
    /// Changes an item.
    Change(ItemId, Item),
    /// Takes up a proposal that was admitted, with a vote on each amendment before the text: at the end, or in its place if it
    /// is there, with the words as they are now. What was taken back meanwhile goes.
    TakeUp(ProposalId),
    /// Moves an item before the one above it.
    Up(ItemId),
    /// Moves an item behind the one below it.
    Down(ItemId),
    /// Takes an item off, with its documents; of a proposal, everything that comes from it.
    Remove(ItemId),
    /// Takes a document off.
    Discard(DocumentId),
}

/// Who else is named or invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvitedMove {
    /// The member with this number is to hold a share of the key.
    AddHolder(u32),
    /// The member is not.
    DropHolder(MemberId),
    /// So many of them open a box; none: as is usual for so many.
    Needed(Option<u32>),
    /// Somebody is invited without a voice.
    AddGuest(NewGuest),
    /// The guest is not.
    DropGuest(GuestId),
}

/// Somebody to invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGuest {
    /// As what.
    pub role: GuestRole,
    /// Name.
    pub name: String,
    /// Address for messages; empty: by letter.
    pub email: String,
    /// Postal address, on lines.
    pub address: String,
    /// Language.
    pub lang: Lang,
}

impl NewGuest {
    /// Whether it can be kept, and the address for messages as it is compared; empty if none.
    ///
    /// # Errors
    /// [`Refusal::TextInvalid`], [`Refusal::TextCharacters`], [`Refusal::EmailInvalid`]; [`Refusal::AddressMissing`] for
    /// somebody whom nothing would reach.
    pub fn check(&self) -> Result<String, Refusal> {
        check(&self.name, TITLE)?;
        if !self.address.is_empty() {
            paragraphs(&self.address, 400)?;
        }
        match (self.email.trim().is_empty(), self.address.is_empty()) {
            (true, true) => Err(Refusal::AddressMissing),
            (true, false) => Ok(String::new()),
            (false, _) => crate::mail::address(&self.email),
        }
    }
}

/// The order of items after one moved: `places` are their ids in order. Nothing moves beyond an end.
#[must_use]
pub fn moved(places: &[ItemId], item: ItemId, up: bool) -> Vec<ItemId> {
    let mut order = places.to_vec();
    let Some(at) = order.iter().position(|id| *id == item) else { return order };
    let other = if up { at.checked_sub(1) } else { (at + 1 < order.len()).then_some(at + 1) };
    if let Some(other) = other {
        order.swap(at, other);
    }
    order
}

/// A text of several paragraphs: line ends and plain spaces are kept, each line is checked as any text is.
///
/// # Errors
/// [`Refusal::TextInvalid`], [`Refusal::TextCharacters`].
pub fn paragraphs(text: &str, most: usize) -> Result<(), Refusal> {
    if text.chars().count() > most || text.trim().is_empty() {
        return Err(Refusal::TextInvalid);
    }
    // A line may be indented, as lists are.
    for line in text.split('\n').map(|line| line.trim_matches(' ')).filter(|line| !line.is_empty()) {
        check(line, most)?;
    }
    Ok(())
}

/// What browsers send of a text area, with line ends as they are kept, and none at its end.
#[must_use]
pub fn typed(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.trim_end_matches(['\n', ' ']).to_owned()
}

#[cfg(test)]
mod tests;
