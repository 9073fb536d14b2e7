"""The teaching lab: what a class reads, codes, compares and hands in."""
