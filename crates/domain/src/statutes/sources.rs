//! Where each value of a preset is written, how sure we are of it, and what statutes may make of it.

use serde::{Deserialize, Serialize};

use super::fields::Field;

/// How sure this program is of a value: where it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// In a primary text, current or recent.
    Primary,
    /// In a primary text of about 2015: later changes are possible.
    Primary2015,
    /// In a secondary source.
    Secondary,
    /// From memory, not verified.
    Memory,
    /// An interpretation, or a default of this program.
    Interpretation,
}

impl Confidence {
    /// Its word in the catalogues.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Primary2015 => "primary-2015",
            Self::Secondary => "secondary",
            Self::Memory => "memory",
            Self::Interpretation => "interpretation",
        }
    }
}

/// What statutes may make of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// Whatever they say.
    Free,
    /// More, never less.
    AtLeast,
    /// Less, never more.
    AtMost,
    /// The law alone says it.
    Fixed,
}

/// Where a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) article: &'static str,
    pub(super) confidence: Confidence,
    pub(super) bound: Bound,
}

use Bound::{AtLeast, AtMost, Fixed, Free};
use Confidence::{Interpretation as I, Memory as M, Primary as V, Primary2015 as V15, Secondary as V2};
use Field as F;

type Row = (F, &'static str, Confidence, Bound);

/// Rules of French companies with capital by shares, and of cooperatives among them (rules.md §§1–9).
const COMPANY: &[Row] = &[
    (F::OrdinaryQuorumFirst, "C. com. L.225-98 al. 2", V15, AtLeast),
    (F::OrdinaryQuorumSecond, "C. com. L.225-98 al. 2", V15, AtLeast),
    (F::ExtraordinaryQuorumFirst, "C. com. L.225-96 al. 2", V15, AtLeast),
    (F::ExtraordinaryQuorumSecond, "C. com. L.225-96 al. 2", V15, AtLeast),
    (F::QuorumBasis, "Loi 47-1775 art. 1, C. com. L.225-96", I, Free),
    (F::OrdinaryMajority, "C. com. L.225-98 al. 3", V2, Fixed),
    (F::OrdinaryMajorityBasis, "C. com. L.225-98 al. 3", V2, Fixed),
    (F::ExtraordinaryMajority, "C. com. L.225-96 al. 3", V2, Fixed),
    (F::ExtraordinaryMajorityBasis, "C. com. L.225-96 al. 3", V2, Fixed),
    (F::CollegeWeights, "Loi 47-1775 art. 1", V, Fixed),
    (F::NoticeFirst, "C. com. R.225-69", V15, AtLeast),
    (F::NoticeSecond, "C. com. R.225-69", V15, AtLeast),
    (F::ClearDays, "C. com. R.225-69", I, Free),
    (F::PostponementMonths, "C. com. L.225-96 al. 2", V15, AtMost),
    (F::MemberListDay, "C. com. R.225-90", V15, Fixed),
    (F::FullyRemote, "C. com. L.225-103-1", V2, Free),
    (F::ProposalDays, "C. com. R.225-72 al. 2", V15, AtMost),
    (F::ProposalAckDays, "C. com. R.225-74", V15, AtMost),
    (F::SupportCapital, "C. com. L.225-105 al. 2", V15, AtMost),
    (F::QuestionDays, "C. com. R.225-84", V15, AtMost),
    (F::AdvanceVote, "Loi 47-1775 art. 10 al. 1", V15, Free),
    (F::ElectronicCutOff, "C. com. R.225-77 al. 1", V15, Fixed),
    (F::FormRequestDays, "C. com. R.225-75", V15, AtMost),
    (F::PaperDays, "C. com. R.225-77 al. 1", V15, AtMost),
    (F::BallotReplaceable, "C. com. R.225-80", V15, Fixed),
    (F::SecretForPersons, "Loi 47-1775 art. 8", I, Free),
    (F::ElectionMajority, "C. com. L.225-18, L.225-98 al. 3", M, Fixed),
    (F::PresidentElectedBy, "C. com. L.225-47", V15, Fixed),
    (F::ProxyHolders, "C. com. L.225-106 I", V15, Fixed),
    (F::ProxyCap, "C. com. L.225-106 III", V15, Fixed),
    (F::ProxyRevocableUntil, "C. com. R.225-80", V15, Fixed),
    (F::MinutesReaders, "C. com. L.225-117", V15, Free),
];

/// What other presets say; of a French form, what it says otherwise than [`COMPANY`].
const OTHERS: &[(&str, &[Row])] = &[
    (
        "scic-fr-sa",
        &[
            (F::QuorumBasis, "Loi 47-1775 art. 19 octies", V2, Free),
            (F::CollegeWeights, "Loi 47-1775 art. 19 octies", V2, Free),
            (F::CollegeTally, "Loi 47-1775 art. 19 octies", M, Free),
            (F::ProxyCap, "Statuts", M, Free),
        ],
    ),
    (
        "scop-fr-sa",
        &[
            (F::QuorumBasis, "Loi 78-763 art. 14", V15, Fixed),
            (F::ProxyHolders, "Loi 78-763 art. 14", V15, Fixed),
            (F::ProxyCap, "Loi 78-763 art. 14", V15, AtMost),
            (F::SecretForPersons, "Statuts types", M, Free),
        ],
    ),
    (
        "association-1901-fr",
        &[
            (F::OrdinaryQuorumFirst, "Statuts", V2, Free),
            (F::OrdinaryQuorumSecond, "Statuts", V2, Free),
            (F::ExtraordinaryQuorumFirst, "Statuts", V2, Free),
            (F::ExtraordinaryQuorumSecond, "Statuts", V2, Free),
            (F::OrdinaryMajority, "CA Colmar, 16 oct. 2013", V2, Free),
            (F::OrdinaryMajorityBasis, "CA Colmar, 16 oct. 2013", V2, Free),
            (F::ExtraordinaryMajority, "CA Colmar, 16 oct. 2013", V2, Free),
            (F::ExtraordinaryMajorityBasis, "CA Colmar, 16 oct. 2013", V2, Free),
            (F::NoticeFirst, "Statuts", M, Free),
            (F::NoticeSecond, "Statuts", M, Free),
            (F::ProxyHolders, "Statuts", M, Free),
            (F::ProxyCap, "Statuts", M, Free),
            (F::SecretForPersons, "Statuts", M, Free),
        ],
    ),
    (
        "genossenschaft-de",
        &[
            (F::OrdinaryMajority, "GenG § 43(2)", V, AtLeast),
            (F::OrdinaryMajorityBasis, "GenG § 43(2)", V, Free),
            (F::ExtraordinaryMajority, "GenG § 16", V, AtLeast),
            (F::ExtraordinaryMajorityBasis, "GenG § 16", V, Free),
            (F::NoticeFirst, "GenG § 46", V, AtLeast),
            (F::NoticeSecond, "GenG § 46", V, AtLeast),
            (F::FullyRemote, "GenG § 43b", V, Free),
            (F::SupportFraction, "GenG § 45", V, AtMost),
            (F::ProxyHolders, "GenG § 43(5)", V, Free),
            (F::ProxyCap, "GenG § 43(5)", V, AtMost),
            (F::SecretForPersons, "GenG § 43a(4)", V, Free),
        ],
    ),
    (
        "uk-coops-model",
        &[
            (F::OrdinaryQuorumFirst, UK, V, Free),
            (F::OrdinaryQuorumSecond, UK, V, Free),
            (F::ExtraordinaryQuorumFirst, UK, V, Free),
            (F::ExtraordinaryQuorumSecond, UK, V, Free),
            (F::OrdinaryMajority, UK, V, Free),
            (F::OrdinaryMajorityBasis, UK, V, Free),
            (F::ExtraordinaryMajority, UK, V, Free),
            (F::ExtraordinaryMajorityBasis, UK, V, Free),
            (F::NoticeFirst, UK, V, Free),
            (F::NoticeSecond, UK, V, Free),
            (F::SupportFraction, UK, V, Free),
            (F::ProxyHolders, UK, V, Free),
            (F::ProxyCap, UK, V, Free),
        ],
    ),
    (
        "cooperativa-es-1999",
        &[
            (F::OrdinaryQuorumFirst, "Ley 27/1999 art. 25.1", V, Free),
            (F::OrdinaryQuorumSecond, "Ley 27/1999 art. 25.1", V, Free),
            (F::ExtraordinaryQuorumFirst, "Ley 27/1999 art. 25.1", V, Free),
            (F::ExtraordinaryQuorumSecond, "Ley 27/1999 art. 25.1", V, Free),
            (F::QuorumBasis, "Ley 27/1999 art. 25.1", V, Fixed),
            (F::OrdinaryMajority, "Ley 27/1999 art. 28.1", V, AtLeast),
            (F::OrdinaryMajorityBasis, "Ley 27/1999 art. 28.1", V, Fixed),
            (F::ExtraordinaryMajority, "Ley 27/1999 art. 28.2", V, AtLeast),
            (F::ExtraordinaryMajorityBasis, "Ley 27/1999 art. 28.2", V, Fixed),
            (F::NoticeFirst, "Ley 27/1999 art. 24", V, AtLeast),
            (F::NoticeSecond, "Ley 27/1999 art. 24", V, AtLeast),
            (F::ProxyHolders, "Ley 27/1999 art. 27", V, Free),
            (F::ProxyCap, "Ley 27/1999 art. 27", V, AtMost),
            (F::SecretForPersons, "Ley 27/1999 art. 25.3", V, Free),
        ],
    ),
    (
        "cooperativa-it",
        &[
            (F::OrdinaryQuorumFirst, "c.c. 2538", V, Free),
            (F::OrdinaryQuorumSecond, "c.c. 2538", V, Free),
            (F::ExtraordinaryQuorumFirst, "c.c. 2538", V, Free),
            (F::ExtraordinaryQuorumSecond, "c.c. 2538", V, Free),
            (F::OrdinaryMajority, "c.c. 2538", V, Free),
            (F::ExtraordinaryMajority, "c.c. 2538", V, Free),
            (F::ProxyHolders, "c.c. 2539", M, Free),
            (F::ProxyCap, "c.c. 2539", M, AtMost),
        ],
    ),
    (
        "constitutive",
        &[
            (F::OrdinaryMajority, "C. com. L.225-8", M, Free),
            (F::OrdinaryMajorityBasis, "C. com. L.225-8", M, Free),
            (F::ExtraordinaryMajority, "C. com. L.225-8", M, Free),
            (F::ExtraordinaryMajorityBasis, "C. com. L.225-8", M, Free),
            (F::ElectionMajority, "C. com. L.225-8", M, Free),
        ],
    ),
];

const UK: &str = "Co-operatives UK model articles";

/// The French companies among the presets: what they do not say themselves, the law of companies says.
const COMPANIES: [&str; 3] = ["sa-cooperative-fr-ago", "scic-fr-sa", "scop-fr-sa"];

/// Where a preset has a value from. What no text says is a default of this program, under the name of the statutes.
pub(super) fn source(preset: &str, field: Field) -> Source {
    let own = OTHERS.iter().find(|(id, _)| *id == preset).map_or(&[][..], |(_, rows)| rows);
    let company = if COMPANIES.contains(&preset) { COMPANY } else { &[] };
    let row = own.iter().chain(company).find(|(of, ..)| *of == field);
    row.map_or(
        Source { article: statutes_name(preset), confidence: I, bound: Free },
        |(_, article, confidence, bound)| Source { article, confidence: *confidence, bound: *bound },
    )
}

/// Whether the law of French companies is behind a preset: a quorum may be raised there, never lowered.
pub(super) fn is_company(preset: &str) -> bool {
    COMPANIES.contains(&preset)
}

/// What statutes are called where they are cited.
pub(super) fn statutes_name(preset: &str) -> &'static str {
    match preset {
        "genossenschaft-de" => "Satzung",
        "uk-coops-model" => "Articles",
        "cooperativa-es-1999" => "Estatutos",
        "cooperativa-it" => "Statuto",
        _ => "Statuts",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_sourced_twice() {
        for rows in OTHERS.iter().map(|(_, rows)| *rows).chain([COMPANY]) {
            for (at, (field, article, ..)) in rows.iter().enumerate() {
                assert!(!article.is_empty());
                assert!(rows[..at].iter().all(|(before, ..)| before != field), "{field:?}");
            }
        }
    }
}
