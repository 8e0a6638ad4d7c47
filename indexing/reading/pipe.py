"""Messages between the parent and its reading worker: a length, then JSON."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">Q")


class BrokenMessage(Exception):
    """What came through the pipe is not a whole message."""


class MessageTooLong(BrokenMessage):
    """The message is longer than the receiver accepts."""


def send(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Write one message and flush it."""
    payload = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    # A name that is no valid text in the file system's encoding travels as surrogates.
    encoded = payload.encode("utf-8", "surrogatepass")
    stream.write(_LENGTH.pack(len(encoded)))
    stream.write(encoded)
    stream.flush()


def receive(stream: BinaryIO, *, at_most: int) -> dict[str, Any] | None:
    """The next message, or None where the other side has hung up."""
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise BrokenMessage("the length is cut off")
    (length,) = _LENGTH.unpack(head)
    if length > at_most:
        raise MessageTooLong(f"{length} bytes")
    payload = stream.read(length)
    if len(payload) < length:
        raise BrokenMessage("the message is cut off")
    try:
        message = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise BrokenMessage(str(error)) from error
    if not isinstance(message, dict):
        raise BrokenMessage("not an object")
    return message
