"""Text of a product as a model may see it: nothing in it that a person reading would not see."""

import re

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# Format, direction, joining, filling, tag and variation marks; controls but tab and newline.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U000e0000-\U000e0fff\ue000-\uf8ff\ud800-\udfff]"
)


def plain(text: str) -> str:
    """Return the text without HTML comments and hidden or bidirectional characters.

    Characters go first, so that none of them can hide a comment's marks; what is left when a
    comment goes is looked at again.
    """
    text = _HIDDEN.sub("", text)
    while True:
        bare = _COMMENT.sub("", text)
        if bare == text:
            return text
        text = bare
