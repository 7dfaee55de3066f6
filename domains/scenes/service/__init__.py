"""The scenes' verbs, a file for each, or for those that share their steps."""
