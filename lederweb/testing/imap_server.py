"""A small IMAP server over TLS (RFC 3501) for tests: enough of it for who empties a mailbox."""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Stored:
    uid: int
    content: bytes
    day: dt.date
    is_deleted: bool = False


@dataclass
class ImapServer:
    """`with ImapServer(folder_for_its_certificate) as server:`; `folders` is what it holds."""

    place: Path
    password: str = "secret"
    folders: dict[str, list[Stored]] = field(default_factory=lambda: {"INBOX": []})
    port: int = 0
    _next: int = 1

    @property
    def certificate(self) -> Path:
        return self.place / "certificate.pem"

    def add(self, content: bytes, folder: str = "INBOX", day: dt.date | None = None) -> None:
        day = day or dt.datetime.now(tz=dt.UTC).date()
        self.folders.setdefault(folder, []).append(Stored(self._next, content, day))
        self._next += 1

    def __enter__(self) -> ImapServer:
        _write_certificate(self.certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session)
        self._server.daemon_threads = True
        self._server.imap = self  # type: ignore[attr-defined]
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._imap: ImapServer = self.server.imap  # type: ignore[attr-defined]
        self._folder = ""
        self._say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _space, rest = line.partition(" ")
            command, _space, arguments = rest.partition(" ")
            if command == "UID":
                command, _space, arguments = arguments.partition(" ")
            answer = getattr(self, f"_{command.lower()}")(arguments)
            self._say(f"{tag} {answer or 'OK done'}")
            if command == "LOGOUT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _capability(self, arguments: str) -> None:
        self._say("* CAPABILITY IMAP4rev1")

    def _login(self, arguments: str) -> str:
        return "" if self._imap.password in arguments else "NO wrong password"

    def _select(self, arguments: str) -> str:
        if _name(arguments) not in self._imap.folders:
            return "NO there is no such folder"
        self._folder = _name(arguments)
        self._say(f"* {len(self._messages)} EXISTS")
        return ""

    @property
    def _messages(self) -> list[Stored]:
        return self._imap.folders[self._folder]

    def _of(self, uid: str) -> Stored:
        return next(each for each in self._messages if each.uid == int(uid))

    def _search(self, arguments: str) -> None:
        found = [each for each in self._messages if not each.is_deleted]
        if arguments.startswith("BEFORE"):
            day = dt.datetime.strptime(arguments.split()[1], "%d-%b-%Y").date()  # noqa: DTZ007
            found = [each for each in found if each.day < day]
        self._say("* SEARCH " + " ".join(str(each.uid) for each in found))

    def _fetch(self, arguments: str) -> None:
        found = re.match(r"(\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", arguments)
        assert found is not None
        content = self._of(found[1]).content[: int(found[2])]
        self._say(f"* 1 FETCH (UID {found[1]} BODY[]<0> {{{len(content)}}}")
        self.wfile.write(content)
        self._say(")")

    def _store(self, arguments: str) -> None:
        self._of(arguments.split()[0]).is_deleted = "\\Deleted" in arguments

    def _create(self, arguments: str) -> str:
        if _name(arguments) in self._imap.folders:
            return "NO it is there"
        self._imap.folders[_name(arguments)] = []
        return ""

    def _copy(self, arguments: str) -> None:
        uid, _space, folder = arguments.partition(" ")
        self._imap.add(self._of(uid).content, _name(folder))

    def _expunge(self, arguments: str) -> None:
        self._messages[:] = [each for each in self._messages if not each.is_deleted]

    def _logout(self, arguments: str) -> None:
        self._say("* BYE")


def _name(quoted: str) -> str:
    return quoted.strip().strip('"')


def _write_certificate(path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(tz=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
