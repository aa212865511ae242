"""What a manifest calls a licence, and the SPDX identifier that it may mean."""

import pytest

from launch.checks.licences import named_in


@pytest.mark.parametrize(
    ("text", "spdx"),
    [
        ("License :: OSI Approved :: MIT License", "MIT"),
        ("License :: OSI Approved :: Apache Software License", "Apache-2.0"),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", "GPL-3.0-only"),
        ("GNU Lesser General Public License v3 or later (LGPLv3+)", "LGPL-3.0-or-later"),
        ("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
    ],
)
def test_a_classifier_names_its_licence(text: str, spdx: str) -> None:
    assert named_in(text, spdx)


@pytest.mark.parametrize(
    ("text", "spdx"),
    [
        ("License :: OSI Approved :: MIT License", "MIT2"),
        ("License :: OSI Approved :: MIT License", "MIT-0"),
        ("GNU General Public License v3 (GPLv3)", "GPL-2.0-only"),
        ("GNU General Public License v3 (GPLv3)", "LGPL-3.0-only"),
        ("Apache Software License", "MIT"),
        ("License :: Other/Proprietary License", "MIT"),
    ],
)
def test_it_names_no_other(text: str, spdx: str) -> None:
    assert not named_in(text, spdx)
