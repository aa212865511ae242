"""Which packages a README tells its readers to install, in the order of its commands."""

import re
from collections.abc import Mapping

_COMMANDS: Mapping[str, str] = {
    "nuget": r"(?:dotnet add (?:\S+ )?package|Install-Package|nuget install)",
    "npm": r"(?:npm (?:i|install|add)|yarn add|pnpm (?:add|install)|bun add)",
    "pypi": r"(?:pip3? install|uv (?:add|pip install|tool install)|pipx install|poetry add)",
    "cargo": r"cargo (?:add|install)",
    "rubygems": r"(?:gem install|bundle add)",
    "packagist": r"composer require",
}
_PACKAGE = r"(?:[ \t]+-{1,2}[\w-]+)*[ \t]+[\"']?(@?[A-Za-z][\w./-]*)"


def installed_packages(readme: str, ecosystem: str) -> tuple[str, ...]:
    """Return the names of packages that the text installs for an ecosystem, each once."""
    command = _COMMANDS.get(ecosystem)
    if command is None:
        return ()
    found = re.findall(rf"(?m)(?:^|[\s$>`]){command}{_PACKAGE}", readme)
    return tuple(dict.fromkeys(name.rstrip(".") for name in found))
