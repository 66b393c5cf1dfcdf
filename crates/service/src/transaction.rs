//! One act, one transaction.

/// How often a transaction that met another one is tried before it is given up.
pub const ATTEMPTS: u32 = 24;

/// Runs a block in a transaction that writes, commits what it returns, and starts over when another transaction was in
/// the way. The block must not act outside the database: it may run more than once. Beginning is tried once: on SQLite it
/// has waited its turn by itself, almost as long as a request may take.
macro_rules! transaction {
    ($service:expr, |$tx:ident| $body:block) => {{
        let mut attempt = 0;
        loop {
            attempt += 1;
            let mut transaction = $service.db().write().await?;
            let outcome = async {
                let $tx = &mut transaction;
                $body
            }
            .await;
            let outcome = match outcome {
                Ok(value) => transaction.commit().await.map(|()| value).map_err($crate::Error::from),
                Err(error) => {
                    // Wait until it is undone: on SQLite the one writer is then free again.
                    if let Err(undoing) = transaction.rollback().await {
                        ::tracing::warn!(%undoing, "a transaction was not undone cleanly");
                    }
                    Err::<_, $crate::Error>(error)
                }
            };
            match outcome {
                Err(error) if error.may_retry() && attempt < $crate::transaction::ATTEMPTS => {
                    ::tokio::time::sleep($service.patience(attempt)).await;
                }
                done => break done,
            }
        }
    }};
}
pub(crate) use transaction;
