"""How far do coders agree with one another?"""
