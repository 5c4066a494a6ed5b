//! Recorded public answers, and answers that Meta should never give.

use super::*;
use crate::json::Json;
use reconecta_core::meta::{CodeVerification, NumberStatus, PlatformType, Quality};
use serde_json::{Value, json};

fn number(value: Value) -> PhoneNumber {
    phone_number(Json::of(&value).node()).expect("a number")
}

#[test]
fn a_number_with_meta_s_default_fields() {
    let read = number(json!({
        "verified_name": "Test Number", "code_verification_status": "NOT_VERIFIED",
        "display_phone_number": "+1 555-096-7852", "quality_rating": "GREEN", "platform_type": "CLOUD_API",
        "throughput": {"level": "STANDARD"}, "id": "277321005464405"
    }));
    assert_eq!(read.id.as_str(), "277321005464405");
    assert_eq!(read.code_verification, Some(CodeVerification::NotVerified));
    assert_eq!(read.quality, Some(Quality::Green));
    assert_eq!(read.platform_type, Some(PlatformType::CloudApi));
    assert_eq!(read.throughput.as_deref(), Some("STANDARD"));
    assert_eq!(read.status, None, "a field that was left out is not a value");
    assert_eq!(read.health, None);
}

#[test]
fn callbacks_by_level_and_health_with_notes() {
    let read = number(json!({
        "webhook_configuration": {
            "phone_number": "https://number.example.com/webhook", "whatsapp_business_account": "",
            "application": "https://app.example.com/webhook"
        },
        "health_status": {"can_send_message": "LIMITED", "entities": [
            {"entity_type": "PHONE_NUMBER", "id": "106540352242922", "can_send_message": "LIMITED",
             "additional_info": ["Your display name has not been approved yet."]},
            {"entity_type": "APP", "id": "634974688087057", "can_send_message": "AVAILABLE",
             "can_receive_call_sip": "BLOCKED", "errors": [{"error_code": 138025, "error_description": "No SIP",
             "possible_solution": "Configure"}, {"error_description": "without a code"}]}
        ]},
        "id": "106540352242922"
    }));
    let webhook = read.webhook.unwrap();
    assert_eq!(webhook.effective(), Some("https://number.example.com/webhook"));
    assert_eq!(webhook.waba, None, "an empty address is none");
    let health = read.health.unwrap();
    assert_eq!(health.entities.len(), 2);
    assert_eq!(health.entities[0].can_send, Ability::Limited);
    assert_eq!(health.entities[0].notes.len(), 1);
    assert_eq!(health.entities[1].kind, EntityKind::App);
    assert_eq!(
        health.entities[1].errors.len(),
        1,
        "an error without a code says nothing"
    );
    assert_eq!(health.entities[1].errors[0].code, 138_025);
}

#[test]
fn unknown_values_are_kept_and_wrong_types_are_missing() {
    let read = number(json!({
        "id": 106540352242922_u64, "status": "HIBERNATING", "quality_rating": {"score": "GREEN"},
        "verified_name": ["x"], "is_on_biz_app": "true", "is_pin_enabled": 1, "throughput": "STANDARD",
        "webhook_configuration": "https://example.com", "health_status": {"can_send_message": "AVAILABLE"},
        "name_status": null, "platform_type": "MARS"
    }));
    assert_eq!(read.id.as_str(), "106540352242922", "ids were numbers once");
    assert_eq!(read.status, Some(NumberStatus::Other("HIBERNATING".into())));
    assert_eq!(read.platform_type, Some(PlatformType::Other("MARS".into())));
    assert_eq!(read.on_business_app, Some(true));
    assert_eq!(
        (read.quality, read.verified_name, read.pin_enabled),
        (None, None, None)
    );
    assert_eq!(
        (read.throughput, read.webhook, read.name_status),
        (None, None, None)
    );
    assert_eq!(read.health, None, "health without entities would read as healthy");
}

#[test]
fn a_node_without_a_usable_id_is_malformed() {
    for node in [
        json!({}),
        json!({"id": null}),
        json!({"id": ""}),
        json!({"id": ["1"]}),
        json!({"id": 1e30}),
        json!([]),
        json!("1"),
    ] {
        assert_eq!(phone_number(Json::of(&node).node()), Err(malformed()), "{node}");
        assert_eq!(waba(Json::of(&node).node()), Err(malformed()), "{node}");
    }
}

#[test]
fn a_number_that_is_too_large_to_be_exact_is_no_id() {
    let node: Value = serde_json::from_str(r#"{"id": 99999999999999999999999999}"#).unwrap();
    assert_eq!(person(Json::of(&node).node()), Err(malformed()));
}

#[test]
fn an_owner_that_cannot_be_read_leaves_the_account_readable() {
    let account = json!({"id": "102290129340398", "name": "Loja", "owner_business_info": {"name": "no id"}});
    let read = waba(Json::of(&account).node()).unwrap();
    assert_eq!(read.owner, None);
    assert_eq!(read.name.as_deref(), Some("Loja"));
    let account = json!({"id": "1", "owner_business_info": {"name": "Test", "id": 5069,
        "marketing_messages_onboarding_status": {"status": "NOT_STARTED"}}});
    assert_eq!(
        waba(Json::of(&account).node())
            .unwrap()
            .owner
            .unwrap()
            .id
            .as_str(),
        "5069"
    );
}

#[test]
fn a_token_of_a_system_user_covers_everything_and_gives_no_hint() {
    let answer = json!({"data": {
        "app_id": "634974688087057", "type": "SYSTEM_USER", "application": "Lucky Shrub",
        "data_access_expires_at": 0, "expires_at": 0, "is_valid": true, "issued_at": 1712099387,
        "scopes": ["whatsapp_business_management", "whatsapp_business_messaging"],
        "granular_scopes": [{"scope": "whatsapp_business_management"}, {"scope": "whatsapp_business_messaging"}],
        "user_id": "104169029247128"
    }});
    let info = token_info(Json::of(&answer).node()).unwrap();
    assert_eq!(info.kind, TokenKind::SystemUser);
    assert_eq!((info.valid, info.expires_at), (true, Some(0)));
    assert_eq!(
        info.scopes,
        ["whatsapp_business_management", "whatsapp_business_messaging"]
    );
    assert_eq!(
        granted_assets(Json::of(&answer).node()).unwrap(),
        GrantedAssets::default()
    );
}

#[test]
fn the_targets_of_business_management_are_portfolios() {
    let answer = json!({"data": {"is_valid": true, "granular_scopes": [
        {"scope": "business_management", "target_ids": ["2729063490586005"]},
        {"scope": "whatsapp_business_management", "target_ids": ["524126980791429", "102290129340398"]},
        {"scope": "whatsapp_business_messaging", "target_ids": ["524126980791429"]},
        {"scope": "pages_show_list", "target_ids": ["7"]},
        {"target_ids": ["8"]}
    ]}});
    let assets = granted_assets(Json::of(&answer).node()).unwrap();
    assert_eq!(assets.businesses, [BusinessId::from("2729063490586005")]);
    assert_eq!(
        assets.wabas,
        [WabaId::from("102290129340398"), WabaId::from("524126980791429")]
    );
}

#[test]
fn a_dead_token_tells_why_with_its_own_spelling_of_the_subcode() {
    let answer = json!({"data": {"app_id": 634974688087057_u64, "is_valid": false, "type": "USER",
        "error": {"code": 190, "message": "Error validating access token", "subcode": 460}}});
    let info = token_info(Json::of(&answer).node()).unwrap();
    let problem = info.problem.unwrap();
    assert_eq!((problem.code, problem.subcode), (190, Some(460)));
    assert_eq!(info.app_id, Some(AppId::from("634974688087057")));
    assert!(!info.valid);
}

#[test]
fn a_description_without_is_valid_claims_nothing() {
    assert_eq!(
        token_info(Json::of(&json!({"data": {"app_id": "1"}})).node()),
        Err(malformed())
    );
    assert_eq!(
        token_info(Json::of(&json!({"data": []})).node()),
        Err(malformed())
    );
    assert_eq!(token_info(Json::of(&json!({})).node()), Err(malformed()));
}

#[test]
fn subscriptions_and_permissions_as_meta_lists_them() {
    let with = json!({"whatsapp_business_api_data": {"link": "https://www.facebook.com/games/?app_id=12345",
        "name": "My App", "id": "12345"}, "override_callback_uri": "https://example.com/wa_webhook"});
    let without = json!({"whatsapp_business_api_data": {"name": "My second app", "id": 67890},
        "override_callback_uri": ""});
    let read = subscription(Json::of(&with).node()).unwrap();
    assert_eq!(
        read.override_callback.as_deref(),
        Some("https://example.com/wa_webhook")
    );
    let read = subscription(Json::of(&without).node()).unwrap();
    assert_eq!((read.app_id.as_str(), read.override_callback), ("67890", None));
    assert_eq!(
        subscription(Json::of(&json!({"id": "1"})).node()),
        Err(malformed())
    );
    let declined = permission(Json::of(&json!({"permission": "email", "status": "declined"})).node());
    assert_eq!(
        declined.unwrap(),
        ("email".to_owned(), PermissionStatus::Declined)
    );
}

#[test]
fn the_webhook_of_an_app_says_of_messages_what_meta_says_and_no_more() {
    let of = |fields: Value| {
        let listed = json!({"object": "whatsapp_business_account", "callback_url": "https://app.example/hook",
            "active": true, "fields": fields});
        app_webhook(Json::of(&listed).node()).unwrap().unwrap()
    };
    let named = |name: &str| json!({"name": name, "version": "v26.0"});
    for (fields, takes_none) in [
        (json!([named("account_update"), named("messages")]), false),
        (json!(["account_update", "messages"]), false),
        (json!([named("account_update")]), true),
        (json!(["account_update"]), true),
        (json!([]), true),
        (json!([named("account_update"), {"version": "v26.0"}]), false),
        (json!("account_update"), false),
        (Value::Null, false),
    ] {
        assert_eq!(of(fields.clone()).takes_no_messages(), takes_none, "{fields}");
    }
    let of_pages = json!({"object": "page", "active": true, "fields": []});
    assert_eq!(app_webhook(Json::of(&of_pages).node()), Ok(None));
    let nameless = json!({"active": true, "fields": []});
    assert_eq!(app_webhook(Json::of(&nameless).node()), Err(malformed()));
}
