//! WebKit's process sandbox: whether it can be, and whether it is.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::isolation::{Isolation, Refusal};

/// The name of a page's process, as the kernel shortens it.
const PAGE_PROCESS: &str = "WebKitWebProces";
/// `SECCOMP_MODE_FILTER` of `linux/seccomp.h`.
const SECCOMP_FILTER: u32 = 2;

/// Whether the sandbox can be built here. WebKit itself ends the whole process, or in a container
/// goes on without a word, when it cannot.
pub(crate) fn look() -> Isolation {
    let missing: Vec<&'static str> = ["bwrap", "xdg-dbus-proxy"]
        .into_iter()
        .filter(|program| find(program).is_none())
        .collect();
    match find("bwrap") {
        Some(bubblewrap) if missing.is_empty() && runs(&bubblewrap) => Isolation::Possible,
        Some(_) if missing.is_empty() => Isolation::Refused(refusal(setting)),
        _ => Isolation::Missing(missing),
    }
}

fn runs(bubblewrap: &Path) -> bool {
    Command::new(bubblewrap)
        .args([
            "--ro-bind",
            "/",
            "/",
            "--proc",
            "/proc",
            "--dev",
            "/dev",
            "--unshare-pid",
            "true",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What refuses it, by the kernel's settings (`sysctl`). The broadest comes first: what it refuses, no profile allows.
fn refusal(setting: impl Fn(&str) -> Option<String>) -> Refusal {
    let is = |name: &str, value: &str| setting(name).as_deref() == Some(value);
    if is("user/max_user_namespaces", "0") {
        Refusal::Limit
    } else if is("kernel/unprivileged_userns_clone", "0") {
        Refusal::Switch
    } else if is("kernel/apparmor_restrict_unprivileged_userns", "1") {
        Refusal::AppArmor
    } else {
        Refusal::Unknown
    }
}

fn setting(name: &str) -> Option<String> {
    let value = std::fs::read_to_string(Path::new("/proc/sys").join(name)).ok()?;
    Some(value.trim().to_owned())
}

fn find(program: &str) -> Option<std::path::PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

/// Whether there is a page process below this one, and all of them run under the filter.
pub(super) fn is_on() -> bool {
    let Ok(processes) = processes() else {
        return false;
    };
    let mut pages = processes
        .iter()
        .filter(|(id, process)| {
            process.name == PAGE_PROCESS && descends(&processes, **id, std::process::id())
        })
        .map(|(_, process)| process)
        .peekable();
    pages.peek().is_some() && pages.all(|page| page.seccomp == SECCOMP_FILTER && page.no_new_privileges)
}

#[derive(Default)]
struct Process {
    name: String,
    parent: u32,
    seccomp: u32,
    no_new_privileges: bool,
}

impl Process {
    fn read(status: &str) -> Self {
        let mut process = Self::default();
        for (key, value) in status.lines().filter_map(|line| line.split_once(':')) {
            let value = value.trim();
            match key {
                "Name" => value.clone_into(&mut process.name),
                "PPid" => process.parent = value.parse().unwrap_or_default(),
                "Seccomp" => process.seccomp = value.parse().unwrap_or_default(),
                "NoNewPrivs" => process.no_new_privileges = value == "1",
                _ => {}
            }
        }
        process
    }
}

fn processes() -> std::io::Result<HashMap<u32, Process>> {
    let ids = Path::new("/proc")
        .read_dir()?
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    Ok(ids
        .filter_map(|id: u32| {
            let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
            Some((id, Process::read(&status)))
        })
        .collect())
}

fn descends(processes: &HashMap<u32, Process>, mut id: u32, ancestor: u32) -> bool {
    // A chain longer than the table is a loop, left by processes that changed while being read.
    for _ in 0..processes.len() {
        match processes.get(&id) {
            Some(process) if process.parent == ancestor => return true,
            Some(process) => id = process.parent,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{Process, is_on, refusal};
    use crate::isolation::Refusal;

    #[test]
    fn a_status_file_is_read() {
        let process = Process::read(
            "Name:\tWebKitWebProces\nPPid:\t12\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\n",
        );
        assert_eq!(
            (process.name.as_str(), process.parent, process.seccomp),
            ("WebKitWebProces", 12, 2)
        );
        assert!(process.no_new_privileges);
    }

    #[test]
    fn what_refuses_the_isolation_is_told_with_what_allows_it() {
        const SWITCH: &str = "kernel/unprivileged_userns_clone";
        const APP_ARMOR: &str = "kernel/apparmor_restrict_unprivileged_userns";
        const LIMIT: &str = "user/max_user_namespaces";
        for (settings, expected, remedy) in [
            (
                &[(SWITCH, "1"), (APP_ARMOR, "1"), (LIMIT, "63000")][..],
                Refusal::AppArmor,
                Some("apparmor_parser"),
            ),
            (
                &[(SWITCH, "0"), (APP_ARMOR, "1")],
                Refusal::Switch,
                Some("unprivileged_userns_clone=1"),
            ),
            (
                &[(LIMIT, "0"), (APP_ARMOR, "1")],
                Refusal::Limit,
                Some("max_user_namespaces="),
            ),
            (
                &[(SWITCH, "1"), (APP_ARMOR, "0"), (LIMIT, "63000")],
                Refusal::Unknown,
                None,
            ),
            (&[], Refusal::Unknown, None),
        ] {
            let found = refusal(|name| {
                let setting = settings.iter().find(|(known, _)| *known == name)?;
                Some(setting.1.to_owned())
            });
            assert_eq!(found, expected, "{settings:?}");
            match (found.remedy(), remedy) {
                (Some(command), Some(part)) => {
                    assert!(command.contains(part) && !command.contains("  "), "{command}")
                }
                (found, expected) => assert_eq!(found, expected, "{settings:?}"),
            }
        }
    }

    #[test]
    fn isolation_is_not_on_without_a_page_process() {
        assert!(!is_on(), "this process has no page, so nothing is isolated");
    }
}
