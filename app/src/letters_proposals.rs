//! The words of letters about proposals.

use service::ProposalLetter;

use crate::i18n::Lang;
use crate::letters::Part;

/// Subject and parts of a letter. Titles are members' words: they stand in the subject, which is one line as they are.
pub(crate) fn words(letter: &ProposalLetter, lang: Lang) -> (String, Vec<Part>) {
    let hello = |name: &str| Part::Words(lang.with("mail-greeting", &[("name", name.into())]));
    let titled = |key: &str, title: &str| lang.with(key, &[("title", title.into())]);
    let go = |link: &str| Part::Link(lang.t("mail-proposal-button"), link.to_owned());
    match letter {
        ProposalLetter::Invited { name, by, title, link } => {
            let args = [("name", by.clone().into()), ("title", title.clone().into())];
            let text = Part::Words(lang.with("mail-proposal-invited-text", &args));
            (titled("mail-proposal-invited-subject", title), vec![hello(name), text, go(link)])
        }
        ProposalLetter::TextChanged { name, title, link } => (
            titled("mail-proposal-changed-subject", title),
            vec![hello(name), Part::Words(titled("mail-proposal-changed-text", title)), go(link)],
        ),
        ProposalLetter::Answered { name, title, admitted, reason, link } => {
            let (subject, text) = if *admitted {
                ("mail-proposal-admitted-subject", "mail-proposal-admitted-text")
            } else {
                ("mail-proposal-refused-subject", "mail-proposal-refused-text")
            };
            let mut parts = vec![hello(name), Part::Words(titled(text, title))];
            parts.extend((!reason.is_empty()).then(|| Part::Words(reason.clone())));
            parts.push(go(link));
            (titled(subject, title), parts)
        }
        ProposalLetter::Amended { name, by, title, link } => {
            let args = [("name", by.clone().into()), ("title", title.clone().into())];
            let text = Part::Words(lang.with("mail-proposal-amended-text", &args));
            (titled("mail-proposal-amended-subject", title), vec![hello(name), text, go(link)])
        }
        ProposalLetter::CandidateProposed { name, by, title, link } => {
            let args = [("name", by.clone().into()), ("title", title.clone().into())];
            let text = Part::Words(lang.with("mail-candidate-proposed-text", &args));
            let button = Part::Link(lang.t("mail-candidate-button"), link.clone());
            (titled("mail-candidate-proposed-subject", title), vec![hello(name), text, button])
        }
        ProposalLetter::QuestionAnswered { name, number, link } => {
            let numbered = |key: &str| lang.with(key, &[("number", (*number).into())]);
            let text = Part::Words(numbered("mail-question-answered-text"));
            let button = Part::Link(lang.t("mail-question-button"), link.clone());
            (numbered("mail-question-answered-subject"), vec![hello(name), text, button])
        }
        ProposalLetter::AmendmentAnswered { name, title, accepted, link } => {
            let text = if *accepted { "mail-amendment-accepted-text" } else { "mail-amendment-to-vote-text" };
            (
                titled("mail-amendment-answered-subject", title),
                vec![hello(name), Part::Words(titled(text, title)), go(link)],
            )
        }
        ProposalLetter::CommentModerated { name, title, hides, reason, link } => {
            let did = if *hides { "hidden" } else { "shown" };
            let text = Part::Words(titled(&format!("mail-comment-{did}-text"), title));
            let parts = vec![hello(name), text, Part::Words(reason.clone()), go(link)];
            (titled(&format!("mail-comment-{did}-subject"), title), parts)
        }
    }
}
