//! Header and footer.

use domain::help::HelpContact;
use domain::roles::Role;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::i18n::Lang;
use crate::rpc;
use crate::visitor::Visitor;

/// Wordmark, the places this person can go to, language, sign-in state.
#[component]
pub fn Header(
    /// Who looks.
    visitor: Visitor,
) -> impl IntoView {
    let lang = visitor.lang;
    let here = visitor.path.split('?').next().unwrap_or("/").to_owned();
    let link = move |href: &'static str, key: &str| {
        let current = (here == href).then_some("page");
        view! { <li><a href=href aria-current=current>{lang.t(key)}</a></li> }
    };
    let signed_in = visitor.signed_in();
    view! {
        <header class="site-header">
            <div class="site-header__inner">
                <a class="wordmark" href="/" aria-label=lang.t("nav-home")>
                    <svg class="wordmark__logo" aria-hidden="true" viewBox="0 0 32 32"><use href="/icons.svg#voix"></use></svg>
                    <span class="wordmark__name">"Voix"</span>
                </a>
                <nav class="site-nav" aria-label=lang.t("nav-label")>
                    <ul>
                        {signed_in.then(|| link("/votes", "nav-votes"))}
                        {signed_in.then(|| link("/proposals", "nav-proposals"))}
                        {visitor.has(Role::Chair).then(|| link("/console", "nav-console"))}
                        {visitor.has(Role::Secretary).then(|| link("/console", "nav-minutes"))}
                        {only_board(&visitor).then(|| link("/console", "nav-console"))}
                        {visitor.has(Role::Scrutineer).then(|| link("/desk", "nav-desk"))}
                        {visitor.has(Role::Secretary).then(|| link("/mails", "nav-mails"))}
                        {prepares(&visitor).then(|| link("/assemblies/prepare", "nav-prepare"))}
                        {reads_register(&visitor).then(|| link("/register", "nav-register"))}
                        {visitor.has(Role::KeyHolder).then(|| link("/key-holder", "nav-key-holder"))}
                        {link("/assembly", "nav-assembly")}
                        {link("/verify", "nav-verify")}
                    </ul>
                </nav>
                <div class="site-header__tools">
                    <LanguageSwitch lang back=visitor.path.clone() />
                    {match visitor.name.clone() {
                        Some(name) => view! {
                            <form class="signed-in" method="post" action=rpc::SignOut::PATH>
                                <a class="signed-in__name" href="/me">{name}</a>
                                <button class="button button--quiet" type="submit">{lang.t("nav-sign-out")}</button>
                            </form>
                        }.into_any(),
                        None => view! { <a class="button button--quiet" href="/sign-in">{lang.t("nav-sign-in")}</a> }.into_any(),
                    }}
                </div>
            </div>
        </header>
    }
}

/// Whether the board alone brings somebody to the console: when whoever chairs is away, it begins without.
fn only_board(visitor: &Visitor) -> bool {
    visitor.has(Role::Board) && !visitor.has(Role::Chair) && !visitor.has(Role::Secretary)
}

/// Whether somebody prepares assemblies.
fn prepares(visitor: &Visitor) -> bool {
    [Role::Board, Role::Chair, Role::Secretary].into_iter().any(|role| visitor.has(role))
}

/// Whether the register is open to somebody.
fn reads_register(visitor: &Visitor) -> bool {
    [Role::Board, Role::Chair, Role::Secretary, Role::Auditor].into_iter().any(|role| visitor.has(role))
}

#[component]
fn LanguageSwitch(lang: Lang, back: String) -> impl IntoView {
    view! {
        <form class="lang-switch" method="post" action=rpc::SetLanguage::PATH>
            <input type="hidden" name="back" value=back />
            {Lang::ALL.map(|other| {
                let pressed = if other == lang { "true" } else { "false" };
                let name = match other { Lang::Fr => "Français", Lang::En => "English" };
                view! {
                    <button type="submit" name="lang" value=other.code() lang=other.code() aria-pressed=pressed title=name>
                        {other.code().to_uppercase()}
                    </button>
                }
            }).collect_view()}
        </form>
    }
}

/// Motto, help, source.
#[component]
pub fn Footer(
    /// Whom people ask who are stuck.
    help: HelpContact,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    view! {
        <footer class="site-footer">
            <div class="site-footer__inner">
                <p class="motto">"Une personne, une voix."</p>
                {match help.is_empty() {
                    true => view! { <p>{lang.t("footer-help")}</p> }.into_any(),
                    false => view! { <p>{lang.t("footer-help-ask")}" "<HelpLinks help /></p> }.into_any(),
                }}
                <p><a href="/minutes">{lang.t("minutes-register-title")}</a></p>
                <p><a href="/verify">{lang.t("nav-verify")}</a></p>
            </div>
        </footer>
    }
}

/// Number and address, to be pressed.
#[component]
pub fn HelpLinks(
    /// Whom people ask who are stuck.
    help: HelpContact,
) -> impl IntoView {
    let (tel, mailto) = (help.tel(), help.mailto());
    let both = !help.phone.is_empty() && !help.email.is_empty();
    view! {
        {(!help.phone.is_empty()).then(|| view! { <a class="help-link" href=tel>{help.phone}</a> })}
        {both.then_some(" · ")}
        {(!help.email.is_empty()).then(|| view! { <a class="help-link" href=mailto>{help.email}</a> })}
    }
}
