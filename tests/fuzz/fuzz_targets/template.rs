#![no_main]

#[path = "../checks.rs"]
#[expect(dead_code, unused_imports, reason = "the other target's check")]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::template(bytes));
