//! A register brought as a spreadsheet saves it, by the form of the page, then imported.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, ensure};
use domain::import::Imported;

use crate::http::{Connection, Request};

/// A register of new members in Windows-1252 with semicolons. Numbers are those of nobody.
#[must_use]
pub fn file(rows: usize) -> Vec<u8> {
    let mut text = String::from("n\u{B0};nom;courriel;rue;code postal;commune;parts;vers\u{E9};adh\u{E9}sion\r\n");
    for n in 1..=rows {
        let number = 1_000_000 + n;
        // Writing to a text does not fail.
        let _ = write!(
            text,
            "{number};Ana\u{EF}s Membre {n};membre-{n}@example.org;{n} rue du M\u{E9}tier;21000;Dijon;1;16,00;31/12/2024\r\n"
        );
    }
    text.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect()
}

/// Brings a file; the path of what would become of it.
///
/// # Errors
/// When the server refuses.
pub fn preview(officer: &mut Connection, file: &[u8]) -> Result<String> {
    let answer = officer.send(&Request::file("/rpc/preview-import", officer.cookie.as_deref(), file))?;
    let page = answer.header("location").unwrap_or_default();
    let id = page.split_once("?file=").map(|(_, id)| id.to_owned());
    let path = format!("/register/imports/{}", id.with_context(|| format!("the file was not kept: {page}"))?);
    let _: serde_json::Value = officer.get(&path)?;
    Ok(path)
}

/// Imports it, with as many requests as it takes.
///
/// # Errors
/// When the server refuses, or a row was left out.
pub fn import(officer: &mut Connection, path: &str, rows: usize) -> Result<()> {
    loop {
        let done: Imported = officer.post(&format!("{path}/run"), &())?;
        if done.left == 0 {
            let all = done.counts.members + done.counts.same;
            ensure!(usize::try_from(all)? == rows, "{all} of {rows} members were imported");
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_one_that_the_register_reads() {
        let table = domain::import::Table::read(&file(3)).ok();
        let found = table.map(|table| (table.encoding, table.lines.len(), table.ignored().len()));
        assert_eq!(found, Some((domain::import::Encoding::Windows1252, 3, 0)));
    }
}
