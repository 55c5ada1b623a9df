"""The tests that may be skipped, each with why; a pytest plugin, in which any other skip fails a run of CI."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any

import pytest

# what a skip says → why CI may skip it
ALLOWED = {
    r"\w+ is not installed: its (rows|calls) are held by .+": (
        "Libraries of hundreds of megabytes; tests/data has what they were measured to give."
    ),
    r"elsewhere a folder in use can't be removed": "Only Linux lets a process stand in a folder that is gone.",
    r"there is no full device": "Only Linux has /dev/full.",
    r"there is no /proc": "Only Linux has it.",
}


def unlisted(reasons: Iterable[str]) -> list[str]:
    """The reasons that no line of the list allows, each once."""
    return sorted({reason for reason in reasons if not any(re.fullmatch(allowed, reason) for allowed in ALLOWED)})


def _reasons(config: pytest.Config) -> list[str]:
    """What all skipped tests said; nothing in the workers of a parallel run, which report to one place."""
    reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", ()) if reporter else ()
    return [str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if os.environ.get("CI") and unlisted(_reasons(session.config)) and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    found = unlisted(_reasons(config))
    if found:
        terminalreporter.section("left out, as this machine lacks something")
        for reason in found:
            terminalreporter.write_line(reason)
        if os.environ.get("CI"):
            terminalreporter.write_line(
                "CI must run these: install what is missing, or list it in tests/support/skips.py"
            )
