import pytest

from launch.intake.site.units import site_units


def test_the_site_with_most_pages_comes_first() -> None:
    units = site_units(
        [
            "hugo.toml",
            "theme.toml",
            "layouts/x.html",
            "exampleSite/hugo.toml",
            "exampleSite/content.en/a.md",
            "README.md",
        ]
    )
    assert [(unit.root, unit.pages) for unit in units] == [("exampleSite", 1), ("", 0)]


def test_hugo_files_win_over_old_names_and_strangers() -> None:
    (unit,) = site_units(["hugo.yaml", "config.yaml", "content/a.md", "docs/config.yaml"])
    assert unit.config_files == ("hugo.yaml",)


def test_a_config_directory_is_a_configuration() -> None:
    (unit,) = site_units(
        ["config/_default/hugo.toml", "config/production/params.toml", "content/a.md"]
    )
    assert unit.config_files == ("config/_default/hugo.toml", "config/production/params.toml")


def test_content_without_configuration_gets_the_folder_that_the_pages_share() -> None:
    paths = [f"docs/sources/tool/v{n}/page{m}.md" for n in range(3) for m in range(5)]
    (unit,) = site_units(["README.md", *paths])
    assert (unit.content_dir, unit.synthesised, unit.pages) == ("docs/sources/tool", True, 15)


def test_packages_of_others_are_no_sites() -> None:
    units = site_units(["node_modules/theme/hugo.toml", "hugo.toml", "content/a.md"])
    assert [unit.root for unit in units] == [""]


def test_a_repository_without_pages_has_no_site() -> None:
    assert site_units(["main.py"]) == ()


_SEVERAL = (
    "hugo.toml",
    "content/a.md",
    *(f"docs/big/content/{n}.md" for n in range(9)),
    "docs/big/hugo.toml",
    "docs/small/hugo.toml",
    "docs/small/content/a.md",
)


@pytest.mark.parametrize(
    ("allowed", "root"),
    [
        (("docs/small/content/tool/**",), "docs/small"),
        (("content/tool/**",), ""),
        (("docs/**",), "docs/big"),
        (("**",), "docs/big"),
        (("docs/small/content/*.md", "docs/small/data/**", "content/x/**"), "docs/small"),
        (None, "docs/big"),
    ],
)
def test_the_site_that_the_pilot_may_write_to_comes_first(
    allowed: tuple[str, ...] | None, root: str
) -> None:
    assert site_units(_SEVERAL, allowed)[0].root == root


@pytest.mark.parametrize(
    ("root", "named", "page"),
    [
        ("", "docs", "docs/a.md"),
        ("site", "text/en", "site/text/en/a.md"),
        ("site", "../docs", "docs/a.md"),
        ("", ".", "a.md"),
    ],
)
def test_content_is_where_the_configuration_says(root: str, named: str, page: str) -> None:
    config = f"{root}/hugo.toml".lstrip("/")
    (unit,) = site_units([config, page], None, lambda files: (named,))
    assert (unit.root, unit.config_files, unit.pages) == (root, (config,), 1)


def test_a_configuration_above_pages_that_it_does_not_name_is_kept() -> None:
    (unit,) = site_units(["hugo.toml", *(f"docs/{n}.md" for n in range(9))])
    assert (unit.config_files, unit.content_dir, unit.synthesised) == (
        ("hugo.toml",),
        "docs",
        False,
    )


@pytest.mark.parametrize("allowed", [("docs/content/**",), ("examples/**",), ("content/docs/**",)])
def test_a_configuration_without_a_page_is_not_chosen(allowed: tuple[str, ...]) -> None:
    paths = ["hugo.toml", "layouts/x.html", "docs/hugo.yaml", "docs/content/a.md"]
    assert site_units(paths, allowed)[0].root == "docs"
