"""Statements: group a document's blocks into passages, screen and edit them, tie them to names."""

import re
from dataclasses import dataclass, replace

from launch.checks.texts import folded_hash
from launch.contracts.claims import StatementCheck
from launch.contracts.product_facts import Passage, Withheld
from launch.digests import digest_of
from launch.knowledge.passages.blocks import Block, Document
from launch.knowledge.passages.classify import of_another_version, role_of
from launch.knowledge.passages.grouping import groups, sections
from launch.knowledge.passages.known import SPAN, Known, ResolveCheck
from launch.knowledge.passages.maker import Maker, Told
from launch.knowledge.passages.right import WRONG
from launch.knowledge.releases import release_state
from launch.knowledge.sources import Said


def _is_name(headings: tuple[str, ...]) -> bool:
    """Return whether the last title is the name of something that the section is about."""
    title = headings[-1] if headings else ""
    return (
        re.fullmatch(r"`[^`]+`|--?\w[\w-]*|\w+(?:[._]\w+)+(?:\(\))?|[A-Z0-9_]{4,}", title)
        is not None
    )


def _wrongs(path: str, blocks: list[Block]) -> list[Withheld]:
    note = "the document shows it as what not to do"
    return [
        Withheld(path=path, line=block.first, reason="anti_pattern", note=note)
        for block in blocks
        if block.why == WRONG
    ]


@dataclass(frozen=True)
class Reader(Known):
    """Reads documents one by one."""

    is_readme: bool = False

    def read(self, document: Document) -> Told:
        """Return the statements of a document, in order, and what was withheld from it."""
        told = Told()
        setting = replace(self.setting, path=document.path, references=document.references)
        reader = replace(self, setting=setting)
        for headings, blocks in sections(document):
            role = role_of(headings, document.path, is_readme=self.is_readme)
            another = any(
                of_another_version(title, self.setting.identity.version) for title in headings
            )
            if role == "meta" or another:
                continue
            before = len(told.withheld)
            told.withheld += _wrongs(document.path, blocks)
            for group in groups(blocks):
                if group[0].kind in {"paragraph", "table"} or group[0] is blocks[0]:
                    named = group[0] is blocks[0] and _is_name(headings)
                    reader.tell(document.path, headings, role, group, told, named=named)
            told.refused.setdefault(role, []).extend(told.withheld[before:])
        return told

    def tell(
        self, path: str, headings: tuple[str, ...], role: str, group: list[Block], told: Told,
        *, named: bool = False,
    ) -> None:  # fmt: skip
        """Add the statement that a group of blocks makes, or what was withheld of it."""
        opens = self.is_readme and not told.found and len(headings) <= 1
        maker = Maker(self, path, role, told, opens=opens)
        maker.named = named
        first = group[0].first
        passage = maker.make(headings, group)
        if passage is None:
            return
        resolves = self._resolved(passage)
        if isinstance(resolves, str):
            told.withheld.append(
                Withheld(path=path, line=first, reason="unresolved_identifier", note=resolves)
            )
            return
        group = maker.kept
        first = group[0].first
        last = max(block.last for block in group)
        text = self.sources.text(path) or ""
        check = StatementCheck(
            path=path, text_sha256=folded_hash(text, first, last), first_line=first,
            last_line=last, resolves=resolves,
        )  # fmt: skip
        value = digest_of([[*block.texts, block.snippet_code] for block in passage.blocks])[:16]
        states = {release_state(self.sources, found) for found in resolves}
        said = Said(
            "statement", self.setting.identity.name, role, value, passage=passage,
            release="unreleased" if "unreleased" in states else "unknown",
        )  # fmt: skip
        told.found.append(self.sources.found(said, check, [(path, first, last)]))

    def _resolved(self, passage: Passage) -> tuple[ResolveCheck, ...] | str:
        checks: dict[str, ResolveCheck] = {}
        for block in passage.blocks:
            for text in block.texts:
                for match in SPAN.finditer(text):
                    problem = self.span_problem(match[2], checks)
                    if problem is not None:
                        return problem
        return tuple(checks[key] for key in sorted(checks))
