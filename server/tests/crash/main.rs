//! The server is killed without warning while members vote, and started again. Whoever has a receipt is in the archive,
//! nobody is in it twice, and whoever had no answer asks again and gets one. Five rounds on one database;
//! `VOIX_SOAK_ROUNDS` asks for more, `VOIX_SOAK_SEED` for other moments (`cargo xtask soak`).
//!
//! A killed process loses what it held in memory, not what it had handed to the system: a power cut is what
//! `synchronous = FULL` is for, and no test here makes one.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod hall;
mod server;
mod voter;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};

use hall::Hall;
use server::Server;
use voter::{Sent, Voter};

/// Members who vote at the same time, each over a connection of its own.
const VOTERS: usize = 6;
/// Rounds of the ordinary run.
const ROUNDS: u64 = 5;

#[test]
fn what_has_a_receipt_survives_a_kill() {
    let asked = |name| std::env::var(name).ok().map(|number| number.parse::<u64>().expect("a number"));
    let (rounds, seed) = (asked("VOIX_SOAK_ROUNDS").unwrap_or(ROUNDS), asked("VOIX_SOAK_SEED").unwrap_or(0));
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path());
    let hall = Hall::open(&server, folder.path());
    let (mut received, mut unanswered) = (Vec::new(), 0);
    for round in 1..=rounds {
        let sent = vote_until_killed(server, &hall, (seed, round));
        server = Server::start(folder.path());
        let api = server.api();
        unanswered += sent.iter().filter(|sent| sent.receipt.is_none()).count();
        for mut sent in sent {
            let first = sent.receipt.take();
            // Before asking again: what has a receipt is there.
            assert!(first.is_none() || hall.knows(&api, &sent), "round {round}: a ballot with a receipt is gone");
            let first_answer_was_lost = first.is_none();
            let again = hall.ask_again(&server, &sent);
            assert!(first.is_none_or(|first| first == again), "round {round}: another receipt for the same ballot");
            if first_answer_was_lost {
                assert_eq!(hall.ask_again(&server, &sent), again, "round {round}: asked for a third time");
            }
            sent.receipt = Some(again);
            received.push(sent);
        }
        hall.is_intact(&api, &received);
    }
    println!("{} ballots in {rounds} rounds, {unanswered} of them unanswered at first", received.len());
    assert!(received.len() > VOTERS, "hardly anybody voted");
    hall.close_and_count(&server, &received);
    server.stop();
}

/// Members vote until the server is killed, some way into the round; what each sent, with the receipt if there was one.
fn vote_until_killed(server: Server, hall: &Hall, (seed, round): (u64, u64)) -> Vec<Sent> {
    let mut chance = ChaCha20Rng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(round));
    let answered = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let voters: Vec<_> = (0..VOTERS)
            .map(|nth| {
                let mut voter = Voter::sign_in(&server.api(), hall, nth, round);
                let answered = &answered;
                scope.spawn(move || {
                    let mut all = Vec::new();
                    loop {
                        let sent = voter.vote(hall);
                        let over = sent.receipt.is_none();
                        all.push(sent);
                        if over {
                            return all;
                        }
                        answered.fetch_add(1, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        // Not before somebody was received, and then at any moment.
        while answered.load(Ordering::SeqCst) < 2 {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_micros(chance.next_u64() % 250_000));
        server.kill();
        voters.into_iter().flat_map(|voter| voter.join().unwrap()).collect()
    })
}
