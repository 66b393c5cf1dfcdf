//! What was found, in words.

use verifier::Lang;
use verifier::report::clean;
use verifier::say::say;

use crate::events::Event;
use crate::heads::Fault;

/// Prints what was found: a line for each, JSON for programs.
pub fn tell(events: &[Event], json: bool, lang: Lang) {
    for event in events {
        if json {
            say(event.to_json());
            continue;
        }
        let alarm = match (event.shouts(), lang) {
            (false, _) => "    ",
            (true, Lang::En) => "NO  ALARM: ",
            (true, Lang::Fr) => "NO  ALERTE : ",
        };
        say(format_args!("{alarm}{}", sentence(event, lang)));
        if let Event::Head { seen, served, .. } = event {
            let [before, now] = match lang {
                Lang::En => ["seen before", "served now"],
                Lang::Fr => ["vu auparavant", "servi maintenant"],
            };
            note(before, seen);
            note(now, served);
        }
    }
}

/// A signed head, line by line: whoever reads it may show it to others.
fn note(title: &str, note: &str) {
    if note.is_empty() {
        return;
    }
    say(format_args!("    --- {title}"));
    note.lines().for_each(|line| say(format_args!("    {}", clean(line))));
}

fn sentence(event: &Event, lang: Lang) -> String {
    match lang {
        Lang::En => english(event),
        Lang::Fr => french(event),
    }
}

fn english(event: &Event) -> String {
    match event {
        Event::New { file } => format!("new: {}", clean(file)),
        Event::Grown { file } => format!("grown: {}", clean(file)),
        Event::Changed { file, beside, why: [why, _] } => {
            format!("{}: {why}. What was seen is kept; what is served now is {}", clean(file), clean(beside))
        }
        Event::Gone { file } => format!("{} is not listed any more. What was seen is kept", clean(file)),
        Event::AssemblyGone { assembly } => {
            format!("the record of {} is not listed any more. What was seen is kept", clean(assembly))
        }
        Event::Head { assembly, fault, .. } => {
            let what = match fault {
                Fault::Unreadable => "the checkpoint cannot be read",
                Fault::Signature => {
                    "the checkpoint is not signed by the key that was given, or that the record names, or not as before"
                }
                Fault::OtherRecord => {
                    "the checkpoint is not of the record that is served with it, or not of all its entries"
                }
                Fault::Shorter => "the checkpoint covers less than the one seen before: entries have disappeared",
                Fault::Fork => {
                    "FORK: two checkpoints of one record cannot both be true. Keep both, and show them to other observers"
                }
            };
            format!("{}: {what}", clean(assembly))
        }
        Event::CodeNotSaid { path, served, said: None } => {
            format!("{} is served and no record names it: {served}", clean(path))
        }
        Event::CodeNotSaid { path, served, said: Some(said) } => {
            format!("{} is not what the record says: {served} is served, {} is named", clean(path), clean(said))
        }
        Event::CodeChanged { path, before, served, said: true } => {
            format!("{} changed, as the record says: from {} to {served}", clean(path), clean(before))
        }
        Event::CodeChanged { path, before, served, said: false } => {
            format!("{} changed and the record does not say so: from {} to {served}", clean(path), clean(before))
        }
        Event::CodeGone { path } => format!("{} is named by the record and not served", clean(path)),
        Event::NoSoftware => "no record says which code is served: it is compared with what was seen only".to_owned(),
        Event::ReceiptBroken { tracker, archive } => format!(
            "the server signed for the ballot {} and {} does not have it where the receipt says. Keep the receipt",
            clean(tracker),
            clean(archive)
        ),
        Event::ReceiptUnsigned { tracker } => {
            format!("the receipt of {} is not signed by the key that was given: it proves nothing", clean(tracker))
        }
        Event::ReceiptNowhere { tracker } => {
            format!("no record here has the box of the receipt of {}: it could not be looked up", clean(tracker))
        }
        Event::Unreachable { why } => format!("the server could not be asked: {}", clean(why)),
    }
}

fn french(event: &Event) -> String {
    match event {
        Event::New { file } => format!("nouveau : {}", clean(file)),
        Event::Grown { file } => format!("complété : {}", clean(file)),
        Event::Changed { file, beside, why: [_, why] } => {
            format!(
                "{} : {why}. Ce qui a été vu est gardé ; ce qui est servi maintenant est {}",
                clean(file),
                clean(beside)
            )
        }
        Event::Gone { file } => format!("{} n’est plus dans la liste. Ce qui a été vu est gardé", clean(file)),
        Event::AssemblyGone { assembly } => {
            format!("le registre de {} n’est plus dans la liste. Ce qui a été vu est gardé", clean(assembly))
        }
        Event::Head { assembly, fault, .. } => {
            let what = match fault {
                Fault::Unreadable => "le point de contrôle ne peut pas être lu",
                Fault::Signature => {
                    "le point de contrôle n’est pas signé par la clé donnée, ou nommée par le registre, ou pas comme auparavant"
                }
                Fault::OtherRecord => {
                    "le point de contrôle n’est pas celui du registre servi avec lui, ou pas de toutes ses écritures"
                }
                Fault::Shorter => {
                    "le point de contrôle couvre moins que celui vu auparavant : des écritures ont disparu"
                }
                Fault::Fork => {
                    "BIFURCATION : deux points de contrôle d’un même registre ne peuvent être vrais ensemble. Gardez les deux \
                     et montrez-les à d’autres observateurs"
                }
            };
            format!("{} : {what}", clean(assembly))
        }
        Event::CodeNotSaid { path, served, said: None } => {
            format!("{} est servi et aucun registre ne le nomme : {served}", clean(path))
        }
        Event::CodeNotSaid { path, served, said: Some(said) } => {
            format!("{} n’est pas ce que dit le registre : {served} est servi, {} est nommé", clean(path), clean(said))
        }
        Event::CodeChanged { path, before, served, said: true } => {
            format!("{} a changé, comme le dit le registre : de {} à {served}", clean(path), clean(before))
        }
        Event::CodeChanged { path, before, served, said: false } => {
            format!("{} a changé et le registre ne le dit pas : de {} à {served}", clean(path), clean(before))
        }
        Event::CodeGone { path } => format!("{} est nommé par le registre et n’est pas servi", clean(path)),
        Event::NoSoftware => {
            "aucun registre ne dit quel code est servi : il n’est comparé qu’à ce qui a été vu".to_owned()
        }
        Event::ReceiptBroken { tracker, archive } => format!(
            "le serveur a signé un accusé de dépôt pour le bulletin {} et {} ne l’a pas à la place dite. Gardez l’accusé de dépôt",
            clean(tracker),
            clean(archive)
        ),
        Event::ReceiptUnsigned { tracker } => {
            format!("l’accusé de dépôt de {} n’est pas signé par la clé donnée : il ne prouve rien", clean(tracker))
        }
        Event::ReceiptNowhere { tracker } => format!(
            "aucun registre n’a ici l’urne de l’accusé de dépôt de {} : le bulletin n’a pas pu y être cherché",
            clean(tracker)
        ),
        Event::Unreachable { why } => format!("le serveur n’a pas pu être interrogé : {}", clean(why)),
    }
}
