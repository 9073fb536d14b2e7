"""How fast are the suite's word measures beside those of other programs, on generated corpora?"""
