"""What is installed beside the modules, and what the package says of itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.metadata import distribution
from pathlib import Path

import pytest

from convtrace.cli.commands import commands
from convtrace.cli.manual import manual
from tests.support.processes import TIMEOUT
from tests.support.promised import lowest, project, pythons

INSTALLED = distribution("convtrace")


def test_the_first_python_is_the_lowest_that_is_promised() -> None:
    assert INSTALLED.metadata["Requires-Python"] == f">={pythons()[0]}"


def test_everything_needed_has_a_lowest_version() -> None:
    assert len(lowest()) == 5
    assert all(re.fullmatch(r"[\w-]+==[\d.]+", pinned) for pinned in lowest())


def test_the_readme_s_picture_and_links_need_no_clone() -> None:
    described = INSTALLED.metadata.json["description"]
    assert "# convtrace" in described
    assert re.findall(r"\]\((?!https://)", str(described)) == []
    assert set(project()["dynamic"]) == {"readme"}


def test_the_manual_page_is_where_man_looks_for_it() -> None:
    (page,) = [file for file in INSTALLED.files or () if file.name == "convtrace.1"]
    assert page.parts[-4:] == ("share", "man", "man1", "convtrace.1")
    assert Path(str(page.locate())).exists()


def test_the_manual_page_is_read_without_a_warning(tmp_path: Path) -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("the manual page is not read: groff is not installed")
    path = tmp_path / "convtrace.1"
    path.write_text(manual("1.0"), encoding="ascii")
    words = [groff, "-man", "-Tutf8", "-ww", "-P-c", str(path)]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", timeout=TIMEOUT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    said = " ".join(re.sub(r".\x08|[_\x1b]\S*?m", "", done.stdout).split())
    for name, row in commands().items():
        assert f"{name} [OPTIONS]" in said
        assert row.sentence in said
        for example in row.examples:
            assert f"convtrace {example}" in said
    for word in ("CONVTRACE_FORMAT", "--kernel-origin P,Q,..", "sliding: h[i−m]", "'1 2; 3 4'"):
        assert word in said
