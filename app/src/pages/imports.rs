//! A register brought from a spreadsheet: the file, what would become of each row, and one button.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::import::{BadRow, Change, Counts, Fault, ImportView, KnownRow, NewRow, Preview};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::{Deserialize, Serialize};

use super::id;
use crate::components::form::Act;
use crate::components::register_nav::RegisterNav;
use crate::i18n::{Arg, Lang};
use crate::rpc::imports::{PREVIEW, RunImport};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// The file that was brought.
    file: Option<String>,
}

/// `GET /register/import`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let (lang, who) = (visitor.lang, visitor.clone());
    let refused = visitor.refusal.is_some();
    let outcome = load(&app, &visitor, &asked).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("import-title")),
        move |found| {
            let content = match found {
                None => view! { <Bring refused lang /> }.into_any(),
                Some((file, ImportView::Waiting(preview))) => {
                    let preview = *preview;
                    view! { <Waiting file preview lang /> }.into_any()
                }
                Some((_, ImportView::Done(counts))) => view! { <Done counts lang /> }.into_any(),
            };
            view! {
                <div class="page page--wide stack">
                    <p class="eyebrow">{lang.t("register-eyebrow")}</p>
                    <h1>{lang.t("import-title")}</h1>
                    <RegisterNav visitor=who.clone() />
                    {content}
                </div>
            }
        },
    )
    .await
}

async fn load(
    app: &AppState,
    visitor: &Visitor,
    asked: &Asked,
) -> Result<Option<(String, ImportView)>, service::Error> {
    match &asked.file {
        Some(file) => {
            let view = service::views::register_import(&app.service, &visitor.actor, id(file)?).await?;
            Ok(Some((file.clone(), view)))
        }
        // Who may not import reads so here, before looking for the file.
        None => service::views::import_model(&app.service, &visitor.actor).await.map(|_| None),
    }
}

/// "1 234,50 €" or "€1,234.50".
fn euros(cents: i64, lang: Lang) -> String {
    let whole = (cents / 100).to_string();
    let (units, rest) = (whole.len(), cents % 100);
    let sign = match lang {
        Lang::Fr => '\u{202F}',
        Lang::En => ',',
    };
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (units - at).is_multiple_of(3) {
            grouped.push(sign);
        }
        grouped.push(digit);
    }
    match lang {
        Lang::Fr => format!("{grouped},{rest:02}\u{A0}€"),
        Lang::En => format!("€{grouped}.{rest:02}"),
    }
}

#[component]
fn Bring(refused: bool, lang: Lang) -> impl IntoView {
    view! {
        <p class="lead">{lang.t("import-lead")}</p>
        <form class="card stack" method="post" action=PREVIEW enctype="multipart/form-data">
            <div class="field">
                <label for="file">{lang.t("import-file")}</label>
                <p class="hint" id="file-hint">{lang.t("import-file-hint")}</p>
                <input id="file" name="file" type="file" required accept=".csv,.txt,.tsv,text/csv,text/plain"
                    aria-invalid=refused.then_some("true")
                    aria-describedby=if refused { format!("{} file-hint", shell::REFUSAL) } else { "file-hint".to_owned() } />
            </div>
            <button class="button button--primary" type="submit">{lang.t("import-look")}</button>
            <p class="hint">{lang.t("import-look-hint")}</p>
        </form>
        <section class="stack">
            <h2>{lang.t("import-how")}</h2>
            <ul>
                <li>{lang.t("import-how-columns")}</li>
                <li>{lang.t("import-how-known")}</li>
                <li>{lang.t("import-how-paid")}</li>
                <li>{lang.t("import-how-dates")}</li>
            </ul>
            <p><a class="button" href="/api/v1/register/imports/model.csv" download="voix-import.csv">{lang.t("import-model")}</a></p>
        </section>
    }
}

#[component]
fn Done(counts: Counts, lang: Lang) -> impl IntoView {
    view! {
        <div class="notice notice--success stack">
            <p><strong>{lang.t("import-done")}</strong></p>
            <Totals counts lang />
        </div>
        <p>{lang.t("import-done-file")}</p>
        <p class="cluster">
            <a class="button button--primary" href="/register">{lang.t("import-register")}</a>
            <a class="button" href="/register/import">{lang.t("import-another")}</a>
        </p>
    }
}

/// How many rows have which fate.
#[component]
fn Totals(counts: Counts, lang: Lang) -> impl IntoView {
    let all = [
        ("import-chip-members", counts.members),
        ("import-chip-applicants", counts.applicants),
        ("import-chip-changed", counts.changed),
        ("import-chip-same", counts.same),
        ("import-chip-bad", counts.bad),
    ];
    let chip = move |(key, count): (&'static str, u32)| {
        let class = if key == "import-chip-bad" && count > 0 { "chip chip--closed" } else { "chip" };
        view! { <li class=class>{lang.with(key, &[("count", count.into())])}</li> }
    };
    view! { <ul class="plain-list cluster">{all.map(chip).collect_view()}</ul> }
}

#[component]
fn Waiting(file: String, preview: Preview, lang: Lang) -> impl IntoView {
    let counts = preview.counts;
    let Preview { bad, new, changed, ignored, kept, .. } = preview;
    let encoding = lang.t(&format!("import-encoding-{}", preview.encoding.word()));
    let delimiter = lang.t(match preview.delimiter {
        ';' => "import-delimiter-semicolon",
        '\t' => "import-delimiter-tab",
        _ => "import-delimiter-comma",
    });
    let columns: Vec<String> =
        preview.columns.iter().map(|column| lang.t(&format!("import-column-{}", column.word()))).collect();
    let read: [(&str, Arg); 3] =
        [("encoding", encoding.into()), ("delimiter", delimiter.into()), ("columns", columns.join(", ").into())];
    let what: [(&str, Arg); 5] = [
        ("members", counts.members.into()),
        ("applicants", counts.applicants.into()),
        ("changed", counts.changed.into()),
        ("shares", counts.shares.into()),
        ("amount", euros(counts.cents, lang).into()),
    ];
    let (none_bad, any) = (bad.is_empty(), counts.to_write() > 0);
    let act = any.then(|| {
        view! {
            <Act action=RunImport::PATH fields=vec![("import", file)] label=lang.t("import-run") />
            <p class="hint">{lang.t("import-run-hint")}</p>
        }
    });
    view! {
        <p class="lead">{lang.t("import-preview-lead")}</p>
        <Totals counts lang />
        <p class="hint">{lang.with("import-read", &read)}</p>
        {(!ignored.is_empty()).then(|| view! {
            <p class="notice">{lang.t("import-ignored")}" "{ignored.join(", ")}</p>
        })}
        {(!none_bad).then(|| view! { <Bad rows=bad total=counts.bad lang /> })}
        {(!changed.is_empty()).then(|| view! { <Changed rows=changed kept lang /> })}
        {(!new.is_empty()).then(|| view! { <New rows=new total=counts.members + counts.applicants lang /> })}
        <section class="card stack">
            <h2>{lang.t("import-decide")}</h2>
            <p>{if any { lang.with("import-what", &what) } else { lang.t("import-nothing") }}</p>
            {(!none_bad).then(|| view! { <p>{lang.t("import-bad-later")}</p> })}
            {act}
            <p><a href="/register/import">{lang.t("import-another")}</a></p>
        </section>
    }
}

#[component]
fn Bad(rows: Vec<BadRow>, total: u32, lang: Lang) -> impl IntoView {
    let shown = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    view! {
        <section class="stack">
            <h2>{lang.with("import-bad-title", &[("count", total.into())])}</h2>
            <p>{lang.t("import-bad-lead")}</p>
            {(shown < total).then(|| view! { <p class="hint">{lang.with("import-first", &[("shown", shown.into())])}</p> })}
            <div class="table-wrap"><table class="table">
                <caption class="visually-hidden">{lang.t("import-bad-caption")}</caption>
                <thead><tr>
                    <th scope="col" class="number">{lang.t("import-line")}</th>
                    <th scope="col">{lang.t("import-who")}</th>
                    <th scope="col">{lang.t("import-why")}</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| view! {
                    <tr>
                        <td class="number">{row.line}</td>
                        <td>{row.name}</td>
                        <td><ul class="plain-list stack">
                            {row.faults.into_iter().map(|fault| view! { <li>{why(&fault, lang)}</li> }).collect_view()}
                        </ul></td>
                    </tr>
                }).collect_view()}</tbody>
            </table></div>
        </section>
    }
}

/// What was read where, why it cannot be, and what to do.
fn why(fault: &Fault, lang: Lang) -> String {
    let sentence =
        lang.with(&format!("import-problem-{}", fault.problem.word()), &[("detail", fault.detail.clone().into())]);
    let Some(column) = fault.column else { return sentence };
    let args: [(&str, Arg); 3] = [
        ("column", lang.t(&format!("import-column-{}", column.word())).into()),
        ("read", fault.read.clone().into()),
        ("sentence", sentence.into()),
    ];
    lang.with(if fault.read.is_empty() { "import-fault-empty" } else { "import-fault" }, &args)
}

#[component]
fn Changed(rows: Vec<KnownRow>, kept: u32, lang: Lang) -> impl IntoView {
    let line = move |row: &KnownRow, change: Change, stays: bool| {
        let (number, name) = (row.line, row.name.clone());
        let column = lang.t(&format!("import-column-{}", change.field.word()));
        let fate = lang.t(if stays { "import-stays" } else { "import-changes" });
        view! {
            <tr>
                <td class="number">{number}</td>
                <td>{name}</td>
                <td>{column}</td>
                <td>{said(&change, &change.before, lang)}</td>
                <td>{said(&change, &change.after, lang)}</td>
                <td>{fate}</td>
            </tr>
        }
    };
    let lines = rows.into_iter().flat_map(|row| {
        let (changes, stays) = (row.changes.clone(), row.kept.clone());
        let all =
            changes.into_iter().map(|change| (change, false)).chain(stays.into_iter().map(|change| (change, true)));
        all.map(|(change, stays)| line(&row, change, stays)).collect::<Vec<_>>()
    });
    view! {
        <section class="stack">
            <h2>{lang.t("import-changed-title")}</h2>
            {(kept > 0).then(|| view! {
                <p class="notice notice--warning">{lang.with("import-kept", &[("count", kept.into())])}</p>
            })}
            <div class="table-wrap"><table class="table">
                <caption class="visually-hidden">{lang.t("import-changed-caption")}</caption>
                <thead><tr>
                    <th scope="col" class="number">{lang.t("import-line")}</th>
                    <th scope="col">{lang.t("import-who")}</th>
                    <th scope="col">{lang.t("import-field")}</th>
                    <th scope="col">{lang.t("import-before")}</th>
                    <th scope="col">{lang.t("import-after")}</th>
                    <th scope="col">{lang.t("import-fate")}</th>
                </tr></thead>
                <tbody>{lines.collect_view()}</tbody>
            </table></div>
        </section>
    }
}

/// A value as people say it: states and classes have words.
fn said(change: &Change, value: &str, lang: Lang) -> String {
    use domain::import::Column;
    match change.field {
        Column::State => lang.t(&format!("import-state-{value}")),
        Column::Class => lang.t(&format!("import-class-{value}")),
        Column::Consent => lang.t(&format!("import-{value}")),
        _ if value.is_empty() => "—".to_owned(),
        _ => value.to_owned(),
    }
}

#[component]
fn New(rows: Vec<NewRow>, total: u32, lang: Lang) -> impl IntoView {
    let shown = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    view! {
        <section class="stack">
            <h2>{lang.with("import-new-title", &[("count", total.into())])}</h2>
            {(shown < total).then(|| view! { <p class="hint">{lang.with("import-first", &[("shown", shown.into())])}</p> })}
            <div class="table-wrap"><table class="table">
                <caption class="visually-hidden">{lang.t("import-new-caption")}</caption>
                <thead><tr>
                    <th scope="col" class="number">{lang.t("import-line")}</th>
                    <th scope="col">{lang.t("import-who")}</th>
                    <th scope="col" class="number">{lang.t("import-column-number")}</th>
                    <th scope="col">{lang.t("import-column-state")}</th>
                    <th scope="col" class="number">{lang.t("import-column-shares")}</th>
                    <th scope="col" class="number">{lang.t("import-column-paid")}</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| {
                    let number = row.number.map_or_else(|| lang.t("import-next"), |number| number.to_string());
                    let number = if row.state.is_member() { number } else { row.number.map_or_else(|| "—".to_owned(), |n| n.to_string()) };
                    view! {
                        <tr>
                            <td class="number">{row.line}</td>
                            <td>{row.name}</td>
                            <td class="number">{number}</td>
                            <td>{lang.t(&format!("import-state-{}", word(&row.state)))}</td>
                            <td class="number">{row.shares}</td>
                            <td class="number">{euros(row.cents, lang)}</td>
                        </tr>
                    }
                }).collect_view()}</tbody>
            </table></div>
        </section>
    }
}

/// The word an enum has in JSON.
fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use domain::import::{Column, Problem};
    use domain::member::{MemberClass, MemberState};

    use super::*;

    #[test]
    fn amounts_are_written_as_each_language_writes_them() {
        assert_eq!(euros(123_450, Lang::Fr), "1\u{202F}234,50\u{A0}€");
        assert_eq!(euros(123_456_705, Lang::En), "€1,234,567.05");
        assert_eq!(euros(5, Lang::Fr), "0,05\u{A0}€");
    }

    #[test]
    fn every_column_problem_state_and_class_has_words_in_each_language() {
        let keys = Column::ALL.iter().map(|column| format!("import-column-{}", column.word()));
        let keys = keys.chain(Problem::ALL.iter().map(|problem| format!("import-problem-{}", problem.word())));
        let keys = keys.chain(MemberState::ALL.iter().map(|state| format!("import-state-{}", word(state))));
        let keys = keys.chain(MemberClass::ALL.iter().map(|class| format!("import-class-{}", word(class))));
        let more = ["utf-8", "utf-16", "windows-1252"].map(|encoding| format!("import-encoding-{encoding}"));
        let all: Vec<String> = keys.chain(more).chain(["import-yes".to_owned(), "import-no".to_owned()]).collect();
        for lang in Lang::ALL {
            for key in &all {
                assert_ne!(&lang.t(key), key, "{lang:?}");
            }
        }
    }
}
