"""The command ``doorvragen``: one table of commands, each loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

import click

from analysis.errors import AnalysisError
from survey_app.cli.outside import Outside
from survey_app.errors import DoorvragenError

COMMANDS = {
    "demo": "survey_app.cli.demo:demo",
    "serve": "survey_app.cli.serve:serve",
    "study": "survey_app.cli.study:study",
    "account": "survey_app.cli.account:account",
    "questionnaire": "survey_app.cli.questionnaire:questionnaire",
    "translations": "survey_app.cli.translations:translations",
    "snapshot": "survey_app.cli.snapshot:snapshot",
    "analyse": "survey_app.cli.snapshot:analyse",
    "export": "survey_app.cli.export:export",
    "withdraw": "survey_app.cli.withdraw:withdraw",
    "backup": "survey_app.cli.backup:backup",
    "restore": "survey_app.cli.backup:restore",
    "retention": "survey_app.cli.retention:retention",
    "upgrade": "survey_app.cli.upgrade:upgrade",
    "rds": "survey_app.cli.rds:rds",
    "segments": "survey_app.cli.segments:segments",
    "classes": "survey_app.cli.segments:classes",
    "themes": "survey_app.cli.themes:themes",
}
SUBCOMMANDS = {
    "questionnaire": {"publish": "survey_app.cli.publish:publish"},
    "translations": {
        "approve": "survey_app.cli.approvals:approve",
        "withdraw": "survey_app.cli.approvals:withdraw",
        "approvals": "survey_app.cli.approvals:approvals",
    },
}


class Refused(click.ClickException):
    """One line on stderr, exit code 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Say what is wrong."""
        click.echo(f"doorvragen: {self.format_message()}", err=True)


class Commands(click.Group):
    """Commands from the table; what they refuse is told in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command, and what others add to it."""
        if cmd_name not in COMMANDS:
            return None
        command = _load(COMMANDS[cmd_name])
        for name, address in SUBCOMMANDS.get(cmd_name, {}).items():
            if isinstance(command, click.Group):
                command.add_command(_load(address), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run, and turn what we can explain into one line."""
        try:
            return super().invoke(ctx)
        except DoorvragenError as error:
            raise Refused(ctx.ensure_object(Outside).translate(error)) from error
        except AnalysisError as error:
            raise Refused(" ".join(str(error).split())) from error
        except click.UsageError as error:
            raise Refused(_usage(error)) from error


def _usage(error: click.UsageError) -> str:
    """What is wrong with the command, and where its options are told."""
    said = " ".join(error.format_message().split())
    return f"{said} (see: {error.ctx.command_path} --help)" if error.ctx else said


@click.command(cls=Commands)
@click.version_option(package_name="doorvragen")
@click.pass_context
def doorvragen(ctx: click.Context) -> None:
    """Oral interviews in many languages, snowball recruitment, and honest analysis."""
    ctx.ensure_object(Outside)


def main(outside: Outside | None = None) -> None:
    """The console script."""
    doorvragen(obj=outside, prog_name="doorvragen")


def _load(address: str) -> click.Command:
    module, name = address.split(":")
    command = getattr(import_module(module), name)
    assert isinstance(command, click.Command)  # noqa: S101 - the table above is ours
    return command
