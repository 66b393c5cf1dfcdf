//! The checks, by number: the same numbers in PROTOCOL.md, in the output of `voix-verify`, and in the tests.

macro_rules! checks {
    ($($name:ident = $number:literal, $en:literal, $fr:literal);+ $(;)?) => {
        /// A numbered check.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Check {
            $(#[doc = $en] $name),+
        }

        impl Check {
            /// Every check of this version, in order.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its number in PROTOCOL.md.
            #[must_use]
            pub fn number(self) -> u8 {
                match self { $(Self::$name => $number),+ }
            }

            /// What it means, in one English sentence.
            #[must_use]
            pub fn english(self) -> &'static str {
                match self { $(Self::$name => $en),+ }
            }

            /// What it means, in one French sentence.
            #[must_use]
            pub fn french(self) -> &'static str {
                match self { $(Self::$name => $fr),+ }
            }
        }
    };
}

checks! {
    Container = 1, "The file is made byte for byte as the format says, with nothing after its end.",
        "Le fichier est fait octet pour octet comme le veut le format, sans rien après sa fin.";
    Hashes = 2, "Each part of the file has the content its name promises.",
        "Chaque partie du fichier a le contenu que son nom annonce.";
    Chain = 3, "Each event names the one before it: none was removed or moved.",
        "Chaque événement désigne le précédent : aucun n’a été retiré ni déplacé.";
    Order = 4, "Events come in the lawful order: setup, ballots, close, tally, decryption, result.",
        "Les événements viennent dans le bon ordre : ouverture, bulletins, clôture, total, dépouillement, résultat.";
    Setup = 5, "The election, its trustees and its credentials are those the first event names.",
        "Le scrutin, ses dépositaires et ses droits de vote sont ceux que désigne le premier événement.";
    Canonical = 6, "Everything is written in its only allowed spelling, and every number is in its group.",
        "Tout est écrit dans sa seule orthographe permise, et chaque nombre est dans son groupe.";
    Shape = 7, "Each ballot answers every question with the right number of ciphertexts and proofs.",
        "Chaque bulletin répond à chaque question avec le bon nombre de chiffrés et de preuves.";
    Trustees = 8, "Each trustee proved knowledge of the key.",
        "Chaque dépositaire a prouvé connaître sa clé.";
    ElectionKey = 9, "The key that encrypts the ballots is the product of the trustees’ keys.",
        "La clé qui chiffre les bulletins est le produit de celles des dépositaires.";
    Credentials = 10, "Credentials are distinct and each has one voice.",
        "Les droits de vote sont distincts et chacun a une voix.";
    Ballots = 11, "Each ballot is of this election, under a listed credential, proved and signed.",
        "Chaque bulletin est de ce scrutin, sous un droit inscrit, prouvé et signé.";
    LastBallot = 12, "Of several ballots of one voice only the last counts.",
        "De plusieurs bulletins d’une même voix, seul le dernier compte.";
    Tally = 13, "The encrypted total is the one recomputed from the ballots that count.",
        "Le total chiffré est celui qu’on recalcule à partir des bulletins qui comptent.";
    Decryptions = 15, "Each part of the decryption is proved, by a known trustee, once.",
        "Chaque part du dépouillement est prouvée, par un dépositaire connu, une seule fois.";
    Threshold = 16, "All the trustees needed took part in the decryption.",
        "Tous les dépositaires nécessaires ont pris part au dépouillement.";
    Result = 17, "The published result is exactly what the parts open, and adds up.",
        "Le résultat publié est exactement ce que les parts révèlent, et son compte est bon.";
    OneVoice = 19, "No voice speaks in two boxes of a vote.",
        "Aucune voix ne s’exprime dans deux urnes d’un scrutin.";
    Companion = 24, "No ballot was inserted later, and as many voices signed the roll as ballots count.",
        "Aucun bulletin n’a été inséré après coup, et autant de voix ont émargé que de bulletins comptent.";
}
