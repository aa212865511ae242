"""Walk a syntax tree with a language's table: the one reader that all tables share.

The walk keeps its own stack, so that deep nesting cannot overflow ours.
"""

import re
from collections.abc import Iterator

from tree_sitter import Node

from launch.contracts.product_facts import Parameter, Raised
from launch.knowledge.surface.doc_text import deprecation_of
from launch.knowledge.surface.grammars.comments import (
    before_tags,
    is_doc,
    is_hidden,
    parameter_docs,
    plain_doc,
    readable,
)
from launch.knowledge.surface.grammars.table import (
    TYPES,
    Place,
    Raw,
    Table,
    first_string,
    inner_declarator,
    text,
    text_lines,
)

_MAX_NODES = 400_000
_LONGEST = 300
"""Line comments of one doc comment; what stands above them is a banner."""
_COMMENTS = frozenset({"comment", "line_comment", "block_comment"})
_BODY = ("body", "members")
_BOTH = frozenset({"property_promotion_parameter", "class_parameter"})
"""Parameters that are members too: what the constructor's comment says of one is its own."""


def definitions_of(root: Node, table: Table, language: str, path: str) -> Iterator[Raw]:
    """Yield every definition of a file in order; stops after a bounded number of nodes."""
    yield from definitions_in(root, table, language, Place(scope=table.file_scope(root, path)))


def definitions_in(root: Node, table: Table, language: str, start: Place) -> Iterator[Raw]:
    """Yield every definition below a node that stands at a place."""
    stack: list[tuple[Node, Place, list[Node]]] = [(root, start, [])]
    budget = _MAX_NODES
    while stack and budget > 0:
        node, place, before = stack.pop()
        waiting: list[tuple[Node, Place, list[Node]]] = []
        pending = list(before)
        last = -1
        for child in node.named_children:
            budget -= 1
            if child.type in _COMMENTS:
                pending = pending if _is_behind(child, last) else _with_comment(pending, child)
                continue
            last = _last_line(child) - 1
            if table.heads_group(child):
                pending = []
            if child.type in table.attributes:
                pending.append(child)
                continue
            yield from _visit(child, place, table, language, pending, waiting)
            pending = []
        stack.extend(reversed(waiting))


def _is_behind(comment: Node, last: int) -> bool:
    """Return whether a comment ends a definition's line: it is about that one, not the next."""
    following = comment.next_named_sibling
    beside = following is not None and following.start_point[0] == comment.end_point[0]
    return comment.start_point[0] == last and not beside


def _with_comment(pending: list[Node], comment: Node) -> list[Node]:
    """A blank line between two comments cuts the first off."""
    last = pending[-1] if pending else None
    touching = last is not None and comment.start_point[0] - last.end_point[0] <= 1
    return [*pending[-_LONGEST:], comment] if touching else [comment]


def _visit(
    node: Node,
    place: Place,
    table: Table,
    language: str,
    before: list[Node],
    waiting: list[tuple[Node, Place, list[Node]]],
) -> Iterator[Raw]:
    if node.type in table.namespaces:
        name = text(node.child_by_field_name("name"))
        parts = tuple(part for part in re.split(r"::|\.|\\", name) if part)
        inside = Place((*place.scope, *parts), place.inner, place.public, place.owner)
        waiting.append((_body(node) or node, inside, []))
        return
    kind = table.definitions.get(node.type)
    if kind is None:
        if node.type in table.transparent:
            waiting.append((node, place, before))
        return
    named = [row for row in table.names(node) if row[0]]
    if not named and (inner := _anonymous(node)) is not None:
        waiting.append((inner, place, []))
    for name, stands_for in named:
        raw = _raw(node, stands_for, name, kind, place, table, language, before)
        yield raw
        body = _body(stands_for) or _body(node) if raw.public else None
        if raw.kind in TYPES and body is not None:
            flat = table.flat(stands_for)
            inside = Place((*raw.scope, name), (*raw.inner, name), raw.public, node.type, flat)
            waiting.append((body, inside, []))


def _anonymous(node: Node) -> Node | None:
    """Return the body of a C struct, union or enumeration that has no name of its own."""
    form = node if node.type.endswith("_specifier") else node.child_by_field_name("type")
    if form is None or form.type not in ("enum_specifier", "union_specifier", "struct_specifier"):
        return None
    return form.child_by_field_name("body") if form.child_by_field_name("name") is None else None


def _body(node: Node) -> Node | None:
    for field in _BODY:
        if (found := node.child_by_field_name(field)) is not None:
            return found
    form = node.child_by_field_name("type")
    if form is None or not form.type.endswith(("struct_type", "interface_type", "_specifier")):
        return None
    inside = form.child_by_field_name("body") or next(
        (c for c in form.named_children if c.type == "field_declaration_list"), None
    )
    return inside or (None if form.type.endswith("_specifier") else form)


def _raw(
    node: Node,
    stands_for: Node,
    name: str,
    kind: str,
    place: Place,
    table: Table,
    language: str,
    before: list[Node],
) -> Raw:
    owner = table.owner_of(node)
    extra = () if owner is None else (owner,)
    scope, inner = (*place.scope, *extra), (*place.inner, *extra)
    found = table.kind_of(stands_for, kind, place)
    first, last = stands_for.start_point[0] + 1, _last_line(stands_for)
    public = place.public and table.public(node, name, place)
    if not public:
        return Raw(scope, name, found, first, last, public=False, inner=inner, flat=place.flat)
    comments = [text_lines(c) for c in before if c.type in _COMMENTS]
    close = not before or node.start_point[0] - before[-1].end_point[0] <= 1
    whole = plain_doc([c for c in comments if is_doc(c, language)]) if close else ""
    callable_kind = found in ("function", "method", "constructor", "macro")
    described = parameter_docs(whole)
    returns = stands_for.child_by_field_name("return_type") or (
        stands_for.child_by_field_name("returns") or stands_for.child_by_field_name("result")
    )
    if (returns is None and not callable_kind) or language in ("Java", "C", "C++"):
        returns = returns or stands_for.child_by_field_name("type")
    return Raw(
        scope=scope,
        inner=inner,
        name=name,
        kind=found,
        first_line=first,
        last_line=last,
        public=not is_hidden(whole),
        signature=_head(stands_for, table, found) if callable_kind or found in TYPES else "",
        parameters=parameters_of(stands_for, table, described) if callable_kind else (),
        returns=_result(stands_for, returns, table) if found not in TYPES else "",
        raises=raises_of(stands_for, table) if callable_kind else (),
        doc=described.get(name, "") if stands_for.type in _BOTH else before_tags(readable(whole)),
        deprecated=deprecation_of(whole) or _by_attribute(node, before),
        bases=_bases(stands_for),
        flat=place.flat,
        feature=table.feature_of(node),
    )


def _result(node: Node, returns: Node | None, table: Table) -> str:
    around = table.type_of(node)
    return around if around is not None else text(returns).removeprefix(":").strip()


def _last_line(node: Node) -> int:
    """A directive's node ends where the next line begins."""
    row, column = node.end_point
    return max(row if column else row - 1, node.start_point[0]) + 1


_DEPRECATION = re.compile(r"(?i)^[#@\[\s(]*(?:obsolete|deprecated)\b(?:[^\"]*\"([^\"]*)\")?")


def _by_attribute(node: Node, before: list[Node]) -> str | None:
    """Return what an annotation or attribute says of the deprecation."""
    marks = [child for child in before if child.type not in _COMMENTS]
    for child in node.named_children[:3]:
        if child.type in ("modifiers", "attribute_list"):
            marks += [child, *child.named_children]
    for mark in marks:
        match = _DEPRECATION.match(text(mark))
        if match:
            note = re.search(r'note\s*=\s*"([^"]*)"', text(mark))
            return (note[1] if note else match[1]) or "Deprecated."
    return None


def _head(node: Node, table: Table, kind: str) -> str:
    """Return a signature; where the grammar lost a type's body, what stands before it."""
    signature = signature_of(node, table)
    if signature in ("typedef struct", "typedef union", "typedef enum"):
        return ""
    loose = kind in ("type", "function", "method", "constructor", "macro")
    return signature if loose else signature.partition("{")[0].strip()


def signature_of(node: Node, table: Table) -> str:
    """Return a definition's head as written, white space folded: to its body or end."""
    body = _body(node)
    whole = table.head(node)
    raw = whole.text or b""
    end = len(raw) if body is None else body.start_byte - whole.start_byte
    last = table.head_end(node)
    end = end if last is None else last.end_byte - whole.start_byte
    start = 0
    for child in whole.children:
        if child.type not in table.header_after or not re.search(r"[@\[]", text(child)):
            break
        plain = [c for c in child.children if "annotation" not in c.type]
        after = plain[0].start_byte if plain and child.type == "modifiers" else child.end_byte
        start = after - whole.start_byte
    head = raw[start:end].decode("utf-8", "replace")
    head = re.sub(r"//[^\n]*|/\*.*?\*/", " ", head, flags=re.DOTALL)
    head = re.sub(r"^\s*(?:\[\[[^\]]*\]\]\s*)+", "", head)
    # Several lines become one as formatters write it: nothing beside the brackets.
    joined = re.sub(r",?\s+(?=[)\]])|(?<=[(\[])\s+", "", " ".join(head.split()))
    return table.lead(node) + re.sub(r"\s*(?:\{|;|=>|:|=)\s*$", "", joined).strip()


def parameters_of(
    node: Node, table: Table, described: dict[str, str] | object
) -> tuple[Parameter, ...]:
    """Return the parameters of a callable in order, without its receiver."""
    holder = _parameter_list(node)
    if holder is None:
        return ()
    said = described if isinstance(described, dict) else {}
    found: list[Parameter] = []
    if holder.type == "identifier":
        return (Parameter(name=text(holder), type="", default=None),)
    if text(holder) == "(void)":
        return ()
    for child in holder.named_children:
        if child.type in table.receiver_nodes or child.type in _COMMENTS:
            continue
        if table.parameter_nodes and child.type not in table.parameter_nodes:
            continue
        found += _parameters(child, said, table)
    return tuple(found)


def _parameter_list(node: Node) -> Node | None:
    current: Node | None = node
    while current is not None:
        found = current.child_by_field_name("parameters") or current.child_by_field_name(
            "parameter"
        )
        if found is not None:
            return found
        current = inner_declarator(current) or current.child_by_field_name("value")
    return None


def _parameters(node: Node, said: dict[str, str], table: Table) -> Iterator[Parameter]:
    names = node.children_by_field_name("name")
    if not names and node.type == "rest_pattern":
        names = node.named_children[:1]
    if not names:
        single = node.child_by_field_name("pattern") or node.child_by_field_name("declarator")
        single = single or node.child_by_field_name("left")
        names = [single] if single is not None else []
    kind = table.type_of(node) or (text(node.child_by_field_name("type")).removeprefix(":").strip())
    default = (
        node.child_by_field_name("value")
        or node.child_by_field_name("default_value")
        or node.child_by_field_name("right")
    )
    if not names:
        written = text(node)
        yield Parameter(name=written if node.child_count == 0 else "", type=kind or (
            "" if node.child_count == 0 else written), default=None)  # fmt: skip
        return
    for name in names:
        spelled = re.sub(r"^[*&\s]+|\[.*\]$", "", text(name)) if kind else text(name)
        stars = "..." if re.search("variadic|spread|rest_pattern", node.type) else ""
        yield Parameter(
            name=f"{stars}{spelled}",
            type=kind,
            default=text(default) if default is not None else None,
            description=said.get(re.sub(r"\W", "", spelled), ""),
        )


def raises_of(node: Node, table: Table) -> tuple[Raised, ...]:
    """Return what a body throws by name, with the first literal text of its message."""
    body = _body(node)
    if body is None:
        return ()
    found: dict[tuple[str, str], Raised] = {}
    stack, budget = [body], 50_000
    while stack and budget > 0:
        current = stack.pop()
        budget -= 1
        if current.type in table.throws:
            exception, message = (table.thrown or _thrown)(current)
            if exception:
                line = current.start_point[0] + 1
                found.setdefault(
                    (exception, message), Raised(exception=exception, message=message, line=line)
                )
        stack.extend(current.named_children)
    return tuple(sorted(found.values(), key=lambda raised: raised.line))


def _thrown(node: Node) -> tuple[str, str]:
    made = node.named_children[0] if node.named_children else None
    if made is None or made.type not in (
        "new_expression", "object_creation_expression", "call_expression",
    ):  # fmt: skip
        return "", ""
    named = (
        made.child_by_field_name("constructor")
        or made.child_by_field_name("type")
        or made.child_by_field_name("function")
        or next((c for c in made.named_children if c.type in ("name", "qualified_name")), None)
    )
    name = re.sub(r"<.*$", "", text(named)).lstrip("\\")
    short = re.split(r"\.|::|\\", name)[-1]
    is_type = re.match(r"_?[A-Z]", short) or "::" in name
    message = "" if _is_joined(made) else first_string(made)
    return (name, message) if is_type else ("", "")


def _is_joined(made: Node) -> bool:
    """Return whether the first argument joins texts: its first literal alone is half a message."""
    arguments = made.child_by_field_name("arguments") or next(
        (child for child in made.named_children if "argument" in child.type), None
    )
    first = next(iter(arguments.named_children), None) if arguments is not None else None
    while first is not None and first.type == "argument":
        first = next(iter(first.named_children), None)
    return first is not None and "binary" in first.type


def _bases(node: Node) -> tuple[str, ...]:
    found: list[str] = []
    for child in node.named_children:
        if child.type in ("superclass", "super_interfaces", "base_list", "class_heritage",
                          "base_clause", "class_interface_clause", "base_class_clause",
                          "extends_type_clause", "extends_interfaces", "trait_bounds"):  # fmt: skip
            written = re.sub(
                r"^(?:extends|implements|:|<)\s*|\b(?:public|protected|private|virtual)\s+",
                "", text(child),
            )  # fmt: skip
            found += [part.strip() for part in re.split(r",(?![^<(]*[>)])|\bimplements\b", written)]
    return tuple(part for part in found if part)
