//! Calls Microsoft's conformance server with generated clients, and checks the responses.
//!
//! usage: `calls URL`

mod arrays;
mod bodies;
mod checks;
mod complex;
mod cookies;
mod dictionaries;
mod headers;
mod http_statuses;
mod lro;
mod others;
mod paging;
mod scalars;
mod specials;
mod urls;
mod xml;

use std::error::Error;
use std::future::Future;
use std::process::ExitCode;

/// The result of a scenario. An error fails it, as a failed assertion does.
type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

/// Runs scenarios, one after another, and counts those that fail.
struct Run {
    /// The URL of the server.
    url: String,
    failed: usize,
    passed: usize,
}

impl Run {
    /// Runs a scenario in a separate task, so that a panic does not end the others.
    async fn scenario(&mut self, name: &str, calls: impl Future<Output = Outcome> + Send + 'static) {
        let outcome = match tokio::spawn(calls).await {
            Ok(outcome) => outcome,
            Err(panic) => Err(panic.into()),
        };
        match outcome {
            Ok(()) => self.passed += 1,
            Err(error) => {
                self.failed += 1;
                eprintln!("{name}: {error:#}");
            }
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let Some(url) = std::env::args().nth(1) else {
        eprintln!("usage: calls URL");
        return ExitCode::from(2);
    };
    let mut run = Run { url, failed: 0, passed: 0 };
    lro::run(&mut run).await;
    paging::run(&mut run).await;
    specials::run(&mut run).await;
    if let Err(error) = general(&mut run).await {
        eprintln!("a client cannot be created: {error:#}");
        return ExitCode::FAILURE;
    }
    println!("{} scenarios passed, {} failed", run.passed, run.failed);
    if run.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs the scenarios of the server that do not concern Azure.
async fn general(run: &mut Run) -> Outcome {
    scalars::run(run).await?;
    arrays::run(run).await?;
    dictionaries::run(run).await?;
    complex::run(run).await?;
    headers::run(run).await?;
    urls::run(run).await?;
    http_statuses::run(run).await?;
    xml::run(run).await?;
    others::run(run).await?;
    bodies::run(run).await
}
