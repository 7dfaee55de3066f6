"""Judging by the risk rules, for acts of other domains that spend a customer's money: the part of the wallet's public face that is `wallet.judging`.

judge_acts   what the rules demand of acts, in the transaction that carries them out; keep_decisions writes down what came of it
limits_for   the windows in which a movement counts, by tier and kind of act"""

from domains.wallet.rules.scenes import Scene
from domains.wallet.service.judge_risk import Judged, RiskAsk, judge_acts, keep_decisions, limits_for, strictest

__all__ = ["Judged", "RiskAsk", "Scene", "judge_acts", "keep_decisions", "limits_for", "strictest"]
