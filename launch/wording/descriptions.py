"""What a description without a subject looks like: a noun phrase, never a whole sentence."""

import re

_NO_VERB = r"(?!(?:an?|the|as|to|that|which|is|are|was|has|can|will)\b)"
_KINDS_OF_PRODUCT = (
    "library|framework|tool|toolkit|client|server|service|parser|reader|writer|package|module|SDK|"
    "API|engine|implementation|wrapper|binding|plugin|extension|CLI|utility|program|application|"
    "app|finder|compiler|linter|formatter|generator|database|driver|platform|runner|solution|port|interface|"
    "crate|gem|suite"
)
_DESCRIPTION = re.compile(
    rf"(?:(An?)|(The)) (?=(?:{_NO_VERB}(?:[A-Z][\w.+#/-]*|[\w.+#/-]*?(?:[^s\W]|ss|us))"
    rf"(?: \([^)]*\))?,? ){{0,8}}?(?:{_KINDS_OF_PRODUCT})"
    r"(?:[,.:;]|$| [—–-] | (?:for|that|which|to|written|built)\b| (?:in|by) [A-Z]|(?(1) of\b|$)))"
)
"""An article, words none of which can be a verb, and a noun that says what a product is."""


def with_subject(text: str, name: str) -> str:
    """Return "NAME is ..." for a description that is a noun phrase; other text as it is."""
    match = _DESCRIPTION.match(text)
    if match is None:
        return text
    return f"{name} is {(match[1] or match[2]).lower()} {text[match.end() :]}"
