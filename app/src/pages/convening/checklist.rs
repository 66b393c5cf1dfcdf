//! What must be right before members are convened, and the button.

use domain::convocation::checklist::{Line, Weight, blocks};
use domain::convocation::view::DraftView;
use leptos::prelude::*;

use super::prepare::CONVENE;
use crate::components::form::Act;
use crate::i18n::{Arg, Lang};

/// The list, and the button once nothing is in the way. Only the chair convenes.
#[component]
pub(crate) fn Check(draft: DraftView, chair: bool, lang: Lang) -> impl IntoView {
    let blocked = blocks(&draft.checklist);
    view! {
        <section class="card stack" aria-labelledby="prepare-check">
            <h2 id="prepare-check">{lang.t("prepare-check")}</h2>
            <p>{lang.t("prepare-check-text")}</p>
            <ul class="plain-list stack">
                {draft.checklist.into_iter().map(|line| view! { <Row line lang /> }).collect_view()}
            </ul>
            <p class="hint">{lang.t("prepare-record-key")}</p>
            <p><code class="request-id">{draft.record_key}</code></p>
            {(chair && !blocked).then(|| view! {
                <p>{lang.t("prepare-convene-text")}</p>
                <Act action=CONVENE fields=vec![("draft", draft.id.to_string())] label=lang.t("prepare-convene") />
            })}
            {(!chair).then(|| view! { <p class="hint">{lang.t("prepare-convene-later")}</p> })}
        </section>
    }
}

#[component]
fn Row(line: Line, lang: Lang) -> impl IntoView {
    let (chip, word) = match line.weight {
        Weight::Ok => ("chip chip--done", "prepare-weight-ok"),
        Weight::Warning => ("chip chip--wait", "prepare-weight-warning"),
        Weight::Blocks => ("chip chip--closed", "prepare-weight-blocks"),
    };
    let numbers: Vec<(&str, Arg)> =
        line.numbers.iter().map(|(name, number)| (name.as_str(), (*number).into())).collect();
    let words = lang.with(&format!("check-{}", line.point.word()), &numbers);
    let article = line.article.clone();
    view! {
        <li>
            <span class=chip>{lang.t(word)}</span>" "{words}
            {(!article.is_empty()).then(|| view! { <span class="article">" "{article}</span> })}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use domain::convocation::checklist::Point;

    use super::*;

    #[test]
    fn every_point_has_a_sentence_in_each_language() {
        for lang in Lang::ALL {
            for point in Point::ALL {
                let key = format!("check-{}", point.word());
                assert_ne!(lang.t(&key), key, "{lang:?}");
            }
        }
    }
}
