"""`newsclf model`: describe a model, and verify its checksums."""

from __future__ import annotations

from pathlib import Path

import click

from newsclf.bundle import load_bundle, shipped_folder
from newsclf.cli import common
from newsclf.text.characters import printable


@click.group("model", short_help="Inspect a model.")
def command() -> None:
    """Inspect a model folder.

    \b
    Examples:
      newsclf model info
      newsclf model verify my-model
    """


_argument = click.argument(
    "folder", type=click.Path(path_type=Path), required=False, metavar="[MODEL]"
)


@command.command("info")
@_argument
def info(folder: Path | None) -> None:
    """Show the themes, size and thresholds of a model; by default, of the bundled model.

    \b
    Example:
      newsclf model info
    """
    with common.one_line_errors():
        folder = folder or shipped_folder()
        bundle = load_bundle(folder)
    model, about = bundle.model, bundle.model.info
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    with common.open_output(None) as out:
        out.write(f"model      {bundle.label}\n")
        out.write(f"folder     {printable(str(folder))}\n")
        out.write(f"size       {size / 1e6:.1f} MB, {len(model.vocabulary)} terms\n")
        for part, corpus in (
            ("openings", bundle.openings.corpus),
            ("themes", about.corpus),
            ("digests", bundle.clause_weights.corpus),
        ):
            out.write(f"{part:<10} learned from sha256:{corpus[:16]}\n")
        out.write("".join(f"  {theme.id:<12}{theme.name}\n" for theme in about.themes))
        out.write(f"second     themes from a probability of {about.decider.secondary:.2f} on\n")
        out.write(f"unsure     below a probability of {about.decider.sure:.2f}\n")


@command.command("verify")
@_argument
def verify(folder: Path | None) -> None:
    """Verify the checksum of every file in a model folder; exit with code 1 if one is damaged.

    \b
    Example:
      newsclf model verify my-model
    """
    with common.one_line_errors():
        folder = folder or shipped_folder()
        bundle = load_bundle(folder)
    click.echo(f"{printable(str(folder))}: {bundle.label}: all files are intact")
