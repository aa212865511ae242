import pytest

from launch.intake.site.pins import find_pin, pin_files


@pytest.mark.parametrize(
    ("path", "text", "version"),
    [
        ("netlify.toml", '[build.environment]\nHUGO_VERSION = "0.147.2"\n', "0.147.2"),
        ("netlify.toml", '[context.production.environment]\nHUGO_VERSION = "v0.120"\n', "0.120.0"),
        ("package.json", '{"devDependencies": {"hugo-extended": "^0.164.0"}}', "0.164.0"),
        (".hugo-version", "0.111.3\n", "0.111.3"),
        (".tool-versions", "nodejs 20\nhugo extended_0.121.1\n", "0.121.1"),
        (".github/workflows/site.yml", "with:\n  hugo-version: '0.158.0'\n", "0.158.0"),
        (".github/workflows/site.yml", "env:\n  HUGO_VERSION: 0.146.0\n", "0.146.0"),
        ("go.mod", "require github.com/gohugoio/hugo v0.130.0\n", "0.130.0"),
        ("Dockerfile", "FROM klakegg/hugo:ext-0.101.0-alpine\n", "0.101.0"),
        ("vercel.json", '{"build": {"env": {"HUGO_VERSION": "0.119.0"}}}', "0.119.0"),
    ],
)
def test_a_pin_is_found_where_sites_pin(path: str, text: str, version: str) -> None:
    assert pin_files((path,), "") == (path,)
    assert find_pin({path: text}) == (version, path)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".github/workflows/site.yml", "with:\n  hugo-version: latest\n"),
        ("package.json", "[1"),
        ("netlify.toml", "[build]\ncommand = 'hugo'\n"),
    ],
)
def test_no_version_is_no_pin(path: str, text: str) -> None:
    assert find_pin({path: text}) is None


def test_the_sites_own_folder_comes_before_the_repositorys_root() -> None:
    assert pin_files(("netlify.toml", "web/netlify.toml"), "web") == (
        "web/netlify.toml",
        "netlify.toml",
    )
