//! What the diagnosis has to find on each channel of the demonstration, read with the channel's own token.

/// Cause of the world, verdict, and the cause that is told.
const FOUND: [(&str, &str, Option<&str>); 47] = [
    ("healthy", "connected_unproven", None),
    ("token_dead", "disconnected", Some("password_changed")),
    (
        "needs_register_with_pin",
        "disconnected",
        Some("number_disconnected"),
    ),
    ("needs_register", "disconnected", Some("number_not_registered")),
    ("not_verified", "disconnected", Some("number_not_verified")),
    ("override_lost", "disconnected", Some("callback_differs")),
    ("quality_red", "attention", Some("quality_low")),
    ("ninth_digit", "connected_unproven", None),
    // Meta tells of the lock only who tries to register.
    ("pin_locked", "disconnected", Some("number_disconnected")),
    ("not_subscribed", "disconnected", Some("app_not_subscribed")),
    ("name_pending", "attention", Some("name_in_review")),
    ("banned", "blocked", Some("number_banned")),
    ("coexistence_offboarded", "wait", Some("phone_app_disconnected")),
    ("payment_missing", "blocked", Some("payment_problem")),
    ("token_missing", "disconnected", Some("token_missing")),
    ("token_invalid", "disconnected", Some("token_invalid")),
    ("token_expired", "disconnected", Some("token_expired")),
    ("token_expires_soon", "attention", Some("token_expires_soon")),
    ("access_removed", "disconnected", Some("access_removed")),
    ("session_ended", "disconnected", Some("session_ended")),
    ("role_lost", "blocked", Some("role_lost")),
    ("facebook_checkpoint", "disconnected", Some("facebook_checkpoint")),
    ("token_of_other_app", "disconnected", Some("token_of_other_app")),
    (
        "token_kind_unsuitable",
        "disconnected",
        Some("token_kind_unsuitable"),
    ),
    // Nothing of the account can be read before the second factor is passed.
    ("two_factor_needed", "unknown", Some("two_factor_needed")),
    ("not_administrator", "attention", Some("not_administrator")),
    ("not_member", "attention", Some("not_member")),
    ("different_portfolio", "attention", Some("different_portfolio")),
    ("permission_missing", "disconnected", Some("permission_missing")),
    ("waba_not_visible", "disconnected", Some("waba_not_visible")),
    ("waba_is_portfolio", "disconnected", Some("waba_is_portfolio")),
    ("number_not_in_waba", "disconnected", Some("number_not_in_waba")),
    ("number_id_changed", "disconnected", Some("number_id_changed")),
    ("number_migrated", "disconnected", Some("number_migrated")),
    ("number_deleted", "blocked", Some("number_deleted")),
    ("number_form_differs", "disconnected", Some("number_form_differs")),
    ("number_restricted", "blocked", Some("number_restricted")),
    ("number_rate_limited", "wait", Some("number_rate_limited")),
    ("name_not_approved", "attention", Some("name_not_approved")),
    ("account_rejected", "blocked", Some("account_rejected")),
    ("account_in_review", "attention", Some("account_in_review")),
    ("account_not_reviewed", "attention", Some("account_not_reviewed")),
    ("account_locked", "blocked", Some("account_locked")),
    (
        "business_not_verified",
        "attention",
        Some("business_not_verified"),
    ),
    // Only a test of the callback shows it.
    ("callback_closed", "connected_unproven", None),
    ("coexistence", "connected_unproven", None),
    ("two_accounts", "connected_unproven", None),
];

/// Verdict and told cause of a channel.
pub fn of(cause: &str) -> (&'static str, Option<&'static str>) {
    let row = FOUND.iter().find(|(known, _, _)| *known == cause);
    let (_, verdict, told) = row.unwrap_or_else(|| panic!("{cause} has no row"));
    (verdict, *told)
}

/// What is told instead once the app that all channels share has no webhook: of those that have none of their own, and
/// that nothing before it in the chain stops.
const WITHOUT_THE_APPS_WEBHOOK: [(&str, &str, Option<&str>); 11] = [
    ("name_pending", "disconnected", Some("callback_missing")),
    ("token_expires_soon", "disconnected", Some("callback_missing")),
    // The chain's first "no" is told; what stops messages decides how the channel stands.
    ("not_administrator", "disconnected", Some("not_administrator")),
    ("not_member", "disconnected", Some("not_member")),
    ("different_portfolio", "disconnected", Some("different_portfolio")),
    ("name_not_approved", "disconnected", Some("callback_missing")),
    ("account_in_review", "disconnected", Some("callback_missing")),
    ("account_not_reviewed", "disconnected", Some("callback_missing")),
    ("business_not_verified", "disconnected", Some("callback_missing")),
    ("coexistence", "disconnected", Some("callback_missing")),
    ("two_accounts", "disconnected", Some("callback_missing")),
];

/// Verdict and told cause of a channel whose app has no webhook.
pub fn without_the_apps_webhook(cause: &str) -> (&'static str, Option<&'static str>) {
    let row = WITHOUT_THE_APPS_WEBHOOK
        .iter()
        .find(|(known, _, _)| *known == cause);
    row.map_or_else(|| of(cause), |(_, verdict, told)| (verdict, *told))
}
