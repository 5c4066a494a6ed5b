//! Channels of the branches, the kiosks and the treasury: the causes that the bakery's own accounts have no room for.

use super::CLOSED_CALLBACK;
use super::accounts::{
    BRANCH_STORES, COAST, COUNTRYSIDE, HILLS, HIRING, KIOSK_ACCOUNT, NORTH, PARTNERS, TREASURY_ACCOUNT,
};
use super::channels::{Place, Row, at};
use super::portfolios::{AURORA, BRANCHES, FRANCHISE, KIOSKS, TREASURY};
use super::tokens::{
    ANA_TOKEN, APP_TOKEN, BRANCH_TOKEN, CARLA_TOKEN, CHECKPOINT_TOKEN, ELISA_TOKEN, ENDED_TOKEN,
    ENDING_TOKEN, EXPIRED_TOKEN, FORMER_TOKEN, KIOSK_TOKEN, MUTE_TOKEN, NO_TOKEN, REMOVED_TOKEN, ROLE_TOKEN,
    TORN_TOKEN,
};

const AT_BRANCH: Place = Place::of(BRANCHES, BRANCH_STORES, BRANCH_TOKEN);
const AT_CLOSED: Place = AT_BRANCH.expecting(CLOSED_CALLBACK);
/// The portfolio's id stands where the account's belongs.
const AT_PORTFOLIO: Place = Place::of(BRANCHES, BRANCHES, BRANCH_TOKEN);
/// The portfolio that the account belonged to before.
const AT_AURORA: Place = Place::of(AURORA, BRANCH_STORES, ANA_TOKEN);
const AT_PARTNERS: Place = Place::of(FRANCHISE, PARTNERS, ELISA_TOKEN);
const AT_HIRING: Place = Place::of(BRANCHES, HIRING, BRANCH_TOKEN);
const AT_COAST: Place = Place::of(BRANCHES, COAST, BRANCH_TOKEN);
const AT_COUNTRYSIDE: Place = Place::of(BRANCHES, COUNTRYSIDE, BRANCH_TOKEN);
const AT_HILLS: Place = Place::of(BRANCHES, HILLS, BRANCH_TOKEN);
const AT_NORTH: Place = Place::of(BRANCHES, NORTH, BRANCH_TOKEN);
const AT_KIOSK: Place = Place::of(KIOSKS, KIOSK_ACCOUNT, KIOSK_TOKEN);
const AT_TREASURY: Place = Place::of(TREASURY, TREASURY_ACCOUNT, CARLA_TOKEN);

#[rustfmt::skip]
pub(super) const ROWS: [Row; 33] = [
    // The token.
    at(AT_BRANCH.with(NO_TOKEN), "token_missing", "5510284736150921", "Loja Moema", "+55 11 91234-0115"),
    at(AT_BRANCH.with(TORN_TOKEN), "token_invalid", "5510739461825034", "Atacado", "+55 11 91234-0116"),
    at(AT_BRANCH.with(EXPIRED_TOKEN), "token_expired", "5511192837465017", "Televendas", "+55 11 91234-0117"),
    at(AT_BRANCH.with(ENDING_TOKEN), "token_expires_soon", "5511648203957126", "Loja Tatuapé", "+55 11 91234-0118"),
    at(AT_BRANCH.with(REMOVED_TOKEN), "access_removed", "5512093847561239", "Loja Santana", "+55 11 91234-0119"),
    at(AT_BRANCH.with(ENDED_TOKEN), "session_ended", "5512547382910643", "Loja Mooca", "+55 11 91234-0120"),
    at(AT_BRANCH.with(ROLE_TOKEN), "role_lost", "5513018273645952", "Loja Campinas", "+55 19 91234-0121"),
    at(AT_BRANCH.with(CHECKPOINT_TOKEN), "facebook_checkpoint", "5513462918375064", "Loja Santos", "+55 13 91234-0122"),
    at(AT_BRANCH.with(FORMER_TOKEN), "token_of_other_app", "5513917364820578", "Loja Sorocaba", "+55 15 91234-0123"),
    at(AT_BRANCH.with(APP_TOKEN), "token_kind_unsuitable", "5514372819465083", "Loja Jundiaí", "+55 11 91234-0124"),
    // The person and what was granted.
    at(AT_TREASURY, "two_factor_needed", "5514827361950492", "Tesouraria", "+55 11 91234-0125"),
    at(AT_BRANCH.with(ELISA_TOKEN), "not_administrator", "5515281937465601", "Loja Osasco", "+55 11 91234-0126"),
    at(AT_PARTNERS, "not_member", "5515736482019715", "Parcerias", "+55 11 91234-0127"),
    at(AT_AURORA, "different_portfolio", "5516190273846824", "Loja Guarulhos", "+55 11 91234-0128"),
    at(AT_BRANCH.with(MUTE_TOKEN), "permission_missing", "5516645819273038", "Ouvidoria", "+55 11 91234-0129"),
    // Account and number.
    at(AT_HIRING, "waba_not_visible", "5517103948275641", "Recrutamento", "+55 11 91234-0130"),
    at(AT_PORTFOLIO, "waba_is_portfolio", "5517558492037756", "Loja Niterói", "+55 21 91234-0131"),
    at(AT_BRANCH, "number_not_in_waba", "5518012937485869", "Loja Maringá", "+55 44 91234-0132"),
    at(AT_BRANCH, "number_id_changed", "5518467281930974", "Loja Londrina", "+55 43 91234-0133"),
    at(AT_BRANCH, "number_migrated", "5518921736480085", "Loja Curitiba", "+55 41 91234-0134"),
    at(AT_BRANCH, "number_deleted", "5519376182940193", "Loja Joinville", "+55 47 91234-0135"),
    at(AT_BRANCH, "number_form_differs", "5519830627395204", "Loja Vitória", "+55 27 91234-0136"),
    // Restrictions, quality, reviews.
    at(AT_BRANCH, "number_restricted", "5520285173940316", "Cobranças", "+55 11 91234-0137"),
    at(AT_BRANCH, "number_rate_limited", "5520739618402427", "Campanhas", "+55 11 91234-0138"),
    at(AT_BRANCH, "name_not_approved", "5521194063857538", "Clube de assinatura", "+55 11 91234-0139"),
    at(AT_COAST, "account_rejected", "5521648509312649", "Loja Ubatuba", "+55 12 91234-0140"),
    at(AT_COUNTRYSIDE, "account_in_review", "5522102954867750", "Loja Bauru", "+55 14 91234-0141"),
    at(AT_HILLS, "account_not_reviewed", "5522557390412861", "Loja Gramado", "+55 54 91234-0142"),
    at(AT_NORTH, "account_locked", "5523011835967972", "Loja Manaus", "+55 92 91234-0143"),
    at(AT_KIOSK, "business_not_verified", "5523466271520083", "Quiosque Ibirapuera", "+55 11 91234-0144"),
    // Nothing that can be read; a test of the callback finds it.
    at(AT_CLOSED, "callback_closed", "5525738507265538", "Loja Uberlândia", "+55 34 91234-0147"),
    // Healthy, though they look unusual.
    at(AT_BRANCH, "coexistence", "5523920716075194", "Loja Goiânia", "+55 62 91234-0145"),
    at(AT_BRANCH, "two_accounts", "5524375161620205", "Loja Brasília", "+55 61 91234-0146"),
];
