from resources.hugo.shortcodes import shortcode_uses


def test_uses_are_counted_by_page_and_told_paired_or_single() -> None:
    uses = {
        use.name: use
        for use in shortcode_uses(
            [
                '{{< note "a > b" >}}x{{< /note >}} {{% tabs/tab name="n" %}}y{{% /tabs/tab %}}',
                "{{< note >}}x{{< /note >}}{{< note >}}y{{< /note >}}{{< icon />}}{{< toc >}}",
                "{{</* escaped */>}}",
            ]
        )
    }
    assert (uses["note"].files, uses["note"].paired) == (2, True)
    assert uses["tabs/tab"].paired
    assert uses["icon"].paired
    assert not uses["toc"].paired
    assert "escaped" not in uses


def test_an_example_is_a_use_as_written() -> None:
    (use,) = shortcode_uses(['{{< figure\n  src="a.png"\n>}}'])
    assert use.example == '{{< figure\n  src="a.png"\n>}}'
