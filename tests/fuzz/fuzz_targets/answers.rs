#![no_main]

#[path = "../checks.rs"]
#[expect(dead_code, unused_imports, reason = "the other targets' checks")]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::answers(bytes));
