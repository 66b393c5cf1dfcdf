//! Members are convened, and what follows: corrections, calling off, the second call, sending again.

pub mod again;
pub mod announce;
pub mod convene_draft;
pub mod freeze;
mod goes_on;
pub mod resend;
pub mod tell;
