#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    hectare_fuzz::sealed::check(bytes);
});
