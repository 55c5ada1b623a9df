"""A user's script with every public name: mypy takes it under --strict, and it runs; .ci/run has pyright read it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import convtrace
from tests.support.kept_files import ROOT
from tests.support.processes import TIMEOUT

SCRIPT = ROOT / "tests" / "data" / "user_script.py"


def test_every_public_name_is_used() -> None:
    used = {node.id for node in ast.walk(ast.parse(SCRIPT.read_text())) if isinstance(node, ast.Name)}
    assert {*convtrace.__all__} <= used


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, encoding="utf-8", timeout=TIMEOUT, check=False
    )


def test_mypy_takes_the_script(tmp_path: Path) -> None:
    done = run(tmp_path, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}", str(SCRIPT))
    assert done.stdout == "Success: no issues found in 1 source file\n"


def test_the_script_runs(tmp_path: Path) -> None:
    done = run(tmp_path, "-X", "utf8", str(SCRIPT))
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nTrue None ['flip'," in done.stdout
