//! What a check cannot say from what it was given. Everything it saw is right.

/// Where a check ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The election is not one of Voix.
    Foreign,
    /// The box is opened in sum with others.
    InSum,
    /// The voices come from other boxes.
    FromOthers,
    /// Boxes that are named are not given.
    BoxesMissing,
    /// Some voices are new since the box before.
    NewVoices,
}

impl Limit {
    /// In an English sentence.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Foreign => "not an election of Voix: nothing shows that no ballot was inserted",
            Self::InSum => "this box is opened in sum with others: verify them together",
            Self::FromOthers => "the voices come from another box: verify them together",
            Self::BoxesMissing => "not all boxes of this vote are here",
            Self::NewVoices => "some voices are new: compare their number with the additions in the record",
        }
    }

    /// In a French sentence.
    #[must_use]
    pub const fn french(self) -> &'static str {
        match self {
            Self::Foreign => "pas un scrutin de Voix : rien ne montre qu’aucun bulletin n’a été inséré",
            Self::InSum => "cette urne est dépouillée en somme avec d’autres : vérifiez-les ensemble",
            Self::FromOthers => "les voix viennent d’une autre urne : vérifiez-les ensemble",
            Self::BoxesMissing => "il manque des urnes de ce scrutin",
            Self::NewVoices => "des voix sont nouvelles : comparez leur nombre aux ajouts du registre",
        }
    }
}
