"""Meta's own Python SDK (facebook_business) must be content with the simulator."""

from __future__ import annotations

from collections.abc import Callable

from facebook_business.adobjects.business import Business
from facebook_business.adobjects.user import User
from facebook_business.adobjects.whatsappbusinessaccount import WhatsAppBusinessAccount
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from simulator import (
    APP_ID,
    APP_SECRET,
    AURORA,
    DELIVERY,
    HAS_PIN,
    HEALTHY,
    SERVICE,
    STORES,
    Checks,
    Simulator,
    equal,
    holds,
    simulator,
)


def refused(call: Callable[[], object], code: int, subcode: int | None = None) -> FacebookRequestError:
    """The call must end in the SDK's own exception with this code and subcode."""
    try:
        call()
    except FacebookRequestError as error:
        equal((error.api_error_code(), error.api_error_subcode()), (code, subcode))
        return error
    raise AssertionError("the call should have been refused")


def check(here: Simulator, checks: Checks) -> None:
    """All checks."""
    FacebookSession.GRAPH = here.graph
    api = FacebookAdsApi.init(APP_ID, APP_SECRET, here.token, crash_log=False)

    def person() -> None:
        equal(User("me").api_get(fields=["id", "name"])["name"], "Ana Prado")

    def portfolios() -> None:
        found = list(User("me").get_businesses(fields=["id", "name", "verification_status", "two_factor_type"]))
        equal(
            [(one["name"], one["verification_status"]) for one in found],
            [
                ("Padaria Aurora Ltda", "verified"),
                ("Aurora Franquias e Eventos Ltda", "verified"),
                ("Aurora Filiais Ltda", "verified"),
                ("Aurora Quiosques ME", "not_verified"),
            ],
        )

    def roles() -> None:
        found = list(User("me").get_business_users(fields=["business", "role"]))
        equal({one["role"] for one in found}, {"ADMIN"})
        equal(found[0]["business"]["id"], AURORA)

    def owned_accounts() -> None:
        found = Business(AURORA).get_owned_whats_app_business_accounts(fields=["id", "name", "owner_business_info"])
        equal([one["id"] for one in found], [SERVICE, DELIVERY])

    def client_accounts() -> None:
        equal([one["id"] for one in Business(AURORA).get_client_whats_app_business_accounts()], [STORES])

    def numbers_over_pages() -> None:
        cursor = WhatsAppBusinessAccount(SERVICE).get_phone_numbers(params={"limit": 4, "fields": "id,status"})
        found = [one["id"] for one in cursor]
        equal((len(found), len(set(found))), (9, 9))

    def subscriptions() -> None:
        found = WhatsAppBusinessAccount(SERVICE).get_subscribed_apps()
        equal(found[0]["whatsapp_business_api_data"]["id"], APP_ID)

    def subscribe_and_leave() -> None:
        account = WhatsAppBusinessAccount(DELIVERY)
        account.create_subscribed_app()
        equal(len(account.get_subscribed_apps()), 1)
        account.delete_subscribed_apps()
        equal(len(account.get_subscribed_apps()), 0)

    def templates_and_activities() -> None:
        account = WhatsAppBusinessAccount(SERVICE)
        holds(any(one["name"] == "hello_world" for one in account.get_message_templates()), "hello_world is missing")
        holds(len(account.get_activities()) >= 2, "the activity log is too short")

    def assigned_users() -> None:
        found = WhatsAppBusinessAccount(SERVICE).get_assigned_users(params={"business": AURORA})
        equal(found[0]["tasks"], ["MANAGE"])

    def health() -> None:
        account = WhatsAppBusinessAccount(SERVICE).api_get(fields=["health_status"])
        equal(account["health_status"]["can_send_message"], "AVAILABLE")

    def batch() -> None:
        answers = []
        parts = api.new_batch()
        for account in (SERVICE, STORES):
            WhatsAppBusinessAccount(account).api_get(fields=["name"], batch=parts, success=answers.append)
        failures = []
        WhatsAppBusinessAccount("77").api_get(batch=parts, failure=failures.append)
        parts.execute()
        equal([one.json()["name"] for one in answers], ["Padaria Aurora Atendimento", "Aurora Franquias Lojas"])
        equal(failures[0].error().api_error_subcode(), 33)

    def missing_object() -> None:
        error = refused(lambda: WhatsAppBusinessAccount("77").api_get(), 100, 33)
        equal((error.http_status(), error.api_error_type()), (400, "GraphMethodException"))

    def unknown_field() -> None:
        refused(lambda: Business(AURORA).api_get(params={"fields": "flavour"}), 100)

    def wrong_pin() -> None:
        def register() -> object:
            return api.call("POST", (HAS_PIN, "register"), params={"messaging_product": "whatsapp", "pin": "999999"})

        error = refused(register, 133005)
        holds(error.body()["error"]["fbtrace_id"], "there is no trace id")

    def compulsory_parameter() -> None:
        refused(lambda: WhatsAppBusinessAccount(SERVICE).get_assigned_users(), 100)

    def outage() -> None:
        fault = {"route": f"GET /{HEALTHY}", "status": 500, "body": {"kind": "graph_error", "code": 2, "transient": True}}
        here.order("/fail_next", fault)
        error = refused(lambda: api.call("GET", (HEALTHY,)), 2)
        holds(error.api_transient_error(), "the SDK should see that it is transient")

    def wrong_proof() -> None:
        other = FacebookAdsApi(FacebookSession(APP_ID, "wrong", here.token))
        refused(lambda: other.call("GET", ("me",)), 100)

    def dead_token() -> None:
        here.order("/revoke_token", {"token": here.token, "subcode": 460})
        error = refused(lambda: User("me").api_get(), 190, 460)
        holds(error.http_status() in (400, 401), "a dead token answers 400 or 401")

    for one in (
        person,
        portfolios,
        roles,
        owned_accounts,
        client_accounts,
        numbers_over_pages,
        subscriptions,
        subscribe_and_leave,
        templates_and_activities,
        assigned_users,
        health,
        batch,
        missing_object,
        unknown_field,
        wrong_pin,
        compulsory_parameter,
        outage,
        wrong_proof,
        dead_token,
    ):
        checks.run(one.__name__.replace("_", " "), one)


if __name__ == "__main__":
    all_checks = Checks()
    with simulator() as running:
        check(running, all_checks)
    all_checks.end()
