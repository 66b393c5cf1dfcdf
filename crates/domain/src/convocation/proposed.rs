//! A proposal that was admitted, as items of an agenda: a vote on each amendment that was left to it, in the order of their
//! numbers, then the text itself. The words are those of the members; the board says when, how and in which order they are put
//! to the vote, and may put them into the language nobody wrote.

use serde::{Deserialize, Serialize};

use super::agenda::{Item, ItemKind, typed};
use crate::Refusal;
use crate::ids::{AmendmentId, ProposalId};
use crate::lang::Lang;
use crate::proposals::{Content, Kind};
use crate::resolution::Text;

/// Characters that may be added to the words of a title, and of a text.
pub const AROUND: usize = 2_000;

/// Where the words of an item come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The proposal.
    pub proposal: ProposalId,
    /// Its version.
    pub version: u32,
    /// SHA-256 of that version, hex: what its supports name.
    pub hash: String,
    /// The amendment that the item is about; none for the text itself.
    pub amendment: Option<Numbered>,
    /// The language nobody wrote: the board may put the words into it.
    pub free: Option<Lang>,
}

/// An amendment by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbered {
    /// Id.
    pub id: AmendmentId,
    /// From 1 in its proposal.
    pub n: u32,
}

/// A proposal as the register of proposals has it.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Id.
    pub id: ProposalId,
    /// The version that counts.
    pub version: u32,
    /// Its words.
    pub content: Content,
    /// The amendments left to the vote, in order, each with the whole text as it would read.
    pub amendments: Vec<(Numbered, String)>,
}

impl Taken {
    /// Its items. Something to debate is one item whatever was said of its text: nothing is decided.
    ///
    /// A text with amendments takes no ballots in advance, and neither do amendments beside each other: what one of them means
    /// depends on the one before.
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        let amendments: &[_] = if self.content.kind == Kind::Resolution { &self.amendments } else { &[] };
        let mut items: Vec<Item> = amendments
            .iter()
            .map(|(numbered, text)| {
                let both = |lang| (amendment_title(lang, numbered.n, &self.content.title), amendment_text(lang, text));
                Item { amended: amendments.len() > 1, ..self.item(Some(*numbered), both) }
            })
            .collect();
        let numbers: Vec<u32> = amendments.iter().map(|(numbered, _)| numbered.n).collect();
        let whole = |lang| {
            let (_, title, text) = self.content.for_reader(lang);
            (title.to_owned(), format!("{text}{}", changed_by(lang, &numbers)))
        };
        items.push(Item { amended: !numbers.is_empty(), ..self.item(None, whole) });
        items
    }

    /// One of them. Blank proxies vote against what the board has not approved (C. com. L.225-106), and it has not yet.
    fn item(&self, amendment: Option<Numbered>, words: impl Fn(Lang) -> (String, String)) -> Item {
        let kind = match self.content.kind {
            Kind::Resolution => ItemKind::Resolution,
            Kind::Item => ItemKind::Debate,
        };
        let ((title_fr, fr), (title_en, en)) = (words(Lang::Fr), words(Lang::En));
        let translated = amendment.is_none() && self.content.other.is_some();
        let from = Source {
            proposal: self.id,
            version: self.version,
            hash: protocol::hash::hex(&self.content.hash()),
            amendment,
            free: (!translated).then(|| self.content.lang.other()),
        };
        let item = Item::new(kind, Text { fr: title_fr, en: title_en });
        Item { text: Text { fr, en }, approved: false, from: Some(from), ..item }
    }

    /// The items of it that stand on an agenda, brought up to its words as they are now: each with the number, among `kept`, of
    /// the one it takes the place of. What the board said of an item stays.
    #[must_use]
    pub fn renewed(&self, kept: &[Item]) -> Vec<(Option<usize>, Item)> {
        let place = |item: &Item| kept.iter().position(|kept| amendment(kept) == amendment(item));
        let renew = |item: Item| match place(&item).and_then(|at| Some((at, kept.get(at)?))) {
            Some((at, before)) => (Some(at), before.with_words_of(item)),
            None => (None, item),
        };
        self.items().into_iter().map(renew).collect()
    }

    /// Whether what stands on an agenda are its words as they are now.
    #[must_use]
    pub fn stands(&self, kept: &[Item]) -> bool {
        let now = self.items();
        kept.len() == now.len() && kept.iter().zip(now).all(|(kept, now)| *kept == kept.with_words_of(now))
    }
}

fn amendment(item: &Item) -> Option<Numbered> {
    item.from.as_ref().and_then(|from| from.amendment)
}

impl Item {
    /// The item with the words of another, and what the board said of it. What the board put into a language stays as long as
    /// the words it was made of.
    fn with_words_of(&self, new: Self) -> Self {
        let said = Self {
            ruled_by: self.ruled_by,
            speaker: self.speaker.clone(),
            minutes: self.minutes,
            mode: self.mode,
            approved: self.approved,
            about_person: self.about_person,
            needs_documents: self.needs_documents,
            ..new
        };
        let (Some(before), Some(now)) = (&self.from, &said.from) else { return said };
        let Some(free) = now.free.filter(|_| (&before.hash, before.free) == (&now.hash, now.free)) else { return said };
        let same_text = self.text_in(free.other()) == said.text_in(free.other());
        said.in_language(free, self, same_text)
    }

    fn text_in(&self, lang: Lang) -> &str {
        if lang == Lang::Fr { &self.text.fr } else { &self.text.en }
    }

    /// The item, with title, and text if it is asked for, in a language taken from another.
    fn in_language(mut self, lang: Lang, other: &Self, text: bool) -> Self {
        let title = other.title.clone();
        match lang {
            Lang::Fr => self.title.fr = title.fr,
            Lang::En => self.title.en = title.en,
        }
        match (text, lang) {
            (true, Lang::Fr) => self.text.fr.clone_from(&other.text.fr),
            (true, Lang::En) => self.text.en.clone_from(&other.text.en),
            (false, _) => {}
        }
        self
    }

    /// The item as the board changes it. The words of members stay as they are, down to spaces a form does not send back.
    ///
    /// # Errors
    /// [`Refusal::WordsOfMembers`] when a word of theirs, or what is done with it, would change.
    pub fn changed(&self, asked: Self) -> Result<Self, Refusal> {
        let Some(from) = &self.from else { return Ok(Self { from: None, standing: Vec::new(), ..asked }) };
        let same = |asked: &str, kept: &str| typed(asked) == typed(kept);
        let fr = same(&asked.title.fr, &self.title.fr) && same(&asked.text.fr, &self.text.fr);
        let en = same(&asked.title.en, &self.title.en) && same(&asked.text.en, &self.text.en);
        let theirs = (fr || from.free == Some(Lang::Fr)) && (en || from.free == Some(Lang::En));
        if !theirs || asked.kind != self.kind {
            return Err(Refusal::WordsOfMembers);
        }
        let kept = Self { from: self.from.clone(), amended: self.amended, seats: self.seats, ..asked };
        let written = |lang| if from.free == Some(lang) { None } else { Some(lang) };
        let of_members = Lang::ALL.into_iter().filter_map(written);
        Ok(of_members.fold(kept, |kept, lang| kept.in_language(lang, self, true)))
    }
}

fn amendment_title(lang: Lang, n: u32, title: &str) -> String {
    match lang {
        Lang::Fr => format!("Amendement n\u{B0}\u{A0}{n}\u{A0}: {title}"),
        Lang::En => format!("Amendment no.\u{A0}{n}: {title}"),
    }
}

fn amendment_text(lang: Lang, text: &str) -> String {
    let sentence = match lang {
        Lang::Fr => "L\u{2019}assemblée décide de changer le texte proposé partout où il diffère de celui-ci\u{A0}:",
        Lang::En => "The assembly decides to change the proposed text wherever it differs from this one:",
    };
    format!("{sentence}\n\n{text}")
}

fn changed_by(lang: Lang, numbers: &[u32]) -> String {
    if numbers.is_empty() {
        return String::new();
    }
    let sign = if lang == Lang::Fr { "n\u{B0}" } else { "no." };
    let list: Vec<String> = numbers.iter().map(|n| format!("{sign}\u{A0}{n}")).collect();
    let sentence = match lang {
        Lang::Fr => "Ce texte est mis aux voix tel que le modifient ceux de ces amendements qui ont été adoptés\u{A0}:",
        Lang::En => "This text is put to the vote as changed by those of these amendments that were adopted:",
    };
    format!("\n\n{sentence} {}.", list.join(", "))
}

#[cfg(test)]
mod tests;
