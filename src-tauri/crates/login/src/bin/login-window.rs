//! The login window alone, for tests: the app's executable does the same with its first argument.

fn main() -> std::process::ExitCode {
    reconecta_login::run_from_stdio()
}
