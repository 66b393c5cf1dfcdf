//! What a failure in the middle leaves behind: everything or nothing, on both databases. Each act of an assembly is cut
//! short at each of its steps in each of the ways of [`spoiler`].
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod acts;
mod all_or_nothing;
mod at_once;
mod clock;
mod convening;
mod declining;
mod disk_full;
mod draw;
mod election;
mod entrusted;
mod hall;
mod intact;
mod president;
mod refunds;
mod spoiler;
mod stage;
#[path = "../assembly/three.rs"]
mod three;
#[path = "../assembly/world.rs"]
#[expect(dead_code, reason = "shared with the tests of whole assemblies")]
mod world;
