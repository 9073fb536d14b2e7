"""How does an answer leave the house: as figure, page and PDF?

Nothing happens on import; `build.build` turns the notebooks into the report.
"""
