//! `meta-sandbox`: the simulator for people and for clients in other languages.

mod arguments;

use arguments::{Arguments, HELP};
use meta_sandbox::{Sandbox, SandboxOptions};
use serde_json::json;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => return say(HELP, ExitCode::SUCCESS),
        Err(problem) => return complain(&problem.to_string()),
    };
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => complain(&problem.to_string()),
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let options = SandboxOptions {
        world: arguments.world()?,
        snapshot: arguments.snapshot.clone(),
        listen: arguments.listen,
        seed: arguments.seed,
        latency: Duration::from_millis(arguments.latency_ms),
        throttling: arguments.throttling.clone(),
    };
    let mut stop = std::pin::pin!(told_to_stop()?);
    let sandbox = Sandbox::start_with(options).await?;
    let platform = sandbox.chatwoot();
    let line = json!({
        "graph": sandbox.graph_url(),
        "login": sandbox.login_url(),
        "control": sandbox.control_url(),
        "token": sandbox.admin_token(),
        "chatwoot": { "url": platform.url, "account": platform.account, "token": platform.access_token },
    });
    let mut out = std::io::stdout();
    writeln!(out, "{line}")?;
    out.flush()?;
    stop.as_mut().await;
    sandbox.shutdown().await?;
    Ok(())
}

/// Ends with Ctrl-C, or SIGTERM where it exists.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        let interrupt = tokio::signal::ctrl_c();
        #[cfg(unix)]
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _interrupted = interrupt.await;
    })
}

fn say(text: &str, code: ExitCode) -> ExitCode {
    // Nobody to talk to is no reason to fail.
    let _written = writeln!(std::io::stdout(), "{text}");
    code
}

fn complain(text: &str) -> ExitCode {
    let _written = writeln!(std::io::stderr(), "meta-sandbox: {text}\n\n{HELP}");
    ExitCode::FAILURE
}
