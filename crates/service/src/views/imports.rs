//! What would become of a file, for whoever keeps the register.

use domain::Refusal;
use domain::ids::ImportId;
use domain::import::{ImportView, Preview};
use domain::roles::Actor;
use store::imports;

use crate::acts::import_register::{Plan, done};
use crate::policy::{Operation, allow};
use crate::{Error, Service, facts};

/// What would become of each row of a file, were it imported now; of one that was imported, what was done.
///
/// # Errors
/// Policy; [`Refusal::NotFound`], [`Refusal::ImportGone`].
pub async fn register_import(service: &Service, actor: &Actor, id: ImportId) -> Result<ImportView, Error> {
    allow(actor, Operation::ReadImport)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadImport).await?;
    let file = imports::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    if let Some(counts) = done(&file)? {
        return Ok(ImportView::Done(counts));
    }
    let cooperative = facts::cooperative(&mut tx).await?;
    let plan = Plan::of(service, &mut tx, &cooperative, &file).await?;
    Ok(ImportView::Waiting(Box::new(Preview::of(&plan.table, &plan.judged))))
}

/// A file to fill in.
///
/// # Errors
/// Policy.
pub async fn import_model(service: &Service, actor: &Actor) -> Result<String, Error> {
    allow(actor, Operation::ReadImport)?;
    let mut tx = service.db().read().await?;
    facts::acting(service, &mut tx, actor, Operation::ReadImport).await?;
    Ok(domain::import::model())
}
