from launch.intake.site.navigation import navigation_files

URLS = ("/", *(f"/docs/part-{n}/" for n in range(6)))


def test_a_file_that_names_pages_by_address_or_by_source_is_navigation() -> None:
    yaml = "".join(f"- title: P{n}\n  link: /docs/part-{n}\n" for n in range(4))
    found = navigation_files(
        [
            ("data/sidebar.yaml", f"{yaml}- docs/part-4/index.md\n- [x, 'docs/part-5.md']\n"),
            ("data/few.yaml", yaml),
            ("data/hosts.json", '{"a": "https://example.org/docs/part-1/"}'),
        ],
        URLS,
    )
    assert [(one.path, one.pages) for one in found] == [("data/sidebar.yaml", 6)]


def test_the_first_page_of_a_site_is_no_sign_of_a_list() -> None:
    assert navigation_files([("data/a.yaml", "a: /\nb: /\n" * 9)], URLS) == ()
