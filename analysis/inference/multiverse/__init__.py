"""Would another analyst have found the same?"""
