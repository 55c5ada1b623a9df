"""One file for each format; the file's name is the format's name.

It has `render(document, target)` for pages or `SUMS` for every output's sum, or both, and `SUFFIXES` of its files.
"""
