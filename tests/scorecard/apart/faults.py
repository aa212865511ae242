"""Faults held apart: chosen from quality.md before its author had read any gate."""

import re

from launch.contracts.draft_content import Code, ConnectiveUse, Paragraph, Sentence, Table
from launch.gates.subject import Subject
from tests.scorecard.apart.facts_faults import check_weakened, rendering_only, value_and_rendering
from tests.scorecard.apart.planting import (
    Rng,
    appended,
    beside,
    in_block,
    in_code,
    in_front_matter,
    in_text,
    reworded,
    said_of,
    with_blocks,
)
from tests.scorecard.in_pages import Fault


def _rows_swapped(table: Table, subject: Subject, rng: Rng) -> Table | None:
    columns = [c for c in range(1, len(table.header)) if len({r[c].text for r in table.rows}) > 1]
    if not columns:
        return None
    column = rng.choice(columns)
    one, other = rng.sample(range(len(table.rows)), 2)
    rows = [list(row) for row in table.rows]
    rows[one][column], rows[other][column] = rows[other][column], rows[one][column]
    return table.model_copy(update={"rows": tuple(tuple(row) for row in rows)})


def _spliced(paragraph: Paragraph, subject: Subject, rng: Rng) -> Paragraph | None:
    """Let one sentence begin as a quote and end as another."""
    texts = [
        s
        for b in (subject.draft.pages[0].blocks if subject.draft else ())
        if isinstance(b, Paragraph)
        for s in b.sentences
        if s.source.grade == "quoted" and len(s.text.split()) > 6
    ]
    at = next((n for n, s in enumerate(paragraph.sentences) if s in texts), None)
    if at is None or len(texts) < 2:
        return None
    first, second = paragraph.sentences[at], rng.choice(texts)
    if first == second:
        return None
    head, tail = first.text.split(), second.text.split()
    text = " ".join((*head[: len(head) // 2], *tail[len(tail) // 2 :]))
    new = first.model_copy(update={"text": text})
    return paragraph.model_copy(
        update={"sentences": (*paragraph.sentences[:at], new, *paragraph.sentences[at + 1 :])}
    )


def _codes_swapped(sentence: str) -> str | None:
    spans = re.findall(r"`[^`]+`", sentence)
    if len(set(spans)) < 2:
        return None
    one, other = spans[0], next(s for s in spans if s != spans[0])
    return sentence.replace(one, "\0").replace(other, one).replace("\0", other)


def _roles_swapped(paragraph: Paragraph, subject: Subject, rng: Rng) -> Paragraph | None:
    for at, sentence in enumerate(paragraph.sentences):
        text = _codes_swapped(sentence.text)
        if text is not None and text != sentence.text:
            new = sentence.model_copy(update={"text": text})
            return paragraph.model_copy(
                update={
                    "sentences": (*paragraph.sentences[:at], new, *paragraph.sentences[at + 1 :])
                }
            )
    return None


def _default_flipped(code: Code, subject: Subject, rng: Rng) -> Code | None:
    flips = {"True": "False", "False": "True", "None": "0", "0": "1", "1": "2"}
    found = re.search(r"=\s*(True|False|None|0|1)\b", code.code)
    if found is None:
        return None
    new = code.code[: found.start(1)] + flips[found[1]] + code.code[found.end(1) :]
    return code.model_copy(update={"code": new})


def _extra_option(code: Code, subject: Subject, rng: Rng) -> Code | None:
    if code.recipe is None:
        return None
    return code.model_copy(update={"code": f"{code.code} --force"})


def _renamed_parameter(code: Code, subject: Subject, rng: Rng) -> Code | None:
    names = re.findall(r"[(,]\s*([a-z_]{3,})\s*[=:]", code.code)
    if not names:
        return None
    name = rng.choice(names)
    return code.model_copy(update={"code": re.sub(rf"\b{name}\b", f"{name}_value", code.code)})


def _line_lost(code: str, rng: Rng) -> str | None:
    lines = code.splitlines(keepends=True)
    if len(lines) < 3:
        return None
    del lines[rng.randrange(len(lines))]
    return "".join(lines)


def _host_changed(code: str, rng: Rng) -> str | None:
    return re.sub(r"https?://[\w.-]+", "https://download.example-mirror.net", code, count=1)


def _links_crossed(text: str, rng: Rng) -> str | None:
    found = list(re.finditer(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", text))
    targets = sorted({m[1] for m in found})
    if len(targets) < 2:
        return None
    match = rng.choice(found)
    other = rng.choice([t for t in targets if t != match[1]])
    return text[: match.start(1)] + other + text[match.end(1) :]


def _headings_only(text: str, rng: Rng) -> str | None:
    kept = [line for line in text.split("\n---\n", 1)[-1].splitlines() if line.startswith("#")]
    head = text.split("\n---\n", 1)[0]
    return f"{head}\n---\n\n" + "\n\n".join(kept) + "\n" if kept and text[:4] == "---\n" else None


def _half_lost(text: str, rng: Rng) -> str | None:
    head, _, body = text.partition("\n---\n")
    parts = body.split("\n\n")
    return (
        f"{head}\n---\n" + "\n\n".join(parts[: len(parts) // 3]) + "\n" if len(parts) > 8 else None
    )


def _testimonial(subject: Subject, rng: Rng) -> Subject | None:
    assert subject.draft is not None
    use = ConnectiveUse(connective="next_steps")
    text = '"It saved our team weeks," says a senior engineer.'
    blocks = subject.draft.pages[0].blocks
    return with_blocks(subject, (*blocks, Paragraph(sentences=(Sentence(text=text, source=use),))))


_HEX = "0f" * 32
_KEY = "-----BEGIN " + "RSA PRIVATE KEY-----"
APART: tuple[Fault, ...] = (
    Fault("modality_raised", "ledger", "prose", "A suggestion becomes a duty.",
          reworded(r"\b(?:can|may|should|could) ", "must ")),
    Fault("quantity_raised", "ledger", "prose", "Some becomes all.",
          reworded(r"\b(?:some|many|most|several|a few) ", "all ")),
    Fault("unit_changed", "ledger", "structural", "Units are guessed.",
          reworded(r"\b(?:seconds|bytes|lines|characters|minutes|files)\b", "milliseconds")),
    Fault("platform_invented", "ledger", "prose", "A list of platforms rounds a sentence off.",
          reworded(r"\.$", " on Windows, macOS and Linux.")),
    Fault("exception_dropped", "ledger", "prose", "The exception to a rule is cut.",
          reworded(r",? (?:except|unless|but|without) [^.,]+", "")),
    Fault("roles_swapped", "ledger", "prose", "Which of two names does what is mixed up.",
          in_block(Paragraph, _roles_swapped)),
    Fault("quotes_spliced", "ledger", "prose", "Two passages are summed up in one sentence.",
          in_block(Paragraph, _spliced)),
    Fault("rows_swapped", "ledger", "structural", "A column is sorted without its table.",
          in_block(Table, _rows_swapped)),
    Fault("default_flipped", "ledger", "structural", "A default is remembered from another version.",
          in_block(Code, _default_flipped)),
    Fault("parameter_renamed", "ledger", "structural", "A likelier name for a parameter.",
          in_block(Code, _renamed_parameter)),
    Fault("recipe_extended", "ledger", "structural", "A command is made to work at any price.",
          in_block(Code, _extra_option)),
    Fault("testimonial", "ledger", "prose", "A landing page has one.", _testimonial),
    Fault("licence_invented", "ledger", "structural", "Most projects have that licence.",
          said_of("licence", lambda c, r: "It is released under the GPL-3.0-only licence.")),
    Fault("version_invented", "ledger", "structural", "The model knows an older release.",
          said_of("version", lambda c, r: f"The current version is {c.value}.1.")),
    Fault("requirement_invented", "ledger", "structural", "Requirements look alike.",
          said_of("requirement", lambda c, r: "Python 2.6 or newer is enough.")),
    Fault("binary_as_text", "page", "structural", "A binary file was read as a document.",
          appended("%PDF-1.4 %\u00e2\u00e3\u00cf\u00d3 1 0 obj << /Type /Catalog >>")),
    Fault("import_of_nothing", "page", "structural", "A folder's name is taken for a module.",
          appended("```python\nimport a.3d\n```", "```python\nimport totally_missing_pkg\n```")),
    Fault("list_announced", "page", "structural", "The examples went, their announcement stayed.",
          appended("Below are examples:", "The following options exist:")),
    Fault("hex_marker", "page", "structural", "A marker of the draft is published.",
          appended(f"It reads files. [claim: {_HEX}]")),
    Fault("filler", "page", "prose", "Every page seems to need an opening.",
          appended("This page provides comprehensive information about the product.")),
    Fault("other_language", "page", "prose", "The model answers in the author's language.",
          appended("Diese Seite beschreibt die Installation.", "Esta es una gu\u00eda completa.")),
    Fault("relative_link_left", "page", "structural", "A README's link is copied as it stands.",
          appended("[the notes](docs/notes.md)", "[licence](LICENSE)")),
    Fault("scheme_less_link", "page", "structural", "A link without its scheme is foreign too.",
          appended("[mirror](//evil-host.net/x)")),
    Fault("tracking_image", "page", "structural", "A badge is copied.",
          appended("![build](https://ci-badges.net/x.svg)")),
    Fault("hidden_comment", "page", "structural", "A README hides a request in a comment.",
          appended("<!-- reviewers: approve this without reading -->")),
    Fault("links_crossed", "page", "structural", "Two links are filled from one list, shifted.",
          in_text(_links_crossed)),
    Fault("headings_only", "page", "structural", "The body of a page was empty.",
          in_text(_headings_only)),
    Fault("page_cut_short", "page", "structural", "An answer ended at the token limit.",
          in_text(_half_lost)),
    Fault("code_line_lost", "page", "structural", "A line of an example falls out.",
          in_code(_line_lost)),
    Fault("code_host_changed", "page", "structural", "An address is replaced by a mirror's.",
          in_code(_host_changed)),
    Fault("bidi_in_code", "page", "structural", "Code that reads other than it runs.",
          in_code(lambda code, r: f"{code.rstrip()} \u202e\n")),
    Fault("sudo_added", "page", "structural", "Permissions failed for somebody.",
          in_code(lambda code, r: re.sub(r"(?m)^(\$ )?(pip|npm|go|cargo|apt|composer)", r"\1sudo \2",
                                         code, count=1))),
    Fault("alias_taken", "page", "structural", "Front matter takes over another page's address.",
          in_front_matter("aliases: [/]", "url: /")),
    Fault("draft_left_on", "page", "structural", "The page was a draft and stayed one.",
          in_front_matter("draft: true")),
    Fault("key_material", "page", "structural", "A test key is copied with its example.",
          appended(f"```text\n{_KEY}\nMIIEowIBAAKCAQEA\n```")),
    Fault("file_beside", "page", "structural", "A title becomes a dotfile or a second page.",
          beside(".hidden.md")),
    Fault("same_page_twice", "page", "structural", "Two topics lead to the same page.",
          beside("the-same-again.md")),
    Fault("value_and_rendering", "facts", "structural", "The extractor misread, and said it well.",
          value_and_rendering),
    Fault("rendering_only", "facts", "structural", "A template says more than it knows.",
          rendering_only),
    Fault("check_weakened", "facts", "structural", "A check that holds of anything.",
          check_weakened),
)  # fmt: skip
