"""Texts that never become a claim: they run downloads, want secrets, speak to a model, and so on.

Each screen looks at source text and returns the reason, or None.
"""

import re
from typing import Literal
from urllib.parse import urlsplit

from launch.checks.addresses import may_be_called, own_url

Reason = Literal[
    "downloads_and_executes", "asks_for_credentials", "addresses_a_model", "foreign_host",
    "other_language", "unproved_universal", "unreleased", "unreadable",
]  # fmt: skip

_FETCH = r"(?:curl|wget|fetch|iwr|irm|Invoke-WebRequest|Invoke-RestMethod|Invoke-Expression)\b"
_DOWNLOADS = re.compile(
    rf"{_FETCH}[^\n|;]*(?:\|\s*(?:sudo\s+)?(?:\w+=\S+\s+)*(?:ba|z|da|k|fi)?sh\b|\|\s*(?:sudo\s+)?"
    rf"(?:python|perl|ruby|node|iex|pwsh|powershell|Invoke-Expression)\w*\b)"
    rf"|(?:ba|z)?sh\s+(?:-c\s+)?[\"']?(?:<\(|\$\()\s*{_FETCH}"
    rf"|\beval\s+[\"']?\$\(\s*{_FETCH}|\b(?:iex|Invoke-Expression)\b.*{_FETCH}"
    rf"|\|\s*(?:sudo\s+)?(?:ba|z)sh\b|python3?\s+-c\s+[\"'][^\n]*urlopen[^\n]*exec",
    re.IGNORECASE,
)
_CREDENTIALS = re.compile(
    r"\b(?:enter|send|paste|share|provide|submit|give|post|email|type in|supply|disclose|tell us)\b"
    r"[^.\n]{0,40}\byour\b[^.\n]{0,30}\b(?:password|passphrase|private key|secret key|credentials?|"
    r"api[ _-]?key|access token|seed phrase|credit card|recovery code|auth(?:entication)? token)\b"
    r"|(?:api[_-]?key|token|secret|passw(?:or)?d)\w*[\"']?\s*[:=]\s*[\"']?[A-Za-z0-9_\-]{20,}",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|all|"
    r"any|"
    r"your|system)\b[^.\n]{0,30}\b(?:instructions?|prompts?|rules|guidelines|context)\b"
    r"|\b(?:as an? |dear |attention,? |note to |instructions? (?:for|to) )(?:ai|llm|large language "
    r"model|language model|assistant|agent|chatbot|documentation (?:generator|writer|bot))s?\b"
    r"|\byou are (?:now )?(?:an? )?(?:ai|assistant|language model|helpful|documentation)\b"
    r"|<\|?(?:im_start|im_end|system|endoftext)\|?>|\[/?INST\]|"
    r"^\s*(?:system|assistant|developer)(?: (?:prompt|message|instruction)s?)?\s*:"
    r"|\b(?:reveal|repeat|print|output|leak|ignore|disregard|override|forget|change|your)\b"
    r"[^.\n]{0,30}\bsystem prompt\b|\bjailbreak\b|"
    r"\bif you(?:'re| are) an? (?:ai|llm|language model|agent)\b",
    re.IGNORECASE | re.MULTILINE,
)
_INVISIBLE = re.compile(
    "[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_BINARY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]")
_FUTURE = re.compile(
    r"\b(?:coming soon|stay tuned|work in progress|WIP|TODO|FIXME|TBD|not yet released|unreleased|"
    r"canary(?:-only)?|has(?: not|n['’]t)(?: yet)? (?:shipped|been released)|"
    r"in the (?:next|upcoming) (?:release|version)|planned (?:for|features?)|roadmap|"
    r"will (?:also |then |soon |eventually |later )?be "
    r"(?:added|released|supported|available|implemented|removed)|under construction)\b",
    re.IGNORECASE,
)
_UNIVERSAL = re.compile(
    r"(?<!not )\b(?:100\s?% (?!of (?:the )?(?:width|height|cpu))\w|officially?\b|"
    r"complete (?:list|reference|implementation|support|"
    r"coverage|"
    r"set|solution|overview|documentation)|fully[ -](?:compatible|compliant|supports?|supported|"
    r"featured|functional|tested|posix)|full (?:[\w-]+ )?(?:support|compatibility|coverage)|"
    r"super[- ]high|"
    r"all (?:the )?(?:features|platforms|formats|browsers|operating systems|languages|major|"
    r"popular|common|"
    r"known|existing|your needs|kinds of)|every (?:feature|platform|format|language|need|use case)|"
    r"any (?:platform|format|language|device)|the world'?s|"
    r"the (?:best|fastest|easiest|simplest|only|most (?:popular|powerful|advanced|complete|"
    r"widely)) (?:[\w-]+ )?(?:librar|tool|framework|solution|parser|client|package|choice|"
    r"implementation|engine|product|project|reader|writer|converter|program|module|crate|gem)|"
    r"(?<!n['’]t )(?<!not )(?<!no )(?<!strong )guarantee[sd]?\b(?! that no)|bug[- ]free|"
    r"never (?:fails?|crash)|zero[- ](?:config\w*|overhead|cost)|"
    r"trusted by|used by (?:many|thousands|millions|companies)|battle[- ]tested|"
    r"drop-in replacement|"
    r"no other|\d+(?:\.\d+)?\s?(?:x|times) (?:faster|slower|smaller)|"
    r"(?:much|far|significantly|way) (?:faster|slower|smaller) than)",
    re.IGNORECASE,
)  # fmt: skip
_URL = re.compile(r"https?://[^\s<>()\[\]\"'`]+|(?<=\]\()//[^\s)]+")
STOP_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "is",
        "are",
        "for",
        "and",
        "or",
        "with",
        "on",
        "by",
        "from",
        "as",
        "at",
        "be",
        "can",
        "it",
        "this",
        "that",
        "if",
        "you",
        "your",
        "not",
        "will",
        "when",
        "which",
        "use",
        "used",
        "using",
        "has",
        "have",
        "all",
        "any",
        "its",
        "one",
        "into",
        "via",
        "than",
        "but",
        "no",
        "so",
        "do",
        "does",
        "how",
        "where",
        "each",
        "only",
        "also",
        "more",
        "see",
        "these",
        "those",
        "them",
    ]
)
_FOREIGN_WORDS = frozenset(
    [
        "der",
        "die",
        "das",
        "und",
        "ist",
        "nicht",
        "ein",
        "eine",
        "einen",
        "mit",
        "für",
        "von",
        "auf",
        "den",
        "dem",
        "des",
        "sich",
        "auch",
        "wird",
        "werden",
        "le",
        "la",
        "les",
        "des",
        "une",
        "est",
        "pour",
        "dans",
        "sur",
        "avec",
        "qui",
        "que",
        "pas",
        "vous",
        "nous",
        "sont",
        "cette",
        "el",
        "los",
        "las",
        "una",
        "para",
        "con",
        "por",
        "como",
        "del",
        "más",
        "o",
        "os",
        "as",
        "uma",
        "não",
        "com",
        "il",
        "lo",
        "gli",
        "per",
        "che",
        "di",
        "non",
        "sono",
        "een",
        "het",
        "van",
        "niet",
        "voor",
        "met",
        "zijn",
        "och",
        "att",
        "som",
        "är",
        "inte",
        "på",
        "och",
        "jest",
        "nie",
        "się",
        "oraz",
        "dla",
    ]
)


def hostile(text: str, *, in_code: bool = False) -> Reason | None:
    """Return why a text may not be told at all, or None; shortcodes in code are escaped later."""
    if _INVISIBLE.search(text):
        return "addresses_a_model"
    if _DOWNLOADS.search(text):
        return "downloads_and_executes"
    if _CREDENTIALS.search(text):
        return "asks_for_credentials"
    if _MODEL.search(text):
        return "addresses_a_model"
    is_template = not in_code and ("{{<" in text or "{{%" in text)
    return "unreadable" if _BINARY.search(text) or is_template else None


def promises(sentence: str) -> Reason | None:
    """Return why a sentence claims what nothing proves, or None."""
    if _FUTURE.search(sentence):
        return "unreleased"
    return "unproved_universal" if _UNIVERSAL.search(sentence) else None


def foreign_urls(
    text: str, hosts: tuple[str, ...], repository: str, package: str
) -> tuple[str, ...]:
    """Return the URLs in a text that lead neither to the product nor to its own host."""
    return tuple(
        url
        for url in _URL.findall(text)
        if not own_url(url.rstrip(".,;:"), hosts, repository, package)
    )


def foreign_code(
    code: str, hosts: tuple[str, ...], repository: str, package: str
) -> tuple[str, ...]:
    """Return the foreign URLs in code; hosts made to be called from examples are not foreign."""
    return tuple(
        url
        for line in code.split("\n")
        for url in foreign_urls(line, hosts, repository, package)
        if not may_be_called(urlsplit(url).hostname or "", line)
    )


def other_language(text: str) -> bool:
    """Return whether prose of some length is not English."""
    prose = re.sub(r"`[^`]*`|https?://\S+|\]\([^)]*\)", " ", text)
    letters = [char for char in prose if char.isalpha()]
    if not letters:
        return False
    foreign = sum(1 for char in letters if ord(char) > 0x24F)
    if foreign > len(letters) * 0.15:
        return True
    words = re.findall(r"[^\W\d_]+", prose.lower())
    english = sum(1 for word in words if word in STOP_WORDS)
    other = sum(1 for word in words if word in _FOREIGN_WORDS)
    return other >= 3 and other > english
