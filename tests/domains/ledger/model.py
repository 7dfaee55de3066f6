"""A ledger in a hundred lines, to compare the real one with: whole numbers in dictionaries, and the rules as plainly as they can be said."""

from dataclasses import dataclass, field


@dataclass
class ModelHold:
    source: str
    target: str
    left: int
    expires: int
    open: bool = True


@dataclass
class Model:
    """Balances by account; everything else follows. Refusals are their names; `ok` is what went through."""

    balances: dict[str, int] = field(default_factory=dict)
    overdraft: set[str] = field(default_factory=set)
    frozen: set[str] = field(default_factory=set)
    assets: dict[str, str] = field(default_factory=dict)
    holds: dict[int, ModelHold] = field(default_factory=dict)
    moved: dict[int, tuple[str, str, int]] = field(default_factory=dict)
    reversed: set[int] = field(default_factory=set)
    time: int = 0

    def expire(self) -> None:
        for hold in self.holds.values():
            if hold.open and hold.expires <= self.time:
                hold.open, hold.left = False, 0

    def held(self, account: str) -> int:
        self.expire()
        return sum(hold.left for hold in self.holds.values() if hold.open and hold.source == account)

    def available(self, account: str) -> int:
        return self.balances[account] - self.held(account)

    def check(self, source: str, target: str, minor: int) -> str:
        if source == target:
            return "SameAccount"
        if minor <= 0:
            return "AmountOutOfRange"
        if self.assets[source] != self.assets[target]:
            return "AssetMismatch"
        if source in self.frozen:
            return "AccountFrozen"
        if source not in self.overdraft and self.available(source) < minor:
            return "InsufficientFunds"
        return "ok"

    def move(self, key: int, source: str, target: str, minor: int) -> str:
        verdict = self.check(source, target, minor)
        if verdict == "ok":
            self._book(key, source, target, minor)
        return verdict

    def hold(self, key: int, source: str, target: str, minor: int, seconds: int) -> str:
        verdict = self.check(source, target, minor)
        if verdict == "ok":
            self.holds[key] = ModelHold(source, target, minor, self.time + seconds)
        return verdict

    def capture(self, key: int, hold_key: int, minor: int, release_rest: bool) -> str:
        self.expire()
        hold = self.holds[hold_key]
        if not hold.open:
            return "HoldEnded"
        if minor <= 0:
            return "AmountOutOfRange"
        if minor > hold.left:
            return "CaptureTooLarge"
        if hold.source in self.frozen:
            return "AccountFrozen"
        hold.left -= minor
        self._book(key, hold.source, hold.target, minor)
        if release_rest or hold.left == 0:
            hold.open, hold.left = False, 0
        return "ok"

    def release(self, hold_key: int) -> None:
        self.expire()
        hold = self.holds[hold_key]
        hold.open, hold.left = False, 0

    def reverse(self, key: int, moved_key: int) -> str:
        source, target, minor = self.moved[moved_key]
        if moved_key in self.reversed:
            return "AlreadyReversed"
        verdict = self.move(key, target, source, minor)
        if verdict == "ok":
            self.reversed |= {moved_key, key}
        return verdict

    def _book(self, key: int, source: str, target: str, minor: int) -> None:
        self.balances[source] -= minor
        self.balances[target] += minor
        self.moved[key] = (source, target, minor)
