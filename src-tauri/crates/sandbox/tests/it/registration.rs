use crate::support::{Bench, SERVICE, number};
use serde_json::json;
use std::time::Duration;

async fn register(bench: &Bench, id: &str, pin: &str) -> crate::support::Reply {
    bench
        .post(
            &format!("/{id}/register"),
            &[("messaging_product", "whatsapp"), ("pin", pin)],
        )
        .await
}

async fn state(bench: &Bench, id: &str) -> serde_json::Value {
    bench
        .get(&format!(
            "/{id}?fields=status,platform_type,is_pin_enabled,code_verification_status,verified_name"
        ))
        .await
        .ok()
}

#[tokio::test]
async fn registering_sets_the_pin_of_a_number_without_one() {
    let bench = Bench::demo().await;
    let id = number("needs_register");
    assert_eq!(state(&bench, id).await["platform_type"], "NOT_APPLICABLE");
    register(&bench, id, "482615").await.ok();
    let after = state(&bench, id).await;
    assert_eq!(
        (after["status"].as_str(), after["platform_type"].as_str()),
        (Some("CONNECTED"), Some("CLOUD_API"))
    );
    assert_eq!(after["is_pin_enabled"], true);
    register(&bench, id, "482615").await.ok();
    register(&bench, id, "482616").await.refused(133_005, 0);
}

#[tokio::test]
async fn an_existing_pin_is_compared_and_guesses_lock_it() {
    let bench = Bench::demo().await;
    let id = number("needs_register_with_pin");
    for _ in 0..5 {
        register(&bench, id, "999999").await.refused(133_005, 0);
    }
    let locked = register(&bench, id, "371946").await;
    locked.refused(133_008, 0);
    assert!(
        locked.body["error"]["error_data"]["details"]
            .as_str()
            .expect("details")
            .contains("minutes")
    );
    bench.sandbox.advance(Duration::from_secs(12 * 3600));
    register(&bench, id, "371946").await.ok();
}

#[tokio::test]
async fn a_new_pin_does_not_end_a_lock() {
    let bench = Bench::demo().await;
    let id = number("pin_locked");
    register(&bench, id, "905218").await.refused(133_008, 0);
    bench.post(&format!("/{id}"), &[("pin", "417263")]).await.ok();
    register(&bench, id, "417263").await.refused(133_008, 0);
    bench.sandbox.advance(Duration::from_secs(12 * 3600));
    register(&bench, id, "905218").await.refused(133_005, 0);
    register(&bench, id, "417263").await.ok();
}

#[tokio::test]
async fn ten_registrations_in_seventy_two_hours() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    for _ in 0..10 {
        register(&bench, id, "482615").await.ok();
    }
    let reply = register(&bench, id, "482615").await;
    reply.refused(133_016, 0);
    assert!(
        reply.body["error"]["error_data"]["details"]
            .as_str()
            .expect("details")
            .starts_with("Registration or")
    );
    bench.sandbox.advance(Duration::from_secs(71 * 3600));
    register(&bench, id, "482615").await.refused(133_016, 0);
    bench.sandbox.advance(Duration::from_secs(2 * 3600));
    register(&bench, id, "482615").await.ok();
}

#[tokio::test]
async fn an_unverified_number_needs_its_code_first() {
    let bench = Bench::demo().await;
    let id = number("not_verified");
    register(&bench, id, "482615").await.refused(133_006, 0);
    bench
        .post(
            &format!("/{id}/request_code"),
            &[("code_method", "PIGEON"), ("language", "pt_BR")],
        )
        .await
        .refused(100, 0);
    bench
        .post(
            &format!("/{id}/request_code"),
            &[("code_method", "SMS"), ("language", "pt_BR")],
        )
        .await
        .ok();
    bench
        .post(&format!("/{id}/verify_code"), &[("code", "111222")])
        .await
        .refused(136_025, 2_388_093);
    bench
        .post(&format!("/{id}/verify_code"), &[("code", "604815")])
        .await
        .ok();
    assert_eq!(
        state(&bench, id).await["status"],
        "PENDING",
        "verified, not yet registered"
    );
    register(&bench, id, "482615").await.ok();
    let again = bench
        .post(
            &format!("/{id}/request_code"),
            &[("code_method", "SMS"), ("language", "pt_BR")],
        )
        .await;
    again.refused(136_024, 2_388_091);
    assert!(
        again.body["error"]["error_user_msg"].is_string(),
        "there are words for people"
    );
    let activities = bench.get(&format!("/{SERVICE}/activities")).await.ok();
    assert_eq!(activities["data"][0]["activity_type"], "PHONE_NUMBER_VERIFIED");
}

#[tokio::test]
async fn codes_cannot_be_asked_for_or_guessed_for_ever() {
    let bench = Bench::demo().await;
    let id = number("not_verified");
    let ask = [("code_method", "SMS"), ("language", "pt_BR")];
    for _ in 0..5 {
        bench.post(&format!("/{id}/request_code"), &ask).await.ok();
    }
    bench
        .post(&format!("/{id}/request_code"), &ask)
        .await
        .refused(136_024, 2_388_091);
    for _ in 0..10 {
        bench
            .post(&format!("/{id}/verify_code"), &[("code", "111222")])
            .await
            .refused(136_025, 2_388_093);
    }
    bench
        .post(&format!("/{id}/verify_code"), &[("code", "604815")])
        .await
        .refused(136_025, 2_388_093);
    bench.sandbox.advance(Duration::from_secs(12 * 3600 + 1));
    bench
        .post(&format!("/{id}/verify_code"), &[("code", "604815")])
        .await
        .ok();
}

#[tokio::test]
async fn pins_have_six_digits_and_are_not_trivial() {
    let bench = Bench::demo().await;
    let id = number("needs_register");
    register(&bench, id, "12345").await.refused(100, 0);
    register(&bench, id, "123456").await.refused(100, 0);
    bench
        .post(&format!("/{id}"), &[("pin", "abcdef")])
        .await
        .refused(100, 0);
    bench.post(&format!("/{id}"), &[]).await.refused(100, 0);
}

#[tokio::test]
async fn coexistence_numbers_are_never_touched_by_api() {
    let bench = Bench::demo().await;
    let id = number("coexistence_offboarded");
    register(&bench, id, "482615").await.refused(100, 0);
    bench
        .post(&format!("/{id}/deregister"), &[])
        .await
        .refused(100, 0);
}

#[tokio::test]
async fn deregistering_takes_the_number_off() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    bench.post(&format!("/{id}/deregister"), &[]).await.ok();
    assert_eq!(state(&bench, id).await["status"], "DISCONNECTED");
    bench
        .post(&format!("/{id}/deregister"), &[])
        .await
        .refused(100, 2_207_051);
    for _ in 0..8 {
        bench
            .post(&format!("/{id}/deregister"), &[])
            .await
            .refused(100, 2_207_051);
    }
    bench
        .post(&format!("/{id}/deregister"), &[])
        .await
        .refused(133_016, 0);
}

#[tokio::test]
async fn banned_and_freshly_deleted_numbers_are_refused() {
    let bench = Bench::demo().await;
    register(&bench, number("banned"), "482615")
        .await
        .refused(131_031, 0);
    let id = number("needs_register");
    bench.sandbox.with_world(|world| {
        let until = world.now_ms() + 60_000;
        world.numbers.get_mut(id).expect("a number").deleting_until = until;
    });
    register(&bench, id, "482615").await.refused(133_015, 0);
}

#[tokio::test]
async fn a_second_partner_registers_silently_without_touching_the_pin() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    bench
        .sandbox
        .set("numbers", id, &json!({ "registered_by": "999", "pin": "371946" }))
        .expect("fields");
    register(&bench, id, "482615").await.ok();
    let pin = bench.sandbox.with_world(|world| world.numbers[id].pin.clone());
    assert_eq!(pin.as_deref(), Some("371946"), "the first partner's PIN stays");
}

#[tokio::test]
async fn an_approved_name_comes_into_force_by_registering() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    let fields = json!({ "new_display_name": "Aurora Pães", "new_name_status": "APPROVED" });
    bench.sandbox.set("numbers", id, &fields).expect("fields");
    register(&bench, id, "482615").await.ok();
    assert_eq!(state(&bench, id).await["verified_name"], "Aurora Pães");
}

#[tokio::test]
async fn registering_needs_the_product_and_both_permissions() {
    let bench = Bench::demo().await;
    let id = number("healthy");
    bench
        .post(&format!("/{id}/register"), &[("pin", "482615")])
        .await
        .refused(100, 0);
    let token = bench
        .sandbox
        .issue_user_token("ana", &["whatsapp_business_management"])
        .expect("a token");
    let form = [("messaging_product", "whatsapp"), ("pin", "482615")];
    bench
        .post_as(&token, &format!("/{id}/register"), &form)
        .await
        .refused(200, 0);
}
