"""Whether a text can stand alone: what leans back, points elsewhere, announces, begs."""

import re

from launch.wording.sentences import sentences

PREVIOUS = re.compile(
    r"\b(?:previous|preceding|above|earlier|last) (?:\w+ )?"
    r"(?:example|code|snippet|section|command)s?\b"
    r"|\b(?:example|code|snippet|command)s? above\b",
    re.IGNORECASE,
)
LOOKS_BACK = re.compile(
    r"\b(?:in|from|with|by) (?:this|the) (?:example|snippet|code|case|command|output)\b"
    r"|^(?:this|the) (?:example|code|snippet|command|output)\b|\bhere\b(?! (?:is|are)\b)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LEANS = re.compile(
    r"^\(|^where `|^you['’]ve (?:already )?(?:seen|learned)\b|^expected outputs?\b|"
    r"^[^,.]{3,60}, however, |^[*_]*(?:…|\.{2,})|^note the `|"
    r"^if (?:that|this) (?:fails|works|happens)\b|"
    r"^you (?:will|should|could|would|might) (?:now |then )?(?:get|see|configure|do) "
    r"(?:back|that|this|something)\b|^[*_]*(?:e\.g\.|i\.e\.)|^note how\b|"
    r"^[*_]*(?:unfortunately|(?:un)?luckily|that['’]s|this['’]s|"
    r"(?:the|one) (?:down ?side|up ?side|(?:old|new) (?:way|approach)|"
    r"issue|problem|reason|idea|point|trick|solution|catch) (?:is|here)|"
    r"what(?:['’]s| is) (?:important|happening|more)|"
    r"there (?:is|are) (?:one|two|another|a few|some) (?:more|other)|so what|"
    r"this|that|these|those|it(?!(?: is|['’]s) (?:\w+ )?(?:possible|useful|recommended|important|"
    r"necessary|valuable|helpful|usual|common|best|good|safe|worth|advisable|required|convenient|"
    r"difficult|hard|not)\b)|its|it['’]s(?! (?:\w+ )?(?:possible|useful|recommended|important|"
    r"necessary|valuable|helpful|usual|common|best|good|safe|worth|advisable|convenient)\b)|"
    r"they|their|such|however|but|also|instead(?! of)|"
    r"otherwise|then|therefore|thus|so|and|or|alternatively|similarly|likewise|again|which|"
    r"in this case|in that case|in such (?:cases?|a case)|in the (?:\w+ )?example above|"
    r"the (?:\w+ )?(?:example|code|snippet|command|output|function|program|script)s? above|"
    r"as (?:above|before|such|a result)|the (?:above|same|latter|former|"
    r"previous|first|second|other)|for (?:example|instance|this|that)|doing (?:so|this)|"
    r"use (?:it|this|them|these)\b|(?:the )?outputs?|(?:the )?results?|prints?|both|neither|here|"
    r"note that this|additionally|"
    r"furthermore|moreover|besides|now|next|finally|in addition(?! to (?!th))|e\.g\.|i\.e\.|"
    r"to do (?:so|this)|"
    r"more (?:specifically|precisely)|(?:you|they) (?:can|will|may|could|"
    r"should) (?:\w+ )?(?:then|also|now|"
    r"still)|as well as|with (?:this|that)|because of (?:this|that)|after (?:this|that)|"
    r"once (?:done|this)|on the (?:other hand|contrary)|by the way|conversely|by contrast|"
    r"(?:you (?:can|may) |to )?(?:pass|use|run|combine|set|try|call|put) (?:this|that|it|them) "
    r"(?:to|as|in|with|from|by|for)|in contrast|as you can see|as (?:shown|seen)|"
    r"(?:you|one) can (?:do|achieve|accomplish) (?:so|this|that|it)|to that end|"
    r"the following (?:steps?|exercise)s? (?:use|show|assume))\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:in|with|to|of|for|around|by|from|at|on|like|about|via|using|solve|simulate|achieve|"
    r"avoid|"
    r"fix|prevent|do|doing|within)\s+(?:this|these|that|those)\b"
    r"(?!:$)(?! (?:page|section|document|chapter|guide|article|tutorial|documentation))"
    r"|\bthis (?:case|approach|behaviou?r|problem|issue|method|name|technique|pattern|means)\b"
    r"|^(?:Option )?\d+ and \d+\b|"
    r"\bthe given (?:example|code|snippet|program|command)\b|^(?:For all other|"
    r"The (?:dis)?advantage|Another)\b",
    re.IGNORECASE,
)
_THIS = re.compile(r"\b(?:this|these|those) ([a-z]{3,})\b", re.IGNORECASE)
_POINTER = re.compile(
    r"\b(?:see|as|described|shown|mentioned|listed|discussed|explained|noted|given|defined)\b[^.]*"
    r"\b(?:above|below|earlier|later|previously|following section|next section|here)\b"
    r"|\bthe (?:\w+ )?(?:example|code|snippet|command|section|page|list|table|output|"
    r"figure)s? (?:above|below)\b"
    r"|\b(?:the|in) above\b|\bthe (?:\w+ ){1,3}above\b|\bkeep reading\b|\bthese (?:docs|pages|"
    r"sections|documents)\b"
    r"|\b(?:previous|next|following|preceding) (?:section|chapter|page|paragraph|example)\b"
    r"|\bthis (?:page|section|document|chapter|guide|article|tutorial|readme|documentation|file|"
    r"list)\b"
    r"|\b(?:in|see|read|check(?: out)?|refer to|consult|visit|have a look at) the "
    r"(?:section|chapter|wiki|docs|documentation|website|readme|changelog|source)\b"
    r"|(?:^|[.;:(,—–] ?\(?|\b(?:please|also|and|or) )see (?!(?:[\w'’]+ ){0,4}\[|how|if|that|what|"
    r"whether|which|it|them|you|your|a |an |all|any)"
    r"|\b(?:click|press) here\b|\bfor more (?:information|details?|info)\b"
    r"|(?<!to )(?<!can )(?<!will )\bsee (?:also|the (?!\w+ (?:\w+ )?(?:in|of|on|that|as|when|"
    r"with)\b))"
    r"|^as (?:mentioned|said|described|noted|explained) (?:before|earlier|previously)\b"
    r"|^as (?:mentioned|discussed|noted|described|explained|seen) in\b"
    r"|\b(?:you|they) (?:just |have |already )?(?:"
    r"wrote|written|created?|saw|seen|defined|added|made|set up|"
    r"installed|used) (?:\w+ ){0,3}(?:above|earlier|before|previously)\b|\bthe tutorial\b"
    r"|\b(?:important|used|shown|written|done|happens?|given|note) here\b"
    r"|\w here (?:makes?|is|means)\b"
    r"|\b(?:all|each|both|most) (?:of )?(?:the|these) (?:following )?examples\b"
    r"|\bscreenshots?\b|\b(?:picture|diagram|figure|image|screencast|video) (?:above|below|"
    r"shows)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?<![\w`'’/])(?:me|I|I['’](?:m|ve|ll|d)|my|mine|myself)(?![\w`'’./-])|"
    r"(?<![\w`])My(?![\w`'’./-])"
)
"""One person speaking; the "we" of a document is its authors and readers, and may stay."""
_BEGGING = re.compile(
    r"\b(?:(?:do not|don['’]t|never) commit|before (?:committing|submitting)|git hooks?|"
    r"tidelift|commercial support|(?:was|were) originally|"
    r"originally (?:created|written|developed)|used (?:by|in) (?:a number|"
    r"many|several|various|millions|thousands) (?:of )?|"
    r"follow (?:their|the|its) (?:official |own )?(?:documentation|docs|instructions)|"
    r"star (?:us|this|the repo)|sponsor|donate|pull requests?|contributions?|feel free to|"
    r"join (?:us|our|the)|follow us|mailing list|discord|slack channel|gitter|thanks? (?:to|you)|"
    r"(?:is|are) (?:very |super |really |as )?(?:easy|simple|straightforward|a breeze)[.!]$|"
    r"at no cost|"
    r"commercial (?:edition|version|product|licen[cs]e|library)|free trial|pricing|purchase|hiring|"
    r"\bPR \[?#|#\d{2,}|volunteers?|contributors?|no promises|in the past,|historically|"
    r"credit (?:is|goes)|inspired by|inspiration|at the time of writing|"
    r"happy (?:coding|hacking)|enjoy|subscribe|newsletter|copyright|all rights reserved)\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\blet['’]s (?!say|suppose|assume|imagine)|"
    r"\bin (?:several|many|a few|different|various|two|three) ways\b\.?$|"
    r"\b(?:as follows|like (?:this|so)|such as these|the following)\b(?![^.]*: \S)",
    re.IGNORECASE,
)
_ONLY_POINTS = re.compile(
    r"^(?:please |you can )?(?:find|see|check|refer to|read|visit|consult|view|browse)\b"
    r"|^learn (?:more|how)\b|^more (?:in|at|on)\b"
    r"|^for (?:more|a|an|the|full|all|further|details|complete|information|other|instructions)\b.*"
    r"\b(?:see|refer|check|visit|read|consult|have a look|take a look)\b"
    r"|\b(?:can be found|(?:is|are) (?:documented|described|listed|explained|covered))\b[^.]*\]\(",
    re.IGNORECASE,
)
_HEADLESS = re.compile(
    r"(?:May|Can|Will|Should|Must|Is|Are|Has|Have|Was|Were)\s(?!.*\?)|"
    r".*(?:\bthe (?:output|result) (?:would|will) be\b)"
)


_FORWARD = re.compile(
    r"(?<!in )(?<!with )(?<!for )(?<!by )(?<!to )(?<!of )\b(?:these|this) \w+[^.]*:$|"
    r"\b(?:like|as|try|run|use|add|see|write|following) (?:this|these):$",
    re.IGNORECASE,
)


_SHOWS_NEXT = re.compile(
    r"(?:here(?:['’]s| is|,? (?:we|you|the|an?)) |this (?:\w+ ){0,2}(?:program|example|snippet|"
    r"code|script|command|"
    r"sample|function|recipe|query|config(?:uration)?)s? (?!above\b)[a-z]+s\b)",
    re.IGNORECASE,
)


def shows_next(text: str) -> bool:
    """Return whether a text that opens a section speaks of the code that follows it."""
    return _SHOWS_NEXT.match(text) is not None


_THE_PRODUCT = re.compile(
    r"^this (?=(?:repository|repo|project|library|package|module|tool|crate|gem|program|plugin|"
    r"framework|sdk|toolkit)\b)",
    re.IGNORECASE,
)
"""How a README speaks of its product: that stands alone."""


def leans(text: str) -> bool:
    """Return whether a text leans on what stands before it, by how its first sentence speaks."""
    text = _THE_PRODUCT.sub("", text)
    if _LEANS.match(text) is not None:
        return True
    first = _CODE.sub("x", "".join(sentences(text[:400])[:1]))
    if first.endswith(":") and _FORWARD.search(first):
        return False
    return _BACK.search(first) is not None or any(
        match[1].lower().rstrip("s") not in first[: match.start()].lower()
        for match in _THIS.finditer(first)
    )


_OWN_DOCUMENT = re.compile(
    r"\bthis (?:readme|document|guide|section|chapter|article|tutorial)\b|"
    r"\b(?:about|on) (?:this|that|it) (?:later|below)\b|"
    r"^(?:more|further) details? (?:about|on|later)",
    re.IGNORECASE,
)


def unfit(bare: str, *, bound: bool) -> str | None:
    """Return why a sentence (code spans masked) is not told, or None; ``bound``: code is near."""
    if _BEGGING.search(bare):
        return "speaks of the project, not of the product"
    if _OWN_DOCUMENT.search(bare):
        return "speaks of its own document"
    if not bound and _POINTER.search(bare):
        return "points to another place"
    if not bound and _ANNOUNCES.search(bare):
        return "announces what does not follow"
    if _PERSON.search(re.sub(r"\]\([^)]*\)", "]", bare)):
        return "speaks in the first person"
    return None


_LEADS_AWAY = re.compile(
    r"\b(?:see|read|visit|click|refer|consult|browse|watch|checkout|"
    r"check (?:out|the|our)|follow|join|"
    r"learn (?:more|how)|download(?:ed|s)?|available (?:here|at|from)|hosted (?:at|on)|"
    r"found (?:here|at|on|in)|(?:documented|described|explained|listed|discussed|published|"
    r"reported) (?:here|at|in|on|by)|more (?:information|details?|info|about)|have a look|"
    r"take a look|look at|head over|go to|sign up|register|subscribe|report|open an issue|"
    r"ask|contact|sponsor|thanks|maintained|original(?:ly)?|courtesy|"
    r"credits?|written by|created by|developed by|powered by|via this|at the following|"
    r"link)\b",
    re.IGNORECASE,
)


def leads_away(bare: str) -> bool:
    """Return whether a sentence with links to other hosts is there to lead to them."""
    return _LEADS_AWAY.search(bare) is not None


_VERBS = re.compile(
    r"\b(?:is|are|was|were|has|have|can|cannot|will|may|should|must|do(?:es)?|[a-z]+(?:ides|ows|"
    r"ets|"
    r"orts|akes|"
    r"elps|ables|ses|uns|eads|rites|ontains|akes|ives|ets|rns|tes|ves|res|ings|eps))\b(?!-)"
)


def has_verb(bare: str) -> bool:
    """Return whether a sentence holds a finite verb, or opens with what to do."""
    return _VERBS.search(bare) is not None or _ORDERS.match(bare) is not None


_ORDERS = re.compile(
    r"(?:[*_`]*\w+[*_`]*: )?(?:Use|Set|Run|Press|Add|Call|Pass|Create|Make|Open|Put|Choose|Select|"
    r"Install|Enable|Disable|Specify|Define|Write|Copy|Replace|Remove|Configure|Type|Enter|"
    r"Start|Stop|Check|Ensure|Keep|Do not|Don['’]t|Never|Always|Display|Print|Show|Return|"
    r"Provide)\b"
)


def is_description(bare: str) -> bool:
    """Return whether the first sentence is a noun phrase that tells what something is."""
    first = "".join(sentences(bare)[:1])
    head = re.split(r"\b(?:for|that|which|to|written|with|using|built|—|–| - )\b|[—–(,]", first)[0]
    return re.match(r"(?:An?|The) \w", first) is not None and _VERBS.search(head) is None


def headless(bare: str, *, introduces: bool) -> str | None:
    """Return why a paragraph says nothing by itself: it only points, or has no subject."""
    parts = sentences(bare)
    if all("](" in part and _ONLY_POINTS.search(part) for part in parts):
        return "only points to another place"
    if _HEADLESS.match(parts[0]) and not introduces:
        return "has no subject"
    return None
