//! The files for a real machine name what the program knows.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::CommandFactory as _;

fn file(name: &str) -> String {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../packaging")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What is wrong with a command line of ours: the program's own word for it.
fn misunderstood(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().skip_while(|word| !word.ends_with("voix")).collect();
    assert!(!words.is_empty(), "no command of ours: {line}");
    crate::Cli::command().try_get_matches_from(words).err().map(|error| error.to_string())
}

#[test]
fn services_start_what_the_program_understands() {
    for name in ["voix.service", "voix-backup.service"] {
        let text = file(name);
        let lines: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("ExecStart=")).collect();
        assert_eq!(lines.len(), 1, "{name}");
        assert_eq!(misunderstood(lines[0]), None, "{name}");
    }
    assert!(misunderstood("/usr/local/bin/voix serve --confg x").is_some_and(|why| why.contains("--confg")));
}

/// Settings that the proxies and services hold to stand where the program has them.
#[test]
fn proxies_lead_where_the_program_listens_and_let_through_what_it_reads() {
    let port = crate::config::Options::default().resolve().expect("defaults").listen;
    let body = crate::router::LARGEST_BODY / 1024;
    let upload = crate::upload::LARGEST_UPLOAD.div_ceil(1024 * 1024);
    let limits = |small: &str, large: &str| [format!("{body}{small}"), format!("{upload}{large}")];
    for (name, limits) in [("nginx.conf", limits("k;", "m;")), ("Caddyfile", limits("KiB\n", "MiB\n"))] {
        let text = file(name);
        assert!(text.contains(&port.to_string()), "{name} leads elsewhere than {port}");
        for limit in limits {
            assert!(text.contains(&limit), "{name}: {limit}");
        }
    }
    let nginx = file("nginx.conf");
    let (caddy, page) = (file("Caddyfile"), include_str!("../../../docs/operator.md"));
    for form in crate::upload::UPLOADS {
        let name = form.strip_prefix("/rpc/").expect("a form of ours");
        let (_, after) = nginx.split_once("location ~ ^/rpc/(").expect("the forms with a file");
        let names = after.split(')').next().unwrap_or_default();
        assert!(names.split('|').any(|one| one == name), "nginx.conf keeps the file of {form} back");
        let lines = caddy.lines().filter(|line| line.contains(" path /rpc/"));
        assert_eq!(lines.filter(|line| line.split(' ').any(|one| one == form)).count(), 2, "Caddyfile: {form}");
        assert!(page.contains(&format!("`{form}`")), "docs/operator.md: {form}");
    }
    let forwarded = "X-Forwarded-For $proxy_add_x_forwarded_for";
    for word in ["access_log off", forwarded, "Host $http_host;", "return 301 https://", "--deploy-hook"] {
        assert!(nginx.contains(word), "nginx.conf: {word}");
    }
    // What it says of requests that failed would have their addresses.
    assert!(file("Caddyfile").contains("exclude http.log.error"), "Caddyfile");
}

/// What the operator's page shows to be typed is understood.
#[test]
fn the_operators_page_shows_commands_that_the_program_understands() {
    let page = include_str!("../../../docs/operator.md");
    let mut shown = BTreeSet::new();
    for block in page.split("```").skip(1).step_by(2) {
        let joined = block.replace("\\\n", " ");
        for line in joined.lines().map(str::trim) {
            let line = line.split(" #").next().unwrap_or_default().trim();
            let as_voix = line.starts_with("sudo ");
            let line = line.split_once(" -u voix ").map_or(line, |(_, line)| line);
            if line.starts_with("voix ") {
                // Only the demonstration is anybody's own.
                assert!(as_voix || line.starts_with("voix serve --demo"), "{line} is typed as the user voix");
                // Whatever stands for an id has the shape of one.
                let line = line.replace("ASSEMBLY", "00000000-0000-0000-0000-000000000000");
                assert_eq!(misunderstood(&line), None, "{line}");
                shown.extend(line.split_whitespace().nth(1).map(str::to_owned));
            }
        }
    }
    for command in ["init", "serve", "backup", "restore", "check", "admin"] {
        assert!(shown.contains(command), "docs/operator.md shows no voix {command}: {shown:?}");
    }
}
