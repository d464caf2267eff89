"""The socket that the server listens on: a connection whose other end is gone is noticed, and gives its thread back.

A phone that leaves the network in the middle of an upload closes nothing. Without questions from our side its
connection would stay for ever, and with it the thread that waits for its next byte.
"""

import logging
import socket
from typing import Any, Final

from granian._granian import ListenerSpec
from granian.server import Server

_OPTIONS: Final = (
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 30),  # seconds of silence before the first question
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 10),  # seconds between questions
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),  # questions without an answer
)


# It warns of more threads than twice the processors: ours wait for bytes most of their time.
logging.getLogger("_granian").addFilter(lambda said: "Python threads" not in said.getMessage())


class AskingServer(Server):  # type: ignore[misc, valid-type]  # granian chooses its class when it is imported
    """Granian's server, on a socket whose connections ask after the other end."""

    def _init_shared_socket(self) -> None:
        """Open the socket here, as granian does where its workers cannot open their own; what is set is inherited."""
        holder: Any = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd, self._sfd, self._ssp = holder, holder.get_fd(), None
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)
        for level, option, value in _OPTIONS:
            self._sso.setsockopt(level, option, value)
