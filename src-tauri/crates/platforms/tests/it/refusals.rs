//! What is said when there is no answer, or one that is of no use.

use crate::house::{House, INBOX, WORD, client};
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use reconecta_core::ids::UnixMillis;
use reconecta_core::platform::{PlatformProblem, platform_address};
use reconecta_network::Way;
use reconecta_platforms::{Chatwoot, PlatformFailure};
use secrecy::SecretString;
use std::sync::{Arc, Mutex};

const TOKEN: &str = "cw-canary-5d1f";

async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

async fn answering(answer: impl Fn() -> Response + Clone + Send + Sync + 'static) -> PlatformFailure {
    let url = serve(Router::new().fallback(move || {
        let answer = answer.clone();
        async move { answer() }
    }))
    .await;
    client(&url, 3, TOKEN).member().await.unwrap_err()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_look_is_told_why() {
    use PlatformProblem::{NotInAccount, Suspended, Unauthorised};
    let house = House::new().await;
    let problem = |failure: PlatformFailure| failure.problem;
    let wrong = house.client_with("wrong").member().await.unwrap_err();
    assert_eq!(problem(wrong), Unauthorised);
    let stranger = house.client("ines").member().await.unwrap_err();
    assert_eq!(problem(stranger), NotInAccount);
    let inboxes = house.client("ines").inboxes().await.unwrap_err();
    assert_eq!(
        problem(inboxes),
        NotInAccount,
        "the token is fine, the account is not"
    );
    house.change(|platform| platform.suspended = true);
    let suspended = house.client("ana").member().await.unwrap_err();
    assert_eq!(problem(suspended), Suspended);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_answer_has_its_own_name() {
    use PlatformProblem::{NotFound, RateLimited, Unauthorised, Unexpected};
    let page = || (StatusCode::OK, [("content-type", "text/html")], "<h1>Oi</h1>").into_response();
    assert_eq!(answering(page).await.problem, NotFound);
    let missing = || (StatusCode::NOT_FOUND, "<h1>404</h1>").into_response();
    assert_eq!(answering(missing).await.problem, NotFound);
    let other = || (StatusCode::OK, "{\"id\": 7}").into_response();
    assert_eq!(answering(other).await.problem, Unexpected);
    let torn = || (StatusCode::OK, "{\"accounts\": [{\"id\": 3").into_response();
    assert_eq!(answering(torn).await.problem, Unexpected);
    let broken = || (StatusCode::BAD_GATEWAY, "").into_response();
    assert_eq!(answering(broken).await.problem, Unexpected);
    let forbidden = || (StatusCode::FORBIDDEN, "{}").into_response();
    assert_eq!(answering(forbidden).await.problem, Unauthorised);
    let large = || (StatusCode::OK, vec![b' '; 9 * 1024 * 1024]).into_response();
    assert_eq!(answering(large).await.problem, Unexpected);
    let wait = || {
        (
            StatusCode::TOO_MANY_REQUESTS,
            [("retry-after", "17")],
            "Retry later",
        )
            .into_response()
    };
    let wait = answering(wait).await;
    assert_eq!((wait.problem, wait.wait_seconds), (RateLimited, Some(17)));
    let wait = answering(|| StatusCode::TOO_MANY_REQUESTS.into_response()).await;
    assert_eq!((wait.problem, wait.wait_seconds), (RateLimited, Some(60)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_not_followed() {
    let reached = Arc::new(Mutex::new(0));
    let count = Arc::clone(&reached);
    let elsewhere = serve(Router::new().fallback(move || {
        *count.lock().unwrap() += 1;
        async { "{}" }
    }))
    .await;
    let failure =
        answering(move || (StatusCode::FOUND, [("location", elsewhere.as_str())], "").into_response()).await;
    assert_eq!(failure.problem, PlatformProblem::NotFound);
    assert_eq!(*reached.lock().unwrap(), 0, "the token goes to one server only");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_answers_it_is_unreachable() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let failure = client(&url, 3, TOKEN).member().await.unwrap_err();
    assert_eq!(failure.problem, PlatformProblem::Unreachable);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_fails_is_made_up_for_by_the_conversations() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let url = serve(Router::new().fallback(move |uri: axum::http::Uri| {
        seen.lock().unwrap().push(uri.path().to_owned());
        async move {
            if uri.path().ends_with("/search/messages") {
                return StatusCode::GATEWAY_TIMEOUT.into_response();
            }
            "{\"data\":{\"meta\":{},\"payload\":[]}}".into_response()
        }
    }))
    .await;
    let found = client(&url, 3, TOKEN)
        .has_arrived(INBOX, WORD, UnixMillis(0))
        .await;
    assert_eq!(found, Ok(false));
    let asked = asked.lock().unwrap().clone();
    assert_eq!(
        asked,
        [
            "/api/v1/accounts/3/search/messages",
            "/api/v1/accounts/3/conversations"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_is_in_its_header_and_nowhere_else() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let heads = Arc::clone(&seen);
    let url = serve(
        Router::new().fallback(move |uri: axum::http::Uri, headers: HeaderMap| {
            let token = headers
                .get("api_access_token")
                .and_then(|value| value.to_str().ok());
            heads
                .lock()
                .unwrap()
                .push((uri.to_string(), token.map(str::to_owned)));
            async { (StatusCode::UNAUTHORIZED, "{\"error\":\"Invalid Access Token\"}") }
        }),
    )
    .await;
    let client = client(&url, 3, TOKEN);
    let failure = client.member().await.unwrap_err();
    let seen = seen.lock().unwrap().clone();
    assert_eq!(seen, [("/api/v1/profile".to_owned(), Some(TOKEN.to_owned()))]);
    for printed in [format!("{client:?}"), format!("{failure:?} {failure}")] {
        assert!(!printed.contains(TOKEN), "{printed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_profile_s_own_tokens_are_not_kept() {
    let house = House::new().await;
    let member = house.client("ana").member().await.unwrap();
    let token = house.sandbox.chatwoot().access_token;
    assert!(!format!("{member:?}").contains(&token), "{member:?}");
}

#[tokio::test]
async fn a_token_that_cannot_be_in_a_header_is_never_sent() {
    let base = platform_address("http://127.0.0.1:9").unwrap();
    let token = SecretString::from("one\ntwo");
    let client = Chatwoot::new(base, 3, token, &Way::default()).unwrap();
    assert_eq!(
        client.member().await.unwrap_err().problem,
        PlatformProblem::Unreachable
    );
}
