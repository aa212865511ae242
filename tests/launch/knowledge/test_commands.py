"""Commands and flags are read from the code that declares them, in each framework's own way."""

import pytest

from launch.checks.evaluate import evaluate
from launch.contracts.claims import OptionCheck
from launch.digests import sha256
from launch.knowledge.commands.declared import DeclaredCommand, DeclaredOption
from launch.knowledge.commands.environment import variables_in
from launch.knowledge.commands.go_cli import go_commands
from launch.knowledge.commands.other_cli import commands_in
from launch.knowledge.commands.python_cli import python_commands
from launch.knowledge.commands.usage_text import usage_flags
from tests.support.memory_tree import MemoryTree


def _options(commands: list[DeclaredCommand]) -> dict[str, DeclaredOption]:
    return {option.flags[0]: option for command in commands for option in command.options}


def test_argparse_with_subcommands_and_groups() -> None:
    text = """
import argparse
parser = argparse.ArgumentParser(description="Do things.")
group = parser.add_argument_group("output")
group.add_argument("-q", "--quiet", action="store_true", help="say nothing")
subs = parser.add_subparsers()
run = subs.add_parser("run", help="run it")
run.add_argument("--times", default=3, help="how " "often")
"""
    commands = python_commands("cli.py", text)
    assert [command.name for command in commands] == ["", "run"]
    options = _options(commands)
    assert options["--quiet"].flags == ("--quiet", "-q")
    assert options["--quiet"].value == ""
    assert (options["--times"].default, options["--times"].help) == ("3", "how often")


def test_click_groups_and_environment_variables() -> None:
    text = '''
import click
@click.group()
def cli():
    """Tool."""
@cli.command("make")
@click.option("--to", "-t", default="out", envvar="TOOL_TO", help="Where to.")
@click.argument("source")
def make_it(to, source):
    """Make it."""
'''
    commands = python_commands("cli.py", text)
    assert [command.name for command in commands] == ["", "make"]
    option = _options(commands)["--to"]
    assert (option.default, option.environment_variable) == ("out", "TOOL_TO")


def test_typer_parameters() -> None:
    text = '''
import typer
app = typer.Typer()
@app.command()
def hello(count: int = typer.Option(2, "--count", "-c", help="How often."), dry_run: bool = typer.Option(False)):
    """Say hello."""
'''
    options = _options(python_commands("cli.py", text))
    assert (options["--count"].default, options["--count"].help) == ("2", "How often.")
    assert "--dry-run" in options


@pytest.mark.parametrize(
    ("language", "text", "flag", "default", "help_text"),
    [
        (
            "Go",
            'import "github.com/spf13/cobra"\nvar c = &cobra.Command{Use: "serve", Short: "Serve."}\n'
            'func init() { c.Flags().IntP("port", "p", 8080, "port to use") }\n',
            "--port",
            "8080",
            "port to use",
        ),
        (
            "Rust",
            "use clap::Parser;\n#[derive(Parser)]\nstruct Args {\n    /// Number of rows\n"
            '    #[arg(short, long, default_value = "10", env = "ROWS")]\n    max_rows: u32,\n}\n',
            "--max-rows",
            "10",
            "Number of rows",
        ),
        (
            "Rust",
            'use clap::Arg;\nlet a = Arg::new("x").long("color").short(\'c\').help("Colour it")'
            '.default_value("auto");\n',
            "--color",
            "auto",
            "Colour it",
        ),
        (
            "JavaScript",
            "const { program } = require('commander');\n"
            "program.option('-p, --port <number>', 'port to use', 3000);\n",
            "--port",
            "3000",
            "port to use",
        ),
        (
            "JavaScript",
            "require('yargs').option('depth', { alias: 'd', describe: 'how deep', default: 4 });\n",
            "--depth",
            "4",
            "how deep",
        ),
        (
            "C",
            'static void usage() { puts("Usage: tool\\n"\n"  -r, --raw-output      write text;\\n"\n'
            '"  -a, --all             take all\\n"\n"  -s, --sort            sort keys\\n"); }\n',
            "--raw-output",
            None,
            "write text",
        ),
    ],
)
def test_each_framework_has_its_reader(
    language: str, text: str, flag: str, default: str | None, help_text: str
) -> None:
    option = _options(commands_in("f", text, language))[flag]
    assert (option.default, option.help) == (default, help_text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("Python", "os.environ.get('GEAR_HOME')"),
        ("Python", "if 'GEAR_HOME' in os.environ:"),
        ("JavaScript", "process.env.GEAR_HOME"),
        ("Go", 'os.Getenv("GEAR_HOME")'),
        ("Rust", 'env::var_os("GEAR_HOME")'),
        ("C", 'getenv("GEAR_HOME")'),
    ],
)
def test_a_variable_is_found_where_code_asks_for_it(language: str, text: str) -> None:
    assert [variable.name for variable in variables_in(text, language)] == ["GEAR_HOME"]


def test_comments_and_system_variables_are_passed_over() -> None:
    assert list(variables_in("# os.environ['GEAR_HOME']\nos.environ['PATH']", "Python")) == []


def test_a_table_of_trait_implementations_declares_flags() -> None:
    row = """impl Flag for X{n} {{
    fn is_switch(&self) -> bool {{
        {switch}
    }}
    fn name_long(&self) -> &'static str {{
        "row-{n}"
    }}
    fn name_short(&self) -> Option<u8> {{
        Some(b'{n}')
    }}
    fn doc_variable(&self) -> Option<&'static str> {{
        Some("NUM")
    }}
    fn doc_short(&self) -> &'static str {{
        "Show row {n}."
    }}
}}
"""
    text = "".join(row.format(n=n, switch="true" if n == 1 else "false") for n in range(3))
    (command,) = commands_in("src/flags.rs", text, "Rust")
    first, second, _ = command.options
    assert (first.flags, first.value, first.help) == (("--row-0", "-0"), "NUM", "Show row 0.")
    assert (second.value, second.line) == ("", 18)
    assert commands_in("src/flags.rs", row.format(n=0, switch="true"), "Rust") == []


def test_cobra_commands_have_the_names_that_users_type() -> None:
    root = (
        'package kindly\nimport (\n"example.com/m/cmd/make"\n"github.com/spf13/cobra"\n)\n'
        "func NewCommand() *cobra.Command {\n"
        'cmd := &cobra.Command{Use: "kindly", Short: "Keep gears."}\n'
        'cmd.PersistentFlags().BoolP("quiet", "q", false, "say nothing")\n'
        "cmd.AddCommand(make.NewCommand())\nreturn cmd\n}\n"
    )
    make = (
        'package make\nimport "github.com/spf13/cobra"\nfunc NewCommand() *cobra.Command {\n'
        'cmd := &cobra.Command{\nUse: "make",\nShort: "Make one",\n\t}\n'
        "cmd.AddCommand(gearCommand())\nreturn cmd\n}\n"
        "func gearCommand() *cobra.Command {\n"
        'cmd := &cobra.Command{Use: "gear [flags]", Short: "Make a gear"}\n'
        'cmd.Flags().StringVar(\n&name,\n"name",\n"first",\n"name of the gear",\n)\nreturn cmd\n}\n'
    )
    stray = 'package stray\nvar c = &cobra.Command{Use: "stray", Short: "Nobody adds it"}\n'
    files = {"root.go": root, "cmd/make/make.go": make, "cmd/stray/stray.go": stray}
    commands = go_commands(files, "kindly")
    assert [command.name for command in commands] == ["", "make gear", "make"] or [
        command.name for command in commands
    ] == ["", "make", "make gear"]
    options = _options(commands)
    assert options["--quiet"].flags == ("--quiet", "-q")
    assert (options["--name"].default, options["--name"].help) == ("first", "name of the gear")


def test_a_flag_that_is_declared_twice_otherwise_is_told_bare() -> None:
    text = (
        'package flags\nimport "github.com/spf13/pflag"\nfunc init() {\n'
        'pflag.BoolVarP(&Force, "force", "f", false, "Force the gear.")\n'
        'pflag.BoolVarP(&All, "force", "f", false, "Force all gears.")\n}\n'
    )
    (command,) = go_commands({"flags.go": text}, "gears")
    assert [(option.flags, option.help) for option in command.options] == [(("--force", "-f"), "")]


def test_flags_of_another_program_of_the_repository_are_not_the_tool_s() -> None:
    text = 'package main\nimport "github.com/spf13/pflag"\nfunc main() { pflag.Bool("cut", false, "cut a release") }\n'
    assert go_commands({"cmd/release/main.go": text}, "gears") == []
    assert go_commands({"cmd/gears/main.go": text}, "gears")[0].options


CLAP = """use clap::{Parser, Subcommand};
#[derive(Parser)]
struct Opts {
    /// Include hidden gears. A gear is hidden
    /// if its name starts with a dot.
    ///
    /// Examples are left out here.
    #[arg(
        long,
        short = 'H',
        help = "Search hidden gears",
        long_help
    )]
    pub hidden: bool,

    /// Overrides --hidden
    #[arg(long, hide = true)]
    no_hidden: (),

    /// Case matters
    #[arg(long, short = 's', long_help = "Perform a search \\
                     that sees case.")]
    pub case_sensitive: bool,

    /// Ends badly, The flag is torn
    #[arg(long = "max-depth", value_name = "depth", default_value = "3", help = "How deep")]
    depth: Option<usize>,

    #[command(subcommand)]
    command: Commands,
}

#[derive(Subcommand)]
enum Commands {
    /// Add a gear
    AddGear {
        /// Teeth of the gear
        #[arg(long)]
        teeth: u32,
    },
    /// List the gears
    List,
}
"""


def test_clap_derive_gives_flags_from_comments_and_subcommands_from_variants() -> None:
    commands = commands_in("cli.rs", CLAP, "Rust")
    assert [(command.name, command.summary) for command in commands] == [
        ("", ""), ("add-gear", "Add a gear"), ("list", "List the gears"),
    ]  # fmt: skip
    options = _options(commands)
    assert options["--hidden"].flags == ("--hidden", "-H")
    assert options["--hidden"].help.startswith("Include hidden gears. A gear is hidden if")
    assert "Examples" not in options["--hidden"].help
    assert "--no-hidden" not in options
    assert (options["--max-depth"].help, options["--max-depth"].default) == ("How deep", "3")
    assert [option.flags[0] for option in commands[1].options] == ["--teeth"]


USAGE = """static void usage(void) {
  puts("Usage:\\tgears [options]\\n"
      "  -s, --slurp               read all inputs into an array and use it as\\n"
      "                            the single input value;\\n"
      "  -c, --compact-output      compact output;\\n"
      "      --slurpfile name file set $name to an array\\n"
      "      --indent n            use n spaces (max 7);\\n");
}
"""


def test_a_usage_text_s_help_goes_on_over_its_lines() -> None:
    options = _options(commands_in("main.c", USAGE, "C"))
    whole = "read all inputs into an array and use it as the single input value"
    assert options["--slurp"].help == whole
    assert (options["--slurpfile"].value, options["--slurpfile"].help) == (
        "name file", "set $name to an array",
    )  # fmt: skip
    assert options["--indent"].value == "n"


@pytest.mark.parametrize(
    ("path", "text", "language"), [("src/cli.rs", CLAP, "Rust"), ("src/main.c", USAGE, "C")]
)
def test_every_flag_s_check_holds_and_fails_once_its_help_changes(
    path: str, text: str, language: str
) -> None:
    for option in (o for command in commands_in(path, text, language) for o in command.options):
        check = OptionCheck(
            path=path, what="flag", name=option.flags[0], help_sha256=sha256(option.help)
        )
        assert evaluate(check, MemoryTree({path: text.encode()})).holds, option
        word = max(option.help.split()[1:3], key=len)
        changed = text.replace(word, word[::-1] + "x")
        assert not evaluate(check, MemoryTree({path: changed.encode()})).holds, option


def test_nested_click_groups_below_an_unnamed_root_keep_their_chain() -> None:
    text = '''
import click
@click.group()
def cli():
    """Tool."""
@cli.group(name="keys")
def keys_group():
    """Keys."""
@keys_group.command(name="list")
def keys_list():
    """List keys."""
'''
    assert [c.name for c in python_commands("cli.py", text)] == ["", "keys", "keys list"]


def test_a_group_of_an_object_from_elsewhere_is_part_of_the_name() -> None:
    text = '''
def register(cli):
    @cli.group(name="open")
    def open_():
        """Open."""
    @open_.command()
    def models():
        """List models."""
import click
'''
    assert [c.name for c in python_commands("plugin.py", text)] == ["open", "open models"]


def test_rows_of_a_usage_text_hold_optional_values_plus_signs_and_help_below() -> None:
    usage = (
        "const Usage = `usage: x [options]\n"
        "    -m, --multi[=MAX]        Enable multi-select\n"
        "    +s, --no-sort            Do not sort the result\n"
        "    --height=[~]HEIGHT[%]    Display below the cursor with the\n"
        "                             given height\n"
        "    --border[=STYLE]         Draw a border\n"
        "                             [a|b][,c]\n"
        "    --a-very-long-name[=STYLE]\n"
        "                             Show the header apart\n"
        "    --quiet                  Say nothing\n`\n"
    )
    (command,) = usage_flags("main.go", usage)
    assert [(option.flags, option.help) for option in command.options] == [
        (("--multi", "-m"), "Enable multi-select"),
        (("--no-sort", "+s"), "Do not sort the result"),
        (("--height",), "Display below the cursor with the given height"),
        (("--border",), "Draw a border"),
        (("--a-very-long-name",), "Show the header apart"),
        (("--quiet",), "Say nothing"),
    ]


def test_a_flag_of_one_platform_is_no_flag_of_all() -> None:
    usage = (
        '"Usage: x\\n"\n"  -a, --all      show all\\n"\n"  -b, --bare     show less\\n"\n'
        '#ifdef WIN32\n"  -w, --wide     open wide\\n"\n#endif\n"  -q, --quiet    say nothing\\n"\n'
    )
    (command,) = usage_flags("main.c", usage)
    assert [option.flags[0] for option in command.options] == ["--all", "--bare", "--quiet"]
