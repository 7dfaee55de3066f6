"""`scenebank credit`: train the application scorecard, and publish a version of it."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from gateway.cli.failures import told_plainly
from gateway.cli.options import DataOption, settings_of

credit_app = typer.Typer(no_args_is_help=True, help="Credit's scorecards.")


@credit_app.command()
def train(
    output: Annotated[Path, typer.Option(help="Where the scorecard is written, as JSON.")] = Path("application.json"),
    docs: Annotated[Path, typer.Option(help="The folder of the model card and its charts.")] = Path("docs/credit"),
    loans: Annotated[Path | None, typer.Option(help="Loans in the shape of the German credit data; that data itself without it.")] = None,
) -> None:
    """Train the application scorecard on 1,000 real loans, and write it down with its model card. Needs the extra `training`."""
    try:
        from gateway.training.loans import FILE
        from gateway.training.model_card import write_model_card
        from gateway.training.train import AUC_LEAST, train
    except ModuleNotFoundError as error:
        print(f"Training needs {error.name}: pip install 'scenebank[training]'")
        raise typer.Exit(1) from error
    trained = train(loans or FILE)
    output.write_bytes(orjson.dumps(trained.card, option=orjson.OPT_INDENT_2) + b"\n")
    page = write_model_card(trained, docs)
    print(f"AUC out of fold {trained.auc:.4f}, KS {trained.ks:.3f}; the card is in {output}, what is known of it in {page}.")
    print(orjson.dumps({"bench": "credit", "ratios": {}, "figures": {"scorecard_auc": round(trained.auc, 4)}}).decode())
    if trained.auc < AUC_LEAST:
        raise typer.Exit(1)


@credit_app.command()
def publish(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="An application scorecard, as `train` writes it.")],
    data: DataOption = None,
) -> None:
    """Assess applications by that scorecard from now on. Those that were assessed keep theirs; the act is audited."""
    from gateway.cli.scorecards import run_publish

    with told_plainly():
        run_publish(settings_of(data=data), file)
