//! What the demo cooperative says: its name, its place, its two resolutions.

use domain::resolution::Text;
use domain::vote::VoteMode;

use crate::acts::convene::AgendaItem;

pub(super) const NAME: &str = "Coopérative Hébergeons";
pub(super) const LEGAL_LINE: &str =
    "Société anonyme coopérative à capital variable, capital de 10 800 €, siège : 3 rue du Métier, 21000 Dijon";
pub(super) const PLACE: &str = "Salle des Tanneries, 3 rue du Métier, Dijon, et en ligne";

pub(super) fn agenda() -> Vec<AgendaItem> {
    vec![
        AgendaItem {
            title: text("Première offre d’hébergement", "First hosting offer"),
            text: text(
                "L’assemblée générale approuve la première offre d’hébergement de la coopérative : 20 Mo d’espace \
                 pour un site et son courrier, au prix de 8 € par an, réservée aux sociétaires. Elle charge le conseil \
                 d’administration de l’ouvrir dans les trois mois et de rendre compte de ses coûts à la prochaine \
                 assemblée ordinaire.",
                "The general assembly approves the cooperative’s first hosting offer: 20 MB of space for a site and \
                 its mail, at 8 EUR a year, for members only. It asks the board to open it within three months and to \
                 report its costs to the next ordinary assembly.",
            ),
            mode: VoteMode::Open,
        },
        AgendaItem {
            title: text("Indemnité de la présidence", "An indemnity for the chair"),
            text: text(
                "L’assemblée générale fixe à 300 € par mois l’indemnité versée à la personne qui préside le conseil \
                 d’administration, pour le temps consacré à la coopérative, à compter du premier jour du mois qui suit \
                 et jusqu’à la prochaine assemblée ordinaire.",
                "The general assembly sets at 300 EUR a month the indemnity paid to the person who chairs the board, \
                 for the time given to the cooperative, from the first day of the coming month until the next ordinary \
                 assembly.",
            ),
            mode: VoteMode::Secret,
        },
    ]
}

fn text(fr: &str, en: &str) -> Text {
    Text { fr: fr.to_owned(), en: en.to_owned() }
}
