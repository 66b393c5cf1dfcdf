//! What each check means, and what its failure would tell: the table of PROTOCOL.md §15 in two languages.

use protocol::checks::Check;

use crate::say::say;
use crate::{Lang, Verdict, assembly};

/// Numbers of PROTOCOL.md that this version does not check.
const NOT_MADE: [u8; 2] = [14, 20];

/// Explains one check, or lists them all.
#[must_use]
pub fn explain(asked: Option<u8>, lang: Lang) -> Verdict {
    let chosen: Vec<u8> =
        assembly::numbers().into_iter().filter(|number| asked.is_none_or(|asked| asked == *number)).collect();
    for number in &chosen {
        say(format_args!("{number:2}  {}", assembly::sentence(*number, lang)));
    }
    match (asked, chosen.first()) {
        (None, _) => Verdict::Passed,
        (Some(_), Some(number)) => {
            let of_archive =
                || Check::ALL.iter().find(|check| check.number() == *number).map(|check| failure(*check, lang));
            let words = assembly::failure(*number, lang).or_else(of_archive).unwrap_or_default();
            say(format_args!("    {words}"));
            Verdict::Passed
        }
        (Some(number), None) => Verdict::Unreadable(none(number, lang)),
    }
}

fn none(number: u8, lang: Lang) -> String {
    match (NOT_MADE.contains(&number), lang) {
        (true, Lang::En) => format!("check {number} is not made by this version: PROTOCOL.md §18"),
        (true, Lang::Fr) => format!("cette version ne fait pas le contrôle {number} : PROTOCOL.md §18"),
        (false, Lang::En) => "there is no check of this number".to_owned(),
        (false, Lang::Fr) => "aucun contrôle ne porte ce numéro".to_owned(),
    }
}

/// What it would mean if the check failed.
fn failure(check: Check, lang: Lang) -> &'static str {
    let (en, fr) = match check {
        Check::Container => (
            "If it fails: someone touched the file, or it was cut while it was copied.",
            "S’il échoue : quelqu’un a touché au fichier, ou la copie a été interrompue.",
        ),
        Check::Hashes => ("If it fails: a part was replaced.", "S’il échoue : une partie a été remplacée."),
        Check::Chain => (
            "If it fails: an event was removed, inserted or moved, or this is not the state you were told of.",
            "S’il échoue : un événement a été retiré, inséré ou déplacé, ou ce n’est pas l’état annoncé.",
        ),
        Check::Order => (
            "If it fails: the box did not live the life of a box, for instance a ballot came after the close.",
            "S’il échoue : l’urne n’a pas suivi sa vie d’urne, par exemple un bulletin est venu après la clôture.",
        ),
        Check::Setup => (
            "If it fails: voters may have seen another election than the one archived.",
            "S’il échoue : les votants ont peut-être vu un autre scrutin que celui de l’archive.",
        ),
        Check::Canonical => (
            "If it fails: two readers could read two different things.",
            "S’il échoue : deux lecteurs pourraient lire deux choses différentes.",
        ),
        Check::Shape => (
            "If it fails: a ballot could weigh more than a ballot may.",
            "S’il échoue : un bulletin pourrait peser plus qu’un bulletin ne le doit.",
        ),
        Check::Trustees => (
            "If it fails: one trustee could cancel another’s key and open the box alone.",
            "S’il échoue : un dépositaire pourrait annuler la clé d’un autre et ouvrir l’urne seul.",
        ),
        Check::ElectionKey => (
            "If it fails: someone who is not a trustee could open ballots.",
            "S’il échoue : quelqu’un qui n’est pas dépositaire pourrait ouvrir des bulletins.",
        ),
        Check::Credentials => (
            "If it fails: one voice would count twice, or the order of the list would say who is who.",
            "S’il échoue : une voix compterait deux fois, ou l’ordre de la liste dirait qui est qui.",
        ),
        Check::Ballots => (
            "If it fails: a ballot was forged, altered, or brought from elsewhere.",
            "S’il échoue : un bulletin a été forgé, modifié, ou vient d’ailleurs.",
        ),
        Check::LastBallot => (
            "It has no failure of its own: the total of check 13 is made from these ballots.",
            "Il n’échoue pas seul : le total du contrôle 13 est fait de ces bulletins.",
        ),
        Check::Tally => (
            "If it fails: a ballot was left out of the count, or added to it.",
            "S’il échoue : un bulletin a été oublié dans le compte, ou y a été ajouté.",
        ),
        Check::Decryptions => (
            "If it fails: a part of the decryption is false, and would change the result.",
            "S’il échoue : une part du dépouillement est fausse et changerait le résultat.",
        ),
        Check::Threshold => ("If it fails: the result has no ground.", "S’il échoue : le résultat ne repose sur rien."),
        Check::Result => (
            "If it fails: the announced result is not that of the box.",
            "S’il échoue : le résultat annoncé n’est pas celui de l’urne.",
        ),
        Check::OneVoice => (
            "If it fails: someone may have voted in two boxes of the vote, and the sum counts both.",
            "S’il échoue : quelqu’un a peut-être voté dans deux urnes du scrutin, et la somme compte les deux.",
        ),
        Check::Companion => (
            "If it fails: an old ballot was put in again, or ballots and signatures of voters differ in number.",
            "S’il échoue : un ancien bulletin a été remis dans l’urne, ou il n’y a pas autant d’émargements que de bulletins.",
        ),
    };
    match lang {
        Lang::En => en,
        Lang::Fr => fr,
    }
}
