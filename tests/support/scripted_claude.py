"""Answers of a well-behaved Claude: the composed arrangement, one sentence of prose, fair verdicts."""

import json
import re
from typing import Any

from tests.support.messages_server import Reply, message

_TOLD = re.compile(r"\[?(u\d+)\] composed under \w+, tells (k\d+)\n  ([A-Z`][^\n\[*]*[^.:;]\.)\s*")
_UNIT = re.compile(r"^\[(u\d+)\] composed under (\w+)", re.MULTILINE)


def answer(request: dict[str, Any], _number: int) -> Reply:
    """Answer a page's request or a verifier's, by what its schema asks for."""
    properties = request["output_config"]["format"]["schema"]["properties"]
    if "blocks" in properties:
        blocks = properties["blocks"]["items"]["properties"]["block"]["enum"]
        return message(json.dumps({"blocks": [{"block": one, "prose": []} for one in blocks]}))
    return message(
        json.dumps(_verdicts(request) if "verdicts" in properties else page_answer(request))
    )


def answer_with_prose(request: dict[str, Any], sentences: int, *, careless: bool = False) -> Reply:
    """Answer a page's request as composed, up to so many units said in a sentence of their own.

    A careless model calls the first of them official.
    """
    page = page_answer(request)
    units = shown_document(request, "Units of the page").split("\n\n[")
    told = {one[1]: one for unit in units if (one := _TOLD.fullmatch(unit))}
    said = dict(list(told.items())[:sentences])
    page["dropped"] = list(said)
    for section in page["sections"]:
        section["items"] = [
            {
                "prose": [
                    _said(
                        said[item["unit"]], official=careless and item["unit"] == next(iter(said))
                    )
                ]
            }
            if item.get("unit") in said
            else item
            for item in section["items"]
            if "unit" in item
        ]
    return message(json.dumps(page))


def _said(told: "re.Match[str]", *, official: bool) -> dict[str, Any]:
    return {"text": f"Officially, {told[3]}" if official else told[3], "claims": [told[2]]}


def shown_document(request: dict[str, Any], title: str) -> str:
    """Return the text of a request's document, or nothing where it has none of that title."""
    content = request["messages"][0]["content"]
    return next((str(b["source"]["data"]) for b in content if b.get("title") == title), "")


def page_answer(request: dict[str, Any]) -> dict[str, Any]:
    """Return a page as it was composed, with one sentence of prose where a claim has one."""
    units = shown_document(request, "Units of the page")
    section = request["output_config"]["format"]["schema"]["properties"]["sections"]["items"]
    sections: list[dict[str, Any]] = []
    for heading in section["properties"]["heading"]["enum"]:
        items = [{"unit": unit} for unit, under in _UNIT.findall(units) if under == heading]
        if items or heading != "top":
            sections.append({"heading": heading, "items": items})
    prose = _prose(shown_document(request, "Claims"), units)
    if prose and sections:
        sections[0]["items"].append({"prose": [prose]})
    return {"sections": sections, "dropped": []}


def _prose(claims: str, units: str) -> dict[str, Any] | None:
    for entry in claims.removeprefix("[").split("\n\n["):
        name, _, rest = entry.partition("]")
        lines = [line.strip() for line in rest.split("\n")]
        said = [line for line in lines if line.endswith(".") and line not in units]
        if "see the units" in rest:
            said = []
        if said:
            return {"text": said[0], "claims": [name]}
    return None


def _verdicts(request: dict[str, Any]) -> dict[str, Any]:
    verdicts = []
    for entry in shown_document(request, "Sentences").removeprefix("[").split("\n\n["):
        name, rest = entry.split("]\nSentence:\n", 1)
        sentence, evidence = rest.split("\nEvidence:\n", 1)
        verdicts.append({"id": name, "supported": sentence.strip() in evidence})
    return {"verdicts": verdicts}
