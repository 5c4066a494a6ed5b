use crate::support::{AURORA, Bench, Person, SERVICE, client, code_of};
use serde_json::json;

#[tokio::test]
async fn the_whole_way_ends_in_a_redirect_with_code_and_state() {
    let bench = Bench::demo().await;
    let mut person = Person::open(&bench, &[]).await;
    assert_eq!(person.at.path(), "/login.php");
    assert!(
        person.page.contains("Simulação.") && person.page.contains("ana-aurora-2026"),
        "marked, with hints"
    );
    person.log_in("ana").await;
    assert_eq!(person.at.path(), "/dialog/businesses");
    person.grant().await;
    let redirect = bench.sandbox.app().redirect_uri;
    assert!(
        person.at.as_str().starts_with(&format!("{redirect}?")),
        "exactly the redirect that was asked for"
    );
    assert_eq!(
        person.answer("state").as_deref(),
        Some("st&te=1"),
        "state comes back unchanged"
    );
    assert_eq!(person.at.fragment(), Some("_=_"));
}

#[tokio::test]
async fn a_wrong_password_is_said_and_can_be_corrected() {
    let bench = Bench::demo().await;
    let mut person = Person::open(&bench, &[]).await;
    person
        .submit(&[("email", "ana@padariaaurora.example"), ("pass", "errada")])
        .await;
    assert!(person.page.contains("A senha inserida está incorreta."));
    person
        .submit(&[("email", "ninguem@padariaaurora.example"), ("pass", "x")])
        .await;
    assert!(person.page.contains("não está conectado a uma conta"));
    person.log_in("ana").await;
    assert_eq!(person.at.path(), "/dialog/businesses");
}

#[tokio::test]
async fn a_second_factor_is_asked_and_remembered_in_the_token() {
    let bench = Bench::demo().await;
    bench
        .sandbox
        .set("businesses", AURORA, &json!({ "two_factor": "all_required" }))
        .expect("a rule");
    let mut person = Person::open(&bench, &[]).await;
    person.log_in("carla").await;
    assert_eq!(person.at.path(), "/two_step_verification/two_factor/");
    person.submit(&[("code", "000000")]).await;
    assert!(person.page.contains("O código está incorreto."));
    person.submit(&[("code", "482-913")]).await;
    person.grant().await;
    let code = person.answer("code").expect("a code");
    let token = bench
        .exchange(&code, &bench.sandbox.app().redirect_uri)
        .await
        .ok();
    bench
        .get_as(
            token["access_token"].as_str().expect("a token"),
            &format!("/{SERVICE}"),
        )
        .await
        .ok();
}

#[tokio::test]
async fn half_a_session_is_no_session() {
    let bench = Bench::demo().await;
    let http = client();
    let mut person = Person::open_with(&bench, http.clone(), &[]).await;
    person.log_in("carla").await;
    let person = Person::open_with(&bench, http, &[]).await;
    assert_eq!(
        person.at.path(),
        "/login.php",
        "c_user alone does not log anybody in"
    );
}

#[tokio::test]
async fn a_checkpoint_is_passed_once() {
    let bench = Bench::demo().await;
    bench
        .sandbox
        .set("people", "ana", &json!({ "checkpoint": true }))
        .expect("a switch");
    let mut person = Person::open(&bench, &[]).await;
    person.log_in("ana").await;
    assert_eq!(person.at.path(), "/checkpoint/");
    person.submit(&[]).await;
    assert_eq!(person.at.path(), "/dialog/businesses");
}

#[tokio::test]
async fn a_living_session_offers_to_continue_or_to_switch() {
    let bench = Bench::demo().await;
    let http = client();
    let mut person = Person::open_with(&bench, http.clone(), &[]).await;
    person.log_in("bruno").await;
    let mut person = Person::open_with(&bench, http.clone(), &[]).await;
    assert_eq!(person.at.path(), "/dialog/account");
    assert!(person.page.contains("Continuar como Bruno Teles"));
    person.submit(&[("action", "switch")]).await;
    assert_eq!(person.at.path(), "/login.php");
    person.log_in("ana").await;
    person.grant().await;
    let code = person.answer("code").expect("a code");
    let token = bench
        .exchange(&code, &bench.sandbox.app().redirect_uri)
        .await
        .ok();
    let me = bench
        .get_as(token["access_token"].as_str().expect("a token"), "/me")
        .await
        .ok();
    assert_eq!(me["name"], "Ana Prado");
    let person = Person::open_with(&bench, http, &[("auth_type", "reauthenticate")]).await;
    assert_eq!(
        person.at.path(),
        "/login.php",
        "reauthenticate always asks for the password"
    );
}

#[tokio::test]
async fn declining_is_an_error_redirect() {
    let bench = Bench::demo().await;
    let mut person = Person::open(&bench, &[]).await;
    person.log_in("ana").await;
    person.submit(&[("action", "decline")]).await;
    let answers = [
        "error",
        "error_code",
        "error_reason",
        "error_description",
        "state",
    ]
    .map(|name| person.answer(name));
    let right = [
        "access_denied",
        "200",
        "user_denied",
        "Permissions error",
        "st&te=1",
    ];
    assert_eq!(answers, right.map(|text| Some(text.to_owned())));
    assert!(person.answer("code").is_none());
}

#[tokio::test]
async fn a_returning_person_gets_the_short_screen_and_the_old_assets() {
    let bench = Bench::demo().await;
    let code = code_of(&bench, "ana", &[]).await;
    assert!(!code.is_empty());
    bench.sandbox.with_world(|world| {
        let mut added = world.accounts[SERVICE].clone();
        added.id = "3399999999999999".to_owned();
        world.accounts.insert(added.id.clone(), added);
    });
    let mut person = Person::open(&bench, &[]).await;
    person.log_in("ana").await;
    assert_eq!(person.at.path(), "/dialog/reconnect");
    assert!(person.page.contains("Editar configurações"));
    person.submit(&[("action", "reconnect")]).await;
    let code = person.answer("code").expect("a code");
    let token = bench
        .exchange(&code, &bench.sandbox.app().redirect_uri)
        .await
        .ok();
    let token = token["access_token"].as_str().expect("a token");
    bench.get_as(token, "/3399999999999999").await.refused(100, 33);
    bench.get_as(token, &format!("/{SERVICE}")).await.ok();

    let mut person = Person::open(&bench, &[]).await;
    person.log_in("ana").await;
    person.submit(&[("action", "edit")]).await;
    assert_eq!(person.at.path(), "/dialog/businesses", "the full choice");
    let mut person = Person::open(&bench, &[("auth_type", "rerequest")]).await;
    person.log_in("ana").await;
    assert_eq!(
        person.at.path(),
        "/dialog/businesses",
        "rerequest opens the full choice"
    );
}

#[tokio::test]
async fn only_chosen_assets_are_granted() {
    let bench = Bench::demo().await;
    let mut person = Person::open(&bench, &[]).await;
    person.log_in("ana").await;
    person.submit(&[]).await;
    assert!(person.page.contains("Escolha pelo menos um portfólio."));
    person
        .submit(&[("business", AURORA), ("business", "2213360958174420")])
        .await;
    person.submit(&[("account", SERVICE)]).await;
    person.submit(&[("action", "allow")]).await;
    let code = person.answer("code").expect("a code");
    let token = bench
        .exchange(&code, &bench.sandbox.app().redirect_uri)
        .await
        .ok();
    let token = token["access_token"].as_str().expect("a token");
    assert_eq!(
        bench.get_as(token, "/me/businesses").await.ids(),
        [AURORA],
        "a foreign portfolio cannot be slipped in"
    );
    let accounts = bench
        .get_as(token, &format!("/{AURORA}/owned_whatsapp_business_accounts"))
        .await;
    assert_eq!(accounts.ids(), [SERVICE]);
}

#[tokio::test]
async fn a_business_token_is_granted_by_administrators_only() {
    let bench = Bench::demo().await;
    let configuration = bench.sandbox.app().bisu_configuration_id;
    let more = [
        ("config_id", configuration.as_str()),
        ("override_default_response_type", "true"),
    ];
    let mut person = Person::open(&bench, &more).await;
    person.log_in("bruno").await;
    assert!(person.page.contains("não tem controle total de nenhum portfólio"));
    let code = code_of(&bench, "ana", &more).await;
    let token = bench
        .exchange(&code, &bench.sandbox.app().redirect_uri)
        .await
        .ok();
    assert!(
        token.get("expires_in").is_none(),
        "business tokens do not end by themselves"
    );
    let me = bench
        .get_as(
            token["access_token"].as_str().expect("a token"),
            "/me?fields=client_business_id",
        )
        .await;
    assert_eq!(me.ok()["client_business_id"], AURORA);
}

#[tokio::test]
async fn the_token_grant_answers_in_the_fragment() {
    let bench = Bench::demo().await;
    for response_type in ["token", ""] {
        let mut person = Person::open(&bench, &[("response_type", response_type)]).await;
        person.log_in("carla").await;
        person.submit(&[("code", "482913")]).await;
        if person.at.path() == "/dialog/reconnect" {
            person.submit(&[("action", "reconnect")]).await;
        } else {
            person.grant().await;
        }
        assert!(person.at.query().is_none(), "nothing in the query");
        assert_eq!(person.fragment("state").as_deref(), Some("st&te=1"));
        let token = person.fragment("access_token").expect("a token");
        assert_eq!(bench.get_as(&token, "/me").await.ok()["name"], "Carla Nogueira");
        bench
            .get_as(&person.fragment("long_lived_token").expect("a token"), "/me")
            .await
            .ok();
        assert_eq!(person.fragment("expires_in").as_deref(), Some("5400"));
    }
}

#[tokio::test]
async fn granted_scopes_are_added_on_request() {
    let bench = Bench::demo().await;
    let mut person = Person::open(&bench, &[("response_type", "code granted_scopes")]).await;
    person.log_in("ana").await;
    person.grant().await;
    assert!(
        person
            .answer("granted_scopes")
            .expect("scopes")
            .contains("business_management")
    );
}

#[tokio::test]
async fn dead_ends_do_not_redirect() {
    let bench = Bench::demo().await;
    let app = bench.sandbox.app();
    let dead = Person::open(&bench, &[("config_id", &app.dead_configuration_id)]).await;
    assert!(dead.page.contains("Sorry, something went wrong."));
    let redirect = Person::open(&bench, &[("redirect_uri", "https://evil.example/")]).await;
    assert!(redirect.page.contains("URL bloqueada"));
    let longer = format!("{}?x=1", app.redirect_uri);
    assert!(
        Person::open(&bench, &[("redirect_uri", &longer)])
            .await
            .page
            .contains("URL bloqueada"),
        "strict mode"
    );
    assert!(
        Person::open(&bench, &[("client_id", "1")])
            .await
            .page
            .contains("ID do app inválido")
    );
    let stranded = Person::open(&bench, &[("override_default_response_type", "true")]).await;
    assert_eq!(stranded.at.path(), "/facebook_business_extension/oauth/");
    let stranded = Person::open(
        &bench,
        &[
            ("config_id", &app.bisu_configuration_id),
            ("response_type", "token"),
        ],
    )
    .await;
    assert_eq!(stranded.at.path(), "/facebook_business_extension/oauth/");
}

#[tokio::test]
async fn an_app_in_development_looks_like_a_refusal_to_strangers() {
    let bench = Bench::demo().await;
    bench
        .sandbox
        .set("apps", &bench.sandbox.app().id, &json!({ "live": false }))
        .expect("a switch");
    let mut person = Person::open(&bench, &[]).await;
    person.log_in("bruno").await;
    person.grant().await;
    assert_eq!(person.answer("error").as_deref(), Some("access_denied"));
    assert!(
        !code_of(&bench, "ana", &[]).await.is_empty(),
        "its developer gets in"
    );
}

#[tokio::test]
async fn somebody_without_portfolio_can_log_in_with_nothing() {
    let bench = Bench::demo().await;
    let code = code_of(&bench, "diego", &[]).await;
    let token = bench
        .exchange(&code, &bench.sandbox.app().redirect_uri)
        .await
        .ok();
    let list = bench
        .get_as(token["access_token"].as_str().expect("a token"), "/me/businesses")
        .await;
    assert_eq!(list.ids().len(), 0);
}

#[tokio::test]
async fn plain_logins_take_their_scopes_from_the_address() {
    let bench = Bench::demo().await;
    let code = code_of(
        &bench,
        "ana",
        &[("config_id", ""), ("scope", "email,business_management")],
    )
    .await;
    let token = bench
        .exchange(&code, &bench.sandbox.app().redirect_uri)
        .await
        .ok();
    let token = token["access_token"].as_str().expect("a token");
    assert!(bench.get_as(token, "/me?fields=email").await.ok()["email"].is_string());
    bench.get_as(token, &format!("/{SERVICE}")).await.refused(200, 0);
}

#[tokio::test]
async fn a_lost_flow_says_so() {
    let bench = Bench::demo().await;
    let url = format!("{}/login.php?flow=gone", bench.sandbox.login_url());
    let reply = bench.send(bench.http.get(url)).await;
    assert_eq!(reply.status, 410);
    let page = bench
        .send(bench.http.get(format!(
            "{}/connect/login_success.html",
            bench.sandbox.login_url()
        )))
        .await;
    assert_eq!(page.status, 200);
    let missing = bench
        .send(bench.http.get(format!("{}/me", bench.sandbox.login_url())))
        .await;
    assert_eq!(missing.status, 404, "the Graph API is not on the login address");
}
