//! The machine: room on the disk, and its clock.

use std::path::Path;

use super::{Finding, Level};
use crate::config::Settings;

const MIB: u64 = 1 << 20;
/// Below this, ballots will soon be refused.
const LEAST: u64 = 100 * MIB;
/// Below this, somebody should look; nor is it enough for the database three times over, which a copy may need.
const LITTLE: u64 = 1024 * MIB;
/// How far a clock may be behind what the database knows: it was set a little.
const TOLERANCE: i64 = 2_000_000;

/// Room where the data is.
pub fn disk(settings: &Settings) -> Finding {
    let folder = &settings.data;
    let free = match rustix::fs::statvfs(folder) {
        Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize),
        Err(error) => return Finding::new("disk", Level::Fault, format!("{}: {error}", folder.display())),
    };
    let database = settings.database_url.strip_prefix("sqlite:").map(Path::new);
    let size = database.and_then(|file| std::fs::metadata(file).ok()).map_or(0, |file| file.len());
    room(free, size)
}

fn room(free: u64, size: u64) -> Finding {
    let level = match free {
        free if free < LEAST.max(size) => Level::Fault,
        free if free < LITTLE.max(size.saturating_mul(3)) => Level::Warning,
        _ => Level::Ok,
    };
    Finding::new("disk", level, format!("{} MiB free, the database has {} MiB", free / MIB, size / MIB))
}

/// The clock, compared with the latest instant the database knows.
pub fn clock(newest: i64, now: i64) -> Finding {
    let behind = newest - now;
    if behind > TOLERANCE {
        let seconds = behind / 1_000_000;
        let words = format!("{seconds} seconds behind what the database knows: the clock is wrong, or was");
        return Finding::new("clock", Level::Fault, words);
    }
    Finding::new("clock", Level::Ok, "not behind what the database knows")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_room_is_said_and_too_little_is_a_fault() {
        let level = |free, size| room(free, size).level;
        assert_eq!(level(LITTLE, 0), Level::Ok);
        assert_eq!(level(LITTLE - 1, 0), Level::Warning);
        assert_eq!(level(LEAST, 0), Level::Warning);
        assert_eq!(level(LEAST - 1, 0), Level::Fault);
        let big = 2 * LITTLE;
        assert_eq!((level(3 * big, big), level(3 * big - 1, big)), (Level::Ok, Level::Warning));
        assert_eq!((level(big, big), level(big - 1, big)), (Level::Warning, Level::Fault));
    }

    #[test]
    fn a_clock_behind_the_database_is_a_fault() {
        assert_eq!(clock(0, 5).level, Level::Ok);
        assert_eq!(clock(TOLERANCE, 0).level, Level::Ok);
        assert_eq!(clock(TOLERANCE + 1, 0).level, Level::Fault);
    }
}
