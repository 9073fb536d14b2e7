"""How far does the machine agree with those who coded?"""
