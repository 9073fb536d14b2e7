"""The teaching lab: codebook sheets, a folder for a class to read and code in, and the desk in a notebook."""
