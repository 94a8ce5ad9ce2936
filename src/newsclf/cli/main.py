"""The command `newsclf` and its subcommands, each imported only when called."""

from __future__ import annotations

import importlib

import click

import newsclf

_COMMANDS = {
    "tag": "newsclf.cli.tag",
    "batch": "newsclf.cli.batch",
    "split": "newsclf.cli.split",
    "digest": "newsclf.cli.digest",
    "train": "newsclf.cli.train",
    "evaluate": "newsclf.cli.evaluate",
    "evaluate-digest": "newsclf.cli.evaluate_digest",
    "compare": "newsclf.cli.compare",
    "check": "newsclf.cli.check",
    "model": "newsclf.cli.model",
}


class _Commands(click.Group):
    """Subcommands that are imported on request, so that `tag` starts without the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(_COMMANDS[cmd_name])
        command: click.Command = module.command
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(newsclf.__version__, prog_name="newsclf")
def main() -> None:
    """Split Chinese newspaper pages into articles, tag each by theme, and write one-line digests.

    \b
    Example:
      newsclf tag page.txt
    """
