"""What a delivery leaves in memory: per page and section the hash that tells ours from theirs."""

from collections.abc import Mapping

from launch.contracts.patch_bundle import BundleBody, DeliveredPage, DeliveredSection
from launch.digests import sha256
from launch.markdown.sections import read_page


def delivered_pages(
    bundle: BundleBody, after: Mapping[str, bytes | None]
) -> tuple[DeliveredPage, ...]:
    """Return the pages that the bundle writes as they are delivered, by path."""
    owners = {p.path: p.page_id for p in bundle.patches if p.page_id is not None}
    pages: list[DeliveredPage] = []
    for path, page_id in sorted(owners.items()):
        data = after.get(path)
        if data is None:
            continue
        text = data.decode("utf-8", "backslashreplace")
        page = read_page(text)
        claims = (c for p in bundle.patches if p.path == path for c in p.claim_ids)
        pages.append(
            DeliveredPage(
                path=path,
                page_id=page_id,
                sha256=sha256(data),
                sections=tuple(
                    DeliveredSection(heading_path=s.path, sha256=sha256(page.text(s)))
                    for s in page.sections
                ),
                claim_ids=tuple(dict.fromkeys(claims)),
                content=text,
            )
        )
    return tuple(pages)
