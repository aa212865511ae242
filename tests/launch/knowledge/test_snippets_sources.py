"""Code is found in Markdown, reStructuredText, doc comments, examples and tests."""

from textwrap import dedent

from launch.knowledge.snippets.code_source import (
    docstring_code,
    example_program,
    go_examples,
    python_tests,
)
from launch.knowledge.snippets.found import fence_name, last_sentence
from launch.knowledge.snippets.markdown_source import markdown_code
from launch.knowledge.snippets.rst_source import rst_code
from tests.support.snippet_subjects import symbol


def test_a_fence_keeps_its_headings_its_sentence_and_its_lines() -> None:
    text = "---\ntitle: x\n---\n# Tool\n\n## Use `it`\n\nFirst. Then run it:\n\n```py\na = 1\n```\n"
    (found,) = markdown_code(text, "docs/a.md", "doc")
    assert found.heading_path == ("Tool", "Use it")
    assert found.introduced_by == "Then run it"
    assert found.language == "python"
    assert text.split("\n")[found.line - 1] == "a = 1"
    assert found.last_line == found.line


def test_output_is_taken_only_where_the_document_announces_it() -> None:
    announced = "```python\nprint(1)\n```\n\nOutput:\n\n```text\n1\n```\n"
    (found,) = markdown_code(announced, "a.md", "doc")
    assert found.output == "1"
    other = "```python\nprint(1)\n```\n\nA file:\n\n```text\n1\n```\n"
    assert [item.output for item in markdown_code(other, "a.md", "doc")] == [None, None]


def test_a_fence_below_a_tab_of_four_spaces_is_found() -> None:
    text = '=== "Python"\n\n    ```python\n    a = 1\n    ```\n'
    (found,) = markdown_code(text, "a.md", "doc")
    assert (found.language, found.code, found.line) == ("python", "a = 1\n", 4)


def test_badges_are_no_introduction() -> None:
    text = "# T\n\n[![ci](https://a.example/b.svg)](https://a.example)\n\n```js\na()\n```\n"
    assert markdown_code(text, "a.md", "readme")[0].introduced_by == ""


def test_a_shortcode_inside_code_stays_text() -> None:
    text = "```markdown\n{{< readfile file=\"a\" >}}\n```\n\n```bash\necho '{{% x %}}'\n```\n"
    codes = [item.code for item in markdown_code(text, "a.md", "doc")]
    assert codes == ['{{< readfile file="a" >}}\n', "echo '{{% x %}}'\n"]


def test_restructured_text_gives_directives_literals_and_sessions() -> None:
    text = dedent(
        """
        Title
        =====

        Save it
        -------

        .. code-block:: python
           :linenos:

           a = 1

        Look at it::

            b = 2

        >>> c = 3
        >>> c
        3

        .. testcode::

           print(4)

        .. testoutput::

           4
        """
    )
    found = rst_code(text, "a.rst", "doc", "python")
    assert [item.code.strip() for item in found] == [
        "a = 1", "b = 2", ">>> c = 3\n>>> c\n3", "print(4)",
    ]  # fmt: skip
    assert found[0].heading_path == ("Title", "Save it")
    assert found[1].introduced_by == "Look at it"
    assert found[3].output is not None
    assert found[3].output.strip() == "4"
    for item in found:
        lines = text.split("\n")[item.line - 1 : item.last_line]
        assert "\n".join(lines).strip() == item.code.strip()


def test_an_example_loses_its_legal_header_and_keeps_its_title() -> None:
    text = '# Copyright 2026 A\n# Licensed under MIT\n\n"""Send a thing. More."""\nimport tool\n'
    found = example_program(text, "examples/send.py", "Python")
    assert found is not None
    assert found.code.startswith('"""Send')
    assert (found.line, found.title) == (4, "Send a thing")
    assert example_program("a()\n" * 500, "examples/long.py", "Python") is None


def test_a_doc_comment_is_placed_where_it_stands() -> None:
    text = 'def f():\n    """Do.\n\n    >>> f()\n    1\n    """\n'
    (found,) = docstring_code(symbol("tool.f", doc="Do.\n\n>>> f()\n1\n"), text)
    assert (found.line, found.origin, found.heading_path) == (4, "docstring", ("tool.f",))


def test_javadoc_code_is_shown_as_its_readers_see_it() -> None:
    doc = "Use.\n<pre>\nList&lt;A&gt; a = f();\n</pre>\n<pre>{@code\nclass B {\n}\n}</pre>"
    text = "/** Use.\n * List&lt;A&gt; a = f();\n * class B {\n */\nclass A {}\n"
    found = docstring_code(symbol("a.A", "class", language="Java", doc=doc), text)
    assert [item.code for item in found] == ["List<A> a = f();", "class B {\n}"]
    assert [item.line for item in found] == [2, 3]


def test_a_go_example_gives_its_body_and_its_output() -> None:
    text = "package a\n\nfunc ExampleRun() {\n\ta.Run()\n\t// Output:\n\t// done\n}\n"
    (found,) = go_examples(text, "a_test.go")
    assert (found.code, found.output, found.line) == ("\ta.Run()", "done", 4)


def test_only_tests_without_fixtures_and_mocks_read_as_usage() -> None:
    text = dedent(
        """
        import pytest
        from tool import fetch

        def test_a_reply_has_text():
            reply = fetch("a")
            assert reply.text == "a"

        def test_with_fixture(tmp_path):
            assert fetch(tmp_path)

        @pytest.mark.slow
        def test_marked():
            assert fetch("a")

        def test_mocks():
            with pytest.raises(ValueError):
                fetch("")
        """
    )
    (found,) = python_tests(text, "tests/test_a.py")
    assert found.code.startswith("from tool import fetch\n\nreply = fetch(")
    assert found.title == "A reply has text"


def test_fence_names_and_sentences_are_normalised() -> None:
    assert [fence_name(info) for info in ("py3", "{.python}", "js title=a", "C++", "")] == [
        "python", "python", "javascript", "cpp", "",
    ]  # fmt: skip
    assert last_sentence("See e.g. this. Then run\nit:") == "Then run it"
