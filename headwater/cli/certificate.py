"""A self-signed certificate for trying https: the Salesforce clients insist on it."""

import ipaddress
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFETIME = timedelta(days=825)  # the longest that common clients accept
RENEWED = timedelta(days=30)  # before its end


def self_signed(folder: Path) -> tuple[Path, Path]:
    """The files of a certificate and of its key, made on first use and renewed before their end."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if not is_good(certificate) or not key.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret = ec.generate_private_key(ec.SECP256R1())
        write(
            key,
            secret.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
        )
        write(certificate, made(secret).public_bytes(serialization.Encoding.PEM))
    return certificate, key


def is_good(certificate: Path) -> bool:
    """Whether there is one that lasts for a while and names this machine."""
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError):
        return False
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    here = socket.gethostname() in names.get_values_for_type(x509.DNSName)
    return here and found.not_valid_after_utc - datetime.now(UTC) > RENEWED


def made(secret: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """A certificate for this machine's names."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Headwater on this machine")])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [
        *(x509.DNSName(name) for name in dict.fromkeys(["localhost", socket.gethostname()])),
        *(x509.IPAddress(ipaddress.ip_address(number)) for number in ("127.0.0.1", "::1")),
    ]
    builder = x509.CertificateBuilder(subject, subject, secret.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + LIFETIME)
    # Clients are told to trust this very file, so it has to count as its own authority.
    for extension, critical in (
        (x509.SubjectAlternativeName(names), False),
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.SubjectKeyIdentifier.from_public_key(secret.public_key()), False),
    ):
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(secret, hashes.SHA256())


def write(path: Path, content: bytes) -> None:
    """Write a file that is its owner's alone from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
