"""Tell product documentation from internal notes, project matters, changelogs and translations."""

import re
import sys
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Literal

DocumentKind = Literal["product", "internal", "meta", "changelog", "translation", "tutorial"]

_CHANGELOG = re.compile(r"^(change[-_ ]?log|changes|history|news|release[-_ ]?notes?|releases|"
                        r"whatsnew|blog|posts?|articles|announcements?|version[-_]?\d.*|"
                        r"upgrad\w*|migrat\w*|v?\d+(\.\d+)+)([-_.].*)?$")  # fmt: skip
_META = frozenset(
    {"contributing", "contribute", "contributors", "code_of_conduct", "code-of-conduct", "conduct",
     "security", "governance", "maintainers", "maintaining", "authors", "support", "sponsors",
     "funding", "acknowledgements", "acknowledgments", "credits", "third_party", "third-party",
     "third_party_notices", "notice", "license", "licence", "copying", "copyright", "patents",
     "pull_request_template", "issue_template", "bug_report", "feature_request", "codeowners",
     "users", "adopters", "community", "team", "people", "legal", "privacy", "terms",
     "readme-template",
     "projects_using_cobra", "showcase", "testimonials"}
)  # fmt: skip
_INTERNAL = frozenset(
    {"agents", "claude", "gemini", "copilot-instructions", "adr", "adrs", "rfc", "rfcs", "design",
     "designs", "proposals", "proposal", "internal", "internals", "notes", "dev", "devel",
     "development", "developing", "developer-notes", "hacking", "architecture", "roadmap", "todo",
     "plan", "plans", "spec", "specs", "specification", "specifications", "meeting-notes",
     "release-process", "releasing", "release",
     "release_process", "build-plan", "backlog", "maint", "scripts", "tools", "tests", "test",
     "testing", "testdata", "fixtures", ".github", ".claude", ".cursor", "prompts", "benchmarks",
     "benchmark", "implementation", "status", "progress", "tasks", "decisions", "postmortems",
     "vendor", "wiki", "node_modules", "third_party", "ci", "workflows", "templates", "memory-bank",
     "bench"}
)  # fmt: skip
_INTERNAL_TOKENS = frozenset(
    {"plan", "plans", "progress", "readiness", "checklist", "implementation", "todo", "roadmap",
     "internal", "internals", "wip", "draft", "drafts", "retrospective", "backlog", "milestone",
     "milestones", "rfc", "adr", "proposal", "audit", "handoff", "onboarding", "worklog"}
)  # fmt: skip
_LOCALES = re.compile(
    r"^(ar|bn|cs|da|de|el|es|fa|fi|fr|he|hi|hu|id|it|ja|jp|ko|kr|nl|no|pl|pt|ro|ru|sv|th|tr|uk|vi|"
    r"zh|cn|tw)([-_][a-z]{2,4})?$",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"`([A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*)(?:\(\))?`")


_USER_PAGE = re.compile(
    r"(?:^|[-_. ])(?:(?:get|getting)[-_ ]?started|install\w*|quick-?start|usage|guide|syntax|faq|"
    r"tutorial|configuration|overview|introduction)(?:$|[-_. ])"
)
"""Names of pages that are written for users, however few of their words are symbols."""


def document_kind(path: str, text: str, known: frozenset[str]) -> DocumentKind:
    """Return what a document is, by its path and by the share of its identifiers that exist.

    ``known`` holds the last parts of every public name, flag and key of the product.
    """
    parts = [part.lower() for part in PurePosixPath(path).parts]
    stem = parts[-1].rsplit(".", 1)[0]
    if any(_LOCALES.match(part) for part in parts[:-1]) or _translated(stem):
        return "translation"
    names = [*parts[:-1], stem]
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", path.rsplit(".", 1)[0])
    tokens = set(re.split(r"[-_. /]+", spaced.lower()))
    if any(_CHANGELOG.match(name) for name in names):
        return "changelog"
    if any(name in _META for name in names) or {"third", "party"} <= tokens or "policy" in tokens:
        return "meta"
    paired = "design" in tokens and tokens & {"document", "doc", "notes", "decisions"}
    if tokens & _INTERNAL_TOKENS or paired or {"release", "process"} <= tokens:
        return "internal"
    if any(name in _INTERNAL or name.startswith(("adr-", "rfc-")) for name in names):
        return "internal"
    if stem.startswith("readme"):
        return "product"
    if any(part in {"tutorial", "tutorials"} for part in parts[:-1]):
        return "tutorial"
    if _USER_PAGE.search(stem):
        return "product"
    spans = {span.rsplit(".", 1)[-1] for span in _IDENTIFIER.findall(text) if _looks_coded(span)}
    if known and len(spans) >= 8 and len(spans & known) * 20 < len(spans):
        return "internal"
    return "product"


_IMPORT = re.compile(r"(?m)^(?:>>> )?[ \t]*(?:from|import)\s+([A-Za-z_]\w*)")


_STRANGERS = 3


def teaches_another(
    text: str, import_name: str, known: frozenset[str], inner: frozenset[str] = frozenset()
) -> bool:
    """Return whether a document's Python code imports some unknown package, never the product.

    ``known`` holds the tops of what the product depends on, ``inner`` the folders of its own code:
    a document that mostly imports one of these is about what is inside.
    """
    tops = [top for top in _IMPORT.findall(text) if top not in sys.stdlib_module_names]
    mine = import_name.split(".", maxsplit=1)[0]
    strangers = [top for top in tops if top != mine and top.lower() not in known]
    if not mine or len(strangers) < _STRANGERS or len(set(strangers)) != 1:
        return False
    return mine not in tops or (strangers[0] in inner and len(strangers) > 2 * tops.count(mine))


def _translated(stem: str) -> bool:
    last = re.split(r"[._-]", stem, maxsplit=1)
    return len(last) == 2 and last[0] in {"readme", "index"} and bool(_LOCALES.match(last[1]))


def _looks_coded(span: str) -> bool:
    return bool(re.search(r"[a-z][A-Z]|_|\.", span)) or span[0].isupper()


_ROLES: tuple[tuple[str, str], ...] = (
    ("meta", r"tidelift|contribut|licen[cs]e|copyright|sponsor|backer|acknowledg|"
             r"credits?\b|authors?\b|"
             r"maintainer|communit|contact|donat|support (?:us|the)|^support$|"
             r"support \S+ financially|\bfunding\b|sponsorship|roadmap|todo|"
             r"code of conduct|table of contents|^contents$|changelog|release notes|what'?s new|"
             r"stargazer|"
             r"star history|badges?|^development|developing|^tests?$|^testing$|"
             r"running (?:the )?tests|"
             r"hacking|^ci\b|build status|who uses|users? of|projects using|related projects|"
             r"see also|"
             r"translations?|similar projects|further reading|^links?$|resources$|^team|"
             r"team members|security polic|"
             r"report\w* (?:an? |the )?(?:security )?(?:bug|vulnerab|issue)|"
             r"getting (?:help|support|"
             r"involved)|^issues$|"
             r"adopters|^publishing$|publish\w* (?:to |(?:an? |the )?(?:new )?"
             r"(?:release|package|version))|releasing|philosophy of this doc|join us|stay in touch|"
             r"references$|^benchmarks?\b|"
             r"^thanks|third[- ]party|plugins$|ecosystem|libraries with|extensions by|"
             r"inspir|motto|media|articles|talks|blog|conventions? used|documentation$|"
             r"repository (?:layout|structure)|"
             r"project (?:layout|structure|status)|directory structure|^status$"),
    ("limitations", r"limit|caveat|known issues|not supported|unsupported|when not|gotcha|pitfall"),
    ("compatibility", r"compatib|requirement|prerequisite|supported (?:version|python|platform|"
                      r"browser)|platforms?$"),
    ("installation", r"install|setup|set up|getting it|^downloads?|downloads?$|building|"
                     r"build from|compil"),
    ("quickstart", r"quick ?-?start|getting started|get started|first steps|tutorial|hello"),
    ("troubleshooting", r"troubleshoot|errors?\b|exceptions?\b|debug|problem|failure"),
    ("configuration", r"config|settings?\b|options?\b|environment|customi[sz]"),
    ("faq", r"faq|frequently|questions"),
    ("performance", r"performance|benchmark|fast\b|speed"),
    ("security", r"security|vulnerab"),
    ("features", r"feature|formats?\b|highlights|capabilit|what (?:it|you)"),
    ("api", r"\bapi\b|reference|functions|classes|methods"),
    ("cli", r"command[- ]line|\bcli\b|commands?\b|flags|synopsis|invocation"),
    ("examples", r"example|recipes|cookbook|demo|samples"),
    ("concepts", r"concept|how it works|architecture|design|terminology|glossary|internals|goals"),
    ("overview", r"overview|introduction|about|what is|why|background|motivation|summary|"
                 r"description"),
    ("usage", r"usage|using|use\b|how to|guide|working with|basics|advanced"),
)  # fmt: skip
_COMPILED = tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _ROLES)


_PEOPLE = re.compile(
    r"(?i)\bteam\b|contribut|sponsor|backers|code of conduct|acknowledg|governance|maintainers|"
    r"security polic|vulnerabilit"
)
_NEWS = re.compile(
    r"(?i)(?:release notes|change ?log|what['’]?s new|migrat\w+ (?:guide|from|to)|upgrad\w+)\b"
)


def is_news(title: str) -> bool:
    """Return whether a document's title says that it tells what changed."""
    return _NEWS.match(title) is not None


def of_another_version(title: str, version: str) -> bool:
    """Return whether a section's title names another version than the product's, and no more."""
    named = re.fullmatch(r"(?:[A-Z][\w.-]* )?v?(\d+(?:\.\d+)+)(?:\.x)?(?: \(.*\))?", title.strip())
    return named is not None and not f"{version}.".startswith(f"{named[1]}.")


def older_version(path: str, version: str) -> str:
    """Return the part of a path that names an older major version than the product's, if any."""
    major = re.match(r"v?(\d+)", version)
    for part in PurePosixPath(path).parts[:-1]:
        named = re.fullmatch(r"(?:.*[-_.])?v(?:ersion)?[-_.]?(\d+)(?:\.\w+)*", part.lower())
        if named is not None and major is not None and int(named[1]) < int(major[1]):
            return part
    return ""


def role_of(headings: Iterable[str], path: str, *, is_readme: bool) -> str:
    """Return what a passage is for, by the nearest heading that tells, else by its document."""
    titles = tuple(headings)
    if any(_COMPILED[0][1].search(title) for title in titles[1:] or titles):
        return "meta"
    if any(_PEOPLE.search(title) for title in titles[:1]):
        return "meta"
    for title in reversed(titles[1:] if len(titles) > 1 else titles):
        for role, pattern in _COMPILED:
            if pattern.search(title):
                return role
    if is_readme:
        return "overview" if len(titles) <= 1 else "usage"
    stem = PurePosixPath(path).stem.replace("-", " ").replace("_", " ")
    for role, pattern in _COMPILED:
        if pattern.search(stem):
            return role
    return "usage"
