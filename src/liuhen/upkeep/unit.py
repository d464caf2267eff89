"""系统服务: the systemd unit that keeps the product running, with no more rights than it needs."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

UNIT: Final = Path("/etc/systemd/system/liuhen.service")
_LOW: Final = 1024  # ports below need a right of their own


@dataclass(frozen=True, slots=True)
class Service:
    """What the unit is made of.

    Args:
        user: whom the product runs as.
        data: the data folder.
        program: the folder the product is installed in; it is only read.
        options: words after `liuhen serve`.
        also: further folders that are written to, such as that of the nightly backup.
        told: further environment.
    """

    user: str
    data: Path
    program: Path
    port: int
    options: Sequence[str] = ()
    also: Sequence[Path] = ()
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return the unit file."""
        sections = {"Unit": _UNIT, "Service": [*self._running(), *self._confined()], "Install": _INSTALL}
        return "\n".join(
            "\n".join([f"[{name}]", *(f"{key}={value}" for key, value in lines), ""])
            for name, lines in sections.items()
        )

    def _running(self) -> list[tuple[str, str]]:
        told = {"LIUHEN_DATA": str(self.data), "PYTHONUNBUFFERED": "1", **self.told}
        command = " ".join(_quoted(one) for one in (*_COMMAND, "serve", "--port", str(self.port), *self.options))
        return [
            ("Type", "simple"),
            ("User", self.user),
            ("WorkingDirectory", _path(self.program)),
            *(("Environment", _quoted(f"{name}={value}")) for name, value in told.items()),
            ("ExecStart", command),
            ("Restart", "on-failure"),
            ("RestartSec", "5"),
            ("TimeoutStopSec", "40"),
            ("KillMode", "mixed"),
        ]

    def _confined(self) -> list[tuple[str, str]]:
        written = (str(self.data), str(self.program / "build"), *(f"-{one}" for one in self.also))
        writable = " ".join(_quoted(one) for one in written)  # a backup disk may be missing at the start
        low = self.port < _LOW
        return [
            ("UMask", "0077"),
            *_CONFINED,
            ("ReadWritePaths", writable),
            ("CapabilityBoundingSet", "CAP_NET_BIND_SERVICE" if low else ""),
            ("AmbientCapabilities", "CAP_NET_BIND_SERVICE" if low else ""),
        ]


_COMMAND: Final = (sys.executable, "-m", "liuhen.cli")
_UNIT: Final = (
    ("Description", "留痕 行政执法全过程记录系统"),
    ("After", "network-online.target local-fs.target"),
    ("Wants", "network-online.target"),
    ("StartLimitIntervalSec", "300"),
    ("StartLimitBurst", "5"),
)
_INSTALL: Final = (("WantedBy", "multi-user.target"),)
_CONFINED: Final = (
    ("NoNewPrivileges", "yes"),
    ("ProtectSystem", "strict"),
    ("ProtectHome", "read-only"),
    ("PrivateTmp", "yes"),
    ("PrivateDevices", "yes"),
    ("ProtectClock", "yes"),
    ("ProtectHostname", "yes"),
    ("ProtectKernelLogs", "yes"),
    ("ProtectKernelModules", "yes"),
    ("ProtectKernelTunables", "yes"),
    ("ProtectControlGroups", "yes"),
    ("ProtectProc", "invisible"),
    ("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"),
    ("RestrictNamespaces", "yes"),
    ("RestrictRealtime", "yes"),
    ("RestrictSUIDSGID", "yes"),
    ("LockPersonality", "yes"),
    ("SystemCallArchitectures", "native"),
    ("SystemCallFilter", "@system-service"),
)


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if escaped != word or not word or any(one.isspace() for one in word) else word


def _path(path: Path) -> str:
    return str(path).replace("%", "%%")
