"""From code as found to a snippet: its form, what it uses, lacks and reaches, and its rank."""

import ast
import re
from typing import Literal

from launch.contracts.claims import ReleaseState
from launch.contracts.product_facts import ProductFacts
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.snippet_catalog import Snippet, SnippetSource
from launch.digests import short_id
from launch.knowledge.snippets.found import FoundCode, fence_of
from launch.knowledge.snippets.normalise import Pasted, normalise
from launch.knowledge.snippets.other_names import read_other
from launch.knowledge.snippets.python_names import parse_python, read_python
from launch.knowledge.snippets.rank import Standing, only_installs, rank
from launch.knowledge.snippets.surface import PublicSurface
from launch.knowledge.snippets.syntax import DATA_LANGUAGES, Parse, knows, parses
from launch.knowledge.snippets.used import Used

_ADDRESS = re.compile(r"\b(?:https?|wss?)://(?!localhost|127\.|0\.0\.0\.0|\[::1)")
_FETCHES = re.compile(
    r"^\s*(?:sudo )?(?:\S*pip\S* install|pipx|uv |npm |npx |yarn |pnpm |go (?:get|install)|cargo |"
    r"brew |apt\S* |dnf |gem |composer |docker |git clone|curl |wget |dotnet add)",
    re.MULTILINE,
)
_LISTENS = re.compile(r"\.listen\(|ListenAndServe")
Form = Literal["program", "fragment", "signature", "session", "output"]
_SHELLS = {"bash", "powershell", "fish"}
_GENERIC_TITLE = re.compile(
    r"(?i)^(?:examples?|usage|overview|introduction|example usage|for example|e\.g\.?|note|code|"
    r"sample|like so|as follows|returns?|synopsis|table of contents|contents|readme)$"
)


def _is_torn(code: str) -> bool:
    """Return whether Python code lost its indents: it can be pasted nowhere."""
    try:
        ast.parse(code)
    except IndentationError as error:
        return "expected an indented block" in error.msg
    except (SyntaxError, ValueError, RecursionError):
        return False
    return False


class Judge:
    """Knows the product's surface, and makes snippets."""

    def __init__(self, inventory: RepoInventory, facts: ProductFacts) -> None:
        self.surface = PublicSurface(facts)
        self.main = fence_of(facts.identity.language)
        self.is_command = bool(facts.identity.commands) and not facts.identity.import_name
        self.packages = frozenset(
            re.sub(r"[-.]+", "_", dependency.name).lower()
            for manifest in inventory.manifests
            if manifest.is_product
            for dependency in manifest.dependencies
            if dependency.scope == "runtime"
        )

    def snippet(self, found: FoundCode, blob: str) -> Snippet | None:
        """Return the snippet, or None where there is nothing to show."""
        pasted = normalise(found.code, found.language)
        if not pasted.code.strip() or not knows(found.language):
            return None
        how = parses(pasted.code, found.language)
        if how == "no" and found.origin == "docstring":
            return None
        if found.language == "python" and _is_torn(pasted.code):
            return None
        used = self._used(pasted.code, found.language, how)
        if used.imports_product and not used.identifiers and found.language not in _SHELLS:
            used.identifiers |= {self.surface.identity.import_name} - {""}
        uses = bool(used.identifiers) or used.imports_product
        if found.origin == "example" and not uses and self._can_tell(used):
            return None
        form = _form(found, pasted, used, how)
        snippet = Snippet(
            id=short_id("s", found.language, pasted.code.split()),
            language=found.language,
            code=pasted.code,
            form=form,
            sources=(_source(found, blob),),
            title=_title(found),
            identifiers=tuple(sorted(used.identifiers)),
            unresolved=tuple(sorted(used.unresolved)),
            undeclared=tuple(sorted(used.names | used.needs)),
            needs_network=_needs_network(pasted.code, found.language),
            output=found.output or pasted.output,
            transcript=pasted.transcript,
            parses=how != "no",
            release=self._release(used, pasted.code, found.language),
        )
        standing = Standing(
            uses_product=uses,
            effect=used.effect,
            main_language=self._is_main(found.language, used),
        )
        return snippet.model_copy(update={"rank": rank(snippet, standing)})

    def _can_tell(self, used: Used) -> bool:
        """Return whether an example that uses nothing of the product is sure to use nothing."""
        relative = any(name.startswith(".") for name in used.names)
        return bool(self.surface.identity.import_name) and not relative

    def _used(self, code: str, language: str, how: Parse) -> Used:
        if how == "no":
            return Used()
        if language == "python":
            return read_python(code, self.surface, self.packages) or Used()
        return read_other(code, language, self.surface)

    def _is_main(self, language: str, used: Used) -> bool:
        if self.is_command:
            return language in _SHELLS and used.imports_product
        javascript = {"javascript", "typescript", "tsx"}
        return language == self.main or {language, self.main} <= javascript

    def _release(self, used: Used, code: str, language: str) -> ReleaseState:
        symbols = self.surface.symbols
        states = {symbols[name].release for name in used.identifiers if name in symbols}
        if language in _SHELLS and used.imports_product:
            flags = set(re.findall(r"(?<!\S)--[\w-]+", code))
            states |= {"unreleased"} if flags & self.surface.unreleased_flags else set()
        if "unreleased" in states:
            return "unreleased"
        return "released" if states == {"released"} else "unknown"


def _form(found: FoundCode, pasted: Pasted, used: Used, how: Parse) -> Form:
    if pasted.session and not (used.complete and used.imports_product and used.effect):
        return "session"
    if _is_signature(pasted.code, found.language):
        return "signature"
    uses = used.imports_product or bool(used.identifiers)
    if found.language in _SHELLS:
        uses = uses or only_installs(pasted.code, found.language)
    else:
        uses = uses and used.effect and found.origin != "test"
    return "program" if how == "alone" and used.complete and uses else "fragment"


def _source(found: FoundCode, blob: str) -> SnippetSource:
    return SnippetSource(
        path=found.path,
        first_line=found.line,
        last_line=max(found.line, found.last_line),
        blob=blob,
        origin=found.origin,
        heading_path=found.heading_path,
        introduced_by=found.introduced_by,
    )


def _title(found: FoundCode) -> str:
    """Return what the code shows: its own title, else the nearest heading that says something."""
    if found.title:
        return found.title
    named = [title for title in found.heading_path if not _GENERIC_TITLE.match(title.strip(" :"))]
    if found.origin == "docstring":
        return ""
    return named[-1] if named else ""


def _needs_network(code: str, language: str) -> bool:
    if language in DATA_LANGUAGES:
        return False
    if language in _SHELLS:
        return bool(_FETCHES.search(code) or _ADDRESS.search(code))
    bare = re.sub(r"(?m)^\s*(?://|#|\*).*$|\"\"\"[\s\S]*?\"\"\"", "", code)
    return bool(_ADDRESS.search(bare)) and not _LISTENS.search(bare)


def _is_signature(code: str, language: str) -> bool:
    if language != "python":
        return False
    tree = parse_python(code)
    if tree is None or not tree.body:
        return False
    shapes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return all(isinstance(item, shapes) and _is_hollow(item) for item in tree.body)


def _is_hollow(item: ast.stmt) -> bool:
    body = getattr(item, "body", [])
    return all(
        isinstance(part, ast.Pass)
        or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
        for part in body
    )
