"""How far do the measures agree with data that other people have coded?

One module a set: it reads the set's items, lets the package read the texts, and counts hits in each article.
"""
