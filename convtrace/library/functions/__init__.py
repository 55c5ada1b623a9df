"""Library functions: one file per library, whose rows are its FUNCTIONS, and three of what several libraries share.

What a library with many functions insists on, and what may surprise in its calls, is in a file beside it.
Everything else in a library's file is its own and begins with _, but for what another library's file takes from it.
"""
