"""Settings of every test."""

from __future__ import annotations

from hypothesis import settings

# speed is held by tests/bench.py, never by a deadline that a busy machine breaks
settings.register_profile("convtrace", deadline=None)
settings.load_profile("convtrace")
