//! The `rolecall` command.

mod cli;

/// A fleet is read on all cores, in many small pieces: musl's own allocator takes half as much time and memory again.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
