"""The product's licence: the manifest's expression, else what the licence file's text is."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Protocol, cast

from license_expression import ExpressionError, get_spdx_licensing

from launch.contracts.repo_inventory import Licence, Manifest
from launch.intake.product.licence_texts import licence_of_text
from launch.intake.product.manifests.requirements import spdx_of_classifier

_SPOKEN = {
    "mit license": "MIT", "the mit license": "MIT", "the mit license (mit)": "MIT",
    "mit/x11": "MIT",
    "apache 2.0": "Apache-2.0", "apache 2": "Apache-2.0", "apache-2": "Apache-2.0",
    "apache license 2.0": "Apache-2.0", "apache license, version 2.0": "Apache-2.0",
    "the apache license, version 2.0": "Apache-2.0", "apache license version 2.0": "Apache-2.0",
    "the apache software license, version 2.0": "Apache-2.0", "apache2": "Apache-2.0",
    "apache software license 2.0": "Apache-2.0",
    "new bsd license": "BSD-3-Clause", "bsd-3": "BSD-3-Clause", "bsd 3-clause": "BSD-3-Clause",
    "3-clause bsd": "BSD-3-Clause", "3-clause bsd license": "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause", "modified bsd license": "BSD-3-Clause",
    "bsd-2": "BSD-2-Clause", "bsd 2-clause": "BSD-2-Clause", "simplified bsd": "BSD-2-Clause",
    "the bsd 2-clause license": "BSD-2-Clause", "the bsd 3-clause license": "BSD-3-Clause",
    "gplv2": "GPL-2.0-only", "gplv2+": "GPL-2.0-or-later", "gplv3": "GPL-3.0-only",
    "gplv3+": "GPL-3.0-or-later", "lgplv3": "LGPL-3.0-only", "lgplv3+": "LGPL-3.0-or-later",
    "lgplv2.1": "LGPL-2.1-only", "lgplv2.1+": "LGPL-2.1-or-later", "agplv3": "AGPL-3.0-only",
    "agplv3+": "AGPL-3.0-or-later", "mpl 2.0": "MPL-2.0", "mozilla public license 2.0": "MPL-2.0",
    "isc license": "ISC", "the unlicense": "Unlicense", "public domain": "",
    "eclipse public license 2.0": "EPL-2.0", "eclipse public license - v 2.0": "EPL-2.0",
}  # fmt: skip
"""How manifests spell a licence in words, where the words name exactly one."""

_KEPT_GNU = re.compile(r"^(?:A|L)?GPL-\d\.\d$")


def licence_of(manifests: tuple[Manifest, ...], texts: Mapping[str, str], subdir: str) -> Licence:
    """Return the product's licence; ``texts`` are the licence files by path.

    The nearest licence file counts: the product's folder first, then the root.
    """
    product = [manifest for manifest in manifests if manifest.is_product]
    stated = next((spdx for m in product if (spdx := _stated(m))), None)
    ranked = sorted(texts, key=lambda path: _distance(path, subdir))
    near = [path for path in ranked if _distance(path, subdir)[0] < 2]
    path = near[0] if near else None
    by_text = _texts_agree(near, texts)
    if stated is not None:
        its_own = licence_of_text(texts[path]) if path is not None else None
        return Licence(path=path, spdx=stated, source="manifest", text_spdx=its_own)
    if path is None:
        return Licence(path=None, spdx=None, source="none")
    return Licence(path=path, spdx=by_text, source="text", text_spdx=by_text)


def _distance(path: str, subdir: str) -> tuple[int, int, str]:
    folder, _, name = path.rpartition("/")
    near = 0 if folder == subdir else 1 if folder in ("", "LICENSES") else 2
    plain = re.fullmatch(r"(?i)(?:un)?licen[cs]e(?:\.\w+)?", name) is not None
    copying = re.match(r"(?i)copying", name) is not None
    return near, 0 if plain else 1 if copying else 2, path


def _texts_agree(near: list[str], texts: Mapping[str, str]) -> str | None:
    """Return the one licence that the nearest files are; None where they are several."""
    if not near:
        return None
    first = licence_of_text(texts[near[0]])
    others = {licence_of_text(texts[path]) for path in near} - {None}
    if first is not None and _plainly_named(near[0]):
        return first
    return others.pop() if len(others) == 1 else None


def _plainly_named(path: str) -> bool:
    return (
        re.fullmatch(r"(?i)(?:licen[cs]e|copying)(?:\.\w+)?", path.rpartition("/")[2]) is not None
    )


def _stated(manifest: Manifest) -> str | None:
    return None if manifest.licence is None else spdx_expression(manifest.licence.value)


def spdx_expression(written: str) -> str | None:
    """Return the SPDX expression that a manifest means, or None where it names none."""
    if len(written) > 200 or "\n" in written:
        return licence_of_text(written)
    low = " ".join(written.strip().lower().split())
    if low in _SPOKEN:
        return _SPOKEN[low] or None
    if "::" in written:
        return spdx_of_classifier(written)
    if _KEPT_GNU.match(written.strip()):
        return written.strip()
    spelled = (
        re.sub(r"\s*/\s*", " OR ", written) if re.fullmatch(r"[\w.+ /-]+", written) else written
    )
    try:
        parsed = _licensing().parse(spelled, validate=True)
    except (ExpressionError, ValueError):
        return None
    return None if parsed is None else str(parsed)


class _Licensing(Protocol):
    def parse(self, expression: str, *, validate: bool) -> object: ...


@cache
def _licensing() -> _Licensing:
    return cast("Callable[[], _Licensing]", get_spdx_licensing)()
