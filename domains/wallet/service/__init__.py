"""The wallet's verbs, a file each."""
