//! The frame around every page, and the one function that turns a page into an HTTP answer.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use domain::help::HelpContact;
use domain::{Refusal, RefusalKind};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use http::{HeaderValue, Request, StatusCode};
use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::components::chrome::{Footer, Header};
use crate::components::inside::inside;
use crate::i18n::Lang;
use crate::state::AppState;
use crate::visitor::Visitor;

/// Id of the sentence of a refusal that a form came back with: it has the focus, and the field it is about names it.
pub const REFUSAL: &str = "refusal";

/// What the browser downloads to wake the islands of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bundle {
    /// The ballot paper alone: small, for a phone in a crowded hall.
    Ballot,
    /// Keys, key holders, the console.
    Desk,
    /// The observer's page, with the whole verifier.
    Verify,
}

impl Bundle {
    /// Name of its files under `/pkg`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ballot => "voix-ballot",
            Self::Desk => "voix-desk",
            Self::Verify => "voix-verify",
        }
    }
}

/// What a page is, apart from its content.
#[derive(Clone, Debug)]
pub struct Page {
    /// Title in the browser's tab.
    pub title: String,
    /// The bundle that wakes the page's islands, if it has any.
    pub islands: Option<Bundle>,
    /// HTTP status.
    pub status: StatusCode,
    /// Without the masthead and the foot: a page that is looked at from afar.
    pub alone: bool,
}

impl Page {
    /// A page without islands.
    #[must_use]
    pub fn new(title: String) -> Self {
        Self { title, islands: None, status: StatusCode::OK, alone: false }
    }

    /// The same page with islands.
    #[must_use]
    pub fn with_islands(mut self, bundle: Bundle) -> Self {
        self.islands = Some(bundle);
        self
    }

    /// The same page without masthead and foot.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.alone = true;
        self
    }

    /// The same page with another status.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

/// Renders a page in its frame, with the security policy that fits it.
pub async fn render<V, F>(app: &AppState, visitor: &Visitor, page: Page, content: F) -> Response
where
    F: Fn() -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let (options, visitor, status) = (app.options.clone(), visitor.clone(), page.status);
    let help = help(app, &page).await;
    let rehearsal = rehearsal(app, &page).await;
    let request = Request::new(Body::empty());
    let handler = leptos_axum::render_app_async_with_context(set_policy, move || {
        shell(options.clone(), &visitor, &page, (help.clone(), rehearsal), content().into_any())
    });
    let mut response = handler(request).await.into_response();
    *response.status_mut() = status;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whom people ask who are stuck. A page that is shown because something failed is shown without, if that fails too.
async fn help(app: &AppState, page: &Page) -> HelpContact {
    if page.alone {
        return HelpContact::default();
    }
    service::views::help(&app.service).await.unwrap_or_else(|error| {
        tracing::error!(%error, "whom people ask could not be read");
        HelpContact::default()
    })
}

/// Whether an assembly is rehearsed now. A page that looks on from afar says it where it says what is voted on.
async fn rehearsal(app: &AppState, page: &Page) -> bool {
    if page.alone {
        return false;
    }
    service::views::rehearsal(&app.service).await.is_ok_and(|under_way| under_way.is_some())
}

/// A page made from what a service function answered: its content, or the refusal in words.
pub async fn answer<T, V, F>(
    app: &AppState,
    visitor: &Visitor,
    outcome: Result<T, service::Error>,
    page: impl FnOnce(&T) -> Page,
    content: F,
) -> Response
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    match outcome {
        Ok(data) => {
            let page = page(&data);
            render(app, visitor, page, move || content(data.clone())).await
        }
        Err(error) => refused(app, visitor, &error).await,
    }
}

/// The page shown instead of the one asked for.
pub async fn refused(app: &AppState, visitor: &Visitor, error: &service::Error) -> Response {
    if visitor.unavailable {
        return failed(app, visitor).await;
    }
    let refusal = match error {
        service::Error::Refused(refusal) => visitor.hears(*refusal),
        service::Error::Internal(inner) => {
            tracing::error!(request = %visitor.request_id, error = %inner, "a page failed");
            return failed(app, visitor).await;
        }
    };
    let (lang, id) = (visitor.lang, visitor.request_id.clone());
    let page = Page::new(lang.t("error-title")).status(status_of(refusal));
    let sign_in = matches!(refusal, Refusal::SignInFirst | Refusal::SignInOver | Refusal::StrongSignIn);
    let mut response = render(app, visitor, page, move || {
        view! {
            <div class="page stack">
                <p class="eyebrow">{lang.t("error-eyebrow")}</p>
                <h1>{lang.t(&format!("refusal-{}", refusal.code()))}</h1>
                <p class="cluster">
                    {sign_in.then(|| view! { <a class="button button--primary" href="/sign-in">{lang.t("nav-sign-in")}</a> })}
                    <a class="button" href="/">{lang.t("error-home")}</a>
                </p>
                <p class="request-id">{lang.with("error-request", &[("id", id.clone().into())])}</p>
            </div>
        }
    })
    .await;
    // Beside the answer, for whoever counts refusals.
    response.extensions_mut().insert(refusal);
    response
}

/// The page of an internal error: an id to quote, and nothing else.
async fn failed(app: &AppState, visitor: &Visitor) -> Response {
    let (lang, id) = (visitor.lang, visitor.request_id.clone());
    let page = Page::new(lang.t("error-title")).status(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = render(app, visitor, page, move || {
        view! {
            <div class="page stack">
                <p class="eyebrow">{lang.t("error-eyebrow")}</p>
                <h1>{lang.t("error-internal")}</h1>
                <p>{lang.t("error-internal-lead")}</p>
                <p class="request-id">{lang.with("error-request", &[("id", id.clone().into())])}</p>
                <p><a class="button" href="/">{lang.t("error-home")}</a></p>
            </div>
        }
    })
    .await;
    response.extensions_mut().insert(Refusal::Unavailable);
    response
}

/// How a refusal reads over HTTP.
#[must_use]
pub fn status_of(refusal: Refusal) -> StatusCode {
    match refusal.kind() {
        RefusalKind::Malformed => StatusCode::BAD_REQUEST,
        RefusalKind::SignInFirst => StatusCode::UNAUTHORIZED,
        RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        RefusalKind::NotFound => StatusCode::NOT_FOUND,
        RefusalKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        RefusalKind::Conflict => StatusCode::CONFLICT,
        RefusalKind::Against => StatusCode::UNPROCESSABLE_ENTITY,
        RefusalKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        RefusalKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// No inline script or style, nothing from elsewhere; WebAssembly may be compiled.
fn set_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
         base-uri 'none'; manifest-src 'self'; worker-src 'self'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.insert_header(CONTENT_SECURITY_POLICY, value);
    }
}

/// `<title>`, see [`crate::components::inside`].
pub(crate) fn title_element(text: &str) -> impl IntoView + use<> {
    leptos::html::title().inner_html(inside(text))
}

fn shell(
    options: LeptosOptions,
    visitor: &Visitor,
    page: &Page,
    (help, rehearsal): (HelpContact, bool),
    content: AnyView,
) -> impl IntoView + use<> {
    let lang: Lang = visitor.lang;
    let alone = page.alone;
    let title = title_element(&format!("{} · Voix", page.title));
    let scripts = page.islands.map(|bundle| {
        let mut options = options;
        options.output_name = bundle.name().into();
        view! { <HydrationScripts options islands=true /> }
    });
    view! {
        <!DOCTYPE html>
        <html lang=lang.code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                {title}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href="/pkg/voix.css" />
                {scripts}
            </head>
            <body>
                {(!alone).then(|| view! {
                    <a class="skip-link" href="#main">{lang.t("nav-skip")}</a>
                    <Header visitor=visitor.clone() />
                })}
                {rehearsal.then(|| view! { <p class="rehearsal">{lang.t("rehearsal-banner")}</p> })}
                <main id="main" tabindex="-1">
                    {visitor.refusal.map(|refusal| view! {
                        <div class="page">
                            <p class="alert" role="alert" id=REFUSAL tabindex="-1" autofocus>
                                {lang.t(&format!("refusal-{}", refusal.code()))}
                            </p>
                        </div>
                    })}
                    {content}
                </main>
                {(!alone).then(|| view! { <Footer help lang /> })}
            </body>
        </html>
    }
}
