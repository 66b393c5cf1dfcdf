//! What the command says, word for word. After a change that is meant: `TRYCMD=overwrite cargo test -p voix-observer`.

#[test]
fn the_command_says_what_the_transcripts_say() {
    trycmd::TestCases::new().case("tests/transcripts/*.md");
}
