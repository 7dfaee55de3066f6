"""Authorization requests: how long they wait, and who may answer them."""

from datetime import timedelta

PUSHED_LIFE = timedelta(seconds=60)
"""From the push until the browser opens it."""

ANSWER_LIFE = timedelta(minutes=15)
"""From the opening until the customer has answered: signing in, reading, deciding."""

REFUSALS = ("access_denied", "login_required", "interaction_required", "invalid_request", "server_error")
"""What a page may answer in the place of a code (OAuth's words)."""
