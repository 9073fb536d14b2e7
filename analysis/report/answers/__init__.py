"""The short answer at the top of each notebook: one tested function a notebook.

Every sentence is computed from tables and right for none, one, few and many. A table that cannot be made for want of
something (actors, a second outlet, codings) is told as just that.
"""
