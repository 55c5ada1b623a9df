"""The sections of the page of one value, a file each: Derivation → blocks. Knows no page.

A further section is a file here and its line in the SECTIONS of `pages/value.py`.
"""
