//! Those who follow an assembly. However many they are, the database is asked once a second for each assembly that anybody
//! follows, and everybody is told what moved. Asking it, and not the act that moved something, finds what another process did.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::ids::AssemblyId;
use domain::live::Live;
use service::Service;
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;
use tokio_util::sync::CancellationToken;

/// How often an assembly is looked at.
const EVERY: Duration = Duration::from_secs(1);

/// Hands out the moments of assemblies.
#[derive(Clone)]
pub struct Followers {
    service: Service,
    stopping: CancellationToken,
    followed: Arc<Mutex<HashMap<AssemblyId, watch::Sender<Live>>>>,
}

impl Followers {
    /// Nobody yet. Streams end when the server is told to stop: it waits for every answer to be at its end.
    pub fn new(service: Service, stopping: CancellationToken) -> Self {
        Self { service, stopping, followed: Arc::default() }
    }

    /// The moments of an assembly: this one, and each that differs.
    ///
    /// # Errors
    /// [`domain::Refusal::NotFound`].
    pub async fn follow(&self, id: AssemblyId) -> Result<WatchStream<Live>, service::Error> {
        let now = service::views::live(&self.service, id).await?;
        let mut followed = self.lock();
        if let Some(moments) = followed.get(&id) {
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
                Ok(now) => {
                    moments.send_if_modified(|last| {
                        let moved = !last.same(&now);
                        if moved {
                            *last = now;
                        }
                        moved
                    });
                }
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
