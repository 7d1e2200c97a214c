//! The `rolecall` command.

mod cli;

/// A fleet is read on all cores, in many small pieces: with the allocator of musl that takes far more memory.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
