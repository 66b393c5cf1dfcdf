//! How a column becomes a value of ours, the same way from both databases.

use domain::ids::{
    AmendmentId, AssemblyId, AttachmentId, BoxId, CandidacyId, CeremonyId, CommentId, CooperativeId, DialogueId,
    DocumentId, DraftId, EntrustedKeyId, GuestId, ImportId, ItemId, MailId, MemberId, NoticeId, PaperCodeId, PasskeyId,
    ProposalId, ProxyId, ResolutionId, RoundId, SessionId, ShareEntryId, ShareRequestId, TermId, VoteId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::error::BoxDynError;
use sqlx::{Decode, Postgres, Sqlite, Type};
use uuid::Uuid;

/// A value that a column can hold.
pub(crate) trait Column: Sized {
    /// What both drivers know how to read.
    type Raw: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>;

    /// The value, or why the column cannot hold it.
    fn from_raw(raw: Self::Raw) -> Result<Self, BoxDynError>;
}

macro_rules! as_read {
    ($($name:ty),+) => {$(
        impl Column for $name {
            type Raw = Self;
            fn from_raw(raw: Self) -> Result<Self, BoxDynError> {
                Ok(raw)
            }
        }
    )+};
}
as_read!(i64, String, Vec<u8>, Uuid);

macro_rules! ids {
    ($($name:ident),+) => {$(
        impl Column for $name {
            type Raw = Uuid;
            fn from_raw(raw: Uuid) -> Result<Self, BoxDynError> {
                Ok(Self(raw))
            }
        }
    )+};
}
ids!(
    AmendmentId,
    AssemblyId,
    AttachmentId,
    BoxId,
    CeremonyId,
    CommentId,
    CandidacyId,
    CooperativeId,
    DialogueId,
    DocumentId,
    DraftId,
    EntrustedKeyId,
    GuestId,
    ImportId,
    ItemId,
    MailId,
    MemberId,
    NoticeId,
    PaperCodeId,
    PasskeyId,
    ProposalId,
    ProxyId,
    ResolutionId,
    RoundId,
    SessionId,
    ShareEntryId,
    ShareRequestId,
    TermId,
    VoteId
);

macro_rules! numbers {
    ($($name:ty),+) => {$(
        impl Column for $name {
            type Raw = i64;
            fn from_raw(raw: i64) -> Result<Self, BoxDynError> {
                Ok(Self::try_from(raw)?)
            }
        }
    )+};
}
numbers!(u8, u32, u64);

macro_rules! words {
    ($($name:ty),+) => {$(
        impl Column for $name {
            type Raw = String;
            fn from_raw(raw: String) -> Result<Self, BoxDynError> {
                Ok(from_word(raw)?)
            }
        }
    )+};
}
words!(
    domain::in_session::Cause,
    domain::assembly::AssemblyKind,
    domain::assembly::AssemblyState,
    domain::attendance::Means,
    domain::attendance::Moved,
    domain::bureau::Accepted,
    domain::bureau::ChairBy,
    domain::bureau::ScrutineersBy,
    domain::bureau::Seat,
    domain::candidacies::CandidacyState,
    domain::convocation::agenda::DraftState,
    domain::convocation::agenda::GuestRole,
    domain::convocation::document::Media,
    domain::convocation::notice::Announced,
    domain::convocation::notice::Channel,
    domain::convocation::notice::NoticeRole,
    domain::discussion::Moderation,
    domain::draw::DrawSaid,
    domain::lang::Lang,
    domain::mail::MailState,
    domain::member::Happened,
    domain::member::KeyOrigin,
    domain::member::MemberClass,
    domain::member::MemberState,
    domain::paper::Way,
    domain::proposals::AmendmentState,
    domain::proposals::ProposalState,
    domain::proxies::Ending,
    domain::proxies::ProxyMeans,
    domain::proxies::ProxyState,
    domain::refund::RefundState,
    domain::resolution::Choice,
    domain::roles::Means,
    domain::roles::Role,
    domain::share_requests::RequestKind,
    domain::share_requests::RequestState,
    domain::shares::ShareEntryKind,
    domain::standstill::Reason,
    domain::vote::Stage,
    domain::vote::VoteMode,
    domain::vote::VoteState
);

impl Column for bool {
    type Raw = i64;
    fn from_raw(raw: i64) -> Result<Self, BoxDynError> {
        Ok(raw != 0)
    }
}

impl<const N: usize> Column for [u8; N] {
    type Raw = Vec<u8>;
    fn from_raw(raw: Vec<u8>) -> Result<Self, BoxDynError> {
        Self::try_from(raw).map_err(|raw| format!("{} bytes instead of {N}", raw.len()).into())
    }
}

impl<T: Column> Column for Option<T> {
    type Raw = Option<T::Raw>;
    fn from_raw(raw: Self::Raw) -> Result<Self, BoxDynError> {
        raw.map(T::from_raw).transpose()
    }
}

/// The word an enum is stored as: the one it has in JSON.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        // No column's CHECK admits the empty word, so a type that is not a plain enum is refused by the database.
        _ => String::new(),
    }
}

fn from_word<T: DeserializeOwned>(word: String) -> serde_json::Result<T> {
    serde_json::from_value(serde_json::Value::String(word))
}

/// A count as the database holds it. Counts beyond 2^63 do not occur; the largest is stored instead of wrapping.
pub(crate) fn integer(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Declares a row: a struct whose fields are read from the columns of the same names, on both databases.
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$meta])*
        $vis struct $name { $($(#[$doc])* $vis $field: $type),+ }
        $crate::column::row!(@from $name, ::sqlx::sqlite::SqliteRow, $($field: $type),+);
        $crate::column::row!(@from $name, ::sqlx::postgres::PgRow, $($field: $type),+);
    };
    (@from $name:ident, $row:ty, $($field:ident: $type:ty),+) => {
        impl ::sqlx::FromRow<'_, $row> for $name {
            fn from_row(row: &$row) -> Result<Self, ::sqlx::Error> {
                Ok(Self { $($field: {
                    let raw = ::sqlx::Row::try_get(row, stringify!($field))?;
                    <$type as $crate::column::Column>::from_raw(raw).map_err(|source| ::sqlx::Error::ColumnDecode {
                        index: stringify!($field).to_owned(),
                        source,
                    })?
                }),+ })
            }
        }
    };
}
pub(crate) use row;
