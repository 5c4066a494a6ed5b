//! News of the engine, on their way to the window.

use crate::watching::Watching;
use crate::{main_window, menu_bar};
use reconecta_engine::views::{AppView, AttemptView, RoundView};
use reconecta_engine::{Change, Engine};
use serde::Serialize;
use specta::Type;
use tauri::{AppHandle, Emitter, Manager, Wry};
use tauri_specta::Event;
use tokio::sync::broadcast::error::RecvError;

/// The application changed.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub(crate) struct AppChanged(AppView);

/// Channels changed: read them again.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub(crate) struct ChannelsChanged(());

/// Checks of many channels went on; nothing when they are over.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub(crate) struct RoundChanged(Option<RoundView>);

/// The wizard changed; nothing when it is over.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub(crate) struct AttemptChanged(Option<AttemptView>);

/// A notification was pressed: the channel that it is about is wanted, or the first screen.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub(crate) struct NoticePressed(pub(crate) Option<String>);

/// Tells the window, under the name that its bindings listen to.
pub(crate) fn tell<E: Event + Serialize + Clone>(app: &AppHandle<Wry>, event: &E) -> tauri::Result<()> {
    app.emit(E::NAME, event)
}

/// Passes on everything that the engine announces, until it ends.
pub(crate) async fn forward(engine: Engine, app: AppHandle<Wry>) {
    let mut changes = engine.changes();
    main_window::set_theme(&app, &engine.app_view().await.preferences.theme);
    menu_bar::speak(&app, &engine.language());
    loop {
        let sent = match changes.recv().await {
            Ok(change) => {
                menu_bar::speak(&app, &engine.language());
                if !matches!(change, Change::Attempt(_)) {
                    app.state::<Watching>().changed();
                }
                send(&app, change)
            }
            Err(RecvError::Lagged(missed)) => {
                tracing::warn!(missed, "The window fell behind and is told everything again");
                tell_everything(&engine, &app).await
            }
            Err(RecvError::Closed) => break,
        };
        if let Err(error) = sent {
            tracing::warn!(%error, "The window could not be told of a change");
        }
    }
}

fn send(app: &AppHandle<Wry>, change: Change) -> tauri::Result<()> {
    match change {
        Change::App(view) => {
            main_window::set_theme(app, &view.preferences.theme);
            tell(app, &AppChanged(*view))
        }
        Change::Channels => tell(app, &ChannelsChanged(())),
        Change::Round(view) => tell(app, &RoundChanged(view)),
        Change::Attempt(view) => tell(app, &AttemptChanged(*view)),
    }
}

async fn tell_everything(engine: &Engine, app: &AppHandle<Wry>) -> tauri::Result<()> {
    send(app, Change::App(Box::new(engine.app_view().await)))?;
    send(app, Change::Channels)?;
    send(app, Change::Round(engine.round_view().await))?;
    send(app, Change::Attempt(Box::new(engine.attempt_view().await)))
}
