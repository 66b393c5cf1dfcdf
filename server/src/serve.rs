//! `voix serve`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use app::state::AppState;
use leptos::config::LeptosOptions;
use service::Service;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::machine::{SystemClock, SystemRandomness};
use crate::{demo, router};

/// Options of `serve`.
#[derive(clap::Args)]
pub struct Options {
    /// Database: `sqlite:PATH` or `postgres://…`. By default `voix.sqlite` in the data folder.
    #[arg(long, env = "VOIX_DATABASE_URL")]
    database_url: Option<String>,
    /// Folder for the database and what belongs to it.
    #[arg(long, env = "VOIX_DATA", default_value = "var")]
    data: PathBuf,
    /// Folder of the built site.
    #[arg(long, env = "VOIX_SITE", default_value = "target/site")]
    site: PathBuf,
    /// Address and port.
    #[arg(long, env = "VOIX_LISTEN", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Loads the demo cooperative into an empty database, and tells who one can sign in as.
    #[arg(long)]
    demo: bool,
    /// Names and texts of the demo in place of its own, to see how the pages bear them: a JSON file.
    #[arg(long, requires = "demo", value_name = "FILE")]
    demo_seed: Option<PathBuf>,
    /// A TLS proxy stands before this server: without one, plain HTTP is served to this machine only.
    #[arg(long)]
    behind_proxy: bool,
    /// Logs as JSON lines.
    #[arg(long)]
    json_logs: bool,
}

/// Serves until told to stop.
pub fn serve(options: &Options) -> Result<()> {
    logs(options.json_logs);
    if !options.site.join("pkg").is_dir() {
        bail!("{} has no built site: run `cargo xtask web`", options.site.display());
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

async fn listen(options: &Options) -> Result<()> {
    let data = &options.data;
    std::fs::create_dir_all(data).with_context(|| format!("{} cannot be created", data.display()))?;
    let url = options.database_url.clone().unwrap_or_else(|| format!("sqlite:{}", data.join("voix.sqlite").display()));
    let listener = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("{} is taken or not allowed; choose another with --listen", options.listen))?;
    let service = Service::open(&url, Arc::new(SystemClock), Arc::new(SystemRandomness))
        .await
        .context("the database cannot be opened")?;
    if options.demo {
        demo::load(&service, data, options.demo_seed.as_deref()).await?;
    }
    let demo = matches!(service::views::cooperative(&service).await, Ok(cooperative) if cooperative.demo);
    if demo && (!options.listen.ip().is_loopback() || options.behind_proxy) {
        bail!("this is a demo database: anyone may sign in as anyone, so it is served to this machine only");
    }
    let address = listener.local_addr()?;
    let leptos = LeptosOptions::builder()
        .output_name("voix")
        .site_root(options.site.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(address)
        .build();
    let app = router::router(AppState { service: service.clone(), options: leptos }, &options.site);
    welcome(options, &service, address).await?;
    axum::serve(listener, app).with_graceful_shutdown(stop()).await?;
    service.close().await;
    Ok(())
}

async fn welcome(options: &Options, service: &Service, address: SocketAddr) -> Result<()> {
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
