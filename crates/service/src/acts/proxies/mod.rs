//! Members give proxies, accept them, take them back; who leads the session enters those on paper.

pub mod answer;
pub mod give;
pub mod paper;
pub mod revoke;
