#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| voix_fuzz::words(data));
