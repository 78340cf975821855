"""One window per user: a second start hands its files to the first."""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT = 300


def _name() -> str:
    return "juesuan-" + hashlib.sha256(getpass.getuser().encode()).hexdigest()[:16]


def hand_over(paths: Sequence[str], name: str = "") -> bool:
    """Give the files to the running window; False where none runs."""
    socket = QLocalSocket()
    socket.connectToServer(name or _name())
    if not socket.waitForConnected(_WAIT):
        return False
    socket.write(json.dumps(list(paths)).encode())
    socket.waitForBytesWritten(_WAIT)
    socket.disconnectFromServer()
    return True


class Listener(QObject):
    """arrived(paths): a second start named these files."""

    arrived = Signal(list)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        if not self._server.listen(name or _name()):
            QLocalServer.removeServer(name or _name())
            self._server.listen(name or _name())

    def _accept(self) -> None:
        socket = self._server.nextPendingConnection()
        received = bytearray()
        socket.readyRead.connect(lambda: received.extend(socket.readAll().data()))
        socket.disconnected.connect(lambda: self._finish(socket, received))

    def _finish(self, socket: QLocalSocket, received: bytearray) -> None:
        received.extend(socket.readAll().data())
        socket.deleteLater()
        try:
            paths = json.loads(received.decode() or "[]")
        except ValueError:
            return
        if isinstance(paths, list):
            self.arrived.emit([str(path) for path in paths])
