//! The register: searched, filtered, sorted, turned page by page, taken out as a file.

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use domain::member::{MemberClass, MemberState};
use domain::register::{ExportedMember, RegisterFilter, RegisterLine, RegisterPage, RegisterSort, cell};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::components::field::shown;
use crate::components::person::shown as named;
use crate::components::register_nav::RegisterNav;
use crate::components::time::{day, iso_day};
use crate::i18n::Lang;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the button that takes the register out is sent.
pub const EXPORT: &str = "/rpc/export-register";

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    class: String,
    #[serde(default)]
    sort: String,
    after: Option<String>,
}

/// The word an enum has in addresses and in keys of sentences: the one it has in JSON.
#[must_use]
pub fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The value of a word; none for the empty one.
///
/// # Errors
/// [`Refusal::NotFound`] for a word that is none.
fn value<T: DeserializeOwned>(word: &str) -> Result<Option<T>, service::Error> {
    if word.is_empty() {
        return Ok(None);
    }
    let value = serde_json::from_value(serde_json::Value::String(word.to_owned()));
    value.map(Some).map_err(|_| service::Error::Refused(Refusal::NotFound))
}

/// `GET /register`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = load(&app, &visitor, &asked).await;
    let who = visitor.clone();
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("register-title")),
        move |(page, filter, sort)| {
            view! { <Register page filter sort turned=asked.after.is_some() visitor=who.clone() /> }
        },
    )
    .await
}

type Loaded = (RegisterPage, RegisterFilter, RegisterSort);

async fn load(app: &AppState, visitor: &Visitor, asked: &Asked) -> Result<Loaded, service::Error> {
    // Who may not is told so before what the address says is read.
    let read = || -> Result<_, service::Error> {
        let filter = RegisterFilter {
            text: asked.q.chars().take(200).collect(),
            state: value::<MemberState>(&asked.state)?,
            class: value::<MemberClass>(&asked.class)?,
        };
        let after = asked.after.as_deref().map(super::id).transpose()?;
        Ok((filter, value(&asked.sort)?.unwrap_or_default(), after))
    };
    service::policy::allow(&visitor.actor, service::policy::Operation::ReadRegister)?;
    let (filter, sort, after) = read()?;
    Ok((service::views::register(&app.service, &visitor.actor, &filter, sort, after).await?, filter, sort))
}

/// The address of the register with these questions.
fn address(filter: &RegisterFilter, sort: RegisterSort, after: Option<String>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if !filter.text.is_empty() {
        query.append_pair("q", &filter.text);
    }
    if let Some(state) = filter.state {
        query.append_pair("state", &word(&state));
    }
    if let Some(class) = filter.class {
        query.append_pair("class", &word(&class));
    }
    if sort != RegisterSort::default() {
        query.append_pair("sort", &word(&sort));
    }
    if let Some(after) = after {
        query.append_pair("after", &after);
    }
    let query = query.finish();
    if query.is_empty() { "/register".to_owned() } else { format!("/register?{query}") }
}

#[component]
fn Register(
    page: RegisterPage,
    filter: RegisterFilter,
    sort: RegisterSort,
    turned: bool,
    visitor: Visitor,
) -> impl IntoView {
    let lang = visitor.lang;
    let next = page.next.map(|next| address(&filter, sort, Some(next.to_string())));
    let first = turned.then(|| address(&filter, sort, None));
    let none = page.lines.is_empty();
    let zone = page.time_zone.clone();
    view! {
        <div class="page page--wide stack">
            <p class="eyebrow">{lang.t("register-eyebrow")}</p>
            <h1>{lang.t("register-title")}</h1>
            <RegisterNav visitor />
            <Search filter=filter.clone() sort lang />
            <Counts counts=page.counts.clone() filter sort lang />
            {none.then(|| view! { <p class="empty">{lang.t("register-none")}</p> })}
            {(!none).then(|| view! { <Lines lines=page.lines.clone() zone lang /> })}
            <p class="cluster">
                {first.map(|first| view! { <a class="button" href=first>{lang.t("register-first")}</a> })}
                {next.map(|next| view! { <a class="button button--primary" href=next rel="next">{lang.t("register-next")}</a> })}
            </p>
            <section class="stack">
                <form method="post" action=EXPORT>
                    <input type="hidden" name="format" value="csv" />
                    <button class="button" type="submit" aria-describedby="export-hint">{lang.t("register-export")}</button>
                </form>
                <p class="hint" id="export-hint">{lang.t("register-export-hint")}</p>
            </section>
        </div>
    }
}

#[component]
fn Search(filter: RegisterFilter, sort: RegisterSort, lang: Lang) -> impl IntoView {
    let any = || (String::new(), lang.t("register-any"));
    let states: Vec<_> = std::iter::once(any())
        .chain(MemberState::ALL.iter().map(|of| (word(of), lang.t(&format!("member-state-{}", word(of))))))
        .collect();
    let classes: Vec<_> = std::iter::once(any())
        .chain(MemberClass::ALL.iter().map(|of| (word(of), lang.t(&format!("member-class-{}", word(of))))))
        .collect();
    let sorts: Vec<_> =
        RegisterSort::ALL.iter().map(|of| (word(of), lang.t(&format!("register-sort-{}", word(of))))).collect();
    let chosen = |of: Option<String>| of.unwrap_or_default();
    view! {
        <form class="card stack" method="get" action="/register" role="search">
            <div class="field">
                <label for="q">{lang.t("register-search")}</label>
                <input id="q" name="q" type="search" value=shown(&filter.text) maxlength="200" autocomplete="off"
                    aria-describedby="q-hint" />
                <p class="hint" id="q-hint">{lang.t("register-search-hint")}</p>
            </div>
            <div class="field-row">
                <Choice name="state" label=lang.t("register-state") options=states
                    chosen=chosen(filter.state.map(|of| word(&of))) />
                <Choice name="class" label=lang.t("register-class") options=classes
                    chosen=chosen(filter.class.map(|of| word(&of))) />
                <Choice name="sort" label=lang.t("register-sort") options=sorts chosen=word(&sort) />
            </div>
            <button class="button button--primary" type="submit">{lang.t("register-go")}</button>
        </form>
    }
}

#[component]
fn Choice(name: &'static str, label: String, options: Vec<(String, String)>, chosen: String) -> impl IntoView {
    let option = move |(value, words): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select id=name name=name>{options.into_iter().map(option).collect_view()}</select>
        </div>
    }
}

/// How many are in each state; each leads to them.
#[component]
fn Counts(counts: Vec<(MemberState, u32)>, filter: RegisterFilter, sort: RegisterSort, lang: Lang) -> impl IntoView {
    let total: u32 = counts.iter().map(|(_, count)| count).sum();
    let link = move |state: Option<MemberState>, count: u32| {
        let label = state.map_or_else(|| lang.t("register-any"), |of| lang.t(&format!("member-state-{}", word(&of))));
        let current = (state == filter.state).then_some("true");
        let href = address(&RegisterFilter { state, ..filter.clone() }, sort, None);
        view! { <li><a class="chip" href=href aria-current=current>{label}" "{count}</a></li> }
    };
    let every = link(None, total);
    let of_each = MemberState::ALL
        .into_iter()
        .filter_map(|of| counts.iter().find(|(state, _)| *state == of).copied())
        .map(|(state, count)| link(Some(state), count))
        .collect_view();
    view! { <nav aria-label=lang.t("register-counts")><ul class="plain-list cluster">{every}{of_each}</ul></nav> }
}

#[component]
fn Lines(lines: Vec<RegisterLine>, zone: String, lang: Lang) -> impl IntoView {
    let row = move |line: RegisterLine| {
        let by = line.representative.clone();
        let by = by.map(|name| lang.with("register-organisation-by", &[("name", name.into())]));
        let under = [by, Some(line.city.clone()).filter(|city| !city.is_empty())];
        let under = under.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! {
            <tr>
                <td class="number">{line.number}</td>
                <th scope="row">
                    <a href=format!("/register/{}", line.id)>{named(lang, &line.name, line.number)}</a>
                    {(!under.is_empty()).then(|| view! { <br /><span class="hint">{under}</span> })}
                </th>
                <td>{lang.t(&format!("member-class-{}", word(&line.class)))}</td>
                <td>{lang.t(&format!("member-state-{}", word(&line.state)))}</td>
                <td>{day(line.applied_at, &zone, lang)}</td>
            </tr>
        }
    };
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=lang.t("register-caption")>
            <table class="table table--folds">
                <caption class="visually-hidden">{lang.t("register-caption")}</caption>
                <thead><tr>
                    <th scope="col" class="number">{lang.t("register-number")}</th>
                    <th scope="col">{lang.t("register-name")}</th>
                    <th scope="col">{lang.t("register-class")}</th>
                    <th scope="col">{lang.t("register-state")}</th>
                    <th scope="col">{lang.t("register-applied")}</th>
                </tr></thead>
                <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// What the button sends: without it, it is not our form.
#[derive(Clone, Debug, Deserialize)]
pub struct Format {
    format: String,
}

/// `POST /rpc/export-register`
pub async fn export(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<axum::Form<Format>, axum::extract::rejection::FormRejection>,
) -> Response {
    let csv = sent.is_ok_and(|axum::Form(sent)| sent.format == "csv");
    if !csv {
        return super::said::malformed(&app, &visitor).await;
    }
    let (all, zone) = match service::export_register(&app.service, &visitor.actor).await {
        Ok(all) => all,
        Err(error) => return shell::refused(&app, &visitor, &error).await,
    };
    let lang = visitor.lang;
    let Ok(file) = file(&all, &zone, lang) else {
        return shell::refused(&app, &visitor, &service::Error::Refused(Refusal::Unavailable)).await;
    };
    let name = format!("attachment; filename=\"{}.csv\"", lang.t("export-file"));
    let kind = "text/csv; charset=utf-8".to_owned();
    ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name), (CACHE_CONTROL, "no-store".to_owned())], file).into_response()
}

/// Columns of the file; each has its heading in the catalogues.
const COLUMNS: [&str; 20] = [
    "number",
    "class",
    "name",
    "representative",
    "legal-number",
    "email",
    "confirmed",
    "consent",
    "street",
    "postcode",
    "city",
    "country",
    "lang",
    "state",
    "applied",
    "admitted",
    "active",
    "ended",
    "shares",
    "paid",
];

/// The register as spreadsheets read it: UTF-8 with its mark, semicolons, days as 2026-11-23, no cell a formula.
fn file(all: &[ExportedMember], zone: &str, lang: Lang) -> Result<Vec<u8>, csv::Error> {
    let mut csv = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    csv.write_record(COLUMNS.map(|column| lang.t(&format!("export-{column}"))))?;
    for member in all {
        csv.write_record(row(member, zone, lang))?;
    }
    csv.into_inner().map_err(|error| error.into_error().into())
}

fn row(member: &ExportedMember, zone: &str, lang: Lang) -> [String; COLUMNS.len()] {
    let at = |at: Option<i64>| at.map(|at| iso_day(at, zone)).unwrap_or_default();
    let text = |text: &str| cell(text);
    let maybe = |text: &Option<String>| text.as_deref().map(cell).unwrap_or_default();
    let (identity, postal) = (&member.identity, &member.identity.postal);
    let point = if lang == Lang::Fr { ',' } else { '.' };
    let sign = if member.cents < 0 { "-" } else { "" };
    let (whole, rest) = (member.cents.abs() / 100, member.cents.abs() % 100);
    [
        member.number.map(|number| number.to_string()).unwrap_or_default(),
        lang.t(&format!("member-class-{}", word(&identity.class))),
        text(&identity.name),
        maybe(&identity.representative),
        maybe(&identity.legal_number),
        maybe(&member.email),
        at(member.email_confirmed_at),
        at(member.email_consent_at),
        text(&postal.street),
        text(&postal.postcode),
        text(&postal.city),
        text(&postal.country),
        member.lang.code().to_owned(),
        lang.t(&format!("member-state-{}", word(&member.state))),
        at(Some(member.applied_at)),
        at(member.admitted_at),
        at(member.active_at),
        at(member.ended_at),
        member.shares.to_string(),
        format!("{sign}{whole}{point}{rest:02}"),
    ]
}

#[cfg(test)]
mod tests {
    use domain::identity::{Identity, Postal};

    use super::*;

    #[test]
    fn the_file_is_what_a_french_spreadsheet_reads() {
        let postal = Postal { street: "1; rue \"A\"".to_owned(), city: "-Lyon".to_owned(), ..Postal::default() };
        let member = ExportedMember {
            number: Some(7),
            identity: Identity { name: "=1+1".to_owned(), postal, ..Identity::default() },
            email: None,
            email_confirmed_at: None,
            email_consent_at: None,
            lang: domain::lang::Lang::Fr,
            state: MemberState::Active,
            applied_at: 1_774_789_200_000_000,
            admitted_at: None,
            active_at: None,
            ended_at: None,
            shares: 3,
            cents: 4_805,
        };
        let file = String::from_utf8(file(&[member], "Europe/Paris", Lang::Fr).unwrap()).unwrap();
        let lines: Vec<&str> = file.split("\r\n").collect();
        assert!(lines[0].starts_with("\u{feff}numéro;qualité;nom;"), "{}", lines[0]);
        let expected = "7;Coopérateur;'=1+1;;;;;;\"1; rue \"\"A\"\"\";;'-Lyon;;fr;Sociétaire;2026-03-29;;;;3;48,05";
        assert_eq!(lines[1], expected);
        assert_eq!(lines.len(), 3, "a line for each member, and the end of the last");
    }

    #[test]
    fn who_was_forgotten_is_a_number_that_can_be_opened() {
        let line = RegisterLine {
            id: domain::ids::MemberId(uuid::Uuid::from_u128(7)),
            number: Some(7),
            class: MemberClass::Cooperator,
            name: String::new(),
            representative: None,
            city: String::new(),
            email: None,
            email_confirmed: false,
            state: MemberState::Left,
            shares_wished: 0,
            applied_at: 0,
        };
        let html = view! { <Lines lines=vec![line] zone="UTC".to_owned() lang=Lang::En /> }.to_html();
        assert!(html.contains("former member no. 7"), "{html}");
    }

    #[test]
    fn the_next_page_keeps_what_was_asked() {
        let filter = RegisterFilter { text: "le goff & é".to_owned(), state: Some(MemberState::Active), class: None };
        let address = address(&filter, RegisterSort::Name, Some("x".to_owned()));
        assert_eq!(address, "/register?q=le+goff+%26+%C3%A9&state=active&sort=name&after=x");
        assert_eq!(super::address(&RegisterFilter::default(), RegisterSort::Number, None), "/register");
    }
}
