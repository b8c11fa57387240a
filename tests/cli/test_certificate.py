"""The self-signed certificate for `serve --https`."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from headwater.cli import certificate
from headwater.cli.certificate import self_signed


def test_a_client_that_trusts_it_speaks_to_localhost(tmp_path: Path) -> None:
    path, key = self_signed(tmp_path / "tls")
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(path, key)
    asking = ssl.create_default_context(cafile=str(path))
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with serving.wrap_socket(connection, server_side=True) as secure:
                secure.sendall(b"hello")

        thread = threading.Thread(target=answer)
        thread.start()
        with (
            socket.create_connection(listening.getsockname()) as plain,
            asking.wrap_socket(plain, server_hostname="localhost") as secure,
        ):
            assert secure.recv(5) == b"hello"
        thread.join()


def test_it_names_this_machine_and_its_key_is_private(tmp_path: Path) -> None:
    path, key = self_signed(tmp_path / "tls")
    found = x509.load_pem_x509_certificate(path.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {"localhost", socket.gethostname()} == set(names.get_values_for_type(x509.DNSName))
    numbers = {str(number) for number in names.get_values_for_type(x509.IPAddress)}
    assert numbers == {"127.0.0.1", "::1"}
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.parent.stat().st_mode & 0o777 == 0o700


def test_it_stays_the_same_until_shortly_before_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = self_signed(tmp_path / "tls")
    first = path.read_bytes()
    assert self_signed(tmp_path / "tls")[0].read_bytes() == first
    monkeypatch.setattr(certificate, "RENEWED", certificate.LIFETIME + timedelta(days=1))
    renewed = self_signed(tmp_path / "tls")[0].read_bytes()
    assert renewed != first
    assert x509.load_pem_x509_certificate(renewed).not_valid_after_utc > datetime.now(UTC)
