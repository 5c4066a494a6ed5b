"""The check with pywa: its client is safe for threads, so sixteen of them share one connection pool."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from pywa import WhatsApp
from reads import (
    ACCOUNT_FIELDS,
    BUSINESS_FIELDS,
    NUMBER_FIELDS,
    OF_TOKEN,
    PAGE,
    Order,
    order,
    subscribed,
    tell,
    verdict,
)

SIDE_BY_SIDE = 16


def client(given: Order) -> WhatsApp:
    """A pywa client of the simulator, which is where its base address leads afterwards."""
    limits = httpx.Limits(max_connections=SIDE_BY_SIDE, max_keepalive_connections=SIDE_BY_SIDE)
    session = httpx.Client(limits=limits, trust_env=False)
    wa = WhatsApp(phone_id="0", token=given.token, session=session)
    session.base_url = f"{given.graph}/v26.0"
    return wa


def main() -> None:
    """Reads everything, side by side where nothing depends on anything."""
    given = order()
    api = client(given).api

    def pages(path: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        cursor: dict[str, Any] = {}
        while True:
            answer = api.send_raw_request("GET", f"/{path}", params={**parameters, **cursor})
            items.extend(answer["data"])
            paging = answer.get("paging", {})
            if "next" not in paging:
                return items
            cursor = {"after": paging["cursors"]["after"]}

    def account(waba: str) -> list[str]:
        numbers = pages(f"{waba}/phone_numbers", {"fields": NUMBER_FIELDS, "limit": PAGE})
        ours = subscribed(api.get_waba_subscribed_apps(waba)["data"], given.app_id)
        return [verdict(number, ours) for number in numbers]

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        of_token = [pool.submit(api.send_raw_request, "GET", f"/{path}", params=values) for path, values in OF_TOKEN]
        of_token.append(pool.submit(api.send_raw_request, "GET", "/debug_token", params={"input_token": given.token}))
        businesses = pages("me/businesses", {"fields": BUSINESS_FIELDS, "limit": PAGE})
        lists = [
            pool.submit(pages, f"{one['id']}/{kind}", {"fields": ACCOUNT_FIELDS, "limit": PAGE})
            for one in businesses
            for kind in ("owned_whatsapp_business_accounts", "client_whatsapp_business_accounts")
        ]
        wabas = sorted({one["id"] for found in lists for one in found.result()})
        verdicts = [one for found in pool.map(account, wabas) for one in found]
        for read in of_token:
            read.result()
    tell(verdicts, len(wabas))


if __name__ == "__main__":
    main()
