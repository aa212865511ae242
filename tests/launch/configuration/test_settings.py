"""Who wins: pilot or environment; what may defer, and what is refused."""

from pathlib import PurePath

import pytest

from launch.configuration.keys import checked_key, pilot_key
from launch.configuration.pilot_file import read_pilot
from launch.configuration.settings import FixturePaths, effective_settings
from launch.configuration.templates import fill
from launch.contracts.settings import Settings
from launch.errors import InputError, PilotError

PILOT = b"""\
schema_version: "1.0"
input: {repo_url: "https://example.com/product"}
output: {site_repo_url: "https://example.com/site", allowed_paths: ["content/docs/p/**"]}
"""


def settings_of(extra: bytes = b"", **environment: str) -> Settings:
    data = PILOT + extra
    return effective_settings(
        read_pilot(data, "p.yml"),
        key="p",
        path="p.yml",
        data=data,
        environment=environment,
        fixtures=FixturePaths("/fixtures/product", "/fixtures/site"),
    )


def test_the_environment_s_provider_wins_and_mock_means_offline() -> None:
    assert settings_of().provider == "anthropic"
    assert settings_of(LLM_PROVIDER="mock").provider == "offline"
    assert settings_of(b"llm: {provider: offline}\n").provider == "offline"
    assert (
        settings_of(b"llm: {provider: offline}\n", LLM_PROVIDER="anthropic").provider == "anthropic"
    )


def test_an_unknown_provider_is_refused() -> None:
    with pytest.raises(InputError, match="LLM_PROVIDER is `gpt`"):
        settings_of(LLM_PROVIDER="gpt")


def test_the_environment_may_defer_a_pull_request_and_never_undefer_one() -> None:
    deferring = b"commit_service: {offline_mode: true}\n"
    assert settings_of().defer_delivery is None
    assert "OFFLINE_MODE" in (settings_of(OFFLINE_MODE="1").defer_delivery or "")
    assert "offline_mode" in (settings_of(deferring, OFFLINE_MODE="0").defer_delivery or "")


def test_an_unclear_switch_is_refused() -> None:
    with pytest.raises(InputError, match="OFFLINE_MODE is `2`"):
        settings_of(OFFLINE_MODE="2")


def test_the_environment_s_endpoint_wins() -> None:
    file = b"commit_service: {endpoint_url: https://a.example/v1}\n"
    assert settings_of(file).endpoint_url == "https://a.example/v1"
    chosen = settings_of(file, COMMIT_SERVICE_URL="http://127.0.0.1:8900/v1/").endpoint_url
    assert chosen == "http://127.0.0.1:8900/v1"


@pytest.mark.parametrize("url", ["ftp://x/v1", "not a url", "https://user:pw@x/v1", "http://[::1"])
def test_an_endpoint_that_is_no_plain_http_address_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="commit service's address"):
        settings_of(COMMIT_SERVICE_URL=url)


def test_fixtures_replace_both_repositories_and_never_call_another_host() -> None:
    file = b"commit_service: {endpoint_url: https://a.example/v1}\n"
    found = settings_of(file, OFFLINE_FIXTURES="1")
    assert (found.product_url_effective, found.site_url_effective) == (
        "/fixtures/product",
        "/fixtures/site",
    )
    assert found.endpoint_url is None
    assert any("a.example is not called" in warning for warning in found.warnings)


def test_a_temperature_is_dropped_with_one_warning() -> None:
    assert not settings_of().warnings
    assert "temperature is not sent" in settings_of(b"llm: {temperature: 0.0}\n").warnings[0]


@pytest.mark.parametrize("pattern", ["../x/**", "/etc/**", "", "**", ".github/**"])
def test_a_fence_that_escapes_is_refused(pattern: str) -> None:
    data = PILOT.replace(b"content/docs/p/**", pattern.encode())
    with pytest.raises(PilotError, match="allowed_paths"):
        effective_settings(
            read_pilot(data, "p.yml"),
            key="p",
            path="p.yml",
            data=data,
            environment={},
            fixtures=None,
        )


def test_a_key_is_the_slug_of_the_stem_with_a_hash_outside_the_pilots_folder() -> None:
    pilots = PurePath("/repo/pilots")
    assert pilot_key(pilots / "Example Pilot.yml", pilots) == "example-pilot"
    outside = pilot_key(PurePath("/tmp/Example Pilot.yml"), pilots)
    assert outside.startswith("example-pilot-")
    assert outside != pilot_key(PurePath("/var/Example Pilot.yml"), pilots)
    assert len(pilot_key(PurePath("/x/" + "a" * 300 + ".yml"), pilots)) <= 63


@pytest.mark.parametrize("key", ["../x", "a/b", "a,b", "", "-a", "A", "a\n", "a" * 64, "a\0"])
def test_a_key_that_cannot_name_a_directory_is_refused(key: str) -> None:
    with pytest.raises(PilotError, match="cannot be a pilot's key"):
        checked_key(key)


def test_templates_are_filled_and_unknown_names_are_refused() -> None:
    assert fill("launch/{{pilot}}/{{ run_id }}", {"pilot": "p", "run_id": "r"}) == "launch/p/r"
    with pytest.raises(PilotError, match="no value here"):
        fill("{{sha}}", {"pilot": "p"})
