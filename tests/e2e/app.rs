//! The app under test: started, ended, and asked directly where a person could not look.

use crate::album::Album;
use crate::desktop::{Desktop, Program};
use crate::simulator::Simulator;
use crate::windows::{Which, Windows};
use fantoccini::wd::{Capabilities, TimeoutConfiguration};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::OwnedFd;
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// How long something may take to appear.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
/// A running app and the album of its screenshots.
pub(crate) struct App {
    pub(crate) page: Client,
    pub(crate) album: Album,
    pub(crate) windows: Windows,
    driver: Program,
}

impl App {
    /// Starts the program and waits until its first screen stands, in Portuguese.
    pub(crate) async fn start(desktop: &Desktop, album: Album) -> Self {
        Self::start_copy(desktop, album, Path::new(env!("CARGO_BIN_EXE_reconecta"))).await
    }

    /// The same with the program in another place.
    pub(crate) async fn start_copy(desktop: &Desktop, album: Album, program: &Path) -> Self {
        let port = free_port();
        let mut command = desktop.command("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .arg("--host=127.0.0.1")
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        let driver = Program::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        wait_for_port(port).await;
        let options = json!({
            "binary": program,
            "args": ["--start-in", "demonstration"],
        });
        let mut capabilities = Capabilities::new();
        capabilities.insert("webkitgtk:browserOptions".to_owned(), options);
        let page = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a session with the app's window");
        let patient = TimeoutConfiguration::new(Some(PATIENCE * 2), Some(PATIENCE), None);
        page.update_timeouts(patient).await.expect("patience");
        let app = Self {
            page,
            album,
            windows: desktop.windows(),
            driver,
        };
        app.prefer("pt-BR", "light").await;
        app
    }

    /// Closes the window as a person does, waits until the program has ended, and hands the album on.
    pub(crate) fn close(self, desktop: &Desktop) -> Album {
        let ended = self.ended();
        desktop.windows().close(Which::Main);
        ended.wait("its window was closed");
        self.album
    }

    /// Waits until the program has ended, because of what is done to it.
    pub(crate) async fn quit(self, done: impl Future<Output = ()>) {
        let ended = self.ended();
        done.await;
        ended.wait("it was told to quit");
    }

    /// Ends the program without warning, as a crash or a power cut does.
    pub(crate) fn kill(self) -> Album {
        let ended = self.ended();
        kill_process(self.process(), Signal::KILL).expect("the program can be killed");
        ended.wait("it was killed");
        self.album
    }

    /// Id of the program's process: the driver's child.
    fn process(&self) -> Pid {
        let driver = self.driver.id();
        let children =
            std::fs::read_to_string(format!("/proc/{driver}/task/{driver}/children")).expect("children");
        let program = children
            .split_whitespace()
            .find_map(|id| Pid::from_raw(id.parse().ok()?));
        program.expect("the driver started the program")
    }

    /// Ids of the processes that the program started.
    fn children(&self) -> Vec<String> {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.process())).expect("its threads");
        let children = threads.flatten().map(|thread| thread.path().join("children"));
        let children: String = children
            .filter_map(|list| std::fs::read_to_string(list).ok())
            .collect();
        children.split_whitespace().map(str::to_owned).collect()
    }

    /// Names of the variables that the open login window was started with.
    pub(crate) fn variables_of_login(&self) -> Vec<String> {
        let login = self
            .children()
            .into_iter()
            .find(|id| of_process(id, "cmdline").is_some_and(|words| words.contains("\0login-window")));
        let variables = of_process(&login.expect("a login window"), "environ").expect("its variables");
        let names = variables
            .split('\0')
            .filter_map(|variable| variable.split_once('='));
        names.map(|(name, _value)| name.to_owned()).collect()
    }

    /// Memory of the window's page, as the system tells it: a line for each piece, with what may be done with it.
    pub(crate) fn memory_of_page(&self) -> String {
        let page = self
            .children()
            .into_iter()
            .find(|id| of_process(id, "cmdline").is_some_and(|words| words.contains("WebKitWebProcess")));
        of_process(&page.expect("a process for the page"), "maps").expect("its memory")
    }

    fn ended(&self) -> Ended {
        Ended(pidfd_open(self.process(), PidfdFlags::empty()).expect("a handle on the program"))
    }

    /// Language and theme, as the settings set them.
    pub(crate) async fn prefer(&self, language: &str, theme: &str) {
        let mut preferences = self.invoke("app_view", json!({})).await["preferences"].take();
        preferences["language"] = json!(language);
        preferences["theme"] = json!(theme);
        self.invoke("set_preferences", json!({ "preferences": preferences }))
            .await;
        let shown = json!([language, theme]);
        let now = self
            .run_with(include_str!("prefer.js"), vec![shown.clone()])
            .await;
        assert_eq!(now, shown, "the window must follow the preferences");
    }

    /// Asks the shell directly, as the window's own script would.
    pub(crate) async fn invoke(&self, command: &str, arguments: Value) -> Value {
        match self.try_invoke(command, arguments).await {
            Ok(answer) => answer,
            Err(error) => panic!("{command} failed: {error}"),
        }
    }

    /// The same, with the refusal.
    pub(crate) async fn try_invoke(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let script = "const [command, values, answer] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, values).then((ok) => answer({ ok }), (error) => answer({ error }));";
        let mut answer = self.run_with(script, vec![json!(command), arguments]).await;
        match answer["error"].take() {
            Value::Null => Ok(answer["ok"].take()),
            error => Err(error),
        }
    }

    /// Runs a script in the page and answers what it calls its last argument with.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.run_with(script, Vec::new()).await
    }

    /// The same, with arguments before the last one.
    pub(crate) async fn run_with(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.page
            .execute_async(script, arguments)
            .await
            .expect("the page answers")
    }

    /// Address of the page.
    pub(crate) async fn address(&self) -> String {
        self.page.current_url().await.expect("an address").to_string()
    }

    /// The simulator inside the app.
    pub(crate) async fn simulator(&self) -> Simulator {
        let about = self.invoke("about_view", json!({})).await;
        Simulator::at(about["simulator"].as_str().expect("the simulator's address"))
    }
}

/// Readable when the program has ended.
struct Ended(OwnedFd);

impl Ended {
    fn wait(&self, reason: &str) {
        let limit = Timespec::try_from(PATIENCE).expect("patience");
        let ready = poll(&mut [PollFd::new(&self.0, PollFlags::IN)], Some(&limit)).expect("its end");
        assert_eq!(ready, 1, "the program still runs although {reason}");
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("its address").port()
}

async fn wait_for_port(port: u16) {
    let started = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(started.elapsed() < PATIENCE, "WebKitWebDriver does not listen");
        tokio::task::yield_now().await;
    }
}

/// One file of `/proc/<id>`.
fn of_process(id: &str, what: &str) -> Option<String> {
    std::fs::read_to_string(format!("/proc/{id}/{what}")).ok()
}
