//! A customer's phone: the page behind a click-to-chat link, and what happens when the customer presses *Enviar*.
//!
//! Source: WhatsApp Help Center, "How to link to WhatsApp from a different website".

use crate::login::html::{self, escape};
use crate::shared::Shared;
use crate::state;
use crate::webhook;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Html;
use serde::Deserialize;
use std::sync::Arc;

/// Telephone number of the customer, unless another is given.
pub(crate) const CUSTOMER: &str = "5511912340001";

/// A message on its way to the subscribed apps.
pub(crate) struct Written {
    pub(crate) message_id: String,
    pub(crate) deliveries: Vec<Delivery>,
}

/// What became of it at one app's callback.
pub(crate) struct Delivery {
    pub(crate) app: String,
    pub(crate) url: String,
    /// In words why it was not taken.
    pub(crate) result: Result<(), String>,
}

/// A customer writes to a number; `None` when it carries no messages.
pub(crate) async fn write(shared: &Shared, number: &str, from: &str, text: &str) -> Option<Written> {
    let prepared = shared.write(|world| state::receive(world, number, from, text))?;
    let mut deliveries = Vec::new();
    for event in prepared.events {
        let result = webhook::deliver(shared, &event.url, &event.secret, &event.payload).await;
        deliveries.push(Delivery {
            app: event.app,
            url: event.url,
            result,
        });
    }
    Some(Written {
        message_id: prepared.message_id,
        deliveries,
    })
}

#[derive(Deserialize)]
pub(crate) struct Chat {
    #[serde(default)]
    text: String,
}

/// The number with these digits: its id and the name that customers see.
fn find(shared: &Shared, digits: &str) -> Option<(String, String)> {
    shared.read(|world| {
        let number = world.numbers.values().find(|one| one.digits() == digits)?;
        Some((number.id.clone(), number.verified_name.clone()))
    })
}

fn stranger() -> (StatusCode, Html<String>) {
    let content = "<h1>Este número não está no WhatsApp</h1>";
    (StatusCode::NOT_FOUND, Html(html::phone("WhatsApp", content)))
}

/// The chat with the text already typed.
pub(crate) async fn show(
    State(shared): State<Arc<Shared>>,
    Path(digits): Path<String>,
    Query(chat): Query<Chat>,
) -> (StatusCode, Html<String>) {
    let Some((_, name)) = find(&shared, &digits) else {
        return stranger();
    };
    let content = format!(
        "<h1>{}</h1>\n<p>Você escreve do número +{CUSTOMER}.</p>\n<form method=\"post\">\n<label for=\"text\">Mensagem</label>\n<input id=\"text\" name=\"text\" value=\"{}\" autofocus>\n<button class=\"primary\" type=\"submit\">Enviar</button>\n</form>",
        escape(&name),
        escape(&chat.text),
    );
    (StatusCode::OK, Html(html::phone(&name, &content)))
}

/// Sends it, and tells what the company's team sees.
pub(crate) async fn send(
    State(shared): State<Arc<Shared>>,
    Path(digits): Path<String>,
    Form(chat): Form<Chat>,
) -> (StatusCode, Html<String>) {
    let Some((id, name)) = find(&shared, &digits) else {
        return stranger();
    };
    let written = write(&shared, &id, CUSTOMER, &chat.text).await;
    let deliveries = written.map(|written| written.deliveries).unwrap_or_default();
    let outcome = match deliveries.iter().find(|one| one.result.is_ok()) {
        Some(taken) => format!(
            "A mensagem apareceu no atendimento: <code>{}</code> a recebeu.",
            escape(&taken.url)
        ),
        None => {
            let reasons: Vec<String> = deliveries
                .iter()
                .filter_map(|one| one.result.as_ref().err().map(|why| escape(why)))
                .collect();
            format!(
                "A mensagem não apareceu no atendimento. {}",
                if reasons.is_empty() {
                    "Nenhum aplicativo a recebeu.".to_owned()
                } else {
                    reasons.join(" · ")
                }
            )
        }
    };
    let content = format!(
        "<h1>{}</h1>\n<p>Enviada: <strong>{}</strong></p>\n<p role=\"status\">{outcome}</p>",
        escape(&name),
        escape(&chat.text),
    );
    (StatusCode::OK, Html(html::phone(&name, &content)))
}
