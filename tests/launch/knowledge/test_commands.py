"""Commands and flags are read from the code that declares them, in each framework's own way."""

import pytest

from launch.knowledge.commands.declared import DeclaredCommand, DeclaredOption
from launch.knowledge.commands.environment import variables_in
from launch.knowledge.commands.other_cli import commands_in
from launch.knowledge.commands.python_cli import python_commands


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
