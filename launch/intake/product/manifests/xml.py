"""XML manifests as elements with their lines. Entities and document types are refused."""

from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate


class XmlProblemError(ValueError):
    """The text is not XML that a manifest may be."""


@dataclass
class Element:
    """An element: its name without namespace, attributes, text, children and line."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def find(self, *tags: str) -> "Element | None":
        """Return the first element down this way, or None."""
        current: Element | None = self
        for tag in tags:
            if current is None:
                return None
            current = next((c for c in current.children if c.tag == tag), None)
        return current

    def all(self, tag: str) -> list["Element"]:
        """Return the children of that name."""
        return [child for child in self.children if child.tag == tag]


def read_xml(text: str) -> Element:
    """Return the root element; XmlProblemError where it cannot be read or holds entities."""
    parser = ParserCreate(namespace_separator=" ")
    top = Element("", 0)
    stack = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > 200:
            raise XmlProblemError("nested too deeply")
        tag = name.rpartition(" ")[2]
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(tag, parser.CurrentLineNumber, plain)
        stack[-1].children.append(element)
        stack.append(element)

    def end(name: str) -> None:
        del name
        stack.pop()

    def data(text: str) -> None:
        stack[-1].text += text

    def refuse(*arguments: object) -> None:
        del arguments
        raise XmlProblemError("declares entities")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(text.lstrip("\ufeff").encode(), True)  # noqa: FBT003 - expat has no keywords
    except ExpatError as error:
        raise XmlProblemError(str(error)) from error
    return top.children[0]
