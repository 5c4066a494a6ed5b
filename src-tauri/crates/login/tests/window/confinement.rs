//! What the login leaves on the disk, and what its page can reach of the computer.

use crate::desk::Desk;
use crate::site::Site;
use crate::visit::{Visit, kill, request, status};

const KEEP: &str = "
    tell('before', document.cookie + localStorage.getItem('canary'));
    document.cookie = 'canary-cookie=canary-value; max-age=86400';
    localStorage.setItem('canary', 'canary-storage');
    caches?.open('canary-cache').then(cache => cache.put('/canary', new Response('canary-cached')));
    const opening = indexedDB.open('canary-base');
    opening.onupgradeneeded = () => opening.result.createObjectStore('canary-store').put('canary-row', 1);
    opening.onsuccess = () => tell('kept', document.cookie);";

#[tokio::test]
async fn nothing_of_the_login_is_on_the_disk_or_in_the_next_login() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page("/", KEEP);

    let visit = Visit::start(&desk, &site).await;
    assert_eq!(site.told("before").await, "null", "the first login starts empty");
    assert_eq!(
        site.told("kept").await,
        "canary-cookie=canary-value",
        "the page kept its cookie while open"
    );
    assert!(
        desk.traces("canary").is_empty(),
        "an open login left {:?}",
        desk.traces("canary")
    );
    visit.finish().await;
    assert!(
        desk.traces("canary").is_empty(),
        "a closed login left {:?}",
        desk.traces("canary")
    );

    let mut visit = Visit::start(&desk, &site).await;
    assert_eq!(
        site.told("before").await,
        "null",
        "the next login starts empty again"
    );
    site.told("kept").await;
    kill(visit.session.process_id().expect("a running window"));
    visit.outcome().await;
    assert!(
        desk.traces("canary").is_empty(),
        "a killed login left {:?}",
        desk.traces("canary")
    );
}

#[tokio::test]
async fn a_crash_writes_no_memory_to_the_disk() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page("/", "tell('here', 1);");
    // A limit that a person may have raised.
    let executable = desk.executable_with("ulimit -S -c $(ulimit -H -c)");
    let visit = Visit::with(&executable, &request(&site)).await;
    site.told("here").await;
    let mut processes = visit.page_processes();
    assert!(!processes.is_empty(), "a page has a process");
    processes.extend(visit.session.process_id());
    for process in processes {
        let limits = std::fs::read_to_string(format!("/proc/{process}/limits")).expect("limits");
        let core = limits
            .lines()
            .find_map(|line| line.strip_prefix("Max core file size"))
            .expect("a limit of core files");
        let core: Vec<_> = core.split_whitespace().take(2).collect();
        assert_eq!(core, ["0", "0"], "soft and hard limit of process {process}");
    }
    visit.finish().await;
}

#[tokio::test]
async fn a_page_runs_in_the_sandbox() {
    let (desk, site) = (Desk::new(), Site::start().await);
    let secret = desk.home().join("data/secret");
    std::fs::write(&secret, "secret").expect("a file in the home");
    site.page("/", "tell('here', 1);");
    let mut visit = Visit::start(&desk, &site).await;
    visit.ready().await;
    site.told("here").await;
    let pages = visit.page_processes();
    assert!(!pages.is_empty(), "a page has a process");
    for page in pages {
        assert_eq!(
            status(page, "Seccomp").as_deref(),
            Some("2"),
            "the page's system calls are filtered"
        );
        assert_eq!(
            status(page, "NoNewPrivs").as_deref(),
            Some("1"),
            "the page can gain no privileges"
        );
        let space = |process: String| {
            std::fs::read_link(format!("/proc/{process}/ns/mnt")).expect("a mount namespace")
        };
        assert_ne!(
            space(page.to_string()),
            space("self".into()),
            "the page has a file system of its own"
        );
        let seen = std::path::PathBuf::from(format!("/proc/{page}/root{}", secret.display()));
        assert!(!seen.exists(), "the page must not see the person's files");
    }
    visit.finish().await;
}
