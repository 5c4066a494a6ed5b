//! Putting the app together: window, engine, and what lies between them.

use crate::about::made_at;
use crate::company::{self, Company};
use crate::documents::{SaveDialog, Words};
use crate::engine_slot::EngineSlot;
use crate::folders::{Folders, NoFolder};
use crate::login_process::LoginProcesses;
use crate::obstacle::{self, Obstacle};
use crate::opening::OtherPrograms;
use crate::simulator::LocalSimulator;
use crate::updates::{self, Successor};
use crate::watching::{self, Watching};
use crate::webview::{self, WebView};
use crate::{bindings, environment, events, logging, main_window, menu_bar, single_instance};
use reconecta_engine::surface::SystemClock;
use reconecta_engine::views::EnvironmentView;
use reconecta_engine::{Engine, EngineOptions};
use reconecta_policy::Policy;
use reconecta_update::Updates;
use reconecta_vault::Keyring;
use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Context, Manager, RunEvent, Runtime, Wry};
use tauri_plugin_window_state::StateFlags;

/// Configuration, embedded interface and permissions.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!("tauri.conf.json")
}

/// Opens the window and answers when it is closed.
pub(crate) fn open(first_environment: Option<EnvironmentView>, hidden: bool) -> ExitCode {
    environment::settle_window();
    let company = Company::read();
    let folders = Folders::find();
    let words = Words::of(&company::language(&company.policy, folders.as_ref().ok()));
    match obstacle(folders) {
        Ok(folders) => run(folders, company, first_environment, hidden)
            .unwrap_or_else(|| obstacle::of_refusal().explain(&words)),
        Err(obstacle) => obstacle.explain(&words),
    }
}

/// The folders, when nothing stands in the way of a window.
fn obstacle(folders: Result<Folders, NoFolder>) -> Result<Folders, Obstacle> {
    if !obstacle::has_screen() {
        return Err(Obstacle::NoScreen);
    }
    let folders = folders?;
    folders.prepare()?;
    match webview::look() {
        WebView::Fine(_) => Ok(folders),
        found @ (WebView::Old(_) | WebView::Missing) => Err(Obstacle::WebView(found)),
    }
}

/// Runs the app to its end; `None` when the system gives no window.
fn run(
    folders: Folders,
    company: Company,
    first_environment: Option<EnvironmentView>,
    hidden: bool,
) -> Option<ExitCode> {
    let built = without_panic(|| {
        tauri::Builder::default()
            .plugin(single_instance::plugin())
            .plugin(window_state())
            .on_window_event(watching::window_event)
            .invoke_handler(bindings::handler())
            .on_menu_event(|app, event| menu_bar::chosen(app, event.id().as_ref()))
            .manage(EngineSlot::default())
            .setup(move |app| {
                if let Some(keeper) = logging::start(&folders.logs, company.log_days()) {
                    app.manage(keeper);
                }
                tracing::info!(version = env!("CARGO_PKG_VERSION"), "Started");
                warn_of(&company.policy);
                app.manage(folders.clone());
                app.manage(updates::of_this_copy(app.handle(), &folders, &company));
                app.manage(Successor::new(app.handle().clone()));
                app.manage(menu_bar::Shown::default());
                app.manage(Watching::new(app.handle().clone()));
                app.manage(SaveDialog::new(app.handle().clone()));
                app.manage(OtherPrograms::new(app.handle().clone()));
                main_window::open(app, hidden)?;
                tauri::async_runtime::spawn(start_engine(
                    app.handle().clone(),
                    folders,
                    company,
                    first_environment,
                    hidden,
                ));
                Ok(())
            })
            .build(context())
    });
    match built {
        Some(Ok(app)) => {
            app.run(|app, event| happened(app, &event));
            Some(ExitCode::SUCCESS)
        }
        Some(Err(error)) => {
            let _closed = writeln!(std::io::stderr(), "{error}");
            None
        }
        None => None,
    }
}

/// Place and size of the window. Not whether it was hidden: the next start shows it.
fn window_state() -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(StateFlags::all() & !StateFlags::VISIBLE)
        .build()
}

/// A toolkit that finds no screen panics; that is one sentence to a person, not a trace.
fn without_panic<T>(work: impl FnOnce() -> T) -> Option<T> {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_panic| {}));
    let done = std::panic::catch_unwind(AssertUnwindSafe(work));
    std::panic::set_hook(usual);
    done.ok()
}

fn warn_of(policy: &Policy) {
    for warning in policy.warnings() {
        tracing::warn!(
            source = warning.source,
            key = warning.key,
            fault = warning.fault.code(),
            expected = warning.fault.expected(),
            "Part of the company's policy cannot be used"
        );
    }
}

/// What the system tells a running app.
fn happened(app: &AppHandle<Wry>, event: &RunEvent) {
    match event {
        RunEvent::Exit => {
            if let Some(successor) = app.try_state::<Successor>() {
                successor.start();
            }
        }
        // On a Mac an app that is opened again, in the Dock or the Finder, shows its window.
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => main_window::focus(app),
        _ => {}
    }
}

/// Starts the engine beside the window, then keeps the window informed.
async fn start_engine(
    app: AppHandle<Wry>,
    folders: Folders,
    company: Company,
    first_environment: Option<EnvironmentView>,
    hidden: bool,
) {
    let engine = Engine::start(EngineOptions {
        data_dir: folders.data,
        login: Arc::new(LoginProcesses::new(app.clone(), company.way.route())),
        simulator: Arc::new(LocalSimulator::default()),
        clock: Arc::new(SystemClock),
        keyring: Keyring::os(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        system_language: sys_locale::get_locale().unwrap_or_default(),
        check_at_start: true,
        first_environment,
        policy: company.policy,
        way: company.way,
        made_at: made_at(),
    })
    .await;
    app.state::<EngineSlot>().fill(engine.clone());
    let watching = app.state::<Watching>().inner().clone();
    tauri::async_runtime::spawn(watching.begin(engine.clone(), hidden));
    let updates = app.state::<Updates>().inner().clone();
    tauri::async_runtime::spawn(updates::follow(updates, engine.clone(), app.clone()));
    events::forward(engine, app).await;
}
