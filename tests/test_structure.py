"""Where tests stand: what several of them need is in tests/support."""

from __future__ import annotations

import re

from tests.support.kept_files import ROOT


def test_no_test_module_is_imported() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        found = re.findall(r"^\s*(?:from|import) (tests\b[\w.]*)", path.read_text("utf-8"), re.MULTILINE)
        shared = ("tests.support", "tests.bench", "tests.live")
        assert [module for module in found if not module.startswith(shared)] == [], path
