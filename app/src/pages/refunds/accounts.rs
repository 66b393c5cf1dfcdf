//! What was refunded, as accounts are kept: a table of one line for each member.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use domain::refund::plan::written;
use domain::refund::view::RefundView;
use domain::register::cell;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;

use super::one::load;
use crate::components::person::shown as named;
use crate::components::time::iso_day;
use crate::i18n::Lang;
use crate::shell;
use crate::state::AppState;
use crate::visitor::Visitor;

/// The account that is proposed: what is owed to members out of a surplus (plan comptable général, class 45).
pub const ACCOUNT: &str = "457";
/// Name of its field.
pub const ACCOUNT_FIELD: &str = "account";
/// Longest account.
const LONGEST: usize = 20;

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    account: Option<String>,
}

/// `GET /refunds/{id}/accounts.csv`
pub async fn get(
    State(app): State<AppState>,
    Path(year): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let lang = visitor.lang;
    let outcome = match load(&app, &visitor, &year).await {
        // Nothing is entered in accounts before it is executed.
        Ok(refund) => match refund.executed_at {
            Some(at) => Ok((refund, at)),
            None => Err(Refusal::NotFound.into()),
        },
        Err(error) => Err(error),
    };
    match outcome.map(|(refund, at)| table(&refund, at, &account(asked.account.as_deref()), lang)) {
        Ok(Ok(body)) => {
            let name = format!("attachment; filename=\"ristourne-{}.csv\"", year.trim());
            ([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)], body).into_response()
        }
        Ok(Err(error)) => {
            tracing::error!(request = %visitor.request_id, %error, "a table was not written");
            http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// An account as it was typed: letters and digits.
fn account(typed: Option<&str>) -> String {
    let typed: String = typed.unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).take(LONGEST).collect();
    if typed.is_empty() { ACCOUNT.to_owned() } else { typed }
}

/// Date, account, member number, name, amount: UTF-8 with its mark, semicolons, no cell a formula.
fn table(refund: &RefundView, at: i64, account: &str, lang: Lang) -> Result<Vec<u8>, csv::Error> {
    let mut csv = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let heads = ["date", "account", "number", "name", "amount"];
    csv.write_record(heads.map(|head| lang.t(&format!("refund-accounts-{head}"))))?;
    for row in &refund.rows {
        let Some(part) = row.part.filter(|part| part.0 > 0) else { continue };
        csv.write_record([
            iso_day(at, &refund.time_zone),
            account.to_owned(),
            row.number.to_string(),
            cell(&named(lang, &row.name, Some(row.number))),
            written(part),
        ])?;
    }
    csv.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use domain::ids::MemberId;
    use domain::refund::RefundState;
    use domain::refund::plan::{DraftRefund, Figures};
    use domain::refund::view::{PartLine, Standing};
    use domain::shares::Cents;

    use super::*;

    #[test]
    fn accounts_have_a_line_for_each_member_who_is_given_something_back() {
        let row = |number: u32, name: &str, part: i64| PartLine {
            member: MemberId(uuid::Uuid::from_u128(number.into())),
            number,
            name: name.to_owned(),
            billed: Cents(100),
            part: Some(Cents(part)),
        };
        let refund = RefundView {
            year: 2026,
            state: RefundState::Executed,
            typed: DraftRefund::default(),
            figures: Figures::default(),
            limits: None,
            wrong: None,
            rows: vec![row(1, "=Camille", 123_456), row(2, "Dominique", 0), row(3, "", 5)],
            faults: Vec::new(),
            hash: None,
            standing: Standing::Adopted,
            assembly: None,
            draft: None,
            attachable: Vec::new(),
            executed_at: Some(0),
            time_zone: "Europe/Paris".to_owned(),
        };
        let body = String::from_utf8(table(&refund, 0, "457", Lang::En).expect("a table")).expect("text");
        let lines: Vec<&str> = body.lines().skip(1).collect();
        assert_eq!(lines, ["1970-01-01;457;1;'=Camille;1234,56", "1970-01-01;457;3;former member no. 3;0,05"]);
        assert_eq!((account(Some("45;7\"")), account(None)), ("457".to_owned(), ACCOUNT.to_owned()));
    }
}
