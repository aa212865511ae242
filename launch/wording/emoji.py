"""Pictographs, as characters and as the short names that hosts turn into them."""

import re

_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3"
    "\U000e0020-\U000e007f]+"
)
_SHORT_EMOJI = re.compile(
    r"(?<![\w`:]):(?:smil(?:e|ey)|grin(?:ning)?|wink|laughing|joy|slightly_smiling_face|heart|star2?|"
    r"sparkles|fire|rocket|tada|zap|boom|warning|bulb|memo|books?|bug|wrench|hammer|gear|key|lock|"
    r"package|construction|white_check_mark|heavy_check_mark|x|point_right|thumbs(?:up|down)|"
    r"[+-]1|wave|eyes|information_source|exclamation|question|art|recycle|link|clap|muscle):(?![\w`:])"
)


def without_emoji(text: str) -> str:
    """Return a text without pictographs, ``:smile:`` too; arrows and keyboard signs stay."""
    return _SHORT_EMOJI.sub("", _EMOJI.sub("", text))
