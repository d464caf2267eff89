"""The plain tools that run beside ours."""

import shutil


def missing_tools(*names: str) -> str:
    """Return which of these commands the machine lacks, as a reason in Chinese; empty when it has them all."""
    missing = [name for name in names if shutil.which(name) is None]
    return f"本机没有命令 {'、'.join(missing)}" if missing else ""
