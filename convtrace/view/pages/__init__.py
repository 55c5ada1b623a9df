"""One file for each page, and the record that programs read in place of it."""
