"""The sections of the page of one value, a file each."""
