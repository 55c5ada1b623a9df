"""Library functions as rows over the law: their calls, whole outputs, equivalents and recipes.

A function is a row in its library's file in `functions`; a library, a file there and its line in `catalogue`.
"""
