"""Tables to pictures. A `plot_…` draws a table on axes and computes nothing; a `…_figure` sets it on a page."""
