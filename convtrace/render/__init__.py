"""Blocks → text: glyphs, never sentences; a format never looks at the terminal."""
