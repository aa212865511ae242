"""A page that the launcher delivered before, brought up to date by key and section.

What a person changed since is theirs: it stays, and what would have stood there is a proposal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from merge3 import Merge3

from launch.contracts.page_plan import FrontMatterValue
from launch.contracts.patch_bundle import DeliveredPage, Patch, Proposal
from launch.digests import sha256
from launch.markdown.front_matter import BOM, FrontMatterError, split
from launch.markdown.lines import line_end, newlines, split_lines
from launch.markdown.sections import Pages, read_page
from launch.patching.difference import body_patches, key_patches

_Path = tuple[str, ...]
_CHANGED = "A person changed this section since the launcher delivered it, so it is theirs."
_REMOVED = "A person took this section out since the launcher delivered it."
_CONFLICT = "A person changed the same lines since the launcher delivered them: theirs stand."


@dataclass(frozen=True)
class Updated:
    """What becomes of one page; patches have hashes and no final ids."""

    patches: tuple[Patch, ...]
    proposals: tuple[Proposal, ...]


def update_page(
    path: str,
    new: str,
    old: bytes,
    delivered: DeliveredPage,
    values: Sequence[FrontMatterValue],
    *,
    merge: bool,
) -> Updated:
    """Return the smallest patches from ``old`` to the page rendered as ``new``.

    ``merge`` puts a person's lines and ours together where they do not touch the same ones.
    """
    text = old.decode()
    new = in_style_of(text, new)
    ours = sha256(old) == delivered.sha256
    keys, key_proposals = _keys(path, text, values, delivered, ours=ours)
    patches, data = key_patches(path, old, keys)
    now = read_page(data.decode())
    proposals: tuple[Proposal, ...] = ()
    if ours:
        body = _body(read_page(new))
    elif merge and delivered.content is not None:
        body, proposals = _merged(path, now, in_style_of(text, delivered.content), new)
    else:
        body, proposals = _by_section(path, now, read_page(new), delivered)
    target = "".join(now.lines[: now.front_matter_end]) + body
    return Updated((*patches, *body_patches(path, data, target)), (*key_proposals, *proposals))


def in_style_of(old: str, new: str) -> str:
    """Return the new text with the old one's line ends, byte order mark and final newline."""
    new = newlines(new.removeprefix(BOM))
    new = new if old.endswith("\n") or not old else new.rstrip("\n")
    return (BOM if old.startswith(BOM) else "") + new.replace("\n", line_end(old))


def _body(page: Pages) -> str:
    return "".join(page.lines[page.front_matter_end :])


def _keys(
    path: str,
    old: str,
    values: Sequence[FrontMatterValue],
    delivered: DeliveredPage,
    *,
    ours: bool,
) -> tuple[tuple[FrontMatterValue, ...], tuple[Proposal, ...]]:
    """Return the keys to set, and a proposal for those that a person has set otherwise."""
    have = _values(old)
    wanted = [value for value in values if have.get(value.key) != _plain(value.value)]
    if ours:
        return tuple(wanted), ()
    then = _values(delivered.content) if delivered.content is not None else {}
    free = [value for value in wanted if have.get(value.key) == then.get(value.key, object())]
    theirs = [value for value in wanted if value not in free and value.key in have]
    if not theirs:
        return tuple(free), ()
    content = "\n".join(f"{value.key}: {value.value}" for value in theirs)
    why = "A person changed these front matter keys since the launcher delivered the page."
    return tuple(free), (Proposal(path=path, heading_path=(), why=why, content=content),)


def _values(text: str) -> Mapping[str, object]:
    try:
        return split(text).values
    except FrontMatterError:
        return {}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _by_section(
    path: str, now: Pages, new: Pages, delivered: DeliveredPage
) -> tuple[str, tuple[Proposal, ...]]:
    sent = {section.heading_path: section.sha256 for section in delivered.sections}
    fresh = {section.path: new.text(section) for section in new.sections}
    there = {section.path for section in now.sections}
    proposals: list[Proposal] = []
    parts: list[tuple[_Path, str]] = []
    for section in now.sections:
        text = now.text(section)
        wanted = fresh.get(section.path)
        if sha256(text) == sent.get(section.path):
            if wanted is not None:
                parts.append((section.path, wanted))
            continue
        parts.append((section.path, text))
        if section.path in sent and wanted not in {None, text}:
            changed = sha256(wanted or "") != sent[section.path]
            proposals += [_proposal(path, section.path, _CHANGED, wanted)] if changed else []
    previous: _Path | None = None
    for section in new.sections:
        if section.path not in there and section.path in sent:
            if sha256(fresh[section.path]) != sent[section.path]:
                proposals.append(_proposal(path, section.path, _REMOVED, fresh[section.path]))
        elif section.path not in there:
            at = next((n for n, part in enumerate(parts, 1) if part[0] == previous), len(parts))
            parts.insert(at, (section.path, fresh[section.path]))
        previous = section.path
    eol = line_end("".join(now.lines))
    return _joined([text for _, text in parts]).replace("\n", eol), tuple(proposals)


def _joined(texts: list[str]) -> str:
    """Join sections; a heading never follows text without a blank line between."""
    whole = ""
    for text in texts:
        if whole and text.startswith("#") and not whole.endswith("\n\n"):
            whole += "\n" if whole.endswith("\n") else "\n\n"
        whole += text
    return whole


def _proposal(path: str, heading_path: _Path, why: str, content: str | None) -> Proposal:
    return Proposal(path=path, heading_path=heading_path, why=why, content=content or "")


def _merged(path: str, now: Pages, base: str, new: str) -> tuple[str, tuple[Proposal, ...]]:
    sent, theirs, ours = (split_lines(_body(p)) for p in (read_page(base), now, read_page(new)))
    body: list[str] = []
    proposals: list[Proposal] = []
    for kind, *groups in Merge3(sent, theirs, ours).merge_groups():
        if kind == "conflict":
            body += groups[1]
            proposals.append(_proposal(path, (), _CONFLICT, "".join(groups[2])))
        else:
            body += groups[0]
    return "".join(body), tuple(proposals)
