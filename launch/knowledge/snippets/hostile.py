"""Code and text that never becomes a snippet: it harms, asks for secrets, or addresses a model."""

import re
from typing import Literal

from launch.checks.addresses import is_reserved, may_be_called
from launch.knowledge.snippets.syntax import DATA_LANGUAGES

Reason = Literal[
    "downloads_and_executes", "asks_for_credentials", "addresses_a_model", "foreign_host",
    "unreadable",
]  # fmt: skip

_FETCH = r"(?:curl|wget|iwr|irm|invoke-webrequest|invoke-restmethod|fetch)\b"
_RUN = r"(?:sudo\s+(?:-\S+\s+)*)?(?:env\s+)?(?:/\S*/)?(?:ba|z|da|k|fi)?sh\b"
_EXECUTES = re.compile(
    rf"(?i){_FETCH}[^\n|;&]*\|\s*(?:{_RUN}|python\d?\b|perl\b|ruby\b|node\b|iex\b|"
    rf"invoke-expression\b)|(?:{_RUN}|source|\.|eval)\s+(?:-c\s+)?[\"']?(?:<|\$|`)\(?\s*{_FETCH}|"
    rf"\biex\b[^\n]*(?:{_FETCH}|downloadstring)|"
    rf"\b(?:exec|eval)\([^\n]*(?:urlopen|requests\.get|httpx\.get|fetch)\("
)
_CREDENTIAL = re.compile(
    r"\bgh[pousr]_\w{30,}|\bgithub_pat_\w{30,}|\bsk-[\w-]{20,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abpr]-\w+|"
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAIza[\w-]{30,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.|"
    r"(?i:\b(?:input|prompt|raw_input)\([^)\n]*(?:password|token|api.?key|secret))|"
    r"(?i:\b(?:paste|enter|send|post) your (?:\w+ ){0,2}"
    r"(?:password|token|api key|secret|credentials))"
)
_MODEL = re.compile(
    r"(?i)\b(?:ignore|disregard|forget)\s+(?:all\s+|any\s+|the\s+|your\s+|every\s+)*"
    r"(?:previous|prior|above|earlier|preceding)\s+(?:instruction|prompt|rule|direction|text)|"
    r"\b(?:note|message|instructions?|hint|attention)\b[^\n]{0,20}\b(?:to|for)\b[^\n]{0,20}"
    r"\b(?:AI\b|LLMs?\b|language models?|chat ?bots?|assistants?|agents?\b)|"
    r"<\|(?:im_start|system|endoftext)\|>|\b(?:reveal|repeat|leak|ignore|disregard|override|forget)\b"
    r"[^\n]{0,30}\bsystem prompt\b|"
    r"\bif you are an? (?:AI|LLM|language model|assistant)\b"
)
_INVISIBLE = re.compile(
    "[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
_URL = re.compile(r"\b(?:https?|wss?|ftp)://(?:[^\s/@\"'<>]*@)?(\[[^\]\s]+\]|[\w.-]+)")
_NAMESPACE = re.compile(
    r"(?:xmlns(?::\w+)?|xsi:\w+|\"?\$schema\"?)\s*[=:]\s*\"[^\"]*\"|<!DOCTYPE[^>]*>|#!.*"
)


def hostile(code: str, around: str, language: str, hosts: frozenset[str]) -> Reason | None:
    """Return why code must not be shown, or None; ``around`` is the text that introduces it."""
    text = f"{around}\n{code}"
    if _INVISIBLE.search(code):
        return "unreadable"
    if _EXECUTES.search(re.sub(r"\\\n", " ", text)):
        return "downloads_and_executes"
    if _CREDENTIAL.search(text):
        return "asks_for_credentials"
    if _MODEL.search(text):
        return "addresses_a_model"
    return "foreign_host" if foreign_hosts(code, language, hosts) else None


def foreign_hosts(code: str, language: str, hosts: frozenset[str]) -> tuple[str, ...]:
    """Return the hosts in the code's addresses that manifest and pilot do not name.

    Names reserved for documentation and private networks are nobody's, so they are not foreign;
    the names of XML namespaces and schemas are no addresses.
    """
    text = _NAMESPACE.sub("", code) if language in DATA_LANGUAGES else code
    found = {
        host
        for line in text.split("\n")
        for host in (name.lower().rstrip(".") for name in _URL.findall(line))
        if not _known(host, hosts) and not may_be_called(host, line)
    }
    return tuple(sorted(found))


def _known(host: str, hosts: frozenset[str]) -> bool:
    return is_reserved(host) or any(
        host == known or host.endswith(f".{known.removeprefix('www.')}") for known in hosts
    )
