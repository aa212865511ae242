"""Rust across files and crates: re-exports, macros, attributes, what rustdoc would list."""

from launch.intake.product.scan import scan
from launch.knowledge.surface.read import read_surface
from tests.support.memory_tree import MemoryTree
from tests.support.scans import PIN, surface_of, symbols_of

_CRATE = '[package]\nname = "tool"\nversion = "1.0.0"\n'


def test_a_facade_shows_what_another_crate_of_the_workspace_defines() -> None:
    symbols = symbols_of(
        {
            "Cargo.toml": _CRATE + '[workspace]\nmembers = ["core"]\n',
            "src/lib.rs": "pub use tool_core::*;\npub use tool_core::inner::Deep as Renamed;\n",
            "core/Cargo.toml": '[package]\nname = "tool-core"\nversion = "1.0.0"\n',
            "core/src/lib.rs": "/// Makes it.\npub struct Maker;\nimpl Maker { pub fn run(&self) {} }"
            "\npub mod inner;\nmod hidden { pub fn no() {} }\npub use crate::inner::short;\n",
            "core/src/inner.rs": "pub struct Deep;\npub fn short() {}\n",
        }
    )
    assert {
        "tool", "tool::Maker", "tool::Maker::run", "tool::inner", "tool::inner::Deep",
        "tool::Renamed", "tool::short",
    } <= set(symbols)  # fmt: skip
    assert not [name for name in symbols if "hidden" in name or name.endswith("::no")]
    assert symbols["tool::Maker"].path == "core/src/lib.rs"


def test_a_macro_without_arguments_is_read_in_its_place_and_others_are_told() -> None:
    surface = surface_of(
        {
            "Cargo.toml": _CRATE,
            "src/lib.rs": "macro_rules! root {\n  () => {\n    pub mod de;\n  };\n}\nroot!();\n"
            "make_more!(a, b);\n",
            "src/de.rs": "pub fn read() {}\n",
        }
    )
    assert {s.name for s in surface.symbols} == {"tool", "tool::de", "tool::de::read"}
    assert surface.notes == (
        "macros make items in 1 Rust file (first: src/lib.rs): they are not listed",
    )


def test_attributes_say_what_users_get_to_see() -> None:
    symbols = symbols_of(
        {
            "Cargo.toml": _CRATE,
            "src/lib.rs": "#[macro_export]\nmacro_rules! say { () => {} }\n"
            "macro_rules! quiet { () => {} }\n"
            "#[doc(hidden)]\npub fn no1() {}\n#[cfg(test)]\npub mod tests { pub fn no2() {} }\n"
            "#[cfg(fuzzing)]\npub mod fuzz { pub fn no3() {} }\n"
            "pub enum Kind {\n  A,\n  #[doc(hidden)]\n  __More,\n}\n",
        }
    )
    assert set(symbols) == {"tool", "tool::say", "tool::Kind", "tool::Kind::A"}


def test_the_manifest_says_where_the_library_is_and_a_linked_folder_is_followed() -> None:
    files = {
        "Cargo.toml": _CRATE + '[lib]\npath = "lib/entry.rs"\nname = "tool_lib"\n',
        "lib/entry.rs": '#[path = "core/shared.rs"]\npub mod shared;\n',
        "other/src/shared.rs": "pub fn far() {}\n",
    }
    tree = MemoryTree({**files, "lib/core": "../other/src"}, {"lib/core": "symlink"})
    found = read_surface(scan(tree, PIN, (), None), tree).symbols
    assert {symbol.name for symbol in found} == {
        "tool_lib", "tool_lib::shared", "tool_lib::shared::far",
    }  # fmt: skip


def test_two_types_of_one_name_keep_their_own_methods() -> None:
    symbols = symbols_of(
        {
            "Cargo.toml": _CRATE,
            "src/lib.rs": "pub mod a { pub struct One; impl One { pub fn x(&self) {} } }\n"
            "pub mod b { pub struct One; mod more { impl super::One { pub fn y(&self) {} } } }\n"
            '#[cfg(target_arch = "aarch64")]\npub mod neon { pub fn no() {} }\n',
        }
    )
    assert {name for name in symbols if "::One::" in name} == {
        "tool::a::One::x", "tool::b::One::y",
    }  # fmt: skip
    assert not [name for name in symbols if "neon" in name]
