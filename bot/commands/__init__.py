"""The `coach` command: one file a word. What a word needs is imported when it is said."""

from __future__ import annotations

import sys

import typer

from bot.commands.ask import ask
from bot.commands.audit_log import audit_log_app
from bot.commands.chat import chat
from bot.commands.doctor import doctor
from bot.commands.documents import documents_app
from bot.commands.drill import drill_app
from bot.commands.evaluate import evaluate
from bot.commands.export import export
from bot.commands.go_live import go_live
from bot.commands.grade import grade
from bot.commands.import_records import import_records
from bot.commands.index import index
from bot.commands.manifest import manifest
from bot.commands.nudges import nudges_app
from bot.commands.packs import packs_app
from bot.commands.person import person
from bot.commands.quality import quality_app
from bot.commands.registers import registers_app
from bot.commands.serve import serve
from bot.commands.show import show
from bot.commands.standard import standard_app
from bot.commands.why import why
from bot.wording import words_for

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Cited answers from your own quality documents, on your own machine.",
)
app.command()(index)
app.command()(ask)
app.command()(chat)
app.add_typer(documents_app, name="documents")
app.add_typer(nudges_app, name="nudges")
app.add_typer(drill_app, name="drill")
app.add_typer(packs_app, name="packs")
app.add_typer(standard_app, name="standard")
app.command()(show)
app.command()(why)
app.command()(evaluate)
app.command()(grade)
app.command()(serve)
app.add_typer(quality_app, name="quality")
app.command()(manifest)
app.command()(doctor)
app.command("import")(import_records)
app.add_typer(registers_app, name="registers")
app.command()(person)
app.command()(export)
app.add_typer(audit_log_app, name="audit-log")
app.command("go-live")(go_live)


def main() -> None:
    """Run one command. Exit 0 when it is done, 1 when it failed, 2 on wrong arguments."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away: nothing to report to it
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        typer.echo("Stopped. Nothing half-done was published.", err=True)
        raise SystemExit(130) from None
    except Exception as error:
        typer.echo(words_for(error), err=True)
        raise SystemExit(1) from None
