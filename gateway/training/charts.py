"""The charts of a model card, as SVG."""

from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from sklearn.metrics import roc_curve

from domains import credit
from gateway.training.card import score_of
from gateway.training.train import Trained

INK, PALE, ALARM = "#1d3557", "#a8b8cc", "#c1443c"


def draw(trained: Trained, folder: Path) -> list[str]:
    """Draw who is told apart, whether what is told comes true, the scores, and what each attribute tells. The files' names."""
    mpl.rcParams.update({"svg.hashsalt": "scenebank", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False})
    folder.mkdir(parents=True, exist_ok=True)
    charts = {"roc.svg": _roc, "calibration.svg": _calibration, "scores.svg": _scores, "information.svg": _information}
    for name, chart in charts.items():
        figure, axes = plt.subplots(figsize=(5.2, 3.6), layout="constrained")
        chart(trained, axes)
        figure.savefig(folder / name, metadata={"Date": None, "Creator": None})
        plt.close(figure)
    return list(charts)


def _roc(trained: Trained, axes: Axes) -> None:
    failed = [loan.failed for loan in trained.loans]
    for one in trained.unseen:
        declined, failing, _ = roc_curve(failed, one)
        axes.plot(declined, failing, color=INK, alpha=0.5, linewidth=1)
    axes.plot([0, 1], [0, 1], color=PALE, linestyle="--")
    axes.set(xlabel="declined of those who pay", ylabel="declined of those who fail", title=f"Out of fold: AUC {trained.auc:.3f}, KS {trained.ks:.2f}")


def _calibration(trained: Trained, axes: Axes) -> None:
    tenths = trained.calibration.tenths
    axes.plot([0, 1], [0, 1], color=PALE, linestyle="--")
    axes.plot([one.told for one in tenths], [one.failed for one in tenths], color=INK, marker="o")
    axes.set(xlabel="told to fail", ylabel="failed", title="Ten tenths of the loans, out of fold", xlim=(0, 0.8), ylim=(0, 0.8))


def _scores(trained: Trained, axes: Axes) -> None:
    scores = [credit.score_application(trained.card, loan.answers).score for loan in trained.loans]
    parts = [[score for score, loan in zip(scores, trained.loans, strict=True) if loan.failed is failed] for failed in (False, True)]
    axes.hist(parts, bins=24, stacked=True, color=[INK, ALARM], label=["paid", "failed"])
    for floor in trained.card.floors:
        axes.axvline(floor, color=PALE, linestyle="--")
    axes.legend(frameon=False)
    axes.set(xlabel=f"points ({score_of(0.0)}: as many fail as pay); dashed: the floors of D, C, B and A", ylabel="loans", title="Scores of the card")


def _information(trained: Trained, axes: Axes) -> None:
    told = list(trained.information.items())[::-1]
    axes.barh([name.replace("_", " ")[:34] for name, _ in told], [value for _, value in told], color=INK)
    axes.tick_params(axis="y", labelsize=8)
    axes.set(xlabel="information value", title="What each attribute tells")
