//! What the columns of a file hold, by their headings: French and English, with the names that spreadsheets of members
//! really have. Accents, capitals and signs do not matter.

use serde::{Deserialize, Serialize};

use crate::identity::fold;

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident = $word:literal [$($heading:literal),+ $(,)?]),+ $(,)?) => {
        /// What a column holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Column { $($(#[$doc])* $name),+ }

        impl Column {
            /// Every column.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word of sentences: `import-column-<word>`.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// Headings it may have, without accents, capitals and signs.
            fn headings(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($heading),+]),+ }
            }
        }
    };
}

columns! {
    /// Member number.
    Number = "number" [
        "numero", "n", "no", "num", "number", "numero de societaire", "numero societaire", "n societaire",
        "n de societaire", "no societaire", "numero d adherent", "numero adherent", "n adherent", "member number",
        "membership number", "member no",
    ],
    /// As what they belong.
    Class = "class" ["classe", "class", "categorie", "category", "type", "type de societaire", "member class"],
    /// Name, or family name where first names have a column.
    Name = "name" [
        "nom", "name", "nom complet", "full name", "nom et prenom", "nom prenom", "prenom et nom", "prenom nom",
        "nom de famille", "nom d usage", "last name", "lastname", "family name", "surname", "societaire", "adherent",
        "nom ou raison sociale", "nom raison sociale", "member", "member name",
    ],
    /// First names.
    FirstName = "first-name" ["prenom", "prenoms", "first name", "firstname", "given name", "given names"],
    /// Name of an organisation.
    Organisation = "organisation" [
        "organisation", "organization", "raison sociale", "denomination", "denomination sociale", "structure", "societe",
        "organisme", "personne morale", "nom de l organisation", "company", "company name", "organisation name",
    ],
    /// Who speaks for an organisation.
    Representative = "representative" [
        "representant", "representante", "representant legal", "represente par", "nom du representant", "representative",
        "represented by",
    ],
    /// Number of an organisation in a public register.
    LegalNumber = "legal-number" [
        "numero legal", "siren", "siret", "rna", "siren ou rna", "siren rna", "n siren", "numero siren", "no siren", "rcs",
        "legal number", "company number", "registration number",
    ],
    /// Address for messages.
    Email = "email" [
        "e mail", "email", "mail", "courriel", "mel", "adresse e mail", "adresse email", "adresse mail",
        "adresse electronique", "adresse de courriel", "courrier electronique", "e mail address", "email address",
    ],
    /// Street.
    Street = "street" [
        "rue", "adresse", "adresse postale", "adresse 1", "voie", "numero et rue", "n et rue", "street", "address",
        "street address", "address 1", "address line 1", "postal address",
    ],
    /// A second line of the street.
    Street2 = "street-2" [
        "adresse 2", "complement", "complement d adresse", "complement adresse", "address 2", "address line 2",
    ],
    /// Postal code.
    Postcode = "postcode" ["code postal", "cp", "codepostal", "postcode", "post code", "postal code", "zip", "zip code"],
    /// Town.
    City = "city" ["commune", "ville", "localite", "city", "town"],
    /// Country.
    Country = "country" ["pays", "country"],
    /// Language of messages.
    Lang = "lang" ["langue", "language", "lang"],
    /// Where the membership stands.
    State = "state" ["etat", "statut", "situation", "state", "status"],
    /// Shares held.
    Shares = "shares" [
        "parts", "nombre de parts", "nb parts", "nb de parts", "nbre de parts", "parts sociales",
        "nombre de parts sociales", "parts souscrites", "shares", "number of shares", "shares held",
    ],
    /// Money paid for them.
    Paid = "paid" [
        "verse", "montant verse", "somme versee", "montant", "paye", "montant paye", "libere", "capital verse",
        "capital libere", "montant verse en euros", "verse en euros", "paid", "amount paid", "paid in", "amount",
    ],
    /// Day of the application.
    Applied = "applied" [
        "candidature", "date de candidature", "demande", "date de demande", "application", "application date", "applied",
        "applied on",
    ],
    /// Day of the admission.
    Admitted = "admitted" [
        "admission", "date d admission", "date admission", "agrement", "date d agrement", "admission date", "admitted",
        "admitted on",
    ],
    /// Day from which one is a member.
    Joined = "joined" [
        "adhesion", "date d adhesion", "date adhesion", "date d entree", "date entree", "entree", "membre depuis",
        "societaire depuis", "date de paiement", "joined", "joined on", "date joined", "join date", "member since",
        "membership date",
    ],
    /// Day on which the membership ended.
    Ended = "ended" [
        "fin", "date de fin", "sortie", "date de sortie", "depart", "date de depart", "end", "ended", "ended on",
        "end date", "left on",
    ],
    /// Consent to be convened by e-mail: yes, no, or its day.
    Consent = "consent" [
        "consentement", "consentement e mail", "consentement email", "consentement courriel", "accord e mail",
        "accord email", "accord courriel", "convocation par courriel", "convocation par e mail",
        "convocation electronique", "consent", "e mail consent", "email consent", "consent to e mail", "consent to email",
    ],
}

impl Column {
    /// What each heading of a row means. Of two that mean the same the first is read, the other left aside.
    #[must_use]
    pub fn of_headings(headings: &[String]) -> Vec<Option<Self>> {
        let mut found: Vec<Option<Self>> = Vec::with_capacity(headings.len());
        for heading in headings {
            let column = Self::of(heading).filter(|column| !found.contains(&Some(*column)));
            found.push(column);
        }
        found
    }

    /// What one heading means.
    fn of(heading: &str) -> Option<Self> {
        // No heading is longer than a few words.
        if heading.len() > 200 {
            return None;
        }
        let letters = fold(heading).replace(|c: char| !c.is_alphanumeric(), " ");
        let words = letters.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::ALL.iter().copied().find(|column| column.headings().contains(&words.as_str()))
    }

    /// Whether it says who a row is about.
    #[must_use]
    pub fn names(self) -> bool {
        matches!(self, Self::Name | Self::Organisation)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn headings_of_real_files_are_understood() {
        let cases = [
            ("N°", Column::Number),
            ("Numéro de sociétaire", Column::Number),
            ("Prénom", Column::FirstName),
            ("NOM", Column::Name),
            ("Raison sociale", Column::Organisation),
            ("E-mail", Column::Email),
            ("Mél.", Column::Email),
            ("Code Postal", Column::Postcode),
            ("Versé (€)", Column::Paid),
            ("Date d’adhésion", Column::Joined),
            ("Date d'adhésion", Column::Joined),
            ("État", Column::State),
            ("Nb. de parts", Column::Shares),
            ("Complément d’adresse", Column::Street2),
        ];
        for (heading, column) in cases {
            assert_eq!(Column::of(heading), Some(column), "{heading}");
        }
        for unknown in ["", "Téléphone", "Observations", "nomenclature"] {
            assert_eq!(Column::of(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn the_headings_of_the_export_are_all_understood() {
        let export = "numéro;classe;nom;représentant;numéro légal;courriel;rue;code postal;commune;pays;langue;état;parts;\
                      versé;candidature;admission;adhésion;fin;consentement";
        let headings: Vec<String> = export.split(';').map(str::to_owned).collect();
        assert!(Column::of_headings(&headings).iter().all(Option::is_some));
    }

    #[test]
    fn no_heading_means_two_things_and_the_first_of_two_alike_is_read() {
        let mut seen = BTreeSet::new();
        for heading in Column::ALL.iter().flat_map(|column| column.headings()) {
            assert!(seen.insert(heading), "{heading}");
            assert!(Column::of(heading).is_some(), "{heading} is not spelled as it is compared");
        }
        let two = ["Nom".to_owned(), "nom".to_owned()];
        assert_eq!(Column::of_headings(&two), [Some(Column::Name), None]);
    }
}
