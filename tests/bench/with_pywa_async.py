"""The check with pywa_async: sixteen calls at a time over one connection pool."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from pywa_async import WhatsApp
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
    session = httpx.AsyncClient(limits=limits, trust_env=False, timeout=60)
    wa = WhatsApp(phone_id="0", token=given.token, session=session)
    session.base_url = f"{given.graph}/v26.0"
    return wa


async def check() -> None:
    """Reads everything, side by side where nothing depends on anything."""
    given = order()
    api = client(given).api
    places = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(path: str, parameters: dict[str, Any]) -> dict[str, Any]:
        async with places:
            return await api.send_raw_request("GET", f"/{path}", params=parameters)

    async def pages(path: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        cursor: dict[str, Any] = {}
        while True:
            answer = await one(path, {**parameters, **cursor})
            items.extend(answer["data"])
            paging = answer.get("paging", {})
            if "next" not in paging:
                return items
            cursor = {"after": paging["cursors"]["after"]}

    async def account(waba: str) -> list[str]:
        numbers, apps = await asyncio.gather(
            pages(f"{waba}/phone_numbers", {"fields": NUMBER_FIELDS, "limit": PAGE}),
            one(f"{waba}/subscribed_apps", {}),
        )
        ours = subscribed(apps["data"], given.app_id)
        return [verdict(number, ours) for number in numbers]

    of_token = asyncio.gather(
        *(one(path, values) for path, values in OF_TOKEN), one("debug_token", {"input_token": given.token})
    )
    businesses = await pages("me/businesses", {"fields": BUSINESS_FIELDS, "limit": PAGE})
    lists = await asyncio.gather(
        *(
            pages(f"{business['id']}/{kind}", {"fields": ACCOUNT_FIELDS, "limit": PAGE})
            for business in businesses
            for kind in ("owned_whatsapp_business_accounts", "client_whatsapp_business_accounts")
        )
    )
    wabas = sorted({found["id"] for accounts in lists for found in accounts})
    verdicts = await asyncio.gather(*(account(waba) for waba in wabas))
    await of_token
    tell((one for found in verdicts for one in found), len(wabas))


if __name__ == "__main__":
    asyncio.run(check())
