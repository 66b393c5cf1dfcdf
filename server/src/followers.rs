//! Those who follow an assembly. However many they are, the database is asked once a second for each assembly that anybody
//! follows, and everybody is told what moved. Asking it, and not the act that moved something, finds what another process did.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Refusal;
use domain::ids::AssemblyId;
use domain::live::Live;
use service::Service;
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;
use tokio_util::sync::CancellationToken;

use crate::limits::Key;

/// How often an assembly is looked at.
const EVERY: Duration = Duration::from_secs(1);

/// Hands out the moments of assemblies.
#[derive(Clone)]
pub struct Followers {
    service: Service,
    stopping: CancellationToken,
    followed: Arc<Mutex<HashMap<AssemblyId, watch::Sender<Live>>>>,
    open: Open,
}

/// How many streams each has open.
type Open = Arc<Mutex<HashMap<Key, usize>>>;

/// A stream that is counted as long as it lasts.
pub struct Counted {
    open: Open,
    key: Option<Key>,
}

impl Drop for Counted {
    fn drop(&mut self) {
        let Some(key) = &self.key else { return };
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let left = open.get(key).map_or(0, |count| count.saturating_sub(1));
        if left == 0 {
            open.remove(key);
        } else {
            open.insert(key.clone(), left);
        }
    }
}

impl Followers {
    /// Nobody yet. Streams end when the server is told to stop: it waits for every answer to be at its end.
    pub fn new(service: Service, stopping: CancellationToken) -> Self {
        Self { service, stopping, followed: Arc::default(), open: Arc::default() }
    }

    /// Counts one more stream of somebody. Streams last: who opens more than anybody needs would leave none for the others.
    ///
    /// # Errors
    /// [`Refusal::TooMany`]: their pages ask every few seconds instead.
    pub fn count(&self, key: Option<Key>) -> Result<Counted, Refusal> {
        if let Some(key) = &key {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            let count = open.entry(key.clone()).or_default();
            if *count >= key.streams() {
                return Err(Refusal::TooMany);
            }
            *count += 1;
        }
        Ok(Counted { open: self.open.clone(), key })
    }

    /// The moments of an assembly: this one, and each that differs.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn follow(&self, id: AssemblyId) -> Result<WatchStream<Live>, service::Error> {
        // Looked at anew for everybody who comes: a moment as old as a second would tell a page made since that it is out of date.
        let now = service::views::live(&self.service, id).await?;
        let mut followed = self.lock();
        if let Some(moments) = followed.get(&id) {
            tell(moments, now);
            return Ok(WatchStream::new(moments.subscribe()));
        }
        let (moments, stream) = watch::channel(now);
        followed.insert(id, moments);
        drop(followed);
        tokio::spawn(self.clone().look(id));
        Ok(WatchStream::new(stream))
    }

    /// Looks until nobody follows any more, or the server stops.
    async fn look(self, id: AssemblyId) {
        loop {
            tokio::select! {
                () = self.stopping.cancelled() => break,
                () = tokio::time::sleep(EVERY) => {}
            }
            let now = service::views::live(&self.service, id).await;
            let mut followed = self.lock();
            let Some(moments) = followed.get(&id) else { return };
            if moments.receiver_count() == 0 {
                followed.remove(&id);
                return;
            }
            match now {
                Ok(now) => tell(moments, now),
                // Whoever follows is not told; the next second it is asked again.
                Err(error) => tracing::warn!(%error, "an assembly cannot be followed"),
            }
        }
        // The last sender goes, and with it every stream.
        self.lock().remove(&id);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AssemblyId, watch::Sender<Live>>> {
        self.followed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells everybody what moved, unless something newer was told.
fn tell(moments: &watch::Sender<Live>, now: Live) {
    moments.send_if_modified(|last| {
        let moved = now.at >= last.at && !last.same(&now);
        if moved {
            *last = now;
        }
        moved
    });
}
