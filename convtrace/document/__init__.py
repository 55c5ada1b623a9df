"""What a page consists of, whatever the format: formulas, blocks, and how a formula is spelled.

A further kind of formula or block is its class and a case in each `match` that mypy then demands.
"""
