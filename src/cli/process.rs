//! Who this process is, for locks and journals.

use jiff::Timestamp;
use rolecall::store::Holder;
use std::hash::{BuildHasher as _, RandomState};

/// This run: its machine, its process, and a name that no other run has.
pub(crate) fn holder() -> Holder {
    let since = Timestamp::now();
    let pid = std::process::id();
    // Runners of a fleet begin in the same second, as process 1 of machines that have one name.
    let random = RandomState::new().hash_one(since.as_nanosecond());
    let run = format!("{}-{pid}-{random:016x}", since.strftime("%Y%m%dT%H%M%SZ"));
    Holder { host: host(), pid, run, since }
}

/// The machine's name, as the system or the environment says it.
fn host() -> String {
    let told = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let told = told.or_else(|| std::env::var("HOSTNAME").ok());
    let told = told.or_else(|| std::env::var("COMPUTERNAME").ok());
    let name = told.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| "this machine".to_owned())
}
