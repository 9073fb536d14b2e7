"""Which rows has a reader seen, and which come next?"""
