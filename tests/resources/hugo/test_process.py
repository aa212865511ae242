import sys
from pathlib import Path

from resources.hugo.process import Limits, bundled_binary, run_hugo
from resources.hugo.versions import bundled, cached, chosen_binary


def _run(tmp_path: Path, code: str, limits: Limits) -> str:
    run = run_hugo(Path(sys.executable), ("-c", code), tmp_path, limits)
    assert run.problem is not None
    return run.problem


def test_a_process_that_does_not_end_is_stopped(tmp_path: Path) -> None:
    problem = _run(tmp_path, "while True: pass", Limits(seconds=0.5))
    assert "stopped after 0.5 seconds" in problem


def test_a_process_that_grows_is_stopped(tmp_path: Path) -> None:
    code = "x = []\nwhile True: x.append(bytearray(10**7))"
    assert "MiB of memory" in _run(tmp_path, code, Limits(seconds=20, memory=300 * 1024**2))


def test_a_process_that_stands_still_is_started_again_and_given_up(tmp_path: Path) -> None:
    mark = tmp_path / "starts"
    code = f"open({str(mark)!r}, 'a').write('x')\nimport time\ntime.sleep(60)"
    assert "stood still" in _run(tmp_path, code, Limits(seconds=30, idle=0.3))
    assert mark.read_text() == "xxxxx"


def test_nothing_of_our_environment_reaches_hugo(tmp_path: Path) -> None:
    code = "import os; print(sorted(k for k in os.environ if 'TOKEN' in k or 'KEY' in k))"
    assert run_hugo(Path(sys.executable), ("-c", code), tmp_path, Limits()).output == "[]\n"


def test_a_binary_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    run = run_hugo(tmp_path / "hugo", ("version",), tmp_path, Limits())
    assert run.problem == "Hugo could not be started: No such file or directory"


def test_the_bundled_hugo_is_used_unless_the_cache_has_the_pinned_one(tmp_path: Path) -> None:
    assert chosen_binary("0.1.2", tmp_path) == bundled()
    kept = tmp_path / "hugo" / "0.1.2" / "hugo"
    kept.parent.mkdir(parents=True)
    kept.symlink_to(bundled_binary())
    assert cached("0.1.2", tmp_path) is not None
    assert chosen_binary("0.1.2", tmp_path).version == "0.1.2"


def test_lines_that_are_taken_are_left_out_of_the_outcome(tmp_path: Path) -> None:
    taken: list[str] = []

    def take(line: str) -> bool:
        taken.append(line)
        return line.startswith("PAGE")

    code = "print('PAGE 1'); print('other'); print('PAGE 2')"
    run = run_hugo(Path(sys.executable), ("-c", code), tmp_path, Limits(), take=take)
    assert taken == ["PAGE 1\n", "other\n", "PAGE 2\n"]
    assert run.output == "other\n"
