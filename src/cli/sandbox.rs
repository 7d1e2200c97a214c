use super::error;
use super::exit_code::Exit;
use super::platform;
use super::printer::Printer;
use super::runtime;
use super::signals;
use anyhow::{Context as _, Result};
use camino::Utf8PathBuf;
use rolecall::apply::StopSwitch;
use rolecall::sandbox::{Config, Faults, GRAMMAR, Seed, Server};
use secrecy::{ExposeSecret as _, SecretString};
use std::net::SocketAddr;

/// Serve the embedded platform, for curl, CI and other clients
///
/// Speaks the console's API under `/api` and the official one under `/v2`, by the rules of the
/// platform, and a control API under `/sandbox` for this machine alone: state, requests,
/// faults, acceptance of invitations. Says on stdout where it listens and who can log in, as
/// JSON, and runs until Ctrl-C. Everybody's password is what ROLECALL_SANDBOX_PASSWORD says, or
/// a random one; a password of a real account is never used. The state is kept in memory, or in
/// a file.
///
///   rolecall sandbox --seed examples/agency/platform.json
///   rolecall sandbox --seed platform.json --state state.json --listen 127.0.0.1:8080
///   rolecall sandbox --seed platform.json --faults 'op=writes,p=0.1,seed=7,reset=after'
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// What it begins with: a `rolecall.sandbox/v1` file. Needed, unless the state file is there already.
    #[arg(long, value_name = "FILE", required_unless_present = "state")]
    seed: Option<Utf8PathBuf>,
    /// Where its state is kept. A file that is there beats the seed.
    #[arg(long, value_name = "FILE")]
    state: Option<Utf8PathBuf>,
    /// Begin with the seed, even if the state file is there.
    #[arg(long, requires = "seed")]
    reset: bool,
    /// Where to listen; port 0 is any free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// What goes wrong, such as `op=writes,p=0.1,seed=7,reset=after`; `--help` has the whole grammar.
    #[arg(long, value_name = "RULES", value_parser = Faults::parse, long_help = GRAMMAR)]
    faults: Option<Faults>,
}

pub(crate) fn run(args: Args, printer: &Printer) -> Result<Exit> {
    runtime::start()?.block_on(serve(args, printer))
}

/// Not from `ROLECALL_PASSWORD`: that is for an account, and what the sandbox takes it also says.
fn chosen_password() -> Option<SecretString> {
    let chosen = std::env::var("ROLECALL_SANDBOX_PASSWORD").ok();
    chosen.filter(|it| !it.is_empty()).map(SecretString::from)
}

async fn serve(args: Args, printer: &Printer) -> Result<Exit> {
    let Args { seed, state, reset, listen, faults } = args;
    let seed = seed.or_else(|| state.clone().filter(|file| file.exists())).ok_or_else(|| {
        error::usage("the state file is not there yet", "say with `--seed FILE` what to begin with")
    })?;
    let server = Server::start(Config {
        state_file: state,
        start_over: reset,
        listen,
        faults: faults.unwrap_or_else(Faults::none),
        password: chosen_password(),
        ..Config::serving(Seed::File(seed))
    })
    .await
    .context(platform::DOES_NOT_START)?;
    // Before it says that it is ready: from then on it may be asked to stop.
    let switch = StopSwitch::new();
    let _listening = signals::stop_on_signal(switch.clone(), |_| {})?;
    let actor = server.actor().context(platform::DOES_NOT_START)?;
    let ready = serde_json::json!({
        "baseUrl": server.base_url(),
        "email": actor,
        "password": server.password().expose_secret(),
    });
    printer.data(&ready.to_string())?;
    printer.talk("the sandbox runs until Ctrl-C");
    switch.watch().wait().await;
    server.shutdown().await;
    Ok(Exit::Done)
}
