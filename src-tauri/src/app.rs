//! Putting the app together: window, engine, and what lies between them.

use crate::documents::SaveDialog;
use crate::engine_slot::EngineSlot;
use crate::folders::Folders;
use crate::login_process::LoginProcesses;
use crate::simulator::LocalSimulator;
use crate::updates::{self, Successor};
use crate::{bindings, events, logging, main_window, menu_bar, single_instance};
use reconecta_engine::surface::SystemClock;
use reconecta_engine::views::EnvironmentView;
use reconecta_engine::{Engine, EngineOptions};
use reconecta_update::Updates;
use reconecta_vault::Keyring;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::{AppHandle, Context, Manager, RunEvent, Runtime, Wry};

/// Configuration, embedded interface and permissions.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!("tauri.conf.json")
}

/// Opens the window and answers when it is closed.
pub(crate) fn open(first_environment: Option<EnvironmentView>) -> ExitCode {
    let bindings = bindings::builder::<Wry>();
    let built = tauri::Builder::default()
        .plugin(single_instance::plugin())
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .invoke_handler(bindings.invoke_handler())
        .manage(EngineSlot::default())
        .setup(move |app| {
            let folders = Folders::of(app)?;
            if let Some(keeper) = logging::start(&folders.logs) {
                app.manage(keeper);
            }
            tracing::info!(version = env!("CARGO_PKG_VERSION"), "Started");
            app.manage(folders.clone());
            app.manage(updates::of_this_copy(app.handle(), &folders));
            app.manage(Successor::new(app.handle().clone()));
            app.manage(SaveDialog::new(app.handle().clone()));
            app.manage(menu_bar::Shown::default());
            bindings.mount_events(app);
            main_window::open(app)?;
            tauri::async_runtime::spawn(start_engine(app.handle().clone(), folders, first_environment));
            Ok(())
        })
        .build(context());
    match built {
        Ok(app) => {
            app.run(|app, event| happened(app, &event));
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "The window could not be opened");
            ExitCode::FAILURE
        }
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
async fn start_engine(app: AppHandle<Wry>, folders: Folders, first_environment: Option<EnvironmentView>) {
    let engine = Engine::start(EngineOptions {
        data_dir: folders.data,
        login: Arc::new(LoginProcesses::new(app.clone())),
        simulator: Arc::new(LocalSimulator::default()),
        clock: Arc::new(SystemClock),
        keyring: Keyring::os(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        system_language: sys_locale::get_locale().unwrap_or_default(),
        check_at_start: true,
        first_environment,
    })
    .await;
    app.state::<EngineSlot>().fill(engine.clone());
    let updates = app.state::<Updates>().inner().clone();
    tauri::async_runtime::spawn(updates::follow(updates, engine.clone(), app.clone()));
    events::forward(engine, app).await;
}
