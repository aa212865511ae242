"""Speak to the reader where a document walks through code as "we"."""

import re

_ACTS = (
    "access|add|append|apply|assign|attach|bind|build|call|catch|change|check|choose|combine|compare|"
    "compose|concatenate|configure|construct|convert|create|declare|decode|define|disable|enable|"
    "encode|enter|execute|export|extend|extract|fetch|filter|find|format|generate|get|give|handle|"
    "import|inject|inspect|install|instantiate|integrate|invoke|iterate|let|limit|list|load|log|look|"
    "make|map|mark|match|mock|modify|move|name|need|open|override|parse|pass|perform|pick|print|put|"
    "query|raise|read|receive|register|remove|rename|render|replace|request|retrieve|return|reuse|"
    "run|save|see|select|send|serialize|set|show|sort|specify|split|start|stop|store|subscribe|"
    "switch|take|target|tell|test|throw|transform|try|turn|update|upload|validate|visit|wait|walk|"
    "wrap|write|deserialize|leverage|chain|want|expect|know|rely"
)
_PLAIN = (
    r"(?:now |then |also |first |just |simply |again |next )?"
    rf"(?:{_ACTS}|use|have|do|are(?= \w+ing\b))\b"
)
_MODAL = (
    r"(?:can|could|may|might|must|should|will|would|need to|have to|want to|would like to|"
    r"are going to)\b(?= (?:not |now |then |also |first |just |simply |always |easily |only )?"
    rf"(?:{_ACTS}|use|have|be able|do)\b)"
)
_PAST = (
    r"(?:have|had)(?= (?:now |just )?(?:added|assigned|called|configured|created|declared|defined|"
    r"imported|installed|loaded|made|named|opened|registered|saved|set|specified|stored|written|"
    r"wrapped)\b)"
)
_WE = re.compile(rf"\b([Ww])e (?={_MODAL}|{_PAST}|{_PLAIN})")
_SHORT = re.compile(
    rf"\b([Ww])e(?=['’](?:ll|d)(?: also| now| then| just| first)? (?:{_ACTS}|use|have|do)\b)"
)
_LETS = re.compile(r"\b([Ll])et(?:['’]s| us) (?:now |first |also |just )?([a-z])")
_US = re.compile(
    r"\b(allow(?:s|ing)?|let(?:s|ting)?|enabl(?:e|es|ing)|giv(?:e|es|ing)|help(?:s|ing)?|"
    r"tell(?:s|ing)?|show(?:s|ing)?|requir(?:e|es|ing)|provid(?:e|es|ing)|forc(?:e|es|ing)) us\b"
)
_OUR = re.compile(
    r"\b([Oo])ur (?!(?:communit|team|repo|docs|documentation|website|site|project|users?|contribut|"
    r"goal|tests?|releases?|policy|guide|maintain|sponsor|license|code of|own|implementation|"
    r"librar|"
    r"packages?|philosoph|aim|intention|discord|slack|blog)\w*)(?=[a-z`\x00])"
)


def address_reader(text: str) -> str:
    """Put "you" for the "we" that acts in a walk through code, and its "our", "us" and "let's".

    Verbs by which a project speaks of itself, such as "we recommend", stay as they are.
    """
    fresh = _WE.sub(lambda match: f"{'You' if match[1] == 'W' else 'you'} ", text)
    fresh = _SHORT.sub(lambda match: "You" if match[1] == "W" else "you", fresh)
    fresh = _LETS.sub(lambda match: match[2].upper() if match[1] == "L" else match[2], fresh)
    fresh = _US.sub(r"\1 you", fresh)
    return _OUR.sub(lambda match: f"{'Your' if match[1] == 'O' else 'your'} ", fresh)
