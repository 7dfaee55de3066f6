"""The kernel: what every domain stands on. Money, ids, time, refusals, the door of repeats, facts, keys and the database."""
