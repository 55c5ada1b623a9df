"""What people type, formulas, and exact values, which are formulas. Runs nothing that is typed; knows no law.

A further way to give values is a reader here and its line in `operand`; a further formula is its class in `formula`.
"""
