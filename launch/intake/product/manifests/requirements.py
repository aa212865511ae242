"""What Python's manifests share: requirement strings, licence classifiers, literals."""

import ast
from collections.abc import Iterable

from packaging.requirements import InvalidRequirement, Requirement

from launch.contracts.repo_inventory import ManifestDependency
from launch.intake.product.manifests.reading import ManifestFile

_CLASSIFIED = {
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "The Unlicense (Unlicense)": "Unlicense",
    "zlib/libpng License": "Zlib",
    "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
    "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
}
"""Classifiers that name one licence; "BSD License" names several, and so none."""


def spdx_of_classifier(classifier: str) -> str | None:
    """Return the SPDX identifier of a trove classifier, or None where it is not one licence."""
    return _CLASSIFIED.get(classifier.rpartition(" :: ")[2]) if "License ::" in classifier else None


def requirements(
    file: ManifestFile, listed: object, scope: str, group: str, start: int
) -> Iterable[ManifestDependency]:
    """Yield the dependencies of a list of requirement strings; what does not parse is left out."""
    for item in listed if isinstance(listed, list) else []:
        if not isinstance(item, str):
            continue
        try:
            parsed = Requirement(item)
        except InvalidRequirement:
            continue
        marker = f"; {parsed.marker}" if parsed.marker else ""
        yield ManifestDependency.model_validate(
            {
                "name": parsed.name,
                "requirement": f"{parsed.specifier}{marker}",
                "scope": scope,
                "group": group,
                "line": file.line_with(item, start),
            }
        )


def literal(node: ast.expr | None) -> object:
    """Return a literal's value, or None where it is computed."""
    if node is None:
        return None
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return None
