"""Where tests stand: what several of them need is in tests/support."""

from __future__ import annotations

import re

import pytest

from tests.support.kept_files import ROOT

TESTS = {path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "tests").rglob("*.py"))}


@pytest.mark.parametrize("name", TESTS)
def test_no_test_module_is_imported(name: str) -> None:
    imported = re.findall(r"^\s*(?:from|import) (tests\b[\w.]*)", TESTS[name].read_text("utf-8"), re.MULTILINE)
    assert not [module for module in imported if not module.startswith(("tests.support", "tests.bench"))]
