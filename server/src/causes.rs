//! Why something failed, in one line for whoever keeps the server running.

use std::error::Error;

/// An error and what caused it. Some libraries end their words with those of the cause: nothing is said twice.
pub fn line(error: &(dyn Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let words = cause.to_string();
        if !line.ends_with(&words) {
            line = format!("{line}: {words}");
        }
        next = cause.source();
    }
    line
}

/// The same of an error that was handed up.
pub fn of(error: &anyhow::Error) -> String {
    line(error.as_ref())
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;
    use domain::Refusal;

    use super::*;

    #[test]
    fn nothing_is_said_twice_and_nothing_left_out() {
        let refused = service::Error::Refused(Refusal::Malformed);
        let refused = Err::<(), _>(refused).context("it cannot be founded").unwrap_err();
        assert_eq!(of(&refused), "it cannot be founded: refused: malformed");
        let driver = store::StoreError::Driver(Box::new(std::io::Error::other("pool timed out")));
        let driver = Err::<(), _>(service::Error::from(driver)).context("the database cannot be opened").unwrap_err();
        assert_eq!(of(&driver), "the database cannot be opened: database: pool timed out");
        let plain = anyhow::anyhow!("c").context("b").context("a");
        assert_eq!(of(&plain), "a: b: c");
    }
}
