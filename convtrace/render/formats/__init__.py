"""One file for each format; the file's name is the format's name.

A format has `render(document, target)`, which gives its text in pieces, and `SUFFIXES`, the endings of its files.
"""
