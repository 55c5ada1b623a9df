"""What a page consists of, whatever the format: blocks, indices, and how a formula is spelled.

A further kind of block is its class and a case in each `match` that mypy then demands.
"""
