"""Every sentence that people read: answers → Documents. Knows nothing of formats and streams.

A further page is a file in `pages`, a further section one in `sections`.
"""
