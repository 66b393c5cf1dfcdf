//! Some seven hundred hostile strings, put wherever a stranger can put a string and wherever the service keeps one:
//! nothing executes, nothing breaks a page, nothing is kept altered, nothing is said of the machinery.

mod answers;
mod discussion;
mod doors;
mod kept;
mod limits;
mod markdown;
mod minutes;
mod mirror;
mod stage;
#[path = "../../../../crates/domain/tests/hostile/strings.rs"]
mod strings;
mod whole;
