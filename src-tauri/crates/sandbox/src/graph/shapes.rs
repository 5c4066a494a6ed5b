//! What can be read of each kind of node: fields, default fields, edges (Meta: Graph API reference, Meta's SDKs).

use super::record::Shape;

pub(crate) const PERSON: Shape = Shape {
    node: "User",
    fields: &["name", "first_name", "last_name", "email"],
    defaults: &["name"],
    edges: &[
        "businesses",
        "business_users",
        "permissions",
        "assigned_whatsapp_business_accounts",
    ],
};

pub(crate) const SYSTEM_USER: Shape = Shape {
    node: "SystemUser",
    fields: &[
        "name",
        "role",
        "created_by",
        "created_time",
        "finance_permission",
        "ip_permission",
        "system_user_id",
        "client_business_id",
        "business",
    ],
    defaults: &["name"],
    edges: &["businesses", "permissions", "assigned_whatsapp_business_accounts"],
};

pub(crate) const MEMBER: Shape = Shape {
    node: "BusinessUser",
    fields: &[
        "name",
        "first_name",
        "last_name",
        "email",
        "pending_email",
        "business",
        "business_role_request",
        "role",
        "tasks",
        "title",
        "finance_permission",
        "ip_permission",
        "two_fac_status",
        "marked_for_removal",
        "invited_user_type",
    ],
    defaults: &["name", "business", "role"],
    edges: &["assigned_whatsapp_business_accounts"],
};

pub(crate) const BUSINESS: Shape = Shape {
    node: "Business",
    fields: &[
        "name",
        "created_by",
        "created_time",
        "updated_by",
        "updated_time",
        "link",
        "is_hidden",
        "block_offline_analytics",
        "payment_account_id",
        "primary_page",
        "profile_picture_uri",
        "timezone_id",
        "two_factor_type",
        "user_access_expire_time",
        "verification_status",
        "vertical",
        "vertical_id",
        "marketing_messages_onboarding_status",
        "whatsapp_business_manager_messaging_limit",
    ],
    defaults: &["name"],
    edges: &[
        "owned_whatsapp_business_accounts",
        "client_whatsapp_business_accounts",
        "business_users",
        "system_users",
        "pending_users",
    ],
};

pub(crate) const ACCOUNT: Shape = Shape {
    node: "WhatsAppBusinessAccount",
    fields: &[
        "name",
        "status",
        "account_review_status",
        "business_verification_status",
        "country",
        "currency",
        "timezone_id",
        "creation_time",
        "ownership_type",
        "owner_business",
        "owner_business_info",
        "on_behalf_of_business_info",
        "primary_business_location",
        "primary_funding_id",
        "purchase_order_number",
        "message_template_namespace",
        "is_enabled_for_insights",
        "is_shared_with_partners",
        "health_status",
        "whatsapp_business_manager_messaging_limit",
        "service_pricing_policy",
        "linked_commerce_account",
        "analytics",
        "auth_international_rate_eligibility",
        "disable_marketing_messages_on_cloud_api",
        "marketing_messages_ad_account",
        "marketing_messages_lite_api_status",
        "marketing_messages_onboarding_status",
        "template_auto_archival_enabled",
        "whatsapp_manager_marketing_messages_max_price_enroll_status",
    ],
    defaults: &["name", "currency", "timezone_id", "message_template_namespace"],
    edges: &[
        "phone_numbers",
        "subscribed_apps",
        "message_templates",
        "activities",
    ],
};

pub(crate) const NUMBER: Shape = Shape {
    node: "WhatsAppBusinessPhoneNumber",
    fields: &[
        "display_phone_number",
        "country_code",
        "country_dial_code",
        "verified_name",
        "status",
        "code_verification_status",
        "quality_rating",
        "quality_score",
        "name_status",
        "new_name_status",
        "new_display_name",
        "platform_type",
        "throughput",
        "messaging_limit_tier",
        "whatsapp_business_manager_messaging_limit",
        "account_mode",
        "is_on_biz_app",
        "is_pin_enabled",
        "is_official_business_account",
        "is_preverified_number",
        "health_status",
        "webhook_configuration",
        "last_onboarded_time",
        "certificate",
        "new_certificate",
        "search_visibility",
        "eligibility_for_api_business_global_search",
        "conversational_automation",
        "username",
        "host_platform",
        "unified_cert_status",
    ],
    defaults: &[
        "verified_name",
        "code_verification_status",
        "display_phone_number",
        "quality_rating",
        "platform_type",
        "throughput",
        "webhook_configuration",
        "last_onboarded_time",
    ],
    edges: &["message_history"],
};

pub(crate) const APP: Shape = Shape {
    node: "Application",
    fields: &["name", "link"],
    defaults: &["name", "link"],
    edges: &["subscriptions"],
};

pub(crate) const HISTORY: Shape = Shape {
    node: "WhatsAppBusinessMessageHistory",
    fields: &["message_id"],
    defaults: &["message_id", "events"],
    edges: &["events"],
};

pub(crate) const EVENT: Shape = Shape {
    node: "WhatsAppBusinessMessageDeliveryStatus",
    fields: &[
        "delivery_status",
        "timestamp",
        "application",
        "webhook_uri",
        "webhook_update_state",
        "error_description",
    ],
    defaults: &[
        "delivery_status",
        "timestamp",
        "application",
        "webhook_uri",
        "webhook_update_state",
        "error_description",
    ],
    edges: &[],
};

pub(crate) const PERMISSION: Shape = Shape {
    node: "Permission",
    fields: &["permission", "status"],
    defaults: &["permission", "status"],
    edges: &[],
};

pub(crate) const SUBSCRIBED_APP: Shape = Shape {
    node: "WhatsAppBusinessAccountSubscribedApp",
    fields: &["whatsapp_business_api_data", "override_callback_uri"],
    defaults: &["whatsapp_business_api_data", "override_callback_uri"],
    edges: &[],
};

pub(crate) const ASSIGNED_USER: Shape = Shape {
    node: "AssignedUser",
    fields: &["name", "business", "user_type", "tasks"],
    defaults: &["name", "business", "user_type", "tasks"],
    edges: &[],
};

pub(crate) const ACTIVITY: Shape = Shape {
    node: "WhatsAppBusinessAccountActivity",
    fields: &[
        "activity_type",
        "timestamp",
        "actor_type",
        "actor_id",
        "actor_name",
        "description",
        "details",
        "ip_address",
        "user_agent",
    ],
    defaults: &[
        "activity_type",
        "timestamp",
        "actor_type",
        "actor_id",
        "actor_name",
        "details",
    ],
    edges: &[],
};

pub(crate) const TEMPLATE: Shape = Shape {
    node: "WhatsAppMessageTemplate",
    fields: &[
        "name",
        "language",
        "category",
        "status",
        "components",
        "parameter_format",
    ],
    defaults: &[
        "name",
        "parameter_format",
        "components",
        "language",
        "status",
        "category",
    ],
    edges: &[],
};

pub(crate) const SUBSCRIPTION: Shape = Shape {
    node: "ApplicationSubscription",
    fields: &["object", "callback_url", "active", "fields"],
    defaults: &["object", "callback_url", "active", "fields"],
    edges: &[],
};
