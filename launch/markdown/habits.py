"""The habits that pages of a section follow: its own, or those of its nearest kin on the site."""

from launch.contracts.site_context import SectionHabits, SiteContext

_ENOUGH = 3
"""Pages from which a section's own habits say more than its parent's."""


def habits_of(section: str, site: SiteContext) -> SectionHabits | None:
    """Return the habits for new pages in ``section``; None on a site without measured pages."""
    measured = {habits.section: habits for habits in site.habits}
    folder = section
    while folder:
        if folder in measured and measured[folder].pages >= _ENOUGH:
            return measured[folder]
        folder = folder.rpartition("/")[0]
    parent = section.rpartition("/")[0]
    kin = [h for h in site.habits if section == h.section or section.startswith(h.section + "/")]
    kin += [h for h in site.habits if parent and h.section.startswith(parent + "/")]
    return max(kin or site.habits, key=lambda h: (h.pages, h.section), default=None)
