//! Invented people: first and last names combined by number, so that no two of the demo's 400 persons share both.

use domain::identity::Postal;

const FIRST: [&str; 61] = [
    "Camille",
    "Yanis",
    "Maëlle",
    "Karim",
    "Solène",
    "Thibault",
    "Aïcha",
    "Gwendal",
    "Inès",
    "Mamadou",
    "Clémence",
    "Hugo",
    "Fatoumata",
    "Loïc",
    "Mei",
    "Bastien",
    "Samira",
    "Étienne",
    "Naïma",
    "Corentin",
    "Leïla",
    "Maxime",
    "Thuy",
    "Antoine",
    "Rokia",
    "Florian",
    "Jeanne",
    "Rachid",
    "Océane",
    "Tomasz",
    "Élodie",
    "Idriss",
    "Margaux",
    "Joaquim",
    "Zoé",
    "Ousmane",
    "Bérénice",
    "Nicolas",
    "Anouk",
    "Mehdi",
    "Justine",
    "Lucien",
    "Awa",
    "Romain",
    "Sarah",
    "Gaël",
    "Nour",
    "Philippe",
    "Manon",
    "Arthur",
    "Kenza",
    "Vincent",
    "Lina",
    "Dragan",
    "Héloïse",
    "Simon",
    "Yasmine",
    "Paul",
    "Ngoc",
    "Adèle",
    "Rémi",
];

const LAST: [&str; 67] = [
    "Aubrac",
    "Belkacem",
    "Carpentras",
    "Diallo",
    "Estève",
    "Fournil",
    "Guéhenno",
    "Haddad",
    "Issoire",
    "Jaouen",
    "Kermadec",
    "Lambesc",
    "Marchetti",
    "Nguyen",
    "Ozanne",
    "Pereira",
    "Quintard",
    "Ravel",
    "Sissoko",
    "Tavernier",
    "Urbain",
    "Valmont",
    "Wagner",
    "Yvetot",
    "Zerrouki",
    "Alvarez",
    "Benhamou",
    "Coutances",
    "Da Silva",
    "Erkan",
    "Ferrand",
    "Garrigue",
    "Hourtin",
    "Ibanez",
    "Joubert",
    "Konaté",
    "Le Goff",
    "Mercadier",
    "Nadir",
    "Oriol",
    "Poitevin",
    "Quéméner",
    "Roussillon",
    "Santoni",
    "Traoré",
    "Ustaritz",
    "Vasseur",
    "Weber",
    "Yilmaz",
    "Zeller",
    "Andrieux",
    "Bouchard",
    "Cissé",
    "Delcourt",
    "Escoffier",
    "Faucon",
    "Gauthier",
    "Hamidi",
    "Iung",
    "Kowalski",
    "Lacombe",
    "Moreau",
    "Navarre",
    "Ollivier",
    "Pham",
    "Régnier",
    "Saïdi",
];

/// The name of the person with this number, from 1.
pub(super) fn name(number: u32) -> String {
    let (first, last) = parts(number);
    format!("{first} {last}")
}

/// An address that no mail reaches (RFC 2606).
pub(super) fn email(number: u32) -> String {
    format!("personne-{number}@example.org")
}

/// 61 and 67 are prime to one another and to the steps: the first 4087 pairs differ.
/// Where an invented person lives.
pub(super) fn postal(number: u32) -> Postal {
    const STREETS: [&str; 5] = ["rue des Lilas", "place du Marché", "chemin du Lavoir", "rue Jean-Macé", "quai Nord"];
    const TOWNS: [(&str, &str); 4] =
        [("21000", "Dijon"), ("25000", "Besançon"), ("39000", "Dole"), ("71100", "Chalon")];
    let pick = |of: usize| number as usize % of;
    let (postcode, city) = TOWNS[pick(TOWNS.len())];
    Postal {
        street: format!("{} {}", 1 + number % 90, STREETS[pick(STREETS.len())]),
        postcode: postcode.to_owned(),
        city: city.to_owned(),
        country: "France".to_owned(),
    }
}

fn parts(number: u32) -> (&'static str, &'static str) {
    let number = number as usize;
    (FIRST[number * 7 % FIRST.len()], LAST[number * 11 % LAST.len()])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_persons_share_a_name() {
        let names: HashSet<String> = (1..=400).map(name).collect();
        assert_eq!(names.len(), 400);
        assert_eq!(FIRST.iter().collect::<HashSet<_>>().len(), FIRST.len());
        assert_eq!(LAST.iter().collect::<HashSet<_>>().len(), LAST.len());
    }
}
