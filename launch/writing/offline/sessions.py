"""What the code of a finished page takes from elsewhere: put on the page, or said, or known."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from launch.checks.code_names import Names, names_in
from launch.checks.standard_library import standard_import
from launch.contracts.draft_content import Block, Code, Heading, Paragraph, Sentence
from launch.contracts.snippet_catalog import Snippet
from launch.wording.files_read import is_read
from launch.wording.imports import Imported, family, import_lines, imports_in
from launch.writing.offline.imports import key
from launch.writing.offline.material import Material, told

_PRINTED = re.compile(r"\s*[A-Z]\w*\([\s\S]*\)\s*")
"""A value as a program prints it: nobody types a bare constructor call."""
_AUTOLOAD = re.compile(r"\brequire(?:_once)?\b[^;]*autoload\.php")
_EXACT = frozenset({"python", "javascript", "go"})
_TERMINATED = frozenset({"csharp", "java", "php", "rust"})
_WHOLE = frozenset({"go", "csharp", "java", "rust"})
"""Languages whose programs hold all their imports: none on the page starts with those of others."""
_NAMED = 2
"""Names that one sentence tells."""


@dataclass
class _Session:
    """What a page's code has bound so far, and what has to stand before it, in one language."""

    language: str
    bound: set[str] = field(default_factory=set)
    imported: dict[Imported, None] = field(default_factory=dict)
    setups: dict[str, None] = field(default_factory=dict)
    first: int = 0
    """Number of the first block that takes something."""
    taking: int = 0
    """How many blocks take something."""


def with_what_it_takes(
    material: Material, blocks: Sequence[Block], *, near: bool = False
) -> tuple[Block, ...]:
    """Return a page's blocks with the imports that its examples start with, and other needs.

    Imports are one block of code above the first section; ``near``: below the heading of the first
    section with code, where steps come before it. What nothing on the page
    defines and no import gives is said before the code, each name once.
    """
    style = _style(blocks)
    sessions: dict[str, _Session] = {}
    everywhere = _bound_anywhere(blocks)
    page = "\n".join(block.code for block in blocks if isinstance(block, Code))
    before: dict[int, list[Block]] = {}
    for number, block in enumerate(blocks):
        if not isinstance(block, Code) or not _is_shown(material, block):
            continue
        names = names_in(block.code, block.language)
        if names is None:
            continue
        session = sessions.setdefault(family(block.language), _Session(family(block.language)))
        given = everywhere if session.language not in _EXACT else frozenset[str]()
        rest = _take(material, session, _without(names, given), style, number)
        unsaid = _unsaid(rest, names, everywhere) if _is_fragment(material, block) else ()
        before[number] = [
            *_elsewhere(material, unsaid),
            *_needed(material, block),
            *_extras(material, block, page),
        ]
        session.bound |= names.bound
    found = _with(blocks, before)
    if "php" in sessions:
        _autoloaded(material, sessions["php"], page)
    main = max(sessions.values(), key=lambda one: one.taking, default=None)
    if main is None or not main.taking:
        return tuple(found)
    return _opened(material, found, main, blocks[main.first], near=near)


def _autoloaded(material: Material, session: _Session, page: str) -> None:
    """Let the examples start with the product's own line that loads packages, where none does."""
    line = material.setups.get("php autoload")
    if line is not None and not _AUTOLOAD.search(page):
        session.setups = {line: None} | session.setups
        session.taking += 1


def _is_shown(material: Material, block: Code) -> bool:
    """Return whether code is an example: no recipe, no signature."""
    language = family(block.language)
    if language == "python" and _PRINTED.fullmatch(block.code):
        return False
    if language in _TERMINATED and ";" not in block.code:
        return False  # A declaration that is shown, and nothing that runs.
    if block.snippet_id is not None:
        snippet = material.snippets.get(block.snippet_id)
        shown = snippet is not None and block.code in {snippet.code, snippet.transcript}
        return shown and snippet is not None and snippet.form not in {"signature", "output"}
    claims = (material.claims.get(claim_id) for claim_id in block.claim_ids)
    return block.recipe is None and any(c is not None and c.passage is not None for c in claims)


def _is_fragment(material: Material, block: Code) -> bool:
    snippet = material.snippets.get(block.snippet_id or "")
    return snippet is not None and snippet.form == "fragment"


def _style(blocks: Sequence[Block]) -> str:
    """Return the form in which the page's scripts import, where all of them agree."""
    forms = {
        "require" if one.required else "import"
        for block in blocks
        if isinstance(block, Code) and family(block.language) == "javascript"
        for one in imports_in(block.code, block.language)
    }
    return next(iter(forms)) if len(forms) == 1 else ""


def _bound_anywhere(blocks: Sequence[Block]) -> frozenset[str]:
    codes = (block for block in blocks if isinstance(block, Code))
    names = (names_in(code.code, code.language) for code in codes)
    return frozenset(name for one in names if one is not None for name in one.bound)


def _without(names: Names, given: frozenset[str]) -> Names:
    """Leave out names that another block of the page imports for itself."""
    return replace(names, free={n: uses for n, uses in names.free.items() if n not in given})


def _take(
    material: Material, session: _Session, names: Names, style: str, number: int
) -> list[str]:
    """Note what brings in the names that code takes; return those that nothing brings in."""
    rest: list[str] = []
    for name, uses in names.free.items():
        if name in session.bound:
            continue
        brought = _imports(material, session.language, name, uses, style)
        if any(not one.name and one.module in names.bound | session.bound for one in brought):
            continue  # The namespace is imported already.
        line = material.setups.get(key(session.language, name)) if not brought else None
        if line is not None:
            set_up = names_in(line, session.language)
            taken = set_up.free.items() if set_up is not None else ()
            brought = tuple(
                one for n, u in taken for one in _imports(material, session.language, n, u, style)
            )
            session.setups.setdefault(line)
        if not brought and line is None:
            rest.append(name)
            continue
        session.first = session.first if session.taking else number
        session.taking += 1
        new = [one for one in brought if one.name not in session.bound and one.name]
        session.imported.update(dict.fromkeys([*new, *(o for o in brought if not o.name)]))
        session.bound |= {name, *(one.name or one.module for one in brought)}
    return rest


def _imports(
    material: Material, language: str, name: str, uses: frozenset[str], style: str
) -> tuple[Imported, ...]:
    """Return what brings a name in: as the product's code does, else the product, else a library.

    Empty where nothing is sure to, and for a namespace that is imported already.
    """
    asked = f"{language} {name}"
    if language == "csharp":
        space = material.namespaces.get(name)
        return (Imported("", space),) if space else ()
    own = (material.imports.get(f"{language}/{style} {name}") if style else None) or (
        material.imports.get(asked)
    )
    exported = material.exports.get(asked)
    ours = material.identity["import_name"] or material.identity["package"]
    if own is not None and re.split(r"[.:/\\]", own.module)[0] == re.split(r"[.:/\\]", ours)[0]:
        return (own,)
    if language == "go" and own is not None:
        return (own,)
    if language not in _EXACT:
        own = None  # Which of a page's types another package gives is not known: all or none.
    known = exported or standard_import(language, name, uses)
    return (known,) if known is not None else (own,) if own is not None else ()


def _unsaid(rest: Sequence[str], names: Names, everywhere: frozenset[str]) -> tuple[str, ...]:
    """Return names that the page defines nowhere, where the language tells names for sure."""
    exact = names.exact
    return tuple(name for name in rest if exact and name not in everywhere and len(name) > 1)


def _elsewhere(material: Material, names: Sequence[str]) -> Iterator[Block]:
    """Yield a sentence on names that the code takes from a program around it, each once a page."""
    new = [name for name in names if name not in material.said][:_NAMED]
    material.said |= set(names)
    match new:
        case [name]:
            yield Paragraph(sentences=(material.label("fragment_uses", subject=name),))
        case [first, second]:
            said = material.label("fragment_uses_two", first=first, second=second)
            yield Paragraph(sentences=(said,))


def _needed(material: Material, block: Code) -> Iterator[Block]:
    """Yield the first file that a program opens and the package that it imports, once a page."""
    snippet = material.snippets.get(block.snippet_id or "")
    if snippet is None or not block.claim_ids:
        return
    if snippet.form == "program":
        name = next((n for n in snippet.undeclared if _opens(snippet, n)), "")
        if name and name not in material.said:
            material.said.add(name)
            yield Paragraph(sentences=(material.label("expects_file", subject=name),))
    if family(snippet.language) == "javascript":
        for one in imports_in(snippet.code, snippet.language):
            if one.module in snippet.undeclared and not one.module.startswith("."):
                if one.module not in material.said:
                    material.said.add(one.module)
                    text = material.label("needs_package", subject=one.module)
                    yield Paragraph(sentences=(text,))
                return


def _opens(snippet: Snippet, name: str) -> bool:
    return is_read(snippet.code, snippet.language, name)


def _extras(material: Material, block: Code, page: str) -> Iterator[Block]:
    """Yield how to install what code needs beyond the plain install, once a page."""
    words = {word.lower() for word in re.findall(r"\w+", _bare(block.code))}
    for word, claim in material.extras.items():
        if word in words and claim.id not in material.said and claim.value not in page:
            material.said.add(claim.id)
            yield Paragraph(sentences=(told(claim),))


def _bare(code: str) -> str:
    """Return code without its texts and comments."""
    return re.sub(r"\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*|//[^\n]*", " ", code)


def _with(blocks: Sequence[Block], before: dict[int, list[Block]]) -> list[Block]:
    """Set what a block needs before it, and before the paragraph that announces it."""
    found: list[Block] = []
    for number, block in enumerate(blocks):
        own = before.get(number, [])
        last = found[-1] if found else None
        if own and isinstance(last, Paragraph) and _announces(last):
            found[-1:] = [*own, last]
        else:
            found += own
        found.append(block)
    return found


def _announces(block: Paragraph) -> bool:
    last: Sentence = block.sentences[-1]
    return last.text.endswith(":") and last.source.grade != "connective"


def _opened(
    material: Material, blocks: list[Block], session: _Session, taking: Block, *, near: bool
) -> tuple[Block, ...]:
    """Set the lines that the examples start with above the first section that has code.

    Beside programs with imports of their own they stand at the first block that is ``taking``.
    """
    imported = _alike(material, session)
    lines = list(import_lines(imported, session.language))
    if session.setups:
        lines += ["", *session.setups] if lines else list(session.setups)
    if not lines:
        return tuple(blocks)
    coded = [b for b in blocks if isinstance(b, Code) and family(b.language) == session.language
             and _is_shown(material, b)]  # fmt: skip
    said = "examples_start_with" if len(coded) > 1 else "example_starts_with"
    beside = session.language in _WHOLE and any(
        tuple(imports_in(b.code, b.language)) for b in coded
    )
    said = "fragments_start_with" if beside else said
    fences = Counter(block.language for block in coded)
    language = max(sorted(fences), key=lambda name: fences[name])
    head: list[Block] = [
        Paragraph(sentences=(material.label(said),)),
        Code(
            language="python" if language == "pycon" else language,
            code="\n".join(lines),
            recipe=f"imports.{session.language}",
        ),
    ]
    first = next((block for block in coded if block is taking), coded[0])
    place = _place(blocks, first if beside else coded[0], near=near or beside)
    return (*blocks[:place], *head, *blocks[place:])


def _alike(material: Material, session: _Session) -> tuple[Imported, ...]:
    """Return the imports, those of a script in one form where the product's code has all in it."""
    ones = tuple(session.imported)
    for form in ("import", "require") if len({one.required for one in ones}) > 1 else ():
        found = [_in_form(material, one, form) for one in ones]
        if all(found):
            return tuple(one for one in found if one is not None)
    return ones


def _in_form(material: Material, one: Imported, form: str) -> Imported | None:
    if one.required == (form == "require"):
        return one
    known = material.imports.get(f"javascript/{form} {one.name}")
    exported = material.exports.get(f"javascript {one.name}") if form == "import" else None
    return known or exported


def _place(blocks: Sequence[Block], first: Code, *, near: bool) -> int:
    """Return where imports stand: at the end of the opening, or before code that opens the page."""
    code = next(number for number, block in enumerate(blocks) if block is first)
    heads = [number for number, block in enumerate(blocks) if isinstance(block, Heading)]
    above = [number for number in heads if number < code]
    if above:
        return above[-1] + 1 if near else above[0]
    while code and isinstance(before := blocks[code - 1], Paragraph) and _leads(before):
        code -= 1
    return code


def _leads(block: Paragraph) -> bool:
    """Return whether a paragraph belongs to the code below it: it announces it, or is of ours."""
    return _announces(block) or block.sentences[0].source.grade == "connective"
