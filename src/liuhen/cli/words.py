"""The command line speaks Chinese: headings of the help page, and what is wrong with a call."""

from typing import Any

import click


class Verb(click.Command):
    """A verb whose help page is headed in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, _pieces(self, ctx), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under their heading."""
        _write_options(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option with its Chinese text."""
        return _help_option(super().get_help_option(ctx))


class Verbs(click.Group):
    """A group whose help page is headed in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, "命令 [选项]", prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs, then the options."""
        rows = [
            (name, found.get_short_help_str(60))
            for name in self.list_commands(ctx)
            if (found := self.get_command(ctx, name))
        ]
        with formatter.section("命令"):
            formatter.write_dl(rows)
        _write_options(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option with its Chinese text."""
        return _help_option(super().get_help_option(ctx))


def wrong_call(error: click.ClickException) -> str:
    """Return what is wrong with a call, in Chinese."""
    match error:
        case click.exceptions.NoSuchOption(option_name=name):
            return f"没有选项 {name}。"
        case click.exceptions.MissingParameter(param=click.Parameter() as param):
            return f"缺少 {_named(param)}。"
        case click.exceptions.BadParameter(param=click.Parameter() as param):
            return f"{_named(param)} 的值不能用：{_plain(param, error)}"
        case click.exceptions.NoSuchCommand(command_name=name):
            return f"没有命令 {name}。"
        case _:
            return "参数不对。"


def _named(param: click.Parameter) -> str:
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name


def _plain(param: click.Parameter, error: click.exceptions.BadParameter) -> str:
    match param.type:
        case click.Choice(choices=choices):
            return f"应为 {'、'.join(str(one) for one in choices)} 之一。"
        case click.Path():
            return "没有这个文件或者目录，或者不能读取。"
        case click.types.IntRange(min=low, max=high):
            return f"应为 {low} 到 {high} 的整数。"
        case click.types.IntParamType():
            return "应为整数。"
        case click.types.FloatRange(min=least, max=most):
            return f"应为 {least:g} 到 {most:g} 的数。"
        case _:
            return error.message


def _pieces(verb: click.Command, ctx: click.Context) -> str:
    return " ".join(
        ["[选项]", *(param.make_metavar(ctx) for param in verb.params if isinstance(param, click.Argument))]
    )


def _write_options(verb: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    found = [row for param in verb.get_params(ctx) if (row := param.get_help_record(ctx)) is not None]
    rows = [(option, told.replace("[required]", "必填。").replace("  ", "")) for option, told in found]
    if rows:
        with formatter.section("选项"):
            formatter.write_dl(rows)


def _help_option(option: Any) -> click.Option | None:
    if option is None:
        return None
    option.help = "显示本说明。"
    told: click.Option = option
    return told
