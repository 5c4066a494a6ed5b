"""The check with Meta's own SDK: independent calls go in batches of fifty, the most that Meta takes."""

from __future__ import annotations

from typing import Any

from facebook_business.adobjects.business import Business
from facebook_business.adobjects.user import User
from facebook_business.adobjects.whatsappbusinessaccount import WhatsAppBusinessAccount
from facebook_business.api import FacebookAdsApi, FacebookRequest
from facebook_business.session import FacebookSession
from reads import (
    ACCOUNT_FIELDS,
    BUSINESS_FIELDS,
    NUMBER_FIELDS,
    OF_TOKEN,
    PAGE,
    order,
    subscribed,
    tell,
    verdict,
)

IN_A_BATCH = 50


def main() -> None:
    """Reads everything, as few batches as there can be."""
    given = order()
    FacebookSession.GRAPH = given.graph
    api = FacebookAdsApi.init(access_token=given.token, crash_log=False, api_version="v26.0")

    def request(path: str, parameters: dict[str, Any]) -> FacebookRequest:
        node, _, edge = path.partition("/")
        made = FacebookRequest(node_id=node, method="GET", endpoint=f"/{edge}" if edge else "", api=api)
        made.add_params(parameters)
        return made

    def together(wanted: list[tuple[str, dict[str, Any]]]) -> list[list[dict[str, Any]]]:
        """Items of all pages of each list, in order."""
        items: list[list[dict[str, Any]]] = [[] for _ in wanted]
        left = [(place, path, parameters) for place, (path, parameters) in enumerate(wanted)]
        while left:
            now, left = left[:IN_A_BATCH], left[IN_A_BATCH:]
            batch = api.new_batch()
            for place, path, parameters in now:

                def take(response: Any, place: int = place, path: str = path, parameters: Any = parameters) -> None:
                    answer = response.json()
                    items[place].extend(answer["data"] if "data" in answer else [answer])
                    paging = answer.get("paging", {})
                    if "next" in paging:
                        left.append((place, path, {**parameters, "after": paging["cursors"]["after"]}))

                def fail(response: Any) -> None:
                    raise response.error()

                batch.add_request(request(path, parameters), success=take, failure=fail)
            batch.execute()
        return items

    first = together([
        ("me/businesses", {"fields": BUSINESS_FIELDS, "limit": PAGE}),
        *OF_TOKEN,
        ("debug_token", {"input_token": given.token}),
    ])
    lists = together([
        (f"{business['id']}/{kind}", {"fields": ACCOUNT_FIELDS, "limit": PAGE})
        for business in first[0]
        for kind in ("owned_whatsapp_business_accounts", "client_whatsapp_business_accounts")
    ])
    wabas = sorted({found["id"] for accounts in lists for found in accounts})
    numbers = {"fields": NUMBER_FIELDS, "limit": PAGE}
    read = together([(f"{waba}/phone_numbers", numbers) for waba in wabas] + [(f"{waba}/subscribed_apps", {}) for waba in wabas])
    verdicts: list[str] = []
    for place in range(len(wabas)):
        ours = subscribed(read[len(wabas) + place], given.app_id)
        verdicts.extend(verdict(number, ours) for number in read[place])
    tell(verdicts, len(wabas))


if __name__ == "__main__":
    main()
