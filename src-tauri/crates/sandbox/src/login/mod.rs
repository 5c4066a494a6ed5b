//! The login dialog: pages of our own look, Facebook's rules.

mod autopilot;
mod dialog;
mod flow;
mod grant;
pub(crate) mod html;
mod pages;
mod session;
mod steps;

pub(crate) use autopilot::is_scenario;
pub(crate) use flow::Flows;

use crate::control::SeenRequest;
use crate::shared::Shared;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;

/// Everything on the login address.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/dialog/oauth", get(dialog::open))
        .route("/{version}/dialog/oauth", get(dialog::open))
        .route("/login.php", get(steps::show_login).post(steps::log_in))
        .route(
            "/two_step_verification/two_factor/",
            get(steps::show_two_factor).post(steps::two_factor),
        )
        .route(
            "/checkpoint/",
            get(steps::show_checkpoint).post(steps::checkpoint),
        )
        .route("/dialog/account", get(steps::show_account).post(steps::account))
        .route(
            "/dialog/reconnect",
            get(steps::show_reconnect).post(steps::reconnect),
        )
        .route(
            "/dialog/businesses",
            get(steps::show_businesses).post(steps::businesses),
        )
        .route(
            "/dialog/accounts",
            get(steps::show_accounts).post(steps::accounts),
        )
        .route(
            "/dialog/permissions",
            get(steps::show_permissions).post(steps::permissions),
        )
        .route("/facebook_business_extension/oauth/", get(stranded))
        .route("/connect/login_success.html", get(success))
        .route("/hostile/download", get(download))
        .route("/wa/{digits}", get(crate::phone::show).post(crate::phone::send))
        .fallback(missing)
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), seen))
        .with_state(Arc::clone(&shared))
        .nest("/__control", crate::control::router(shared))
}

/// Keeps the history; addresses of the flow carry secrets, so only paths are kept.
async fn seen(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let request = SeenRequest {
        method,
        path,
        query: String::new(),
        status,
        caller: Some("login".to_owned()),
    };
    shared.controls(|controls| controls.see(request));
    response
}

async fn success() -> Html<String> {
    Html(html::bare(
        "Success",
        "<p>Success <b>SECURITY WARNING:</b> Please treat the URL above as you would your password and do not share it with anyone.</p>",
    ))
}

async fn stranded() -> Html<String> {
    Html(html::bare(
        "Business Extension",
        "<p>Esta página não leva a lugar nenhum: a configuração pede um tipo de token e o endereço pede outro.</p>",
    ))
}

async fn download() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"presente.exe\"",
        ),
    ];
    (headers, "MZ").into_response()
}

async fn missing() -> Response {
    let page = html::bare(
        "Página não encontrada",
        "<p>Esta página não existe no simulador.</p>",
    );
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}
