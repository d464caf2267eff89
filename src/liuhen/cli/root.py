"""The command `liuhen` and its verbs; help and messages in Chinese."""

import os
import sys

import click

from liuhen.cli.words import Verbs, wrong_call
from liuhen.kernel.errors import LiuhenError

VERBS = {
    "init": ("liuhen.cli.founding", "init"),
    "demo": ("liuhen.cli.serving", "demo"),
    "serve": ("liuhen.cli.serving", "serve"),
    "verify": ("liuhen.cli.checking", "verify"),
    "fixity": ("liuhen.cli.fixity", "fixity"),
    "rebuild": ("liuhen.cli.checking", "rebuild"),
    "checkpoint": ("liuhen.cli.checking", "checkpoint"),
    "export-case": ("liuhen.cli.cases", "export_case"),
    "assess": ("liuhen.cli.assessing", "assess"),
    "package": ("liuhen.cli.cases", "package"),
    "volume": ("liuhen.cli.cases", "volume"),
    "rulebook": ("liuhen.cli.rulebooks", "rulebook"),
    "schema": ("liuhen.cli.rules", "schema"),
    "calendar": ("liuhen.cli.calendars", "calendar"),
    "ingest": ("liuhen.cli.ingesting", "ingest"),
    "media": ("liuhen.cli.scanning", "media"),
    "disc": ("liuhen.cli.discs", "disc"),
    "derive": ("liuhen.cli.deriving", "derive"),
    "work": ("liuhen.cli.deriving", "work"),
    "doctor": ("liuhen.cli.doctoring", "doctor"),
    "service": ("liuhen.cli.unit", "service"),
    "tls": ("liuhen.cli.tls", "tls"),
    "backup": ("liuhen.cli.backing_up", "backup"),
    "restore": ("liuhen.cli.backing_up", "restore"),
    "upgrade": ("liuhen.cli.backing_up", "upgrade"),
    "scenario": ("liuhen.cli.scenarios", "scenario"),
    "gallery": ("liuhen.cli.gallery", "gallery"),
    "draw": ("liuhen.cli.drawing", "draw"),
    "bench": ("liuhen.cli.benching", "bench"),
}


class Loading(Verbs):
    """Loads a verb when it is called: help needs no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the table."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one verb, or None for a word that is none."""
        del ctx
        if cmd_name not in VERBS:
            return None
        from importlib import import_module

        module, name = VERBS[cmd_name]
        found: click.Command = getattr(import_module(module), name)
        return found


@click.group(cls=Loading, context_settings={"help_option_names": ["-h", "--help"]})
def root() -> None:
    """留痕：行政执法全过程记录系统。数据目录由 LIUHEN_DATA 指定。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuhen.config.settings")


def main() -> None:
    """Run a verb; a refusal is a sentence on standard error and exit code 2, never a trace."""
    try:
        root(standalone_mode=False)
    except click.ClickException as error:
        click.echo(f"{wrong_call(error)}用法见 liuhen --help。", err=True)
        sys.exit(2)
    except click.exceptions.Abort:
        sys.exit(130)
    except LiuhenError as error:
        for part in (error.message, *_why(error), error.remedy):
            if part:
                click.echo(part, err=True)
        sys.exit(2)


def _why(error: LiuhenError) -> list[str]:
    """Return the reason; of a pack every fault on a line of its own."""
    from liuhen.rulebook.errors import PackError

    if not isinstance(error, PackError) or not error.problems:
        return [error.why]
    from liuhen.cli.faults import listed

    return listed(error.problems)
