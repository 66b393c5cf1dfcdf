//! `voix serve`.

use std::io::{ErrorKind, IsTerminal as _};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use app::letters::Letters;
use app::state::AppState;
use axum::Router;
use axum::middleware::from_fn_with_state;
use leptos::config::LeptosOptions;
use service::{Clock, Service};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use crate::config::{Options, Settings};
use crate::limits::Limits;
use crate::machine::{SystemClock, SystemRandomness};
use crate::mail::Carrier;
use crate::metrics::{self, Metrics};
use crate::{chores, demo, mail, place, router, software};

/// How long those who are being answered may take after the server was told to stop: longer than any request may, for
/// only who sends its request letter by letter is left then.
const LONGEST_FAREWELL: Duration = Duration::from_secs(35);

/// Serves until told to stop.
pub fn serve(options: &Options) -> Result<()> {
    let options = &options.resolve()?;
    logs(options.json_logs);
    built(&options.site)?;
    if !options.demo {
        place::ours(options)?;
    }
    if !options.listen.ip().is_loopback() && options.demo {
        bail!("the demo lets anyone sign in as anyone: it listens on loopback only");
    }
    if !options.listen.ip().is_loopback() && !options.behind_proxy {
        bail!(
            "plain HTTP off this machine would show ballots' senders: put a TLS proxy before it and say --behind-proxy"
        );
    }
    if options.metrics.is_some_and(|address| !address.ip().is_loopback()) && !options.metrics_beyond {
        bail!("metrics off this machine are for a network that is guarded: say so with --metrics-beyond");
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(listen(options))
}

/// Whether a folder has a site that can be served.
fn built(site: &Path) -> Result<()> {
    match std::fs::read_dir(site.join("pkg")) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("{} has no built site: run `cargo xtask web`, or name its folder with --site", site.display())
        }
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", site.join("pkg").display())),
    }
}

fn logs(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Colours are for eyes: in a journal they are noise.
    let builder = builder.with_ansi(std::io::stderr().is_terminal());
    if json { builder.json().init() } else { builder.compact().init() }
}

async fn listen(options: &Settings) -> Result<()> {
    let data = &options.data;
    std::fs::create_dir_all(data).with_context(|| format!("{} cannot be created", data.display()))?;
    let listener = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("{} is taken or not allowed; choose another with --listen", options.listen))?;
    let watched = match options.metrics {
        Some(address) => Some(metrics::listen(address).await?),
        None => None,
    };
    let clock: Arc<dyn Clock> = match options.demo_days_later {
        0 => Arc::new(SystemClock),
        days => Arc::new(demo::Later { days }),
    };
    let service = Service::open(&options.database_url, clock, Arc::new(SystemRandomness))
        .await
        .context("the database cannot be opened")?;
    let address = listener.local_addr()?;
    let site = options.url.clone().unwrap_or_else(|| format!("http://{address}"));
    let service = service.with_letters(Arc::new(Letters), &site).with_how_to_pay(options.pay.clone());
    let carrier = Carrier::new(&options.mail, data)?;
    if options.demo {
        let seed = demo::seed(options)?;
        demo::load(&service, data, seed, options.demo_members).await?;
    }
    let demo = matches!(service::views::cooperative(&service).await, Ok(cooperative) if cooperative.demo);
    if demo && (!options.listen.ip().is_loopback() || options.behind_proxy) {
        bail!("this is a demo database: anyone may sign in as anyone, so it is served to this machine only");
    }
    // Before anybody is answered: what they are served is in the record then.
    let software = Arc::new(software::of_site(&options.site)?);
    let since = service.now();
    chores::note(&service, &software, since).await;
    let leptos = LeptosOptions::builder()
        .output_name("voix")
        .site_root(options.site.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(address)
        .build();
    let limits = Limits::new(options.limits, options.behind_proxy);
    let counted = Metrics::new(data);
    let stopping = CancellationToken::new();
    let state = AppState { service: service.clone(), options: leptos };
    let app = router::router(state, &options.site, limits, stopping.clone())
        .layer(from_fn_with_state(counted.clone(), metrics::count));
    welcome(options, &service, address).await?;
    let outbox = tokio::spawn(mail::run(service.clone(), carrier, stopping.clone()));
    let chores = tokio::spawn(chores::run(service.clone(), (software, since), stopping.clone()));
    if let Some(watched) = watched {
        println!("Metrics are at http://{}/metrics", watched.local_addr()?);
        tokio::spawn(metrics::serve(watched, counted, service.clone(), stopping.clone()));
    }
    answer(listener, app, stopping).await?;
    outbox.await?;
    chores.await?;
    service.close().await;
    Ok(())
}

/// Answers until told to stop; then nobody new is let in, and whoever is being answered is answered.
async fn answer(listener: TcpListener, app: Router, stopping: CancellationToken) -> Result<()> {
    let told = stopping.clone();
    let told = async move {
        stop().await;
        told.cancel();
    };
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    let answered = axum::serve(listener, service).with_graceful_shutdown(told).into_future();
    let too_long = async {
        stopping.cancelled().await;
        tokio::time::sleep(LONGEST_FAREWELL).await;
    };
    tokio::select! {
        outcome = answered => Ok(outcome?),
        () = too_long => {
            tracing::warn!("somebody was still being answered; nothing that was acknowledged is lost");
            Ok(())
        }
    }
}

async fn welcome(options: &Settings, service: &Service, address: SocketAddr) -> Result<()> {
    println!("Voix is at http://{address}");
    if options.demo {
        println!("Sign in at http://{address}/demo as:");
        for person in service::views::demo_people(service).await?.iter().filter(|person| person.proposed) {
            println!("  {} ({:?})", person.name, person.roles);
        }
        let voix = std::env::current_exe()?;
        println!(
            "To make the other members vote: {} demo vote --url http://{address} --data {}",
            voix.display(),
            options.data.display()
        );
    }
    Ok(())
}

/// Ctrl-C or the service manager's signal.
async fn stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
