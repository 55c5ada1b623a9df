"""Settings of every test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# speed is held by tests/bench.py, never by a deadline or a check that a busy machine breaks
settings.register_profile("convtrace", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("convtrace")
