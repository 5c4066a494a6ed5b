//! What a repair asks the person, and answers as the window sends them.

use crate::house::House;
use reconecta_engine::views::{NeedView, NumberWorkView, ScreenView};
use serde_json::{Value, json};

/// The numbers under repair, or repaired.
pub fn works(screen: &ScreenView) -> &[NumberWorkView] {
    match screen {
        ScreenView::Working { numbers } | ScreenView::Result { numbers, .. } => numbers,
        _ => &[],
    }
}

impl House {
    /// To the repair of the channel that was made for a cause; its number's id.
    pub async fn reach_steps_of(&mut self, cause: &str) -> String {
        let channel = self.channel(cause).await;
        self.reach_steps(&channel.id).await
    }

    /// To any question.
    pub async fn question(&mut self) -> NeedView {
        self.asked("a question to the person", |_| true).await
    }

    /// To the question that `is_it`.
    pub async fn asked(&mut self, what: &str, is_it: impl Fn(&NeedView) -> bool) -> NeedView {
        let waits = |work: &NumberWorkView| work.need.as_ref().is_some_and(&is_it);
        let view = self.until(what, |screen| works(screen).iter().any(waits)).await;
        let work = works(&view.screen).iter().find(|work| waits(work));
        work.and_then(|work| work.need.clone()).expect("it is asked")
    }

    /// Answers for a number, with the fields of `answer`.
    pub async fn answer(&self, number: &str, kind: &str, answer: Value) {
        let mut action = json!({"kind": kind, "number": number});
        let fields = action.as_object_mut().expect("an object");
        fields.extend(answer.as_object().cloned().unwrap_or_default());
        self.act(serde_json::from_value(action).expect("the action is well formed"))
            .await;
    }

    /// Answers the question for a PIN.
    pub async fn submit_pin(&self, number: &str, pin: &str, remember: bool) {
        self.answer(number, "submit_pin", json!({"pin": pin, "remember": remember}))
            .await;
    }
}
