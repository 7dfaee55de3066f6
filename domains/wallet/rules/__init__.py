"""The wallet's pure decisions, a file for each kind of act."""
