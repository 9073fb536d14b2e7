"""The teaching lab: what a class gets of the suite, on pages that need no network and no installation."""
