//! What the demo cooperative says: its name, its place, its two resolutions.

use domain::resolution::Text;
use domain::vote::VoteMode;

use super::Poll;
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

pub(super) const PROPOSAL_TITLE: &str = "Des sites qui durent : une sauvegarde pour chacun";
pub(super) const PROPOSAL_TITLE_EN: &str = "Sites that last: a copy for each";
pub(super) const PROPOSAL: &str = "L’assemblée générale charge le conseil d’administration :\n\n\
     - de garder une copie de chaque site hébergé, faite **chaque nuit** et conservée sept jours ;\n\
     - de permettre à chaque sociétaire de la rétablir sans rien demander ;\n\
     - d’en rendre compte à la prochaine assemblée ordinaire.";
pub(super) const PROPOSAL_EN: &str = "The general assembly asks the board:\n\n\
     - to keep a copy of each site it hosts, made **every night** and kept for seven days;\n\
     - to let each member bring it back without asking anybody;\n\
     - to report on it to the next ordinary assembly.";
pub(super) const PROPOSAL_REASONS: &str =
    "Trois d’entre nous ont perdu leur site cet hiver par une fausse manœuvre. L’espace ne coûte presque rien.";
/// What somebody would have otherwise, and how.
pub(super) const AMENDED: &str = "conservée sept jours";
pub(super) const AMENDED_TO: &str = "conservée trente jours";
pub(super) const AMENDMENT_REASONS: &str = "On ne s’aperçoit pas toujours d’une perte dans la semaine.";

fn text(fr: &str, en: &str) -> Text {
    Text { fr: fr.to_owned(), en: en.to_owned() }
}

/// What each candidate of the demo says.
pub(super) const STATEMENT: &str = "Je veux une coopérative qui rende des comptes à ses sociétaires.";
/// What each has done.
pub(super) const CAREER: &str = "Sociétaire depuis la fondation.";

/// The election of the first board.
pub(super) fn poll() -> Poll {
    Poll {
        title: text("Premier conseil d’administration", "First board"),
        text: text(
            "L’assemblée constitutive élit les trois premiers administrateurs de la coopérative.",
            "The constitutive assembly elects the first three directors of the cooperative.",
        ),
        seats: 3,
        candidates: vec![9, 10, 11, 12, 13],
    }
}
