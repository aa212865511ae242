"""Doc comments of any language as plain text, and what they say of parameters and deprecation."""

import inspect
import re
from collections.abc import Mapping

_OPENING = re.compile(r"^(?:/\*\*?!?|///?!?|#+!?|--+|<!--)")
_TAG = re.compile(
    r"(?m)^[ \t]*[@\\]\w+|(?<=[ \t])@(?:deprecated|param|returns?|throws|since|see)\b"
)
_PARAM = re.compile(
    r"(?m)^[ \t]*[@\\]param(?:\[\w+\])?[ \t]+(?:\{[^}]*\}[ \t]*)?"
    r"(?:[\w\\|<>\[\]?]+[ \t]+(?=[$&.]))?"
    r"\[?[$&.]*(\w+)[^\s]*[ \t]*[-:]?[ \t]*(.*(?:\n(?![ \t]*[@\\]\w|[ \t]*$).*)*)"
)
_XML_PARAM = re.compile(r'<param name="(\w+)">(.*?)</param>', re.DOTALL)
_XML_SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)


def plain_doc(comments: list[str]) -> str:
    """Return the text of the comments that stand before a definition, marks taken off."""
    lines: list[str] = []
    for comment in comments:
        if comment.startswith("/*"):
            body = re.sub(r"^/\*+!?|\*+/$", "", comment.strip())
            lines += [re.sub(r"^\s*\*+ ?", "", line) for line in body.split("\n")]
        elif comment.startswith("=begin"):
            lines += comment.split("\n")[1:-1]
        else:
            lines += [_OPENING.sub("", line.strip(), count=1).removeprefix(" ")
                      for line in comment.rstrip("\n").split("\n")]  # fmt: skip
    return inspect.cleandoc("\n".join(lines)).strip()


def readable(doc: str) -> str:
    """Return a doc without its XML or HTML dress: C# summaries, Javadoc's inline tags."""
    if "<summary>" in doc:
        match = _XML_SUMMARY.search(doc)
        doc = match[1].strip() if match else doc
        doc = re.sub(r'<(?:see|seealso|paramref|typeparamref)\s+\w+="(?:[A-Z]:)?([^"]+)"\s*/>',
                     r"`\1`", doc)  # fmt: skip
        doc = re.sub(r"</?(?:c|code|para|see|remarks|list|item|description|term)\b[^>]*>", "", doc)
    doc = re.sub(r"\{@(?:code|link|linkplain|literal|value)\s+([^}]*)\}", r"`\1`", doc)
    doc = re.sub(r"</?(?:p|code|pre|ul|li|i|b|em|strong|a)\b[^>]*>", "", doc)
    return inspect.cleandoc("\n".join(line.rstrip() for line in doc.split("\n"))).strip()


def before_tags(doc: str) -> str:
    """Return the prose of a doc comment, before its first ``@tag``."""
    doc = re.sub(r"(?m)^[ \t]*[@\\]brief[ \t]+", "", doc)
    match = _TAG.search(doc)
    return (doc[: match.start()] if match else doc).strip()


_HIDDEN = re.compile(
    r"(?m)^[ \t]*[@\\](?:private|internal|hidden|ignore|(?:access|api)[ \t]+private)\b"
)


def is_hidden(doc: str) -> bool:
    """Return whether a doc comment's tag says that users keep off."""
    return _HIDDEN.search(doc) is not None


def parameter_docs(doc: str) -> Mapping[str, str]:
    """Return the descriptions of parameters by name."""
    found = dict([*_PARAM.findall(doc), *_XML_PARAM.findall(doc)])
    return {name: " ".join(readable(said).split()) for name, said in found.items()}


def is_doc(comment: str, language: str) -> bool:
    """Return whether a comment documents what follows, not the file or a tool."""
    if re.match(
        r"(?:#!|//go:|// \+build|//nolint|/\* ?eslint|// ?eslint|#\s*(?:frozen_string|rubocop|"
        r":nodoc|:stopdoc)|//\s*@ts-)",
        comment,
    ):
        return False
    if re.search(r"(?i)\bcopyright\b|SPDX-License|licensed under", comment[:400]):
        return False
    if language in ("Java", "PHP", "TypeScript", "JavaScript", "TSX"):
        return comment.startswith("/**")
    if language == "C#":
        return comment.startswith(("///", "/**"))
    if language == "Rust":
        return comment.startswith(("///", "/**"))
    return True
