"""The command `liuhen`."""

from liuhen.cli.root import main

__all__ = ["main"]
