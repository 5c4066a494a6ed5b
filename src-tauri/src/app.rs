//! Putting the app together: window, engine, and what lies between them.

use crate::documents::SaveDialog;
use crate::engine_slot::EngineSlot;
use crate::folders::Folders;
use crate::login_process::LoginProcesses;
use crate::simulator::LocalSimulator;
use crate::{bindings, events, logging, main_window, menu_bar, single_instance};
use reconecta_engine::surface::SystemClock;
use reconecta_engine::views::EnvironmentView;
use reconecta_engine::{Engine, EngineOptions};
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
            app.run(happened);
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "The window could not be opened");
            ExitCode::FAILURE
        }
    }
}

/// On a Mac an app that is opened again, in the Dock or the Finder, shows its window.
#[cfg(target_os = "macos")]
fn happened(app: &AppHandle<Wry>, event: RunEvent) {
    if let RunEvent::Reopen { .. } = event {
        main_window::focus(app);
    }
}

#[cfg(not(target_os = "macos"))]
fn happened(_app: &AppHandle<Wry>, _event: RunEvent) {}

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
    events::forward(engine, app).await;
}
