"""`scenebank credit train` writes a scorecard and its model card; `publish` takes such a file and no other."""

import csv
import json
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domains import credit
from domains.kernel.database import Database
from gateway.cli.commands import app
from gateway.cli.failures import CommandFailed
from gateway.cli.scorecards import publish_card, read_card
from gateway.training import train as training
from gateway.training.fitting import out_of_fold
from gateway.training.loans import FILE, OUTCOME
from migrations import HERE

PUBLISHED = HERE / "cards" / "application.json"


@pytest.fixture(autouse=True)
def one_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """One round of folds is enough for the command itself."""
    monkeypatch.setattr(training, "out_of_fold", partial(out_of_fold, rounds=1))


def test_training_writes_the_card_the_model_card_and_the_figure(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["credit", "train", "--output", str(tmp_path / "card.json"), "--docs", str(tmp_path / "docs")])
    assert done.exit_code == 0, done.output
    figures = json.loads(done.output.strip().splitlines()[-1])
    assert (figures["bench"], figures["figures"]["scorecard_auc"] >= 0.77) == ("credit", True)
    assert read_card(tmp_path / "card.json").attributes == read_card(PUBLISHED).attributes
    assert (tmp_path / "docs" / "application-scorecard.md").exists()


def test_loans_that_tell_nothing_make_no_card_that_passes(tmp_path: Path) -> None:
    with FILE.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    for number, row in enumerate(rows):
        row[OUTCOME] = "bad" if number * 7919 % 10 < 3 else "good"
    blind = tmp_path / "loans.csv"
    with blind.open("w", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = CliRunner().invoke(app, ["credit", "train", "--loans", str(blind), "--output", str(tmp_path / "card.json"), "--docs", str(tmp_path / "docs")])
    assert done.exit_code == 1


async def test_a_card_is_published_as_the_next_version(fresh_database: Database) -> None:
    assert await publish_card(fresh_database, read_card(PUBLISHED)) == 2
    async with fresh_database.reading() as read:
        audit = await read.fetchval("SELECT detail FROM kernel_audit WHERE action = 'credit.publish_application_card'")
    assert audit == {"version": 2}


async def test_a_file_that_is_no_card_is_told_and_one_that_cannot_be_used_is_refused(fresh_database: Database, tmp_path: Path) -> None:
    wrong = tmp_path / "card.json"
    wrong.write_text('{"base": "much"}')
    with pytest.raises(CommandFailed, match=r"card.json is no application scorecard"):
        read_card(wrong)
    card = read_card(PUBLISHED)
    with pytest.raises(credit.ScorecardMalformed):
        await publish_card(fresh_database, credit.ApplicationCard(card.base, (), card.floors, card.failing_ppm))
    async with fresh_database.reading() as read:
        assert await read.fetchval("SELECT max(version) FROM credit_scorecard WHERE name = 'application'") == 1
