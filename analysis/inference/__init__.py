"""Numbers to what may be claimed: agreement with people's codings, and intervals from resampling articles."""
