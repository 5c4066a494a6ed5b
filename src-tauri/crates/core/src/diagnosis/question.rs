//! The questions, the answers, and why an answer is what it is.

use crate::cause::coded;

coded! {
    /// A question of the chain, in the chain's order.
    Question {
        /// Is the token valid, of our app, and of a usable kind?
        TokenValid = "token_valid",
        /// Does the person administer the portfolio?
        PersonIsAdmin = "person_is_admin",
        /// Were the WhatsApp permissions granted?
        Permissions = "permissions",
        /// Can the token see the account?
        WabaVisible = "waba_visible",
        /// Is the number in the account?
        NumberInWaba = "number_in_waba",
        /// Is it the telephone number that the channel is for?
        NumberFormMatches = "number_form_matches",
        /// Has its ownership been confirmed?
        NumberVerified = "number_verified",
        /// Is it registered on Cloud API?
        NumberRegistered = "number_registered",
        /// Is it free of blocks by policy, quality, payment?
        NotRestricted = "not_restricted",
        /// Is our own app subscribed to the account?
        AppSubscribed = "app_subscribed",
        /// Do messages go to the expected callback?
        CallbackAsExpected = "callback_as_expected",
        /// Does the platform hold the same token, ids and verify token?
        PlatformInSync = "platform_in_sync",
        /// Does the callback answer the handshake?
        CallbackAnswers = "callback_answers",
        /// Did a real message go out?
        MessageOut = "message_out",
        /// Did a real message come in?
        MessageIn = "message_in",
    }

    /// Answer to a question.
    Answer {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// It could not be read, or the readings contradict each other.
        Unknown = "unknown",
    }

    /// Why the answer is what it is.
    Reason {
        /// Meta says so.
        Confirmed = "confirmed",
        /// A real call that needs it succeeded.
        ProvedByRead = "proved_by_read",
        /// Nobody asked: an earlier answer made it pointless, or it is not part of this check.
        NotAsked = "not_asked",
        /// Meta refused the read.
        Refused = "refused",
        /// Meta, or the way to it, did not answer.
        Unreachable = "unreachable",
        /// The answer could not be understood.
        Unreadable = "unreadable",
        /// Meta left the field out.
        Missing = "missing",
        /// Meta gave a value that this version does not know.
        UnknownValue = "unknown_value",
        /// Two readings contradict each other.
        Contradictory = "contradictory",
        /// Meta calls the token invalid.
        TokenInvalid = "token_invalid",
        /// A real call was refused because of the token.
        TokenRefusedByCall = "token_refused_by_call",
        /// The token's time is over.
        TokenExpired = "token_expired",
        /// The time of data access is over.
        DataAccessExpired = "data_access_expired",
        /// The token was issued to another app.
        TokenOfOtherApp = "token_of_other_app",
        /// Page and app tokens cannot be used.
        TokenKindUnsuitable = "token_kind_unsuitable",
        /// There is no token.
        NoToken = "no_token",
        /// A business token names nobody, so nobody's role can be read with it.
        BusinessToken = "business_token",
        /// Full control.
        Administrator = "administrator",
        /// A member without full control.
        NotAdministrator = "not_administrator",
        /// Not a member.
        NotMember = "not_member",
        /// Another portfolio than the company's.
        DifferentPortfolio = "different_portfolio",
        /// Two-factor login is needed first.
        TwoFactorNeeded = "two_factor_needed",
        /// A permission was declined, has expired, or was never granted.
        PermissionMissing = "permission_missing",
        /// Meta says that the account does not exist or is not visible.
        NotVisible = "not_visible",
        /// The account's id is a portfolio's.
        IdIsPortfolio = "id_is_portfolio",
        /// All pages were read and the number is not there.
        NotListed = "not_listed",
        /// The same telephone number is there under another id.
        ListedUnderOtherId = "listed_under_other_id",
        /// The number moved to another account.
        Migrated = "migrated",
        /// The number was deleted.
        Deleted = "deleted",
        /// The same digits.
        SameDigits = "same_digits",
        /// The same line under a rule of its country.
        SameByRule = "same_by_rule",
        /// Different lines.
        DifferentDigits = "different_digits",
        /// The country's rules leave it open.
        FormUnclear = "form_unclear",
        /// Verified.
        Verified = "verified",
        /// Not verified.
        NotVerified = "not_verified",
        /// A test number shows "not verified" for ever.
        TestNumber = "test_number",
        /// The verification expired on a connected number, which is harmless.
        ExpiredButConnected = "expired_but_connected",
        /// The verification expired and the number is not connected.
        VerificationExpired = "verification_expired",
        /// The number is shared with the phone app; its own rules apply.
        Coexistence = "coexistence",
        /// Connected.
        Connected = "connected",
        /// Never registered, or registered nowhere.
        NotRegistered = "not_registered",
        /// Registered once.
        Disconnected = "disconnected",
        /// Registered on the retired on-premises API.
        OnPremise = "on_premise",
        /// Meta's status says connected, its health says not registered.
        ContradictedByHealth = "contradicted_by_health",
        /// Meta's status says connected, a real message was refused as not registered.
        ContradictedBySend = "contradicted_by_send",
        /// Nothing restricts messages.
        Unrestricted = "unrestricted",
        /// Messages work with limits.
        Limited = "limited",
        /// The number's status is a restriction.
        RestrictedByStatus = "restricted_by_status",
        /// The account's review was not passed.
        RestrictedByReview = "restricted_by_review",
        /// An entity of the health report blocks messages.
        BlockedByHealth = "blocked_by_health",
        /// Our app is subscribed.
        OwnAppSubscribed = "own_app_subscribed",
        /// Only other apps are subscribed, or none.
        OwnAppNotSubscribed = "own_app_not_subscribed",
        /// Our own app id is not known, so it cannot be looked for.
        OwnAppUnknown = "own_app_unknown",
        /// As expected.
        AsExpected = "as_expected",
        /// No particular callback is expected, and one is set.
        NothingExpected = "nothing_expected",
        /// The expected override is gone.
        OverrideLost = "override_lost",
        /// Another callback wins.
        OverrideDiffers = "override_differs",
        /// No callback is set at any level.
        NoCallback = "no_callback",
        /// The callback of the number itself could not be read, and it would win.
        NumberLevelUnread = "number_level_unread",
        /// The platform's copy is the same.
        InSync = "in_sync",
        /// The platform's copy differs.
        OutOfSync = "out_of_sync",
        /// The callback answered.
        Answered = "answered",
        /// The callback could not be reached from this computer, or its answer told nothing.
        CallbackUnreached = "callback_unreached",
        /// The callback answered wrongly.
        AnsweredWrongly = "answered_wrongly",
        /// A message was delivered.
        Delivered = "delivered",
        /// A message was accepted, which is not delivery.
        AcceptedOnly = "accepted_only",
        /// The last message failed.
        Failed = "failed",
        /// The last message failed for a reason that lies with its recipient or text.
        FailedForRecipient = "failed_for_recipient",
        /// A message came in.
        Received = "received",
        /// A person sent a message and it did not arrive.
        SentButMissing = "sent_but_missing",
        /// The last evidence is too old, or older than the last change.
        Stale = "stale",
        /// There is no evidence yet.
        NoEvidence = "no_evidence",
    }

    /// Label of a line of evidence.
    Field {
        /// Our app id.
        OwnApp = "own_app",
        /// App id read.
        AppId = "app_id",
        /// Ids of subscribed apps.
        SubscribedApps = "subscribed_apps",
        /// Kind of token.
        TokenKind = "token_kind",
        /// Unix milliseconds.
        ExpiresAt = "expires_at",
        /// Unix milliseconds.
        DataAccessExpiresAt = "data_access_expires_at",
        /// Person's name or id.
        Person = "person",
        /// Portfolio id.
        Business = "business",
        /// Portfolio id as stored.
        ExpectedBusiness = "expected_business",
        /// Role in the portfolio.
        Role = "role",
        /// Permissions that are missing.
        MissingPermissions = "missing_permissions",
        /// Permissions granted.
        GrantedPermissions = "granted_permissions",
        /// Account id.
        Waba = "waba",
        /// Account's status.
        AccountStatus = "account_status",
        /// Account's review status.
        ReviewStatus = "review_status",
        /// Phone number id.
        NumberId = "number_id",
        /// How many numbers the account lists.
        NumbersListed = "numbers_listed",
        /// Telephone number as read.
        DisplayNumber = "display_number",
        /// Telephone number as stored.
        ExpectedNumber = "expected_number",
        /// Rule of the country that made them equal.
        NumberRule = "number_rule",
        /// `status`.
        Status = "status",
        /// `platform_type`.
        PlatformType = "platform_type",
        /// `code_verification_status`.
        CodeVerification = "code_verification",
        /// `account_mode`.
        AccountMode = "account_mode",
        /// `quality_rating`.
        Quality = "quality",
        /// `name_status`.
        NameStatus = "name_status",
        /// Entity of the health report.
        HealthEntity = "health_entity",
        /// Its ability.
        HealthAbility = "health_ability",
        /// Its error code.
        HealthCode = "health_code",
        /// Meta's own description.
        HealthText = "health_text",
        /// What Meta suggests against it.
        HealthSolution = "health_solution",
        /// Callback that messages go to.
        Callback = "callback",
        /// Level of that callback.
        CallbackLevel = "callback_level",
        /// Callback set on the number.
        CallbackNumber = "callback_number",
        /// Callback set on the account.
        CallbackAccount = "callback_account",
        /// The app's own callback.
        CallbackApp = "callback_app",
        /// Callback as stored.
        ExpectedCallback = "expected_callback",
        /// Parts of the platform's copy that differ.
        Differences = "differences",
        /// HTTP status.
        HttpStatus = "http_status",
        /// Message id.
        Message = "message",
        /// Unix milliseconds of the evidence.
        EvidenceAt = "evidence_at",
        /// Meta's error code.
        ErrorCode = "error_code",
    }
}

impl Question {
    /// Whether a "no" means that messages do not flow. The person's role and what the platform holds matter for
    /// repairing, not for messages: a token that is dead and ids that lead nowhere are questions of their own.
    pub fn stops_messages(self) -> bool {
        !matches!(self, Self::PersonIsAdmin | Self::PlatformInSync)
    }

    /// Whether a "yes" rests on something that happened, and is no longer one when that is too old.
    pub fn rests_on_evidence(self) -> bool {
        matches!(self, Self::CallbackAnswers | Self::MessageOut | Self::MessageIn)
    }

    /// Whether "connected" may only be said after a "yes".
    pub fn is_essential(self) -> bool {
        matches!(
            self,
            Self::TokenValid
                | Self::WabaVisible
                | Self::NumberInWaba
                | Self::NumberRegistered
                | Self::AppSubscribed
        )
    }
}
