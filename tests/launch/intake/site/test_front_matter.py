from launch.contracts.frontmatter_index import KeyRule
from launch.intake.site.front_matter import index, read_page


def _rules(*fronts: str) -> dict[str, KeyRule]:
    pages = (
        read_page(f"content/docs/p{n:03}.md", f"---\n{text}\n---\n".encode(), "content/docs").front
        for n, text in enumerate(fronts)
    )
    (contract,) = index(pages).contracts
    return {rule.key: rule for rule in contract.rules}


def test_a_key_that_nearly_all_pages_have_is_required() -> None:
    rules = _rules(*["title: A\nweight: 1"] * 99, "title: B")
    assert (rules["title"].required, rules["weight"].required) == (True, True)
    rules = _rules(*["title: A\nweight: 1"] * 95, *["title: B"] * 5)
    assert (rules["title"].required, rules["weight"].required) == (True, False)


def test_few_pages_require_nothing() -> None:
    assert not any(rule.required for rule in _rules("title: A", "title: B").values())


def test_quoting_is_told_where_pages_agree() -> None:
    rules = _rules(*['title: "A"\nkind: b\nmix: "a"', 'title: "A"\nkind: b\nmix: a'] * 3)
    assert (rules["title"].quoted, rules["kind"].quoted, rules["mix"].quoted) == (True, False, None)


def test_few_values_shared_by_many_pages_are_an_enumeration() -> None:
    rules = _rules(*[f"title: T{n}\ntype: {'docs' if n % 2 else 'blog'}" for n in range(20)])
    assert rules["type"].enumeration == ("blog", "docs")
    assert rules["title"].enumeration == ()


def test_a_key_that_all_pages_leave_empty_is_no_enumeration() -> None:
    rules = _rules(*[f"title: T{n}\nsummary: ''" for n in range(20)])
    assert rules["summary"].enumeration == ()


def test_keys_stand_in_the_pages_usual_order() -> None:
    rules = _rules(*["title: A\nweight: 1\ntags: [a]"] * 6, "weight: 1\ntitle: B")
    assert list(rules) == ["title", "weight", "tags"]


def test_a_key_is_the_same_in_any_capitals() -> None:
    rules = _rules(*["title: A\nDate: 2024-01-01"] * 2, *["title: A\ndate: 2024-01-01"] * 5)
    assert list(rules) == ["title", "date"]
    assert rules["date"].required


def test_what_does_not_parse_is_told_with_its_line() -> None:
    page = read_page("content/a.md", b"---\ntitle: A\ntitle: B\n---\n", "content").front
    assert page.problem == "line 3: the key 'title' stands twice"


def test_toml_and_json_are_read() -> None:
    toml = read_page("a.md", b'+++\ntitle = "A"\nweight = 3\n+++\n', "content").front
    assert [(use.key, use.type) for use in toml.keys] == [
        ("title", "string"),
        ("weight", "integer"),
    ]
    assert read_page("a.md", b'{"title": "A"}\n', "content").front.format == "json"
