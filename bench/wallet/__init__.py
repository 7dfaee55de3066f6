"""The wallet, measured."""
