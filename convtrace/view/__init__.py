"""Every sentence that people read: questions and their answers → Documents. Knows nothing of formats and streams.

A page is a file in `pages`, a section of a value's page one in `sections`; what they share lies beside these folders.
"""
