//! A register brought from elsewhere as CSV, as spreadsheets write it: what the file says, and what becomes of each row.
//! Nothing is written here; `service` does what is decided here, the same rule before and after.

pub(crate) mod cells;
mod columns;
mod fates;
mod preview;
pub(crate) mod reading;
mod rows;

pub use columns::Column;
pub use fates::{Change, Fate, Judged, Known, Register, judge, judge_all, name_key};
pub use preview::{BadRow, Counts, ImportView, Imported, KnownRow, NewRow, Preview};
pub use reading::{Encoding, LARGEST_FILE, Line, MOST_ROWS, Table};
pub use rows::{Consent, Fault, Problem, Row, Rules};

/// The headings of the model that people fill in, and of the register's own export.
pub const HEADINGS: &str = "numéro;classe;nom;représentant;numéro légal;courriel;rue;code postal;commune;pays;langue;état;\
                            parts;versé;candidature;admission;adhésion;fin;consentement";

/// A file to fill in: headings and three examples, as a spreadsheet in France reads it (mark of byte order, semicolons).
#[must_use]
pub fn model() -> String {
    let rows = [
        HEADINGS,
        "1;personne;Maëlle Besson;;;maelle.besson@example.org;3 rue du Métier;21000;Dijon;France;fr;actif;2;32,00;\
         02/01/2024;10/01/2024;15/01/2024;;oui",
        "2;organisation;L’Atelier des Remparts;Karim Haddad;552 100 554;contact@atelier.example;8 place Haute;25000;\
         Besançon;France;fr;actif;10;160,00;05/01/2024;10/01/2024;31/01/2024;;non",
        ";personne;Léonie Roche;;;leonie.roche@example.org;12 chemin Vert;69001;Lyon;France;fr;candidat;1;;20/11/2024;;;;",
    ];
    format!("\u{FEFF}{}\r\n", rows.join("\r\n"))
}
