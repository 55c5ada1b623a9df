"""Settings of every test."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support import processes, skips
from tests.support.effort import EXAMPLES

# what somebody has set for their own pages
for variable in [name for name in os.environ if name.startswith("CONVTRACE_")]:
    del os.environ[variable]

# speed is held by tests/bench, never by a deadline or a check that a busy machine breaks
# of random calls libraries refuse many, now and then ten in a row
TOLERATED = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("convtrace", max_examples=EXAMPLES, deadline=None, suppress_health_check=TOLERATED)
settings.load_profile("convtrace")


def pytest_runtest_setup() -> None:
    """Let no process count its lines: coverage asks for that again behind every test that counts none."""
    processes.uncount()


def pytest_configure(config: pytest.Config) -> None:
    """Let workers count lines once.

    Coverage starts a count in every process, and pytest-cov one as in the first process, beside that of the worker:
    they would go on where a test counts none.
    """
    config.pluginmanager.register(skips)
    processes.uncount()
    counting: Any = config.pluginmanager.get_plugin("_cov")
    if counting is not None and hasattr(config, "workerinput"):
        counting.cov_controller.pause()


def pytest_cmdline_main(config: pytest.Config) -> None:
    """Give each worker tests that stand together: most pages are then written by one of them alone."""
    if config.getoption("dist", "no") == "load":
        config.option.dist = "worksteal"
