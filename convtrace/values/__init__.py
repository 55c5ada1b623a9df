"""What people type, formulas, and exact values, which are formulas. Nothing that is typed is run; the law is unknown.

A further way to give values is a reader here and its line in `operand`; a further formula is its class in `formula`.
"""
