//! Every command is refused to every page that is not the app's own main window.

use reconecta_lib::{COMMANDS, context, handler};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewWindow, WebviewWindowBuilder};

/// The app with its real permissions and commands, on a runtime without a screen.
fn app() -> App<MockRuntime> {
    mock_builder()
        .invoke_handler(handler())
        .build(context())
        .expect("the app is put together")
}

fn window(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, tauri::WebviewUrl::default())
        .build()
        .expect("a window")
}

/// What a page at `origin` gets for a command; the error's text if it is refused.
#[expect(
    clippy::unwrap_in_result,
    reason = "the answer is what the page gets; a wrong address is a mistake of the test"
)]
fn call(window: &WebviewWindow<MockRuntime>, command: &str, origin: &str) -> Result<(), String> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: tauri::ipc::CallbackFn(0),
        error: tauri::ipc::CallbackFn(1),
        url: origin.parse().expect("an address"),
        body: serde_json::json!({ "link": "nowhere", "folder": "nowhere" }).into(),
        headers: tauri::http::HeaderMap::new(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request)
        .map(|_body| ())
        .map_err(|error| error.to_string())
}

fn is_refused_by_permissions(answer: &Result<(), String>) -> bool {
    answer.as_ref().is_err_and(|error| error.contains("not allowed"))
}

const HOME: &str = if cfg!(windows) {
    "http://tauri.localhost/"
} else {
    "tauri://localhost/"
};

#[test]
fn foreign_pages_get_nothing_from_any_command() {
    let app = app();
    let main = window(&app, "main");
    for command in COMMANDS {
        for origin in [
            "https://evil.example/",
            "http://tauri.evil.example/",
            "http://tauri.localhost.evil.example/",
            "https://www.facebook.com/",
            "http://127.0.0.1:9/",
        ] {
            let answer = call(&main, command, origin);
            assert!(
                is_refused_by_permissions(&answer),
                "{origin} got {answer:?} from {command}"
            );
        }
    }
}

#[test]
fn other_windows_get_nothing_from_any_command() {
    let app = app();
    for label in ["login", "main-2", "unknown"] {
        let other = window(&app, label);
        for command in COMMANDS {
            let answer = call(&other, command, HOME);
            assert!(
                is_refused_by_permissions(&answer),
                "the window `{label}` got {answer:?} from {command}"
            );
        }
    }
}

#[test]
fn the_main_window_is_heard() {
    let app = app();
    let main = window(&app, "main");
    for command in ["open_link", "open_folder"] {
        let answer = call(&main, command, HOME);
        assert!(
            !is_refused_by_permissions(&answer),
            "{command} must reach the shell: {answer:?}"
        );
    }
    // The shell's own parts are not there in this test; that they are missed shows that the command ran.
    let answer = call(&main, "open_folder", HOME).expect_err("no folders here");
    assert!(
        answer.contains("folders"),
        "the command itself must answer: {answer}"
    );
}

#[test]
fn plugins_answer_nobody() {
    let app = app();
    let main = window(&app, "main");
    for command in [
        "plugin:opener|open_url",
        "plugin:window|close",
        "plugin:event|emit",
        "plugin:webview|print",
    ] {
        let answer = call(&main, command, HOME);
        assert!(answer.is_err(), "{command} must not be reachable from the window");
    }
}
