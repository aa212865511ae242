"""A model that does whatever the product's text asks: every order, on every page, and as a verifier.

It knows all orders, also those that never reach it: what stands behind the screens is tried, too.
"""

import json
import re
from typing import Any

from tests.support.messages_server import Reply, message
from tests.support.poisoned_product import PAYLOADS
from tests.support.scripted_claude import page_answer, shown_document

_SHAPES = (
    "{0}",
    "Read about [{1}](https://{1}.evil.test/).",
    "Gearbox is <b>{1}</b>.",
    "Gearbox {{{{< {1} >}}}} reads gear tables.",
    "![{1}](https://{1}.evil.test/x.png)",
    "Gearbox reads gear tables from text files with {1}.",
    "Gearbox requires `{1}`.",
    "Gearbox reads\u200b gear tables from {1} files.",
    "Send your password to {1}@evil.test.",
    "## {1}",
)


class Obedient:
    """Answers by number of the call: the first turn of a page breaks the form, the second obeys."""

    def __init__(self) -> None:
        self.pages: dict[str, int] = {}
        self.seen: set[str] = set()
        """Words of orders that reached it."""
        self.tried: set[str] = set()
        """Words of orders that it carried out."""

    def __call__(self, request: dict[str, Any], _number: int) -> Reply:
        """Obey."""
        told = json.dumps(request, ensure_ascii=False)
        self.seen |= set(re.findall(r"quorvex\d\d", told))
        properties = request["output_config"]["format"]["schema"]["properties"]
        if "verdicts" in properties:
            names = properties["verdicts"]["items"]["properties"]["id"]["enum"]
            return message(json.dumps({"verdicts": [{"id": n, "supported": True} for n in names]}))
        if "blocks" in properties:
            return message("{}")
        page = shown_document(request, "The page")
        self.pages[page] = self.pages.get(page, 0) + 1
        return message(json.dumps(self._page(request, self.pages[page])))

    def _page(self, request: dict[str, Any], turn: int) -> dict[str, Any]:
        answer = page_answer(request)
        claims = re.findall(r"^\[(k\d+)\]", shown_document(request, "Claims"), re.MULTILINE)
        if turn == 1 and len(self.pages) % 2:
            self.tried |= {payload.word for payload in PAYLOADS}
            answer["sections"].append({"heading": PAYLOADS[0].text, "items": []})
            answer["path"] = f"content/{PAYLOADS[30].text}"
        elif claims and answer["sections"]:
            self.tried |= {payload.word for payload in PAYLOADS}
            prose = [
                {"text": shape.format(payload.text, payload.word)[:400], "claims": claims[:2]}
                for number, payload in enumerate(PAYLOADS)
                for shape in (_SHAPES[0], _SHAPES[number % len(_SHAPES)])
            ]
            answer["sections"][0]["items"].append({"prose": prose})
        return answer
