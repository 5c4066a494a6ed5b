//! Who acts on a cause, with which button, and whether the machine may try again by itself.

macro_rules! coded {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Stable code and catalogue key.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }
    )+};
}
pub(crate) use coded;

coded! {
    /// Who has to act.
    Actor {
        /// The person at this computer.
        You = "you",
        /// Somebody with full control of the business portfolio.
        BusinessAdmin = "business_admin",
        /// Whoever looks after the Meta app, the backend or the platform.
        Technician = "technician",
        /// Meta: waiting is all there is.
        Meta = "meta",
        /// Nobody: it is harmless or solves itself.
        Nobody = "nobody",
    }

    /// A page outside the app that solves a cause.
    MetaPage {
        /// The person's own Facebook account: checkpoint, confirmation.
        Facebook = "open_facebook",
        /// Business verification and two-factor rule.
        SecurityCenter = "open_security_center",
        /// Payment methods.
        Billing = "open_billing",
        /// Numbers, display names, templates, two-step verification.
        WhatsappManager = "open_whatsapp_manager",
        /// Restrictions and appeals.
        BusinessSupport = "open_business_support",
        /// The developer dashboard of the Meta app.
        AppDashboard = "open_app_dashboard",
    }
}

impl MetaPage {
    /// Its address, which is opened in the system browser and never in the login window.
    pub fn url(self) -> &'static str {
        match self {
            Self::Facebook => "https://www.facebook.com/",
            Self::SecurityCenter => "https://business.facebook.com/latest/settings/security_center",
            Self::Billing => "https://business.facebook.com/billing_hub/payment_settings",
            Self::WhatsappManager => "https://business.facebook.com/latest/whatsapp_manager/phone_numbers",
            Self::BusinessSupport => "https://business.facebook.com/business-support-home",
            Self::AppDashboard => "https://developers.facebook.com/apps/",
        }
    }
}

/// The one action that a cause ends in; the interface makes a button of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NextStep {
    /// *Entrar com Facebook*.
    LogIn,
    /// *Entrar em outra conta*.
    OtherAccount,
    /// Paste a token made in Business Manager.
    UseToken,
    /// Type the number's PIN.
    EnterPin,
    /// Choose a new PIN.
    SetNewPin,
    /// Have a verification code sent.
    RequestCode,
    /// Type the verification code.
    EnterCode,
    /// Register the number.
    Register,
    /// Subscribe our app to the account.
    Subscribe,
    /// Put the callback back.
    RestoreCallback,
    /// Bring the platform's copy up to date.
    UpdatePlatform,
    /// Choose a number.
    ChooseNumber,
    /// Send a test message.
    SendTest,
    /// Try the same again.
    Retry,
    /// Read the present state again; nothing is written.
    CheckAgain,
    /// Wait until a time.
    WaitUntil,
    /// Reconnect in the WhatsApp Business app on the phone.
    OpenPhoneApp,
    /// A page of Meta's.
    OpenMetaPage(MetaPage),
    /// *Conexão Meta*.
    OpenMetaConnection,
    /// *Segurança*.
    OpenSecurity,
    /// *Dados da conta*.
    OpenAccount,
    /// Hand the exact finding to the person who can act.
    HandOff,
    /// Report with technical details.
    ContactSupport,
    /// Update this program.
    UpdateApp,
    /// Nothing has to be done.
    Nothing,
}

impl NextStep {
    /// Every value, pages included.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::PLAIN
            .iter()
            .copied()
            .chain(MetaPage::ALL.iter().copied().map(Self::OpenMetaPage))
    }

    const PLAIN: &'static [Self] = &[
        Self::LogIn,
        Self::OtherAccount,
        Self::UseToken,
        Self::EnterPin,
        Self::SetNewPin,
        Self::RequestCode,
        Self::EnterCode,
        Self::Register,
        Self::Subscribe,
        Self::RestoreCallback,
        Self::UpdatePlatform,
        Self::ChooseNumber,
        Self::SendTest,
        Self::Retry,
        Self::CheckAgain,
        Self::WaitUntil,
        Self::OpenPhoneApp,
        Self::OpenMetaConnection,
        Self::OpenSecurity,
        Self::OpenAccount,
        Self::HandOff,
        Self::ContactSupport,
        Self::UpdateApp,
        Self::Nothing,
    ];

    /// Stable code and catalogue key.
    pub fn code(self) -> &'static str {
        match self {
            Self::LogIn => "log_in",
            Self::OtherAccount => "other_account",
            Self::UseToken => "use_token",
            Self::EnterPin => "enter_pin",
            Self::SetNewPin => "set_new_pin",
            Self::RequestCode => "request_code",
            Self::EnterCode => "enter_code",
            Self::Register => "register",
            Self::Subscribe => "subscribe",
            Self::RestoreCallback => "restore_callback",
            Self::UpdatePlatform => "update_platform",
            Self::ChooseNumber => "choose_number",
            Self::SendTest => "send_test",
            Self::Retry => "retry",
            Self::CheckAgain => "check_again",
            Self::WaitUntil => "wait_until",
            Self::OpenPhoneApp => "open_phone_app",
            Self::OpenMetaPage(page) => page.code(),
            Self::OpenMetaConnection => "open_meta_connection",
            Self::OpenSecurity => "open_security",
            Self::OpenAccount => "open_account",
            Self::HandOff => "hand_off",
            Self::ContactSupport => "contact_support",
            Self::UpdateApp => "update_app",
            Self::Nothing => "nothing",
        }
    }
}

/// Whether the same call may be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryRule {
    /// By the machine, with backoff and a cap, when the call is safe to repeat.
    Automatic,
    /// Not before this many minutes, unless Meta names another time.
    Later {
        /// Shortest wait.
        min_minutes: u32,
    },
    /// After the actor did something.
    AfterPerson,
    /// Repeating cannot help.
    Never,
}
