"""A partner that fails again and again is left alone for a while: what is asked of it fails at once, and one call in a while tries whether it is back."""

import time
from collections.abc import Callable


class CircuitBreaker:
    """Closed, it lets every call through. After `failures_max` failures in a row it opens for `open_seconds`; then it lets one call through, and closes if that
    one succeeds. Each failed trial doubles the wait, up to `open_seconds_most`."""

    def __init__(
        self, *, failures_max: int = 5, open_seconds: float = 1.0, open_seconds_most: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._failures_max = failures_max
        self._open_seconds = open_seconds
        self._open_seconds_most = open_seconds_most
        self._clock = clock
        self._failures = 0
        self._wait = open_seconds
        self._closed_until_trial = 0.0
        self._trial_since: float | None = None

    @property
    def is_open(self) -> bool:
        return self._failures >= self._failures_max

    def admit(self) -> bool:
        """Whether a call may be made. Who is admitted says how it went; a trial of which nothing is heard is given up after a wait."""
        if not self.is_open:
            return True
        now = self._clock()
        if now < self._closed_until_trial or (self._trial_since is not None and now - self._trial_since < self._open_seconds_most):
            return False
        self._trial_since = now
        return True

    def succeeded(self) -> None:
        """The partner answered."""
        self._failures, self._wait, self._trial_since = 0, self._open_seconds, None

    def failed(self) -> None:
        """It did not."""
        if self.is_open:
            if self._trial_since is None:
                return
            self._wait = min(self._wait * 2, self._open_seconds_most)
        self._failures += 1
        self._trial_since = None
        if self.is_open:
            self._closed_until_trial = self._clock() + self._wait
