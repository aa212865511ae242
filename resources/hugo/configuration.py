"""Whether a site can be worked on: Hugo loads its configuration, and the fence meets its pages.

Hugo tells of a broken file with a place, with a stream's place and a path, or with neither.
"""

import json
import re

from launch.errors import RepositoryError
from launch.intake.site.units import SiteUnit
from launch.ports import Tree
from resources.hugo.prepared import Prepared

_FAILED = re.compile(
    r"^(?:Error: )?failed to (?:load|create) config[\w ]*: (?P<rest>.*)$", re.DOTALL
)
_PLACE = re.compile(r'"(?P<file>[^"]+):(?P<line>\d+):\d+": (?P<reason>.*)$', re.DOTALL)
_PATH = re.compile(r'for path "(?:config/)?(?P<path>[^"]+)"')
_NOISE = re.compile(r"^(?:\[\d+:\d+\] |unmarshal failed: |toml: )+")


def check_configuration(ready: Prepared, tree: Tree) -> None:
    """Refuse a site whose configuration Hugo cannot load; RepositoryError with file and line."""
    if ready.base.pages or ready.unit.synthesised:
        return
    for text in ready.base.error_texts:
        failed = _FAILED.match(text)
        if failed is not None:
            place = _place(failed["rest"], ready.unit, tree)
            raise RepositoryError(
                f"Hugo cannot load the site's configuration: {place}",
                hint="correct that file on the branch that `output.base_ref` names, or name"
                " another branch; `hugo config` in the site's folder says the same",
            )


def check_reach(allowed_paths: tuple[str, ...] | None, roots: tuple[str, ...]) -> None:
    """Refuse patterns none of which can fit a page that Hugo would publish; RepositoryError.

    ``roots`` are the site's content folders in the repository.
    """
    spelled = [re.split(r"[*?]", pattern)[0] for pattern in allowed_paths or ("",)]
    inside = [f"{root}/" for root in roots if root != "."]
    meet = any(one.startswith(root) or root.startswith(one) for one in spelled for root in inside)
    if not meet and "." not in roots:
        raise RepositoryError(
            f"the site's pages are below {' and '.join(inside)}, and `output.allowed_paths` names"
            f" only {', '.join(allowed_paths or ())}",
            hint=f"name a folder of the site's content, such as `{inside[0]}docs/my-product/**`",
        )


def _place(rest: str, unit: SiteUnit, tree: Tree) -> str:
    found, below = _PLACE.search(rest), _PATH.search(rest)
    if found is None:
        return f"{unit.config_files[0]}: {_one_line(rest)}"
    inside = f"config/{below['path']}" if below else found["file"]
    file = f"{unit.root}/{inside}".lstrip("/")
    line, reason = int(found["line"]), _one_line(_NOISE.sub("", found["reason"]))
    if file.endswith(".json"):
        line = _line_of_json(tree.read(file)) or line  # Hugo always says 1.
    return f"{file}:{line}: {reason}"


def _line_of_json(data: bytes | None) -> int | None:
    try:
        json.loads(data or b"")
    except json.JSONDecodeError as error:
        return error.lineno
    except UnicodeDecodeError:
        return None
    return None


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]
