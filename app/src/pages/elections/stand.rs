//! The form in which a candidate writes statement and data. A button shows them as they will be read, before they are kept.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::candidacies::{ElectionView, MOST_DATA, MOST_NAME, Profile, year_of};
use domain::ids::ItemId;
use leptos::prelude::*;
use serde::Deserialize;

use super::candidate::Said;
use super::{comes_back, load, titled};
use crate::components::area::{self, Area, lines};
use crate::components::field::{self, Field};
use crate::components::language::Language;
use crate::i18n::Lang;
use crate::pages::said;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where it is sent.
pub const PATH: &str = "/rpc/declare-candidacy";

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    item: String,
    language: String,
    surname: String,
    first_name: String,
    born: String,
    career: String,
    elsewhere: String,
    here: String,
    statement: String,
    /// `preview`, or anything else to keep it.
    act: String,
}

impl Typed {
    /// What was written before; else the name as the register has it, for the candidate to part.
    fn of(view: &ElectionView, lang: Lang) -> Self {
        let item = view.item.to_string();
        if let Some(profile) = view.mine.as_ref().and_then(|mine| mine.profile.clone()) {
            return Self {
                item,
                language: profile.lang.code().to_owned(),
                surname: profile.surname,
                first_name: profile.first_name,
                born: profile.born.to_string(),
                career: profile.career,
                elsewhere: profile.elsewhere,
                here: profile.here,
                statement: profile.statement,
                act: String::new(),
            };
        }
        let (first_name, surname) = view.me.name.rsplit_once(' ').unwrap_or(("", &view.me.name));
        Self {
            item,
            language: lang.code().to_owned(),
            surname: surname.to_owned(),
            first_name: first_name.to_owned(),
            ..Self::default()
        }
    }

    /// As it is kept, with the shares that the ledger has. What is no year is nobody's.
    fn profile(&self, shares: u32) -> Result<Profile, Refusal> {
        Ok(Profile {
            lang: Lang::from_code(&self.language).ok_or(Refusal::Malformed)?.into(),
            surname: self.surname.clone(),
            first_name: self.first_name.clone(),
            born: self.born.trim().parse().unwrap_or(0),
            career: lines(&self.career),
            elsewhere: lines(&self.elsewhere),
            here: lines(&self.here),
            shares,
            statement: lines(&self.statement),
        })
    }

    /// The field a refusal is about.
    fn place(&self, refusal: Refusal) -> &'static str {
        let line = |text: &str| domain::text::check(text, MOST_NAME).is_err();
        let long = |text: &str| domain::text::check_lines(&lines(text), MOST_DATA).is_err();
        let optional = |text: &str| !text.is_empty() && long(text);
        match refusal {
            Refusal::BirthYear => "born",
            Refusal::TextInvalid | Refusal::TextCharacters => match () {
                () if line(&self.surname) => "surname",
                () if line(&self.first_name) => "first_name",
                () if long(&self.career) => "career",
                () if optional(&self.elsewhere) => "elsewhere",
                () if optional(&self.here) => "here",
                () => "statement",
            },
            _ => "",
        }
    }
}

/// `GET /elections/{id}/stand`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    let outcome = match load(&app, &visitor, &id).await {
        Ok(view) if view.may.write => Ok(view),
        Ok(view) if view.open => Err(Refusal::NoVoice.into()),
        Ok(_) => Err(Refusal::CandidatesClosed.into()),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(view) => {
            let typed = Typed::of(&view, visitor.lang);
            show(&app, &visitor, view, typed, None).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// `POST /rpc/declare-candidacy`
pub async fn post(State(app): State<AppState>, visitor: Visitor, sent: Result<Form<Typed>, FormRejection>) -> Response {
    let Ok(Form(typed)) = sent else { return said::malformed(&app, &visitor).await };
    let (Ok(item), Ok(profile)) = (typed.item.parse::<ItemId>(), typed.profile(0)) else {
        return said::malformed(&app, &visitor).await;
    };
    let outcome = match typed.act.as_str() {
        "preview" => Ok(false),
        _ => service::declare_candidacy(&app.service, &visitor.actor, item, &profile).await.map(|()| true),
    };
    let refusal = match outcome {
        Ok(true) => return said::on(&format!("/elections/{item}")),
        Ok(false) => None,
        Err(service::Error::Refused(refusal)) if comes_back(refusal) => Some(refusal),
        Err(error) => return shell::refused(&app, &visitor, &error).await,
    };
    match load(&app, &visitor, &typed.item).await {
        Ok(view) => show(&app, &visitor, view, typed, refusal).await,
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

async fn show(
    app: &AppState,
    visitor: &Visitor,
    view: ElectionView,
    typed: Typed,
    refusal: Option<Refusal>,
) -> Response {
    let (lang, request) = (visitor.lang, visitor.request_id.clone());
    let page = Page::new(lang.t("candidacy-title"));
    let page = refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)));
    let year = year_of(view.starts_at.unwrap_or(app.service.now()));
    shell::render(app, visitor, page, move || {
        view! { <Stand view=view.clone() typed=typed.clone() refusal request=request.clone() year lang /> }
    })
    .await
}

#[component]
fn Stand(
    view: ElectionView,
    typed: Typed,
    refusal: Option<Refusal>,
    request: String,
    year: i32,
    lang: Lang,
) -> impl IntoView {
    let preview = (typed.act == "preview").then(|| typed.profile(view.shares)).and_then(Result::ok);
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=format!("/elections/{}", view.item)>{titled(&view.title, lang)}</a></p>
            {match refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("election-kept") request lang /> }.into_any(),
                None => view! { <h1>{lang.t("candidacy-title")}</h1> }.into_any(),
            }}
            <p class="lead">{lang.t("candidacy-lead")}</p>
            <p class="notice">{lang.t("candidacy-public")}</p>
            {preview.map(|profile| view! { <Preview profile year lang /> })}
            <Fields typed refusal shares=view.shares lang />
        </div>
    }
}

#[component]
fn Preview(profile: Profile, year: i32, lang: Lang) -> impl IntoView {
    // What no text may hold has no place on a page, either.
    let profile = Profile {
        surname: field::shown(&profile.surname),
        first_name: field::shown(&profile.first_name),
        career: area::shown(&profile.career),
        elsewhere: area::shown(&profile.elsewhere),
        here: area::shown(&profile.here),
        statement: area::shown(&profile.statement),
        ..profile
    };
    view! {
        <section class="card stack" id="preview" aria-labelledby="preview-title">
            <h2 id="preview-title">{lang.t("candidacy-preview")}</h2>
            <p class="hint" role="status">{lang.t("candidacy-preview-note")}</p>
            <Said profile year lang />
        </section>
    }
}

#[component]
fn Fields(typed: Typed, refusal: Option<Refusal>, shares: u32, lang: Lang) -> impl IntoView {
    let wrong = |field: &str| {
        let refusal = refusal.filter(|refusal| typed.place(*refusal) == field)?;
        Some(lang.t(&format!("refusal-{}", refusal.code())))
    };
    view! {
        <form class="card" method="post" action=PATH>
            <input type="hidden" name="item" value=field::shown(&typed.item) />
            <Language chosen=typed.language.clone() lang />
            <div class="form-group">
                <Area name="statement" label=lang.t("candidacy-statement") value=typed.statement.clone() rows="10" required=true
                    hint=Some(lang.t("candidacy-statement-hint")) wrong=wrong("statement") />
            </div>
            <fieldset class="form-group stack">
                <legend>{lang.t("candidacy-data")}</legend>
                <p class="hint">{lang.t("candidacy-data-text")}</p>
                <div class="field-row">
                    <Field name="first_name" label=lang.t("candidacy-first-name") value=typed.first_name.clone() maxlength="100"
                        required=true autocomplete="given-name" wrong=wrong("first_name") />
                    <Field name="surname" label=lang.t("candidacy-surname") value=typed.surname.clone() maxlength="100"
                        required=true autocomplete="family-name" wrong=wrong("surname") />
                    <Field name="born" label=lang.t("candidacy-born") value=typed.born.clone() maxlength="4" required=true
                        inputmode=Some("numeric") wrong=wrong("born") />
                </div>
                <Area name="career" label=lang.t("candidacy-career") value=typed.career.clone() required=true
                    hint=Some(lang.t("candidacy-career-hint")) wrong=wrong("career") />
                <Area name="elsewhere" label=lang.t("candidacy-elsewhere") value=typed.elsewhere.clone() rows="3"
                    hint=Some(lang.t("candidacy-optional")) wrong=wrong("elsewhere") />
                <Area name="here" label=lang.t("candidacy-here") value=typed.here.clone() rows="3"
                    hint=Some(lang.t("candidacy-here-hint")) wrong=wrong("here") />
                <p>{lang.with("candidacy-shares", &[("count", shares.into())])}</p>
            </fieldset>
            <p class="form-group cluster">
                <button class="button button--primary" type="submit" name="act" value="save">{lang.t("candidacy-save")}</button>
                <button class="button" type="submit" name="act" value="preview">{lang.t("candidacy-preview-go")}</button>
            </p>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_stands_beside_the_field_it_is_about() {
        let word = || "Mot".to_owned();
        let typed = Typed {
            language: "fr".to_owned(),
            surname: word(),
            first_name: word(),
            born: "1970".to_owned(),
            career: "a\r\nb".to_owned(),
            statement: word(),
            ..Typed::default()
        };
        for (typed, refusal, place) in [
            (Typed { surname: " Mot".to_owned(), ..typed.clone() }, Refusal::TextCharacters, "surname"),
            (Typed { first_name: String::new(), ..typed.clone() }, Refusal::TextInvalid, "first_name"),
            (Typed { career: String::new(), ..typed.clone() }, Refusal::TextInvalid, "career"),
            (Typed { here: "\0".to_owned(), ..typed.clone() }, Refusal::TextInvalid, "here"),
            (Typed { statement: String::new(), ..typed.clone() }, Refusal::TextInvalid, "statement"),
            (typed.clone(), Refusal::BirthYear, "born"),
            (typed.clone(), Refusal::CandidatesClosed, ""),
        ] {
            assert_eq!(typed.place(refusal), place, "{refusal}");
        }
        let profile = typed.profile(3).unwrap();
        assert_eq!((profile.born, profile.career.as_str(), profile.shares), (1970, "a\nb", 3));
        assert_eq!(Typed { born: "hier".to_owned(), ..typed.clone() }.profile(3).unwrap().born, 0);
        assert_eq!(Typed { language: "de".to_owned(), ..typed }.profile(3), Err(Refusal::Malformed));
    }
}
