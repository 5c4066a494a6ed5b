"""Answers of the simulator against Meta's published OpenAPI file.

The file's path comes from the environment variable RECONECTA_OPENAPI. Where real calls are known to differ from the
file, the difference is listed in DIFFERENCES; the check fails for a difference that is not listed, and for a listed one
that does not occur any more.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import httpx
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from simulator import (
    AURORA,
    CUSTOMER,
    DELIVERY,
    HAS_PIN,
    HEALTHY,
    NEEDS_REGISTER,
    NOT_VERIFIED,
    SERVICE,
    Checks,
    Simulator,
    holds,
    simulator,
)

ROOT = "/{Version}"
FILE = "urn:openapi"

# (operation, place in the answer, schema keyword): why real calls differ. The same table is in docs/simulator.md.
DIFFERENCES: dict[tuple[str, str, str], str] = {
    ("GET /{Business-ID}/owned_whatsapp_business_accounts", "data.[].business_verification_status", "enum"): "real calls answer in lower case (`verified`, `not_verified`, ...)",
    ("GET /{Business-ID}/owned_whatsapp_business_accounts", "data.[].ownership_type", "enum"): "real calls answer `SELF`",
    ("GET /{Business-ID}/client_whatsapp_business_accounts", "data.[].business_verification_status", "enum"): "real calls answer in lower case (`verified`, `not_verified`, ...)",
    ("GET /{Business-ID}/client_whatsapp_business_accounts", "data.[].ownership_type", "enum"): "real calls answer `SELF`",
    ("GET /{WABA-ID}", "business_verification_status", "enum"): "real calls answer in lower case (`verified`, `not_verified`, ...)",
    ("GET /{WABA-ID}", "ownership_type", "enum"): "real calls answer `SELF`",
    ("GET /{WABA-ID}/phone_numbers", "data.[].status", "enum"): "the file lists `LINKED`; real calls answer `CONNECTED`, `DISCONNECTED` and others",
    ("GET /{WABA-ID}/phone_numbers", "data.[].code_verification_status", "enum"): "real calls answer `NOT_VERIFIED` and `EXPIRED`",
    ("GET /{WABA-ID}/phone_numbers", "data.[]", "required"): "without `fields`, real calls leave `status` out",
    ("GET /{Phone-Number-ID}", "code_verification_status", "enum"): "real calls answer `NOT_VERIFIED` and `EXPIRED`",
    ("GET /{WhatsApp-Account-Number-ID}", "code_verification_status", "enum"): "real calls answer `NOT_VERIFIED` and `EXPIRED`",
    ("GET /{User-ID}/assigned_whatsapp_business_accounts", "data.[]", "required"): "without `fields`, real calls leave `status` out",
    ("GET /{Message-History-ID}/events", "data.[]", "required"): "the file wraps events in `node` here and nowhere else; the plain form of `message_history` is used",
}

ACCOUNT_FIELDS = (
    "id,name,account_review_status,ownership_type,business_verification_status,country,currency,timezone_id,"
    "is_enabled_for_insights,status"
)
NUMBER_FIELDS = (
    "id,display_phone_number,verified_name,status,quality_rating,country_code,country_dial_code,"
    "code_verification_status,name_status,messaging_limit_tier,account_mode,host_platform,is_official_business_account"
)


class Specification:
    """Meta's file, and what it says about an answer."""

    def __init__(self, path: str) -> None:
        with open(path, encoding="utf-8") as file:
            self.document = yaml.safe_load(file)
        resource = Resource.from_contents(self.document, default_specification=DRAFT202012)
        self.registry = Registry().with_resource(FILE, resource)

    def problems(self, method: str, route: str, reply: httpx.Response) -> set[tuple[str, str]]:
        """Places and keywords where the answer does not fit; a status that is not described is a problem too."""
        responses = self.document["paths"][ROOT + route][method.lower()]["responses"]
        described = responses.get(str(reply.status_code)) or responses.get("default")
        if described is None:
            return {(f"status {reply.status_code}", "status")}
        pointer = self.pointer(method, route, str(reply.status_code))
        schema = {"$ref": f"{FILE}#{pointer}"}
        validator = Draft202012Validator(schema, registry=self.registry)
        return {(place(error.absolute_path), str(error.validator)) for error in validator.iter_errors(reply.json())}

    @staticmethod
    def pointer(method: str, route: str, status: str) -> str:
        """JSON pointer of the schema of an answer."""
        parts = ["paths", ROOT + route, method.lower(), "responses", status, "content", "application/json", "schema"]
        return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


def place(path: Any) -> str:
    """A place without list positions."""
    return ".".join("[]" if isinstance(part, int) else part for part in path) or "$"


class Conversation:
    """Calls the simulator and collects every deviation."""

    def __init__(self, here: Simulator, specification: Specification, checks: Checks) -> None:
        headers = {"Authorization": f"Bearer {here.token}"}
        self.http = httpx.Client(base_url=here.graph + "/v23.0", headers=headers, trust_env=False)
        self.specification = specification
        self.checks = checks
        self.seen: set[tuple[str, str, str]] = set()

    def call(self, method: str, route: str, path: str, **request: Any) -> httpx.Response:
        """One call, checked against the file."""
        reply = self.http.request(method, path, **request)
        operation = f"{method} {route}"
        found = {(operation, where, keyword) for where, keyword in self.specification.problems(method, route, reply)}
        self.seen |= found
        unlisted = sorted(found - DIFFERENCES.keys())
        name = f"{operation} answers {reply.status_code}"
        self.checks.run(name, lambda: holds(not unlisted, f"differs from the file: {unlisted} in {reply.text[:600]}"))
        return reply


def converse(talk: Conversation) -> None:
    """Every simulated route that the file describes, in success and in failure."""
    me = talk.http.get("/me").json()["id"]
    missing = "77"
    talk.call("GET", "/{Business-ID}", f"/{AURORA}?fields=id,name,timezone_id")
    for edge in ("owned_whatsapp_business_accounts", "client_whatsapp_business_accounts"):
        route = "/{Business-ID}/" + edge
        talk.call("GET", route, f"/{AURORA}/{edge}")
        talk.call("GET", route, f"/{AURORA}/{edge}", params={"fields": ACCOUNT_FIELDS})
        talk.call("GET", route, f"/{missing}/{edge}")
    talk.call("GET", "/{WABA-ID}", f"/{SERVICE}")
    talk.call("GET", "/{WABA-ID}", f"/{SERVICE}", params={"fields": ACCOUNT_FIELDS})
    talk.call("GET", "/{WABA-ID}", f"/{missing}")
    numbers = "/{WABA-ID}/phone_numbers"
    talk.call("GET", numbers, f"/{SERVICE}/phone_numbers", params={"fields": NUMBER_FIELDS, "limit": 3})
    talk.call("GET", numbers, f"/{SERVICE}/phone_numbers")
    talk.call("GET", numbers, f"/{SERVICE}/phone_numbers", params={"after": "broken"})
    for route in ("/{Phone-Number-ID}", "/{WhatsApp-Account-Number-ID}"):
        talk.call("GET", route, f"/{HEALTHY}", params={"fields": NUMBER_FIELDS})
        talk.call("GET", route, f"/{NOT_VERIFIED}", params={"fields": NUMBER_FIELDS})
        talk.call("GET", route, f"/{HEALTHY}", params={"fields": "flavour"})
    users = "/{WhatsApp-Business-Account-ID}/assigned_users"
    talk.call("GET", users, f"/{SERVICE}/assigned_users", params={"business": AURORA})
    talk.call("GET", users, f"/{SERVICE}/assigned_users")
    assigned = "/{User-ID}/assigned_whatsapp_business_accounts"
    talk.call("GET", assigned, f"/{me}/assigned_whatsapp_business_accounts", params={"fields": "id,name,status"})
    talk.call("GET", assigned, f"/{me}/assigned_whatsapp_business_accounts")
    talk.call("GET", "/{WABA-ID}/activities", f"/{SERVICE}/activities")
    talk.call("GET", "/{WABA-ID}/message_templates", f"/{SERVICE}/message_templates")
    apps = "/{WABA-ID}/subscribed_apps"
    talk.call("GET", apps, f"/{SERVICE}/subscribed_apps")
    override = {"override_callback_uri": "https://aurora.atendefacil.example/webhooks/whatsapp", "verify_token": "x"}
    talk.call("POST", apps, f"/{DELIVERY}/subscribed_apps", json=override)
    talk.call("POST", apps, f"/{DELIVERY}/subscribed_apps")
    talk.call("POST", apps, f"/{DELIVERY}/subscribed_apps", json=override)
    talk.call("DELETE", apps, f"/{DELIVERY}/subscribed_apps")
    pin = {"messaging_product": "whatsapp", "pin": "482615"}
    register = "/{Phone-Number-ID}/register"
    talk.call("POST", register, f"/{NEEDS_REGISTER}/register", json=pin)
    talk.call("POST", register, f"/{HAS_PIN}/register", json=pin)
    talk.call("POST", "/{Phone-Number-ID}", f"/{HAS_PIN}", json={"pin": "482615"})
    talk.call("POST", "/{Phone-Number-ID}", f"/{HAS_PIN}", json={"pin": "48"})
    talk.call("POST", "/{Phone-Number-ID}/deregister", f"/{NEEDS_REGISTER}/deregister")
    talk.call("POST", "/{Phone-Number-ID}/deregister", f"/{NEEDS_REGISTER}/deregister")
    ask = {"code_method": "SMS", "language": "pt_BR"}
    talk.call("POST", "/{Phone-Number-ID}/request_code", f"/{NOT_VERIFIED}/request_code", json=ask)
    talk.call("POST", "/{Phone-Number-ID}/request_code", f"/{HEALTHY}/request_code", json=ask)
    talk.call("POST", "/{Phone-Number-ID}/verify_code", f"/{NOT_VERIFIED}/verify_code", json={"code": "111222"})
    talk.call("POST", "/{Phone-Number-ID}/verify_code", f"/{NOT_VERIFIED}/verify_code", json={"code": "604815"})
    template = {"name": "hello_world", "language": {"code": "en_US"}}
    message = {"messaging_product": "whatsapp", "to": CUSTOMER, "type": "template", "template": template}
    talk.call("POST", "/{Phone-Number-ID}/messages", f"/{HEALTHY}/messages", json=message)
    history = talk.call("GET", "/{Phone-Number-ID}/message_history", f"/{HEALTHY}/message_history").json()
    talk.call("GET", "/{Message-History-ID}/events", f"/{history['data'][-1]['id']}/events")


def main() -> None:
    """Runs everything."""
    path = os.environ.get("RECONECTA_OPENAPI")
    if not path:
        sys.exit("RECONECTA_OPENAPI must name Meta's OpenAPI file")
    checks = Checks()
    specification = Specification(path)
    with simulator() as here:
        talk = Conversation(here, specification, checks)
        converse(talk)
        for difference in sorted(DIFFERENCES):
            name = "still differs: " + " / ".join(difference)
            checks.run(name, lambda one=difference: holds(one in talk.seen, "this difference is gone: take it off the list"))
    checks.end()


if __name__ == "__main__":
    main()
