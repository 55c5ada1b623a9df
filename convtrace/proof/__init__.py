"""Identities between sums, stated, expanded and compared by SymPy.

A further law is a row of `laws`: its claim and its two sides.
"""
