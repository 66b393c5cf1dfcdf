//! Letters for those who did not agree to be convened by e-mail: one page to print, one letter to a sheet, the address where
//! the window of a long envelope is.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;
use service::views::{Letters, Printed};

use crate::i18n::Lang;
use crate::letters::help_line;
use crate::letters_notice::{body, subject};
use crate::pages::id;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Which of the things that were said; the last if none.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    seq: Option<String>,
}

/// `GET /assembly/{id}/letters`
pub async fn get(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let lang = visitor.lang;
    let outcome = match service::policy::allow(&visitor.actor, service::policy::Operation::ReadNotices) {
        Ok(()) => match id(&assembly) {
            Ok(of) => {
                let seq = asked.seq.and_then(|seq| seq.parse().ok());
                service::views::printed_letters(&app.service, &visitor.actor, of, seq).await
            }
            Err(error) => Err(error),
        },
        Err(refusal) => Err(refusal.into()),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        move |_| Page::new(lang.t("letters-title")),
        move |letters| {
            view! { <Sheets letters lang /> }
        },
    )
    .await
}

#[component]
fn Sheets(letters: Letters, lang: Lang) -> impl IntoView {
    let none = letters.to.is_empty();
    let to = letters.to.clone();
    view! {
        <div class="page stack letters">
            <header class="stack letters__head">
                <h1>{lang.t("letters-title")}</h1>
                <p class="lead">{lang.t("letters-lead")}</p>
                {none.then(|| view! { <p class="empty">{lang.t("letters-none")}</p> })}
            </header>
            {to.into_iter().map(|to| view! { <Sheet letters=letters.clone() to lang /> }).collect_view()}
        </div>
    }
}

#[component]
fn Sheet(letters: Letters, to: Printed, lang: Lang) -> impl IntoView {
    let own = Lang::from(to.lang);
    let address: Vec<String> = if to.address.is_empty() {
        vec![lang.t("letters-no-address")]
    } else {
        to.address.split('\n').map(str::to_owned).collect()
    };
    let hello = own.with("mail-greeting", &[("name", to.name.clone().into())]);
    view! {
        <article class="letter card" lang=own.code()>
            <p class="letter__from">
                {letters.notice.cooperative.clone()}<br />{letters.notice.legal_line.clone()}
                {help_line(&letters.help, own).map(|line| view! { <br />{line} })}
            </p>
            <address class="letter__to">
                <strong>{to.name}</strong>
                {address.into_iter().map(|line| view! { <br />{line} }).collect_view()}
            </address>
            <h2>{subject(&letters.notice, letters.said.kind, own)}</h2>
            <p>{hello}</p>
            {body(&letters.notice, &letters.said, to.role, own).into_iter().map(|said| super::paragraphs(&said)).collect_view()}
        </article>
    }
}
