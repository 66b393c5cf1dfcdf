//! Members who have a voice and no key, and what was written to them about it.

use domain::ids::MemberId;
use domain::lang::Lang;
use domain::member::VoiceRules;

use crate::column::row;
use crate::db::{fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx, members};

row! {
    /// A member with a voice and without a key.
    #[derive(Clone, Debug)]
    pub Keyless {
        /// Who.
        id: MemberId,
        /// Member number.
        number: u32,
        /// Name.
        name: String,
        /// Address for messages, as it is compared.
        email_key: Option<String>,
        /// The language of messages.
        lang: Lang,
        /// When the last letter about it was written.
        written_at: Option<i64>,
    }
}

row! {
    Newest { at: Option<i64> }
}

sql! {
    OF_VOICES = "SELECT m.id, m.number, m.name, m.email_key, m.lang, l.written_at FROM members m
        LEFT JOIN (SELECT member, MAX(created_at) AS written_at FROM mails WHERE kind = 'keyless' GROUP BY member) l
            ON l.member = m.id
        WHERE m.state = 'active' AND m.class IN ($1, $2, $3)
          AND NOT EXISTS (SELECT 1 FROM member_keys k WHERE k.member = m.id)
        ORDER BY m.number";
    NEWEST = "SELECT MAX(created_at) AS at FROM mails WHERE kind = 'keyless'";
}

/// All of them, by member number. Shares play no part.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_voices(tx: &mut Tx, rules: VoiceRules) -> Result<Vec<Keyless>, StoreError> {
    let [a, b, c] = members::voiced(rules);
    fetch_all!(tx, Keyless, OF_VOICES, a, b, c)
}

/// When the newest letter about it was written.
///
/// # Errors
/// See [`StoreError`].
pub async fn newest(tx: &mut Tx) -> Result<Option<i64>, StoreError> {
    Ok(fetch_optional!(tx, Newest, NEWEST)?.and_then(|newest| newest.at))
}
