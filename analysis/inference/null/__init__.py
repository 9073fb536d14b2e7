"""How large would a difference be where there is none?"""
