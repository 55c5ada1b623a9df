"""From numbers back to the convention, or to the slip, that made them.

`Question` holds an image, a kernel and outputs; `which` ranks the conventions of the `family` that give these outputs.
"""
