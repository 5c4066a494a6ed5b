//! The login window alone, for tests: the app's executable does the same with its first argument. Others name variables that a browser is
//! started without.

fn main() -> std::process::ExitCode {
    #[cfg(target_os = "linux")]
    reconecta_login::start_others_with(std::env::args().skip(2).map(|name| (name, None)).collect());
    reconecta_login::run_from_stdio()
}
