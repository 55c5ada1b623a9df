"""The rows: one file for each library, named after it, and the formulas that they share."""
