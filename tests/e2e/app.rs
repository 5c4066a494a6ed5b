//! The app under test: started, clicked, photographed, ended.

use crate::desktop::{Desktop, Program};
use crate::simulator::Simulator;
use fantoccini::elements::Element;
use fantoccini::wd::{Capabilities, TimeoutConfiguration};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(30);
const FINDER: &str = include_str!("find.js");

/// A running app and the album of its screenshots.
pub(crate) struct App {
    page: Client,
    driver: Program,
    album: Album,
}

/// Numbered screenshots of one scenario.
pub(crate) struct Album {
    folder: PathBuf,
    next: u32,
}

impl Album {
    /// An empty album of that name.
    pub(crate) fn of(scenario: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/e2e/out")
            .join(scenario);
        let _absent = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder for screenshots");
        Self { folder, next: 1 }
    }

    fn page(&mut self, name: &str) -> PathBuf {
        let path = self.folder.join(format!("{:02}-{name}.png", self.next));
        self.next += 1;
        path
    }
}

impl App {
    /// Starts the program and waits until its first screen stands, in Portuguese.
    pub(crate) async fn start(desktop: &Desktop, album: Album) -> Self {
        let port = free_port();
        let mut command = desktop.command("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .arg("--host=127.0.0.1")
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        let driver = Program::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        wait_for_port(port).await;
        let options = json!({
            "binary": env!("CARGO_BIN_EXE_reconecta"),
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
        let app = Self { page, driver, album };
        app.invoke(
            "set_preferences",
            json!({ "preferences": { "language": "pt-BR", "theme": "light" } }),
        )
        .await;
        app
    }

    /// Ends the program as a person does by closing it, and hands the album on.
    pub(crate) async fn close(self) -> Album {
        self.page.close().await.expect("the session ends");
        self.album
    }

    /// Ends the program without warning, as a crash or a power cut does.
    pub(crate) fn kill(self) -> Album {
        let program = self.process();
        let status = Command::new("kill")
            .args(["-KILL", &program.to_string()])
            .status()
            .expect("kill");
        assert!(status.success(), "the program could not be killed");
        self.album
    }

    /// Id of the program's process: the driver's child.
    fn process(&self) -> u32 {
        let driver = self.driver.id();
        let children =
            std::fs::read_to_string(format!("/proc/{driver}/task/{driver}/children")).expect("children");
        children
            .split_whitespace()
            .find_map(|id| id.parse().ok())
            .expect("the driver started the program")
    }

    /// Clicks what has this role and name; `~` before the name means that it is contained.
    pub(crate) async fn click(&self, role: &str, name: &str) {
        let element = self.find(role, name, true).await;
        element
            .click()
            .await
            .unwrap_or_else(|error| panic!("{role} \"{name}\" cannot be clicked: {error}"));
    }

    /// Types into what has this role and name.
    pub(crate) async fn type_into(&self, role: &str, name: &str, text: &str) {
        let element = self.find(role, name, true).await;
        element
            .send_keys(text)
            .await
            .unwrap_or_else(|error| panic!("{role} \"{name}\" takes no keys: {error}"));
    }

    /// Waits until it is shown.
    pub(crate) async fn see(&self, role: &str, name: &str) {
        self.find(role, name, false).await;
    }

    /// Waits until a text is shown somewhere.
    pub(crate) async fn read(&self, text: &str) {
        self.find("text", &format!("~{text}"), false).await;
    }

    async fn find(&self, role: &str, name: &str, enabled: bool) -> Element {
        let patience = u64::try_from(PATIENCE.as_millis()).expect("patience");
        let arguments = vec![json!(role), json!(name), json!(enabled), json!(patience)];
        let answer = self
            .page
            .execute_async(FINDER, arguments)
            .await
            .expect("the page answers");
        match answer.get("found") {
            Some(found) => Element::from_element_id(self.page.clone(), element_id(found)),
            None => {
                let there = answer["missing"].as_str().unwrap_or_default();
                panic!("there is no {role} \"{name}\"; there are:\n{there}")
            }
        }
    }

    /// Asks the shell directly, as the window's own script would.
    pub(crate) async fn invoke(&self, command: &str, arguments: Value) -> Value {
        let script = "const [command, values, answer] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, values).then((ok) => answer({ ok }), (error) => answer({ error }));";
        let answer = self
            .page
            .execute_async(script, vec![json!(command), arguments])
            .await
            .expect("an answer");
        assert!(
            answer.get("error").is_none_or(Value::is_null),
            "{command} failed: {answer}"
        );
        answer["ok"].clone()
    }

    /// Runs a script in the page.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.page
            .execute_async(script, Vec::new())
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

    /// Keeps a picture of the window.
    pub(crate) async fn picture(&mut self, name: &str) {
        let picture = self.page.screenshot().await.expect("a screenshot");
        std::fs::write(self.album.page(name), picture).expect("the screenshot is kept");
    }

    /// Keeps a picture of the whole screen, with the login window.
    pub(crate) fn screen(&mut self, desktop: &Desktop, name: &str) {
        desktop.photograph(&self.album.page(name));
    }
}

fn element_id(found: &Value) -> fantoccini::elements::ElementRef {
    let id = found
        .as_object()
        .and_then(|reference| reference.values().next())
        .and_then(Value::as_str);
    id.expect("a reference to an element").to_owned().into()
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
