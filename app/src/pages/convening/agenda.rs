//! The agenda being built: items in order with their buttons, the form of one item, who else is named, documents.

use domain::ceremony::usual;
use domain::convocation::agenda::{GuestRole, Item, ItemKind, RuledBy};
use domain::convocation::document::LARGEST;
use domain::convocation::proposed::Source;
use domain::convocation::view::{DraftDocument, DraftView};
use domain::ids::ItemId;
use domain::lang::Lang as Written;
use leptos::prelude::*;

use super::admitted::{Taken, take_up};
use super::prepare::{AGENDA, DOCUMENT, INVITED};
use super::typed::{InvitedTyped, ItemTyped};
use super::{Area, Choice, Tick, body, size};
use crate::components::field::Field;
use crate::components::form::Act;
use crate::i18n::Lang;
use crate::letters_notice::{details, title};

/// The items, each with what can be done to it.
#[component]
pub(crate) fn Agenda(draft: DraftView, open: bool, lang: Lang) -> impl IntoView {
    let last = draft.items.len();
    let none = last == 0;
    let of = draft.id.to_string();
    view! {
        <section class="stack" aria-labelledby="prepare-agenda">
            <h2 id="prepare-agenda">{lang.t("prepare-agenda")}</h2>
            {none.then(|| view! { <p class="empty">{lang.t("prepare-agenda-none")}</p> })}
            <ol class="agenda stack">
                {draft.items.iter().cloned().enumerate().map(|(n, (id, item))| {
                    let documents = draft.documents.iter().filter(|document| document.item == Some(id)).cloned().collect();
                    let kind = draft.head.kind;
                    let details = details(kind, &item, lang).join(" · ");
                    let (first, last) = (n == 0, n + 1 == last);
                    let changed = item.from.as_ref().is_some_and(|from| draft.changed.contains(&from.proposal));
                    view! { <Line n id item details documents of=of.clone() ends=(first, last) open changed lang /> }
                }).collect_view()}
            </ol>
        </section>
    }
}

#[component]
fn Line(
    n: usize,
    id: ItemId,
    item: Item,
    details: String,
    documents: Vec<DraftDocument>,
    of: String,
    ends: (bool, bool),
    open: bool,
    changed: bool,
    lang: Lang,
) -> impl IntoView {
    let named = title(&item, lang);
    let button = {
        let (of, named) = (of.clone(), named.clone());
        move |does: &'static str, key: &str| {
            let fields = vec![("draft", of.clone()), ("does", does.to_owned()), ("item", id.to_string())];
            view! { <Act action=AGENDA fields label=lang.t(key) class="button" about=named.clone() /> }
        }
    };
    view! {
        <li class="card stack">
            <h3>{n + 1}". "{named.clone()}</h3>
            <p class="hint">{details}</p>
            {item.from.clone().map(|from| view! { <Taken from lang /> })}
            {(open && changed).then(|| item.from.as_ref().map(|from| view! {
                <p class="notice notice--warning">{lang.t("prepare-words-changed")}</p>
                {take_up(&of, from.proposal, lang.t("prepare-take-up-again"), named.clone())}
            }))}
            {body(&item, lang)}
            <Attached documents of=of.clone() open lang />
            {(item.kind == ItemKind::Election).then(|| view! {
                <p><a href=format!("/elections/{id}")>{lang.t("prepare-candidates")}<span class="visually-hidden">" — "{named.clone()}</span></a></p>
            })}
            {open.then(|| view! {
                <div class="cluster">
                    {(!ends.0).then(|| button("up", "prepare-up"))}
                    {(!ends.1).then(|| button("down", "prepare-down"))}
                    <a class="button" href=format!("/assemblies/prepare/{of}?item={id}#prepare-item")>
                        {lang.t("prepare-edit")}<span class="visually-hidden">" — "{named.clone()}</span>
                    </a>
                    {button("remove", "prepare-remove")}
                </div>
            })}
        </li>
    }
}

/// Documents, each with its hash, and the button that takes it off.
#[component]
fn Attached(documents: Vec<DraftDocument>, of: String, open: bool, lang: Lang) -> impl IntoView {
    (!documents.is_empty()).then(|| {
        view! {
            <ul class="plain-list stack">
                {documents.into_iter().map(|document| {
                    let fields = vec![
                        ("draft", of.clone()),
                        ("does", "discard".to_owned()),
                        ("document", document.id.to_string()),
                    ];
                    let name = document.name.clone();
                    view! {
                        <li>
                            <a href=format!("/document/{}", document.id)>{name.clone()}</a>" ("{size(document.bytes)}")"
                            <span class="hint">" "{lang.t("assembly-document-hash")}" "</span>
                            <code class="request-id">{document.hash}</code>
                            {open.then(|| view! { <Act action=AGENDA fields label=lang.t("prepare-remove") class="button" about=name.clone() /> })}
                        </li>
                    }
                }).collect_view()}
            </ul>
        }
    })
}

/// The form of one item, new or known.
#[component]
pub(crate) fn ItemForm(typed: ItemTyped, theirs: Option<Source>, of: String, lang: Lang) -> impl IntoView {
    let known = !typed.item.is_empty();
    let heading = if known { "prepare-change" } else { "prepare-add" };
    // The words of members stand there to be read; only the language nobody wrote may be filled in.
    let written = |in_lang: Written| theirs.as_ref().is_some_and(|from| from.free != Some(in_lang));
    let (fr, en) = (written(Written::Fr), written(Written::En));
    let kinds = ItemKind::ALL
        .iter()
        .filter(|kind| theirs.is_none() || kind.word() == typed.kind)
        .map(|kind| (kind.word().to_owned(), lang.t(&format!("item-{}", kind.word()))));
    let rules = RuledBy::ALL.iter().map(|rules| (rules.word().to_owned(), lang.t(&format!("item-{}", rules.word()))));
    let modes = [("", "prepare-mode-proposed"), ("open", "prepare-open"), ("secret", "prepare-secret")];
    let modes = modes.map(|(word, key)| (word.to_owned(), lang.t(key))).to_vec();
    let back = format!("/assemblies/prepare/{of}");
    view! {
        <form class="card stack" method="post" action=AGENDA id="prepare-item" aria-labelledby="prepare-item-title">
            <h2 id="prepare-item-title">{lang.t(heading)}</h2>
            <input type="hidden" name="draft" value=of />
            <input type="hidden" name="does" value="save" />
            <input type="hidden" name="item" value=typed.item.clone() />
            <Choice name="kind" id="item_kind" label=lang.t("prepare-item-kind") options=kinds.collect() chosen=typed.kind
                hint=Some(lang.t("prepare-election-hint")) />
            {theirs.is_some().then(|| view! { <p class="notice">{lang.t("prepare-words-theirs")}</p> })}
            <Field name="title_fr" label=lang.t("prepare-title-fr") value=typed.title_fr required=true maxlength="260" readonly=fr />
            <Field name="title_en" label=lang.t("prepare-title-en") value=typed.title_en maxlength="260" readonly=en />
            <Area name="text_fr" label=lang.t("prepare-text-fr") value=typed.text_fr rows="8" lang=Some("fr") readonly=fr
                hint=Some(lang.t("prepare-text-hint")) />
            <Area name="text_en" label=lang.t("prepare-text-en") value=typed.text_en rows="8" lang=Some("en") readonly=en />
            <div class="field-row">
                <Field name="speaker" label=lang.t("prepare-speaker") value=typed.speaker />
                <Field name="minutes" kind="number" label=lang.t("prepare-minutes") value=typed.minutes min=Some("0".to_owned()) />
                <Field name="seats" kind="number" label=lang.t("prepare-seats") value=typed.seats min=Some("0".to_owned()) />
            </div>
            <div class="field-row">
                <Choice name="mode" label=lang.t("prepare-mode") options=modes chosen=typed.mode
                    hint=Some(lang.t("prepare-mode-hint")) />
                <Choice name="ruled_by" label=lang.t("prepare-ruled") options=rules.collect() chosen=typed.ruled_by
                    hint=Some(lang.t("prepare-ruled-hint")) />
            </div>
            <Tick name="approved" label=lang.t("prepare-approved") ticked=!typed.approved.is_empty() />
            <Tick name="about_person" label=lang.t("prepare-person") ticked=!typed.about_person.is_empty() />
            <Tick name="needs_documents" label=lang.t("prepare-needs-documents") ticked=!typed.needs_documents.is_empty() />
            {theirs.is_none().then(|| view! {
                <Tick name="amended" label=lang.t("prepare-amended") ticked=!typed.amended.is_empty() />
            })}
            <p class="cluster">
                <button class="button button--primary" type="submit">{lang.t("prepare-save")}</button>
                {known.then(|| view! { <a class="button" href=back>{lang.t("prepare-cancel")}</a> })}
            </p>
        </form>
    }
}

/// Key holders and guests.
#[component]
pub(crate) fn People(draft: DraftView, typed: InvitedTyped, lang: Lang) -> impl IntoView {
    let of = draft.id.to_string();
    let named = u32::try_from(draft.holders.len()).unwrap_or(u32::MAX);
    let drop = {
        let of = of.clone();
        move |does: &'static str, field: &'static str, id: String, name: String| {
            let fields = vec![("draft", of.clone()), ("does", does.to_owned()), (field, id)];
            view! { <Act action=INVITED fields label=lang.t("prepare-remove") class="button" about=name /> }
        }
    };
    view! {
        <section class="card stack" aria-labelledby="prepare-holders">
            <h2 id="prepare-holders">{lang.t("prepare-holders")}</h2>
            <p>{lang.t("prepare-holders-text")}</p>
            <ul class="plain-list stack">
                {draft.holders.into_iter().map(|holder| view! {
                    <li class="cluster">
                        <span>{holder.name.clone()}", "{lang.with("member-number", &[("number", holder.number.into())])}</span>
                        {holder.board.then(|| view! { <span class="chip">{lang.t("prepare-holder-board")}</span> })}
                        {drop("drop-holder", "member", holder.member.to_string(), holder.name)}
                    </li>
                }).collect_view()}
            </ul>
            <form class="stack" method="post" action=INVITED>
                <input type="hidden" name="draft" value=of.clone() />
                <input type="hidden" name="does" value="add-holder" />
                <Field name="number" kind="number" label=lang.t("prepare-holder-number") value=typed.number.clone() min=Some("1".to_owned()) />
                <p><button class="button" type="submit">{lang.t("prepare-holder-add")}</button></p>
            </form>
            {usual(named).map(|usual| {
                let chosen = draft.needed.unwrap_or(usual);
                view! {
                    <form class="stack" method="post" action=INVITED>
                        <input type="hidden" name="draft" value=of.clone() />
                        <input type="hidden" name="does" value="needed" />
                        <p class="field">
                            <label for="needed">{lang.t("prepare-holders-needed")}</label>
                            <select id="needed" name="needed" aria-describedby="needed-hint">
                                {(usual..named).map(|number| view! {
                                    <option value=number.to_string() selected={number == chosen}>{
                                        lang.with("prepare-holders-needed-of", &[("needed", number.into()), ("of", named.into())])
                                    }</option>
                                }).collect_view()}
                            </select>
                            <span class="hint" id="needed-hint">{lang.t("prepare-holders-needed-hint")}</span>
                        </p>
                        <p><button class="button" type="submit">{lang.t("prepare-save")}</button></p>
                    </form>
                }
            })}
        </section>
        <section class="card stack" aria-labelledby="prepare-guests">
            <h2 id="prepare-guests">{lang.t("prepare-guests")}</h2>
            <ul class="plain-list stack">
                {draft.guests.into_iter().map(|guest| view! {
                    <li class="cluster">
                        <span>{guest.name.clone()}", "{lang.t(&format!("prepare-guest-{}", guest.role.word()))}</span>
                        <span class="hint">{if guest.email.is_empty() { guest.address } else { guest.email }}</span>
                        {drop("drop-guest", "guest", guest.id.to_string(), guest.name)}
                    </li>
                }).collect_view()}
            </ul>
            <GuestForm typed of lang />
        </section>
    }
}

#[component]
fn GuestForm(typed: InvitedTyped, of: String, lang: Lang) -> impl IntoView {
    let roles =
        GuestRole::ALL.iter().map(|role| (role.word().to_owned(), lang.t(&format!("prepare-guest-{}", role.word()))));
    let languages = [("fr", "Français"), ("en", "English")];
    let languages = languages.map(|(word, words)| (word.to_owned(), words.to_owned())).to_vec();
    view! {
        <form class="stack" method="post" action=INVITED>
            <input type="hidden" name="draft" value=of />
            <input type="hidden" name="does" value="add-guest" />
            <Choice name="role" label=lang.t("prepare-guest-role") options=roles.collect() chosen=typed.role />
            <Field name="name" label=lang.t("prepare-guest-name") value=typed.name />
            <Field name="email" kind="email" maxlength="254" label=lang.t("prepare-guest-email") value=typed.email />
            <Area name="address" label=lang.t("prepare-guest-address") value=typed.address />
            <Choice name="language" label=lang.t("prepare-guest-lang") options=languages chosen=typed.language />
            <p><button class="button" type="submit">{lang.t("prepare-guest-add")}</button></p>
        </form>
    }
}

/// Documents of the whole assembly, and the form that brings one.
#[component]
pub(crate) fn Documents(draft: DraftView, lang: Lang) -> impl IntoView {
    let of = draft.id.to_string();
    let whole: Vec<DraftDocument> =
        draft.documents.iter().filter(|document| document.item.is_none()).cloned().collect();
    let none = draft.documents.is_empty();
    let mut places = vec![(String::new(), lang.t("prepare-document-all"))];
    places.extend(
        (1_u32..).zip(&draft.items).map(|(n, (id, item))| (id.to_string(), format!("{n}. {}", title(item, lang)))),
    );
    let most = LARGEST / (1024 * 1024);
    view! {
        <section class="card stack" aria-labelledby="prepare-documents">
            <h2 id="prepare-documents">{lang.t("prepare-documents")}</h2>
            {none.then(|| view! { <p class="empty">{lang.t("prepare-documents-none")}</p> })}
            <Attached documents=whole of=of.clone() open=true lang />
            <form class="stack" method="post" action=DOCUMENT enctype="multipart/form-data">
                <input type="hidden" name="draft" value=of />
                <div class="field">
                    <label for="file">{lang.t("prepare-document")}</label>
                    <input id="file" name="file" type="file" required accept=".pdf,.png,.jpg,.jpeg,.webp,.ods,.xlsx,.csv" aria-describedby="file-hint" />
                    <p class="hint" id="file-hint">{lang.with("prepare-document-hint", &[("most", u64::try_from(most).unwrap_or(0).into())])}</p>
                </div>
                <Choice name="item" label=lang.t("prepare-document-of") options=places chosen=String::new() />
                <p><button class="button" type="submit">{lang.t("prepare-document-add")}</button></p>
            </form>
        </section>
    }
}
