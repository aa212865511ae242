"""What a delivery leaves in memory: per page and section the hash that tells ours from theirs."""

from collections.abc import Mapping

from launch.contracts.draft_content import DraftContent
from launch.contracts.patch_bundle import DeliveredPage, DeliveredSection
from launch.digests import sha256
from launch.markdown.front_matter import FrontMatterError, split
from launch.markdown.sections import read_page
from launch.patching.bundle import claims_on
from launch.patching.update import in_style_of


def delivered_pages(
    draft: DraftContent, rendered: Mapping[str, str], after: Mapping[str, bytes | None]
) -> tuple[DeliveredPage, ...]:
    """Return the pages that a bundle writes as they are delivered, in the draft's order.

    ``rendered`` is each page as the launcher alone would write it, ``after`` the bytes that the
    bundle makes. Where a person's text stands in them, our rendering is what is remembered: else
    the next run would take that text for its own.
    """
    return tuple(
        _delivered(page.path, page.page_id, text, claims_on(page))
        for page in draft.pages
        if (data := after.get(page.path)) is not None
        for text in (_ours(data, rendered[page.path]),)
    )


def _ours(data: bytes, rendered: str) -> str:
    text = data.decode("utf-8", "backslashreplace")
    rendered = in_style_of(text, rendered)
    same = (
        _sections(text) == _sections(rendered)
        and _values(rendered).items() <= _values(text).items()
    )
    return text if same else rendered


def _delivered(path: str, page_id: str, text: str, claims: tuple[str, ...]) -> DeliveredPage:
    return DeliveredPage(
        path=path,
        page_id=page_id,
        sha256=sha256(text),
        sections=_sections(text),
        claim_ids=claims,
        content=text,
    )


def _sections(text: str) -> tuple[DeliveredSection, ...]:
    page = read_page(text)
    return tuple(
        DeliveredSection(heading_path=s.path, sha256=sha256(page.text(s))) for s in page.sections
    )


def _values(text: str) -> Mapping[str, str]:
    try:
        return {key: repr(value) for key, value in split(text).values.items()}
    except FrontMatterError:
        return {}
