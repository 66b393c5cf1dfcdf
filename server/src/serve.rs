//! `voix serve`.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use app::letters::Letters;
use app::state::AppState;
use leptos::config::LeptosOptions;
use service::Service;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use crate::config::{Options, Settings};
use crate::limits::Limits;
use crate::machine::{SystemClock, SystemRandomness};
use crate::mail::Carrier;
use crate::{demo, mail, router};

/// Serves until told to stop.
pub fn serve(options: &Options) -> Result<()> {
    let options = &options.resolve()?;
    logs(options.json_logs);
    if !options.site.join("pkg").is_dir() {
        bail!("{} has no built site: run `cargo xtask web`, or name its folder with --site", options.site.display());
    }
    if !options.listen.ip().is_loopback() && options.demo {
        bail!("the demo lets anyone sign in as anyone: it listens on loopback only");
    }
    if !options.listen.ip().is_loopback() && !options.behind_proxy {
        bail!(
            "plain HTTP off this machine would show ballots' senders: put a TLS proxy before it and say --behind-proxy"
        );
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(listen(options))
}

fn logs(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json { builder.json().init() } else { builder.compact().init() }
}

async fn listen(options: &Settings) -> Result<()> {
    let data = &options.data;
    std::fs::create_dir_all(data).with_context(|| format!("{} cannot be created", data.display()))?;
    let listener = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("{} is taken or not allowed; choose another with --listen", options.listen))?;
    let service = Service::open(&options.database_url, Arc::new(SystemClock), Arc::new(SystemRandomness))
        .await
        .context("the database cannot be opened")?;
    let address = listener.local_addr()?;
    let site = options.url.clone().unwrap_or_else(|| format!("http://{address}"));
    let service = service.with_letters(Arc::new(Letters), &site);
    let carrier = Carrier::new(&options.mail, data)?;
    if options.demo {
        demo::load(&service, data, options.demo_seed.as_deref(), options.demo_members).await?;
    }
    let demo = matches!(service::views::cooperative(&service).await, Ok(cooperative) if cooperative.demo);
    if demo && (!options.listen.ip().is_loopback() || options.behind_proxy) {
        bail!("this is a demo database: anyone may sign in as anyone, so it is served to this machine only");
    }
    let leptos = LeptosOptions::builder()
        .output_name("voix")
        .site_root(options.site.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(address)
        .build();
    let limits = Limits::new(options.limits, options.behind_proxy);
    let app = router::router(AppState { service: service.clone(), options: leptos }, &options.site, limits);
    welcome(options, &service, address).await?;
    let stopping = CancellationToken::new();
    let outbox = tokio::spawn(mail::run(service.clone(), carrier, stopping.clone()));
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stop())
        .await?;
    stopping.cancel();
    outbox.await?;
    service.close().await;
    Ok(())
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
