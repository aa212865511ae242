"""What every page's call begins with: the site's style and the product with its set of pages.

Nothing in it depends on the page, so that a provider can keep it between calls.
"""

from launch.contracts.page_plan import PagePlan
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SectionHabits, SiteContext
from launch.wording.plain import plain

Documents = tuple[tuple[str, str], ...]


def stable_documents(facts: ProductFacts, plan: PagePlan, site: SiteContext) -> Documents:
    """Return the documents that are the same for every page of a set: titles and texts."""
    habits = next((one for one in site.habits if one.section == plan.section), None)
    return (
        ("Style of the site", _style(habits, plan.locale)),
        ("The product and its pages", _product(facts, plan)),
    )


def _style(habits: SectionHabits | None, locale: str) -> str:
    lines = [f"Language of the pages: {locale}"]
    if habits is not None:
        lines += [
            f"Case of headings: {habits.heading_case}",
            f"Length of a page in words: {habits.median_words} at the median,"
            f" {habits.longest_words} where it is long",
        ]
    lines += [
        "Sentences are plain: present tense, active voice, the product by its name, the reader as"
        " `you` or not at all.",
        "Code, options, file names and values stand in backticks.",
    ]
    return "\n".join(lines)


def _product(facts: ProductFacts, plan: PagePlan) -> str:
    identity = facts.identity
    told = (
        ("Name", identity.name),
        ("Package", identity.package),
        ("Language", identity.language),
        ("Kind", plan.product_type),
    )
    lines = [f"{what}: {plain(value)}" for what, value in told if value]
    pages = [f"- {plain(page.title)} ({page.type}): {plain(page.task)}" for page in plan.pages]
    return "\n".join([*lines, "", "Pages of the set, each with its reader's task:", *pages])
