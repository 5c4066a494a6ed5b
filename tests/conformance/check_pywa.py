"""pywa, a third party's client of the Cloud API, must be content with the simulator."""

from __future__ import annotations

from collections.abc import Callable

import httpx
from pywa import WhatsApp, errors
from pywa.types import Pagination

from simulator import (
    APP_ID,
    APP_SECRET,
    BANNED,
    CUSTOMER,
    DELIVERY,
    HAS_PIN,
    HEALTHY,
    NEEDS_REGISTER,
    SERVICE,
    Checks,
    Simulator,
    equal,
    holds,
    simulator,
)


class Loopback(httpx.BaseTransport):
    """Leads graph.facebook.com to the simulator."""

    def __init__(self, graph: str) -> None:
        self.target = httpx.URL(graph)
        self.inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Replaces scheme, host and port only."""
        if request.url.host == "graph.facebook.com":
            request.url = request.url.copy_with(
                scheme=self.target.scheme, host=self.target.host, port=self.target.port
            )
        return self.inner.handle_request(request)


def client(here: Simulator, token: str, number: str = HEALTHY) -> WhatsApp:
    """A pywa client of the simulator."""
    session = httpx.Client(transport=Loopback(here.graph), trust_env=False)
    return WhatsApp(phone_id=number, token=token, session=session, waba_id=SERVICE)


def refused(call: Callable[[], object], kind: type[errors.WhatsAppError]) -> errors.WhatsAppError:
    """The call must end in this exception of pywa's."""
    try:
        call()
    except errors.WhatsAppError as error:
        equal(type(error), kind)
        holds(error.fbtrace_id, "there is no trace id")
        return error
    raise AssertionError("the call should have been refused")


def check(here: Simulator, checks: Checks) -> None:
    """All checks."""
    wa = client(here, here.token)

    def account() -> None:
        found = wa.get_business_account()
        equal((found.id, found.name, found.currency), (SERVICE, "Padaria Aurora Atendimento", "BRL"))

    def number() -> None:
        found = wa.get_business_phone_number()
        equal((found.status, found.platform_type, found.account_mode), ("CONNECTED", "CLOUD_API", "LIVE"))
        equal(found.health_status["can_send_message"], "AVAILABLE")

    def numbers_over_pages() -> None:
        result = wa.get_business_phone_numbers(pagination=Pagination(limit=4))
        found = [one.id for one in result]
        while result.has_next:
            result = result.next()
            found.extend(one.id for one in result)
        equal((len(found), len(set(found))), (9, 9))

    def subscriptions() -> None:
        found = wa.api.get_waba_subscribed_apps(waba_id=SERVICE)["data"]
        equal(found[0]["whatsapp_business_api_data"]["id"], APP_ID)

    def app_token() -> None:
        token = wa.api.get_app_access_token(client_id=int(APP_ID), client_secret=APP_SECRET)["access_token"]
        holds(token.startswith(APP_ID + "|"), "an app token starts with the app's id")

    def registration() -> None:
        other = client(here, here.token, NEEDS_REGISTER)
        holds(other.register_phone_number(pin="482615"), "registering should succeed")
        equal(other.get_business_phone_number().status, "CONNECTED")

    def message() -> None:
        sent = wa.send_message(to=CUSTOMER, text="Oi")
        holds(sent.id.startswith("wamid."), "a message has an id")

    def templates() -> None:
        holds(len(wa.api.get_templates(waba_id=SERVICE)["data"]) == 2, "two templates were expected")

    def wrong_pin() -> None:
        error = refused(lambda: client(here, here.token, HAS_PIN).register_phone_number(pin="999999"), errors.WhatsAppError)
        equal((error.code, error.details), (133005, "The two-step verification PIN is incorrect."))

    def override_without_subscription() -> None:
        call = lambda: wa.override_waba_callback_url(  # noqa: E731: the call is the subject
            callback_url="https://aurora.atendefacil.example/webhooks/whatsapp", verify_token="x", waba_id=DELIVERY
        )
        equal(refused(call, errors.WhatsAppError).code, 100)

    def locked_account() -> None:
        refused(lambda: client(here, here.token, BANNED).send_message(to=CUSTOMER, text="Oi"), errors.AccountLocked)

    def limits() -> None:
        order = {"route": f"GET /{HEALTHY}", "body": {"kind": "graph_error", "code": 80007, "regain_minutes": 5}}
        here.order("/fail_next", order)
        refused(wa.get_business_phone_number, errors.RateLimitIssues)
        order["body"]["code"] = 4
        here.order("/fail_next", order)
        refused(wa.get_business_phone_number, errors.ToManyAPICalls)

    def too_many_registrations() -> None:
        other = client(here, here.token, NEEDS_REGISTER)
        for _ in range(9):
            other.register_phone_number(pin="482615")
        refused(lambda: other.register_phone_number(pin="482615"), errors.RegistrationOrDeregistrationFailed)

    def missing_object() -> None:
        error = refused(lambda: wa.get_business_account(waba_id="77"), errors.WhatsAppError)
        equal((error.code, error.subcode), (100, 33))

    def dead_token() -> None:
        here.order("/revoke_token", {"token": here.token, "subcode": 460})
        equal(refused(wa.get_business_account, errors.ExpiredAccessToken).subcode, 460)

    for one in (
        account,
        number,
        numbers_over_pages,
        subscriptions,
        app_token,
        registration,
        message,
        templates,
        wrong_pin,
        override_without_subscription,
        locked_account,
        limits,
        too_many_registrations,
        missing_object,
        dead_token,
    ):
        checks.run(one.__name__.replace("_", " "), one)


if __name__ == "__main__":
    all_checks = Checks()
    with simulator() as running:
        check(running, all_checks)
    all_checks.end()
