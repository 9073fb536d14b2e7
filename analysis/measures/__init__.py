"""Rows in, numbers out: what the words, sentences and labels of a corpus add up to."""
