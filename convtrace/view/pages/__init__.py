"""The pages, a file each, called by its command: `page_result` makes the page, `SECTIONS` names what --only takes.

A further command is a row in the table of commands and a file here.
"""
