"""What this machine lacks is said; in CI nothing is left out but what the list allows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.kept_files import ROOT
from tests.support.processes import TIMEOUT, environment
from tests.support.skips import ALLOWED, unlisted

LISTED = "there is no full device"
UNLISTED = "pdflatex is not installed"


def test_reasons_are_allowed_word_for_word() -> None:
    assert unlisted([LISTED, UNLISTED, f"{LISTED} here", UNLISTED]) == [UNLISTED, f"{LISTED} here"]
    assert all(ALLOWED.values())


@pytest.mark.parametrize(
    ("reason", "ci", "workers", "code"), [(LISTED, "true", "0", 0), (UNLISTED, "", "0", 0), (UNLISTED, "true", "1", 1)]
)
def test_a_skip_that_is_not_listed_fails_in_ci(tmp_path: Path, reason: str, ci: str, workers: str, code: int) -> None:
    (tmp_path / "test_skipped.py").write_text(f"import pytest\npytest.skip({reason!r}, allow_module_level=True)\n")
    (tmp_path / "test_passed.py").write_text("def test_passed():\n    pass\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    words = [sys.executable, "-m", "pytest", "-n", workers, "-p", "xdist", "-p", "tests.support.skips"]
    env = environment(
        CI=ci, PYTHONPATH=str(ROOT), PYTEST_ADDOPTS="-p no:cacheprovider", PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"
    )
    done = subprocess.run(
        [*words, str(tmp_path)], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    assert (done.returncode, done.stderr) == (code, "")
    assert (reason in done.stdout) == (reason == UNLISTED)
    assert ("CI must run these" in done.stdout) == bool(code)
