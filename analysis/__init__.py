"""How do different newsrooms tell the same event?

Nothing happens on import: each floor (`corpus`, `evidence`, `measures`, `report`) loads what it needs on use.
"""

__version__ = "0.2.0"
