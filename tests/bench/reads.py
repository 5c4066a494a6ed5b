"""What a check of many numbers has to read; the same for every client.

A client gives three functions: `one(path, parameters)` answers JSON, `pages(path, parameters)` answers the items of all
pages, `many(jobs)` runs independent jobs as its library runs them best and answers their results in order.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

BUSINESS_FIELDS = "id,name,verification_status,two_factor_type"
MEMBERSHIP_FIELDS = "business{id,name,verification_status,two_factor_type},role"
ACCOUNT_FIELDS = "id,name,owner_business_info,account_review_status,business_verification_status,currency"
NUMBER_FIELDS = (
    "id,display_phone_number,verified_name,status,code_verification_status,quality_rating,platform_type,name_status,"
    "account_mode,is_on_biz_app,is_pin_enabled,throughput,whatsapp_business_manager_messaging_limit,"
    "last_onboarded_time,webhook_configuration,health_status"
)
PAGE = 100

# Read once for the token; of `debug_token` the token itself is a parameter.
OF_TOKEN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("me", {"fields": "id,name"}),
    ("me/permissions", {"limit": PAGE}),
    ("me/business_users", {"fields": MEMBERSHIP_FIELDS, "limit": PAGE}),
    ("me/assigned_whatsapp_business_accounts", {"fields": ACCOUNT_FIELDS, "limit": PAGE}),
)


@dataclass
class Order:
    """Where to read, and with what."""

    graph: str
    app_id: str
    token: str


def order() -> Order:
    """The command line; the token comes from the standard input."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--graph-url", required=True)
    parser.add_argument("--app-id", required=True)
    given = parser.parse_args()
    return Order(given.graph_url, given.app_id, sys.stdin.readline().strip())


def subscribed(apps: Iterable[dict[str, Any]], app_id: str) -> bool:
    """Whether our app is among those subscribed to an account."""
    return any(one.get("whatsapp_business_api_data", {}).get("id") == app_id for one in apps)


def verdict(number: dict[str, Any], is_subscribed: bool) -> str:
    """The least that a check says of a number."""
    health = number.get("health_status", {}).get("can_send_message")
    if number.get("status") != "CONNECTED" or health == "BLOCKED" or not is_subscribed:
        return "stopped"
    return "limited" if health == "LIMITED" or number.get("quality_rating") == "RED" else "connected"


def tell(verdicts: Iterable[str], accounts: int) -> None:
    """One JSON line: how many accounts, and how many numbers of each verdict."""
    counts = Counter(verdicts)
    print(json.dumps({"accounts": accounts, "numbers": counts.total(), "verdicts": dict(sorted(counts.items()))}))
