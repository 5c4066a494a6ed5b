//! The portfolios and who is in them.

use super::app::{DEMO_APP_ID, FORMER_APP};
use crate::world::{Business, Member, Role, SystemUser, TwoFactor, World};

pub(super) const AURORA: &str = "2204718395061742";
pub(super) const FRANCHISE: &str = "2209915740286631";
pub(super) const OUTSIDE: &str = "2213360958174420";
/// The branches, in whose accounts most causes stand.
pub(super) const BRANCHES: &str = "2214460837519205";
/// Not verified.
pub(super) const KIOSKS: &str = "2218805931746032";
/// Demands a second factor of everybody.
pub(super) const TREASURY: &str = "2221947385016647";

/// Ana's membership of the bakery, Bruno's, and Elisa's of the branches.
pub(super) const ANA_OF_AURORA: &str = "4401837265019384";
pub(super) const BRUNO_OF_AURORA: &str = "4402291847365520";
pub(super) const ELISA_OF_BRANCHES: &str = "4408837465201936";

/// The platform's system user in each portfolio.
pub(super) const USER_OF_AURORA: &str = "4450018273645519";
pub(super) const USER_OF_FRANCHISE: &str = "4451190462837755";
pub(super) const USER_OF_BRANCHES: &str = "4452273651940826";
pub(super) const USER_OF_KIOSKS: &str = "4453360947281517";
/// The former platform's.
pub(super) const FORMER_USER_OF_BRANCHES: &str = "4454419827305562";

/// Who a portfolio trusts.
struct Trusted<'a> {
    members: &'a [(&'a str, &'a str, Role)],
    system_users: &'a [(&'a str, &'a str)],
}

pub(super) fn add_businesses(world: &mut World) {
    add(
        world,
        AURORA,
        "Padaria Aurora Ltda",
        &Trusted {
            members: &[
                (ANA_OF_AURORA, "ana", Role::Admin),
                (BRUNO_OF_AURORA, "bruno", Role::Employee),
                ("4403775610928347", "carla", Role::Admin),
            ],
            system_users: &[(USER_OF_AURORA, DEMO_APP_ID)],
        },
    );
    add(
        world,
        FRANCHISE,
        "Aurora Franquias e Eventos Ltda",
        &Trusted {
            members: &[
                ("4404418263950177", "ana", Role::Admin),
                ("4405590217364481", "carla", Role::Admin),
            ],
            system_users: &[(USER_OF_FRANCHISE, DEMO_APP_ID)],
        },
    );
    add(
        world,
        OUTSIDE,
        "Mercearia Boa Vista ME",
        &Trusted {
            members: &[("4406628193740056", "helena", Role::Admin)],
            system_users: &[],
        },
    );
    add(
        world,
        BRANCHES,
        "Aurora Filiais Ltda",
        &Trusted {
            members: &[
                ("4407719350264188", "ana", Role::Admin),
                (ELISA_OF_BRANCHES, "elisa", Role::Employee),
                ("4409905821736450", "gustavo", Role::Admin),
                ("4411027384956172", "ines", Role::Admin),
            ],
            system_users: &[
                (USER_OF_BRANCHES, DEMO_APP_ID),
                (FORMER_USER_OF_BRANCHES, FORMER_APP),
            ],
        },
    );
    add(
        world,
        KIOSKS,
        "Aurora Quiosques ME",
        &Trusted {
            members: &[("4412138495067283", "ana", Role::Admin)],
            system_users: &[(USER_OF_KIOSKS, DEMO_APP_ID)],
        },
    );
    add(
        world,
        TREASURY,
        "Aurora Tesouraria Ltda",
        &Trusted {
            members: &[("4413249506178394", "carla", Role::Admin)],
            system_users: &[],
        },
    );
    if let Some(kiosks) = world.businesses.get_mut(KIOSKS) {
        kiosks.verification = "not_verified".to_owned();
        kiosks.messaging_limit = "TIER_250".to_owned();
    }
    if let Some(treasury) = world.businesses.get_mut(TREASURY) {
        treasury.two_factor = TwoFactor::AllRequired;
    }
}

fn add(world: &mut World, id: &str, name: &str, trusted: &Trusted<'_>) {
    let created_at = world.now_ms() - 900 * 86_400_000;
    let members = trusted.members.iter().map(|(id, person, role)| Member {
        id: (*id).to_owned(),
        person: (*person).to_owned(),
        role: *role,
    });
    let system_users = trusted.system_users.iter().map(|(id, app)| SystemUser {
        id: (*id).to_owned(),
        name: world
            .apps
            .get(*app)
            .map(|app| app.name.clone())
            .unwrap_or_default(),
        role: Role::Employee,
        created_at,
        integration_of: Some((*app).to_owned()),
    });
    let business = Business {
        id: id.to_owned(),
        name: name.to_owned(),
        verification: "verified".to_owned(),
        two_factor: TwoFactor::None,
        timezone_id: 25,
        created_at,
        messaging_limit: "TIER_2K".to_owned(),
        members: members.collect(),
        system_users: system_users.collect(),
        claimed_apps: vec![DEMO_APP_ID.to_owned()],
    };
    world.businesses.insert(id.to_owned(), business);
}
