"""Keys from the bot token, and the seal on what rests on the disk."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class UnsealError(Exception):
    """What was read is not what was sealed with this key under this name."""


def derived(token: str, purpose: str) -> bytes:
    """Return 32 bytes for one purpose (HKDF, RFC 5869; a token is random enough to need no slow hash)."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ketamine-faq-bot " + purpose.encode())
    return kdf.derive(token.encode())


class Seal:
    """Authenticated encryption (AES-256-GCM) of a content together with the name that it is kept under."""

    def __init__(self, token: str) -> None:
        """Derive the key; the token itself is not kept."""
        self._cipher = AESGCM(derived(token, "inbox"))

    def close(self, content: bytes, name: str) -> bytes:
        """Return the content sealed: a random nonce, the ciphertext and its tag."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, name.encode())

    def open(self, sealed: bytes, name: str) -> bytes:
        """Return the content.

        Raises:
            UnsealError: another key, another name, or changed bytes.
        """
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError) as error:
            raise UnsealError(name) from error
