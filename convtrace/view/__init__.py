"""Answers → Documents: all words, columns and roles that people see."""

from __future__ import annotations

from convtrace.view.page import SECTIONS, document

__all__ = ["SECTIONS", "document"]
