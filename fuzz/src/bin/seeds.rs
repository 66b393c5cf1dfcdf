//! Writes the seed corpus into the folder given.

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).expect("the folder to write to");
    voix_fuzz::seeds::write(folder.as_ref())
}
