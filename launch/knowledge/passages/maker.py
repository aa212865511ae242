"""Make one passage of a group of blocks: each screened, edited, kept or refused with a reason."""

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from launch.contracts.product_facts import Conflict, Passage, PassageBlock, Withheld
from launch.knowledge.passages.assembling import (
    CODE_ALONE,
    MOST_ROWS,
    PLACED,
    claims_whole,
    depths_of,
    is_whole_code,
    only_leads_on,
    passage_block,
)
from launch.knowledge.passages.blocks import Block, Text
from launch.knowledge.passages.joining import standing
from launch.knowledge.passages.known import SPAN, Known
from launch.knowledge.passages.leaning import leans, shows_next
from launch.knowledge.passages.polish import IDLE, Polished, Refused, note_of, polish
from launch.knowledge.passages.screens import (
    STOP_WORDS,
    Reason,
    foreign_code,
    foreign_urls,
    hostile,
    other_language,
)
from launch.knowledge.public_names import is_error_name
from launch.knowledge.sources import Found

_PRONOUN = re.compile(r"^(?!it is (?:\w+ )?(?:possible|useful|recommended|important|necessary|"
                      r"common|best|helpful|worth|not)\b)(?:it|they|this|these|that|those)\s+(?:is|are|was|can|will|allows?|"
                      r"means?|makes?|"
                      r"does|do|lets?|has|have|also|may|works?|gives?|"
                      r"should)\b", re.IGNORECASE)  # fmt: skip
_LOWER_NAME = re.compile(
    r"(?!where|while|when|which|will|with|as|is|are|was|can|has|does|if)[a-z][\w.+-]+ "
    r"(?:will|is|can|has|does|must|may|supports|uses|provides|comes|works|runs|reads)\b"
)
"""A tool whose name is written small, at the start of a sentence about it."""
_LOSES_ITEMS = frozenset({"features", "api", "examples", "troubleshooting", "configuration", "cli"})
"""Roles whose lists stay true with an item less; elsewhere a shorter list says something else."""


@dataclass
class Told:
    """What a document gave."""

    found: list[Found] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    refused: dict[str, list[Withheld]] = field(default_factory=dict)
    """What was withheld, by the role of the section that it stood in."""


class Maker:
    """Makes a passage of one group of blocks, or notes why there is none."""

    def __init__(
        self, reader: Known, path: str, role: str, told: Told, *, opens: bool = False
    ) -> None:
        self.reader = reader
        self.path = path
        self.role = role
        self.told = told
        self.opens = opens
        """Whether the first text of the README comes next."""
        self.named = False
        """Whether the text comes right below a title that is a name: "this" is what has it."""
        self.shown = False
        """Whether code of this passage came before."""
        self.idle = False
        """Whether the text refused last says nothing of the product."""
        self.kept: list[Block] = []
        """The blocks of the passage made last."""

    def make(self, headings: tuple[str, ...], group: list[Block]) -> Passage | None:
        """Return the passage, perhaps of the first blocks only; None where there is none."""
        if self._hostile(group):
            return None
        prose = " ".join(text.source for block in group for text in block.texts)
        if other_language(prose):
            self._withhold(
                group[0].first, "other_language", f"the text {note_of('other_language')}"
            )
            return None
        made, idle = self._looked_at(group)
        lost = [number for number, one in enumerate(made) if one is None]
        places = standing(group, lost, idle)
        self.kept = [group[place] for place in places]
        blocks = [one for place in places if (one := made[place]) is not None]
        if not blocks:
            return None
        if not self._starts_well(self.kept, blocks[0]):
            self._withhold(group[0].first, "unfit", "the text leans on what stands before it")
            return None
        if all(block.kind == "code" for block in blocks) and not self._shows_by_itself(headings):
            self._withhold(group[0].first, "unfit", "the code stands without a sentence")
            return None
        return Passage(heading_path=headings, role=self.role, blocks=tuple(blocks))

    def _looked_at(self, group: list[Block]) -> tuple[list[PassageBlock | None], set[int]]:
        """Return every block as it may be told, so that all that is withheld is listed.

        The second part has the places of those that say nothing of the product.
        """
        made: list[PassageBlock | None] = []
        idle: set[int] = set()
        for number, block in enumerate(group):
            after = group[number + 1] if number + 1 < len(group) else None
            withheld = len(self.told.withheld)
            self.idle = False
            one = self._block(block, after, group[number - 1] if number else None)
            self.shown = self.shown or (one is not None and one.kind == "code")
            made.append(one)
            if one is None and self.idle and block.kind == "paragraph":
                idle.add(number)
            if one is None and len(self.told.withheld) == withheld:
                self._withhold(block.first, "unfit", f"the {block.kind} stands for nothing alone")
        return made, idle

    def _shows_by_itself(self, headings: tuple[str, ...]) -> bool:
        """Return whether code under a title needs no sentence: a section of code alone."""
        return len(headings) > 1 and (self.role in CODE_ALONE or self.named)

    def _foreign(self, code: str) -> bool:
        setting = self.reader.setting
        identity = setting.identity
        return bool(foreign_code(code, identity.hosts, setting.repository, identity.package))

    def _hostile(self, group: list[Block]) -> bool:
        """Look at the whole group: what a hostile code block stands with goes too."""
        for block in group:
            reasons = [hostile(block.code, in_code=True)]
            reasons += [hostile(text.source) for text in block.texts]
            for reason in reasons:
                if reason is not None:
                    self._withhold(block.first, reason, f"the text {note_of(reason)}")
                    return True
        return False

    def _withhold(
        self, line: int, reason: Reason | Literal["unresolved_identifier", "unfit"], note: str
    ) -> None:
        self.told.withheld.append(Withheld(path=self.path, line=line, reason=reason, note=note))

    def _starts_well(self, group: list[Block], told: PassageBlock) -> bool:
        first = group[0]
        if first.kind == "code":
            return all(block.kind == "code" for block in group)
        if not first.texts:
            return False
        source = told.texts[0] if told.texts else ""
        word = source.split(" ")[0].strip("*_,.:;")
        small = source[:1].islower() and first.kind != "list" and not first.inside
        small = small and _LOWER_NAME.match(source) is None
        if small and (word in STOP_WORDS or not self._is_name(word)):
            return False
        announces = len(group) > 1 and (group[1].kind != "paragraph" or group[1].inside)
        if announces and shows_next(source):
            return True
        if self.named and re.match(r"This \w", source):
            return True
        return not _PRONOUN.match(source) and not (first.kind == "paragraph" and leans(source)
                                                   and not re.match(r"(?i)(also|now|next|"
                                                   r"first)\b", source))  # fmt: skip

    def _is_name(self, word: str) -> bool:
        """Return whether a word that is written small is a name rather than half a sentence."""
        identity = self.reader.setting.identity
        known = {identity.name, identity.package, identity.import_name, *identity.commands}
        titled = word.lower() in self.path.lower() or word in self.reader.names.by_last
        return word in known or titled or re.search(r"[\d_.A-Z]", word) is not None

    def _block(
        self, block: Block, after: Block | None, before: Block | None
    ) -> PassageBlock | None:
        match block.kind:
            case "paragraph":
                return self._paragraph(block, after)
            case "list" | "ordered_list":
                holds = after is not None and after.inside and after.kind != "list"
                return self._list(block, before, leads=holds)
            case "table":
                return self._table(block)
            case "code" if not is_whole_code(block):
                return None
            case "code" if self._foreign(block.code):
                self._withhold(block.first, "foreign_host", f"the code {note_of('foreign_host')}")
                return None
            case "code" if problem := self.reader.code_problem(block.code):
                self._withhold(block.first, "unresolved_identifier", problem)
                return None
            case "code":
                return PassageBlock(
                    kind="code", texts=(), edits=(), source=(), language=block.language,
                    snippet_code=block.code,
                )  # fmt: skip
        return None

    def _polished(
        self,
        text: Text,
        *,
        introduces: bool,
        item: bool,
        follows: bool = False,
        cell: bool = False,
    ) -> Polished | None:
        setting = replace(self.reader.setting, opens=self.opens and not item)
        self.opens = False
        conflict = self.reader.contradictions.of_text(text.source, self.path, text.first)
        if conflict is not None:
            self.told.conflicts.append(conflict)
            self._contradicts(text.first, conflict)
            return None
        stranger = self.reader.stranger_in_list(text.source)
        if stranger:
            note = f"`{stranger}` is listed beside public names and does not exist"
            self._withhold(text.first, "unresolved_identifier", note)
            return None
        lost = self._lost_path(text.source)
        if lost:
            note = f"`{lost}` is named as a place in the repository, which does not have it"
            self._withhold(text.first, "unresolved_identifier", note)
            return None
        made = polish(
            text.source, setting, introduces=introduces, item=item, follows=follows, cell=cell,
            term=text.term,
        )  # fmt: skip
        if isinstance(made, Refused):
            self.idle = made.note in IDLE
            note = made.note if made.note.startswith("the ") else f"the text {made.note}"
            self._withhold(text.first, made.reason or "unfit", note)
            return None
        return made

    def _lost_path(self, source: str) -> str:
        """Return a path that the text says is there and that the tree does not have; or nothing."""
        for match in PLACED.finditer(source):
            path = match[1].rstrip("/").removeprefix("./")
            folder = self.path.rpartition("/")[0]
            places = (path, f"{folder}/{path}".lstrip("/"), path.lstrip("/"))
            known = self.reader.setting.paths
            subdir = self.reader.sources.inventory.subdir.rstrip("/")
            if not any(place in known for place in (*places, f"{subdir}/{path}".lstrip("/"))):
                return match[1]
        return ""

    def _contradicts(self, line: int, conflict: Conflict) -> None:
        note = f"{conflict.attribute} is {conflict.values[0]}, not {conflict.values[-1]}"
        self.told.withheld.append(
            Withheld(path=self.path, line=line, reason="contradicts_claim", note=note)
        )

    def _paragraph(self, block: Block, after: Block | None) -> PassageBlock | None:
        introduces = after is not None and (after.kind != "paragraph" or after.inside)
        made = self._polished(block.texts[0], introduces=introduces, item=False, follows=self.shown)
        if made is None:
            return None
        return passage_block("paragraph", [(block.texts[0], made)])

    def _list(self, block: Block, before: Block | None, *, leads: bool) -> PassageBlock | None:
        """Return the list, whose last item ``leads`` to code that stands in it, or None."""
        if only_leads_on(block, before, self._is_foreign):
            return None
        kept: list[tuple[Text, Polished]] = []
        lost = 0
        for text in block.texts:
            self.idle = False
            made = (
                None
                if self._item_refused(text)
                else self._polished(
                    text, introduces=text.leads or (leads and text is block.texts[-1]), item=True
                )
            )
            if made is None:
                lost += 0 if self.idle and block.kind == "list" and not text.depth else 1
            else:
                kept.append((text, made))
        universal = any(
            row.reason == "unproved_universal" and block.first <= row.line <= block.last
            for row in self.told.withheld
        )
        if lost and universal:
            return None  # What is there would seem to be all there is.
        if not kept or lost > len(kept) or (lost and block.kind == "ordered_list"):
            return None
        if lost and (self.role not in _LOSES_ITEMS or any(depths_of(kept)) or leads):
            return None
        if lost and before is not None and claims_whole(before.texts[0].source):
            return None
        single = sum(1 for _, made in kept if " " not in made.text)
        if single * 2 > len(kept) and block.level > 1:
            return None
        coded = sum(1 for _, made in kept if re.fullmatch(r"`[^`]+`(\s*\([^)]*\))?", made.text))
        if coded * 2 > len(kept) and len(kept) > 3 and block.level > 1:
            return None
        return passage_block("ordered_list" if block.kind == "ordered_list" else "list", kept)

    def _is_foreign(self, url: str) -> bool:
        setting = self.reader.setting
        identity = setting.identity
        return bool(foreign_urls(url, identity.hosts, setting.repository, identity.package))

    def _item_refused(self, text: Text, *, head: bool = True) -> bool:
        """Refuse an item whose identifiers do not resolve, or whose key no code declares."""
        spans = [match[2] for match in SPAN.finditer(text.source)]
        for span in spans:
            problem = self.reader.span_problem(span, {})
            if problem is not None:
                self.told.withheld.append(
                    Withheld(
                        path=self.path,
                        line=text.first,
                        reason="unresolved_identifier",
                        note=problem,
                    )
                )
                return True
        named = re.match(r"[*_]*`([A-Za-z_][\w.-]+)`", text.source)
        if named is None or not head:
            return False
        line = text.first
        return self._never_raised(named[1], line) or self._without_effect(named[1], line)

    def _never_raised(self, name: str, line: int) -> bool:
        tail = name.rsplit(".", 1)[-1]
        if not is_error_name(tail) or tail not in self.reader.names.by_last:
            return False
        if tail in self.reader.words.raised or not self.reader.words.raised:
            return False
        note = f"`{name}` is documented, but no code raises it"
        self.told.withheld.append(
            Withheld(path=self.path, line=line, reason="no_effect", note=note)
        )
        return True

    def _without_effect(self, key: str, line: int) -> bool:
        if self.role != "configuration" or key in self.reader.names.by_last:
            return False
        tail = re.split(r"[.]", key)[-1]
        known = self.reader.words.declared
        if not known or key in known or tail in known or tail.replace("-", "_") in known:
            return False
        note = f"`{key}` is documented, but no code reads it"
        self.told.withheld.append(
            Withheld(path=self.path, line=line, reason="no_effect", note=note)
        )
        return True

    def _table(self, block: Block) -> PassageBlock | None:
        width = block.columns
        if not width or len(block.texts) % width or len(block.texts) > MOST_ROWS * width:
            return None
        rows = [block.texts[at : at + width] for at in range(0, len(block.texts), width)]
        header = [text.source for text in rows[0]]
        kept: list[tuple[Text, Polished]] = []
        lost = 0
        for number, row in enumerate(rows):
            cells = self._row(row, header) if number else self._cells(row)
            if cells is None:
                lost += 1
                if not number:
                    return None
            else:
                kept += cells
        if len(kept) <= width or lost * 2 > len(rows):
            return None
        made = passage_block("table", kept)
        return made.model_copy(update={"columns": width})

    def _row(self, row: tuple[Text, ...], header: list[str]) -> list[tuple[Text, Polished]] | None:
        if any(self._item_refused(text, head=not at) for at, text in enumerate(row)):
            return None
        conflict = self.reader.contradictions.of_row(
            header, [text.source for text in row], self.path, row[0].first
        )
        if conflict is not None:
            self.told.conflicts.append(conflict)
            self._contradicts(row[0].first, conflict)
            return None
        return self._cells(row)

    def _cells(self, row: tuple[Text, ...]) -> list[tuple[Text, Polished]] | None:
        cells: list[tuple[Text, Polished]] = []
        for text in row:
            if not text.source:
                cells.append((text, Polished("", ())))
                continue
            made = self._polished(text, introduces=False, item=True, cell=True)
            if made is None:
                return None
            cells.append((text, made))
        return cells
