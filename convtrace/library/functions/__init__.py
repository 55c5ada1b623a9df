"""Library functions: one file per library, whose rows stand in FUNCTIONS, and three of what several libraries share.

Everything else in a library's file is its own and begins with _, but for what another library's file takes from it.
"""
