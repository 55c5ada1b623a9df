"""Answers → Documents: all words, columns and roles that people see."""

from __future__ import annotations

from convtrace.view.compare import SECTIONS as COMPARISON
from convtrace.view.page import SECTIONS, document

__all__ = ["COMPARISON", "SECTIONS", "document"]
