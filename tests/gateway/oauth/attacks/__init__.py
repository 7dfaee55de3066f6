"""Attacks on the authorization server, one function each: what is done, and what is answered."""
