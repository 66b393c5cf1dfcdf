//! The pages that hang under the register.

use domain::roles::Role;
use leptos::prelude::*;

use crate::visitor::Visitor;

/// Where those who keep the register can go from here.
#[component]
pub fn RegisterNav(
    /// Who looks.
    visitor: Visitor,
) -> impl IntoView {
    let lang = visitor.lang;
    let here = visitor.path.split('?').next().unwrap_or("/").to_owned();
    let board = visitor.has(Role::Board) || visitor.has(Role::Chair);
    let keeps = board || visitor.has(Role::Secretary);
    let link = move |href: &'static str, key: &str| {
        let current = (here == href).then_some("page");
        view! { <li><a class="chip" href=href aria-current=current>{lang.t(key)}</a></li> }
    };
    view! {
        <nav aria-label=lang.t("register-nav")>
            <ul class="plain-list cluster">
                {link("/register", "register-nav-list")}
                {board.then(|| link("/register/applications", "register-nav-applications"))}
                {board.then(|| link("/register/enter", "register-nav-enter"))}
                {link("/register/shares", "share-register-title")}
                {link("/register/offices", "offices-title")}
                {link("/statutes", "statutes-title")}
                {board.then(|| link("/register/statutes", "statutes-adopt-title"))}
                {keeps.then(|| link("/register/keys", "register-keys-title"))}
                {keeps.then(|| link("/register/import", "import-title"))}
                {keeps.then(|| link("/refunds", "refunds-title"))}
                {keeps.then(|| link("/register/help", "help-title"))}
            </ul>
        </nav>
    }
}
