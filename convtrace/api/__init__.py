"""Python's door: the command line's questions as functions, whose answers show themselves in notebooks and consoles.

A further one is a function and its `Page` here, and its row in the table of `convtrace/__init__.py`.
"""
