"""C and C++ headers: functions, types, constants and macros; what export macros hide is blanked."""

import re
from collections.abc import Iterable, Mapping

from tree_sitter import Node

from launch.knowledge.surface.grammars.c_skeleton import skeleton
from launch.knowledge.surface.grammars.table import Place, Table, inner_declarator, text

_TRANSPARENT = frozenset(
    {"preproc_ifdef", "preproc_if", "preproc_else", "preproc_elif", "linkage_specification",
     "declaration_list", "template_declaration", "field_declaration_list", "ERROR",
     "enumerator_list", "preproc_elifdef"}
)  # fmt: skip
_EXPORT = re.compile(
    rb"(?<!define )(?<!ifdef )(?<!ifndef )\b[A-Z][A-Z0-9]*(?:EXTERN|EXPORT)[A-Z]*\b(?!\s*\()|"
    rb"\b[A-Z][A-Z0-9_]*(?:_API|_EXPORTS?|_EXTERN|_PUBLIC|_DLL|_INLINE|_FORCEINLINE|_NODISCARD|"
    rb"_CONSTEXPR_\d+|_NOEXCEPT|_DEPRECATED)\b(?!\s*\()|\b[A-Z][A-Z0-9_]*_API_DECL\b|\bPUBLIC\b(?=\s+\w)"
)
_ATTRIBUTE = re.compile(
    rb"(?<=\))\s*((?:[A-Z][A-Z0-9_]{3,}|__attribute__)\s*\((?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*\))(?=\s*[;{])"
)
_LEADING = re.compile(
    rb"(?m)^[ \t]*((?:[A-Z][A-Z0-9_]*(?:ATTR|DEPRECATED|PRINTF|RETURN|SENTINEL|EXPORT)"
    rb"[A-Z0-9_]*|__attribute__|__declspec)\s*\((?:[^()\n]|\([^()\n]*\))*\))(?=[ \t]*[\w\n])"
)
_CONVENTION = re.compile(rb"(?<=\()[ \t]*[A-Z][A-Z0-9_]+(?=[ \t]*\*[ \t]*\w+[ \t]*\))")
"""What stands before the star of a pointer to a function: ``(CALLBACK *name)``."""
_WRAPPED = re.compile(
    rb"(?<=[\w)])([ \t]+[A-Z_][A-Z0-9_]*[ \t]*\()"
    rb"(\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))(\))(?=\s*;)"
)
"""Parameters in a macro of their own, for compilers without prototypes: ``f OF((int a));``."""
_CPLUSPLUS = re.compile(
    rb"(?m)^[ \t]*#[ \t]*(?:ifdef[ \t]+__cplusplus|if[ \t]+defined[ \t]*\(?__cplusplus\)?)[ \t]*$"
)
_ENDIF = re.compile(rb"(?m)^[ \t]*#[ \t]*endif[^\n]*$")


_ALONE = re.compile(rb"(?m)^[ \t]*[A-Z][A-Z0-9]*_[A-Z0-9_]+(?:\([^;{}\n]*\))?:?[ \t]*$")


def blank_macros(source: bytes) -> bytes:
    """Put spaces where macros stand that a preprocessor would take out of declarations."""
    spaced = _without_cplusplus(source)
    for pattern in (_EXPORT, _ATTRIBUTE, _LEADING, _CONVENTION):
        spaced = pattern.sub(_blank, spaced)
    spaced = _WRAPPED.sub(lambda m: b" " * len(m[1]) + m[2] + b" " * len(m[3]), spaced)
    return _ALONE.sub(_blank_unless_last, spaced)


def _without_cplusplus(source: bytes) -> bytes:
    """The block that opens or closes ``extern "C"`` goes; longer ones are C++ code."""
    parts: list[bytes] = []
    at = 0
    while (opened := _CPLUSPLUS.search(source, at)) is not None:
        closed = _ENDIF.search(source, opened.end())
        if closed is None:
            break
        block = source[opened.start() : closed.end()]
        short = block.count(b"\n") <= 4 and not re.search(rb"\bclass\b|\bnamespace\b", block)
        blanked = re.sub(rb"[^\n]", b" ", block) if short else block
        parts += [source[at : opened.start()], blanked]
        at = closed.end()
    return b"".join((*parts, source[at:]))


_CLOSES = re.compile(rb"(?>\s++|//[^\n]*+|/\*.*?\*/)*+\}\s*\w*\s*;", re.DOTALL)
"""Atomic: a comment is passed once, however many follow."""


def _blank_unless_last(match: re.Match[bytes]) -> bytes:
    """The last constant of an enumeration stands alone on its line too."""
    last = not match[0].rstrip().endswith((b")", b":")) and _CLOSES.match(match.string, match.end())
    return match[0] if last else _blank(match)


def _blank(match: re.Match[bytes]) -> bytes:
    return re.sub(rb"[^\n]", b" ", match[0])


def _names(node: Node) -> Iterable[tuple[str, Node]]:
    if node.type in ("preproc_def", "preproc_function_def"):
        macro, value = text(node.child_by_field_name("name")), node.child_by_field_name("value")
        renamed = re.fullmatch(rf"{macro}\w+", text(value)) is not None
        if node.type == "preproc_function_def" or (value is not None and not renamed):
            yield macro, node
        return
    declarators = node.children_by_field_name("declarator")
    for declared in filter(None, map(_declared, declarators)):
        yield declared, node
    name = node.child_by_field_name("name")
    has_form = node.child_by_field_name("body") is not None or not node.type.endswith("_specifier")
    if not declarators and name is not None and has_form:
        yield text(name), node
    if not declarators and node.type in ("declaration", "field_declaration"):
        inner = node.child_by_field_name("type")
        if (
            inner is not None
            and inner.child_by_field_name("body") is not None
            and inner.child_by_field_name("name") is not None
        ):
            yield text(inner.child_by_field_name("name")), inner


def _declared(node: Node) -> str:
    current: Node | None = node
    while current is not None:
        if current.type in ("identifier", "field_identifier", "type_identifier"):
            return text(current)
        if current.type in ("operator_name", "destructor_name", "qualified_identifier"):
            return ""
        inner = current.child_by_field_name("declarator")
        current = inner or next(iter(current.named_children), None)
    return ""


def _is_function(node: Node) -> bool:
    current = node.child_by_field_name("declarator")
    while current is not None:
        if current.type == "function_declarator":
            inner = current.child_by_field_name("declarator")
            return inner is not None and inner.type != "parenthesized_declarator"
        current = inner_declarator(current)
    return False


_NOT_WRITTEN = ("delete_method_clause", "default_method_clause")
"""What a class says of members that the compiler makes, or does not."""
_FORMS = {"struct_specifier": "struct", "enum_specifier": "enum", "union_specifier": "union",
          "class_specifier": "class"}  # fmt: skip


def _kind(node: Node, kind: str, place: Place) -> str:
    if node.type == "type_definition":
        form = node.child_by_field_name("type")
        return _FORMS.get(form.type, "type") if form is not None else "type"
    if node.type in ("declaration", "field_declaration", "function_definition"):
        if _is_function(node):
            own = bool(place.inner) and _declared_name(node) == place.inner[-1]
            return "constructor" if own else "method" if place.inner else "function"
        return "attribute" if place.inner else "constant"
    return _FORMS.get(node.type, kind)


def _declared_name(node: Node) -> str:
    declarator = node.child_by_field_name("declarator")
    return _declared(declarator) if declarator is not None else ""


_OTHER_SYSTEMS = re.compile(
    r"\b(?:_?WIN(?:32|64)|__WIN(?:32|64)__|_WIN32_WCE|_MSC_VER|__?WINDOWS(?:__)?|__MINGW\d+__|__CYGWIN__|"
    r"__BORLANDC__|__WATCOMC__|__TURBOC__|_*MSDOS_*|_*OS2_*|SYS16BIT|AMIGA|VMS|RISCOS)\b"
)


def _for_another_system(node: Node) -> bool:
    """Return whether only a branch for Windows or older systems declares something, undescribed.

    Such branches put names of the system in place of others; a function that is described is meant.
    """
    before = node.prev_named_sibling
    is_macro = node.type.startswith("preproc_")
    if before is not None and before.type == "comment" and not is_macro:
        return False
    child, parent = node, node.parent
    while parent is not None:
        if parent.type in ("preproc_ifdef", "preproc_if"):
            condition = parent.child_by_field_name("name") or parent.child_by_field_name(
                "condition"
            )
            named = _OTHER_SYSTEMS.search(text(condition)) is not None
            negated = parent.children[0].type == "#ifndef" or text(condition).startswith("!")
            other = child == parent.child_by_field_name("alternative")
            if named and "||" not in text(condition).replace("|| defined", "") and negated == other:
                return True
        child, parent = parent, parent.parent
    return False


def _public(node: Node, name: str, place: Place) -> bool:
    if not name or name.startswith(("__", "_")) or _for_another_system(node):
        return False
    if any(child.type in _NOT_WRITTEN for child in node.named_children):
        return False
    if place.owner in ("class_specifier", "struct_specifier", "template_declaration"):
        return _access(node, place) == "public"
    return True


def _access(node: Node, place: Place) -> str:
    word = "private" if place.owner == "class_specifier" else "public"
    child, parent = node, node.parent
    while parent is not None and parent.type != "field_declaration_list":
        child, parent = parent, parent.parent
    for sibling in parent.named_children if parent is not None else ():
        if sibling.start_byte >= child.start_byte:
            break
        if sibling.type == "access_specifier":
            word = text(sibling)
    return word


_BEFORE = re.compile(
    r"^(?:\[\[[^\]]*\]\]\s*|(?:static|inline|extern|virtual|explicit|constexpr|friend|typedef|"
    r"consteval)\b\s*)+"
)


def _returns(node: Node) -> str | None:
    """Return the type before a declared name, its ``const`` and its stars too."""
    declarator = node.child_by_field_name("declarator")
    if declarator is None or node.type not in _DECLARED:
        return None
    trailing = re.search(r"\)[^()]*->\s*([^{;]+)$", text(declarator))
    if trailing is not None:
        return trailing[1].strip()
    name = _declared_name(node)
    before = re.match(rf"(.*?)(?<![\w:]){re.escape(name)}\b", text(node)) if name else None
    if before is None:
        return None
    if before[1].endswith("(*"):
        return text(node).replace(f"(*{name})", "(*)", 1).rstrip("; ")
    return _BEFORE.sub("", before[1]).strip()


_DECLARED = ("declaration", "field_declaration", "function_definition",
             "parameter_declaration", "optional_parameter_declaration")  # fmt: skip


def _is_flat(node: Node) -> bool:
    """Return whether an enumeration is no ``enum class``: its constants stand beside it."""
    form = node.child_by_field_name("type") if node.type == "type_definition" else node
    return form is not None and form.type == "enum_specifier" and not any(
        child.type in ("class", "struct") for child in form.children
    )  # fmt: skip


def _head_end(node: Node) -> Node | None:
    return node.child_by_field_name("parameters") if node.type == "preproc_function_def" else None


def _cpp_head_end(node: Node) -> Node | None:
    """A constructor's signature ends before the list that initialises its members."""
    if any(child.type == "field_initializer_list" for child in node.named_children):
        return node.child_by_field_name("declarator")
    return _head_end(node)


_HIDDEN = frozenset({"detail", "details", "impl", "internal", "priv", "private", "std"})


def _cpp_public(node: Node, name: str, place: Place) -> bool:
    """Inner namespaces and specialisations of templates are not what a user names."""
    return not _HIDDEN & set(place.scope) and "<" not in name and _public(node, name, place)


_MACRO = re.compile(rb"(?m)^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]*((?:[^\n]*\\\n)*[^\n]*)$")


def namespace_macros(source: bytes) -> dict[bytes, bytes]:
    """Return what a header's macros open or close: ``namespace name {`` or ``}`` by macro."""
    found: dict[bytes, bytes] = {}
    for match in _MACRO.finditer(source):
        body = match[2]
        balance = body.count(b"{") - body.count(b"}")
        named = re.search(rb"(?<!inline )\bnamespace\s+(\w+)\s*\\?\s*\{", body)
        if balance > 0 and named is not None:
            found[match[1]] = b"namespace " + named[1] + b" {"
        elif balance < 0 and not re.search(rb"[();=]", re.sub(rb"/\*.*?\*/", b"", body)):
            found[match[1]] = b"}"
    return found


def open_namespaces(source: bytes, macros: Mapping[bytes, bytes]) -> bytes:
    """Write what macros that stand alone on a line open and close in their place."""

    def written(match: re.Match[bytes]) -> bytes:
        return macros.get(match[1], match[0])

    return re.sub(rb"(?m)^[ \t]*([A-Za-z_]\w+)[ \t]*$", written, source) if macros else source


_DEFINITIONS = {
    "declaration": "function",
    "function_definition": "function",
    "type_definition": "type",
    "struct_specifier": "struct",
    "union_specifier": "union",
    "enum_specifier": "enum",
    "enumerator": "constant",
    "field_declaration": "attribute",
    "preproc_def": "macro",
    "preproc_function_def": "macro",
}

C = Table(
    grammars={"C": "c"},
    definitions=_DEFINITIONS,
    transparent=_TRANSPARENT,
    names=_names,
    public=_public,
    prepare=blank_macros,
    kind_of=_kind,
    flat=_is_flat,
    type_of=_returns,
    head_end=_head_end,
    throws=frozenset(),
)

CPP = Table(
    grammars={"C++": "cpp"},
    definitions={
        **_DEFINITIONS,
        "class_specifier": "class",
        "alias_declaration": "type",
        "concept_definition": "type",
    },
    transparent=_TRANSPARENT,
    namespaces=frozenset({"namespace_definition"}),
    separator="::",
    member_separator="::",
    names=_names,
    public=_cpp_public,
    prepare=blank_macros,
    retry=skeleton,
    kind_of=_kind,
    flat=_is_flat,
    type_of=_returns,
    head_end=_cpp_head_end,
)
