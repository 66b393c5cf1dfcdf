//! Whether somebody's file is the one that this server publishes now, compared in their browser.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::AssemblyId;
use leptos::prelude::*;

use super::{load, name, set_file, unset};
use crate::i18n::Lang;
use crate::islands::file_check::{FileCheck, Print};
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /minutes/{assembly}/file`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let signed = match load(&app, &visitor.actor, &id).await {
        Ok(signed) => signed,
        Err(error) => return shell::refused(&app, &visitor, &error).await,
    };
    let mut files = Vec::new();
    for of in Lang::ALL {
        match set_file(&app, &signed, of).await {
            Ok(body) => {
                let hash = protocol::hash::sha256_hex(&body);
                files.push((name(&signed.minutes, of), Print { lang: of.into(), hash }));
            }
            Err(error) => return unset(&visitor, &error),
        }
    }
    let assembly = signed.minutes.assembly;
    let page = Page::new(lang.t("minutes-file-title")).with_islands(Bundle::Desk);
    shell::render(&app, &visitor, page, move || {
        view! { <File assembly files=files.clone() lang /> }
    })
    .await
}

#[component]
fn File(assembly: AssemblyId, files: Vec<(String, Print)>, lang: Lang) -> impl IntoView {
    let prints: Vec<Print> = files.iter().map(|(_, print)| print.clone()).collect();
    let strings = lang.strings(&["minutes-file-"]);
    let line = |(name, print): (String, Print)| {
        let address = format!("/minutes/{assembly}/minutes.pdf?lang={}", print.lang.code());
        view! { <li><a download href=address>{name}</a>" "<span class="mono">{print.hash}</span></li> }
    };
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=format!("/minutes/{assembly}")>{lang.t("minutes-title")}</a></p>
            <h1>{lang.t("minutes-file-title")}</h1>
            <p>{lang.t("minutes-file-text")}</p>
            <noscript><p class="alert">{lang.t("minutes-file-noscript")}</p></noscript>
            <FileCheck prints strings />
            <h2>{lang.t("minutes-file-prints")}</h2>
            <ul>{files.into_iter().map(line).collect_view()}</ul>
            <p class="hint">{lang.t("minutes-file-limits")}</p>
        </div>
    }
}
