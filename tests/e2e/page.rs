//! What a person does with a window: point at things by role and name, type, read, look.

use crate::app::{App, PATIENCE};
use crate::desktop::Desktop;
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::{CmdError, ErrorStatus};
use serde_json::{Value, json};
use std::time::Instant;

const FINDER: &str = include_str!("find.js");

/// In a name, `~a~b` means that both parts are contained. Beside the roles there are `testid` for what has no name of
/// its own, `row` for a channel in a list, `screen` for the wizard's screen of that kind, and `text`.
impl App {
    /// Clicks what has this role and name, once it can be clicked. A page that goes on between the look and the click is
    /// looked at again, as a person does.
    pub(crate) async fn click(&self, role: &str, name: &str) {
        let started = Instant::now();
        while let Err(error) = self.grasp(role, name).await.click().await {
            let again = went_on(&error) && started.elapsed() < PATIENCE;
            assert!(again, "{role} \"{name}\" cannot be clicked: {error:?}");
        }
    }

    /// Types into what has this role and name.
    pub(crate) async fn type_into(&self, role: &str, name: &str, text: &str) {
        let element = self.grasp(role, name).await;
        element
            .send_keys(text)
            .await
            .unwrap_or_else(|error| panic!("{role} \"{name}\" takes no keys: {error:?}"));
    }

    /// Types into it in place of what stands there.
    pub(crate) async fn retype(&self, role: &str, name: &str, text: &str) {
        let element = self.grasp(role, name).await;
        element
            .clear()
            .await
            .unwrap_or_else(|error| panic!("{role} \"{name}\" cannot be emptied: {error:?}"));
        self.type_into(role, name, text).await;
    }

    /// Waits until it is shown.
    pub(crate) async fn see(&self, role: &str, name: &str) {
        self.find(role, name, false).await;
    }

    /// Waits until it is shown and can not be used.
    pub(crate) async fn see_closed(&self, role: &str, name: &str) {
        let seen = self.find(role, name, false).await;
        assert_eq!(seen["disabled"], true, "{role} \"{name}\" must not be usable");
    }

    /// Waits until it is shown, and answers whether it is ticked.
    pub(crate) async fn is_ticked(&self, role: &str, name: &str) -> bool {
        self.find(role, name, false).await["checked"] == true
    }

    /// Waits until a text is shown somewhere.
    pub(crate) async fn read(&self, text: &str) {
        self.find("text", &format!("~{text}"), false).await;
    }

    /// What has this role and name, once it can be clicked.
    pub(crate) async fn grasp(&self, role: &str, name: &str) -> Element {
        let found = self.find(role, name, true).await;
        let id = found.as_object().and_then(|reference| reference.values().next());
        let id = id.and_then(Value::as_str).expect("a reference to an element");
        Element::from_element_id(self.page.clone(), ElementRef::from(id.to_owned()))
    }

    /// How far below the top edge of the page it stands, in pixels.
    pub(crate) async fn top_of(&self, role: &str, name: &str) -> f64 {
        let (_x, y, _width, _height) = self
            .grasp(role, name)
            .await
            .rectangle()
            .await
            .expect("where it stands");
        y
    }

    /// A reference to what is to be used; the state of what is only looked at.
    async fn find(&self, role: &str, name: &str, is_for_use: bool) -> Value {
        let patience = u64::try_from(PATIENCE.as_millis()).expect("patience");
        let arguments = vec![json!(role), json!(name), json!(is_for_use), json!(patience)];
        let mut answer = self.run_with(FINDER, arguments).await;
        if let Some(there) = answer["missing"].as_str() {
            panic!("there is no {role} \"{name}\" that can be pointed at; there are:\n{there}");
        }
        answer["found"].take()
    }

    /// Waits until all movement has ended.
    pub(crate) async fn settle(&self) {
        let moving = self.run(include_str!("settle.js")).await;
        assert_eq!(moving, json!([]), "the window must come to rest");
    }

    /// Waits until the keyboard is on what has this role and name.
    pub(crate) async fn see_focused(&self, role: &str, name: &str) {
        let patience = Instant::now();
        while self.find(role, name, false).await["focused"] != true {
            assert!(
                patience.elapsed() < PATIENCE,
                "{role} \"{name}\" must have the focus"
            );
        }
    }

    /// Keeps a picture of the window.
    pub(crate) async fn photograph(&mut self, name: &str) {
        self.settle().await;
        self.run(include_str!("stir.js")).await;
        let picture = self.page.screenshot().await.expect("a screenshot");
        self.run("arguments[0](document.getElementById('stir').remove())")
            .await;
        std::fs::write(self.album.page(name), picture).expect("the screenshot is kept");
    }

    /// Keeps a picture of the whole screen, with the login window.
    pub(crate) fn photograph_screen(&mut self, desktop: &Desktop, name: &str) {
        desktop.photograph(&self.album.page(name));
    }
}

/// Whether the page changed under the click.
fn went_on(error: &CmdError) -> bool {
    let CmdError::Standard(error) = error else {
        return false;
    };
    matches!(
        error.error,
        ErrorStatus::StaleElementReference
            | ErrorStatus::ElementClickIntercepted
            | ErrorStatus::ElementNotInteractable
    )
}
