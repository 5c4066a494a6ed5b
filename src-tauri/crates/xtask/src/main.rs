//! Everything a person or a pipeline runs: run, test, tidy, bindings.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(2)
}
