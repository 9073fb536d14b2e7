"""Numbers to what may be claimed: agreement with codings, and intervals from resampling articles."""
