"""Monospaced text: spans, columns, folding."""
