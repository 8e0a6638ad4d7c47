"""Office files whose packaging is broken, encrypted or far larger than it looks."""

from __future__ import annotations

import struct
from functools import partial

from .archives import Entry, bomb, deflate, entries_of, overlapping, pack, zip_of
from .case import Case, content, lazily
from .ooxml import HEAD, W_CLOSE, W_OPEN, docx, para, pptx, slide, xlsx

_ROW = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
_DOCX = pack(docx())
_XLSX = pack(xlsx(_ROW))
_PPTX = pack(pptx({"slide1": slide()}, ["slide1"]))
_START = f"{HEAD}{W_OPEN}<w:p><w:r><w:t>".encode()
_END = f"</w:t></w:r></w:p>{W_CLOSE}".encode()


def _without_document() -> list[Entry]:
    return [entry for entry in entries_of(docx()) if entry.name != "word/document.xml"]


def _bomb_docx(megabytes: int) -> bytes:
    return zip_of(
        [*_without_document(), Entry("word/document.xml", bomb(_START, b" ", megabytes, _END))]
    )


def _small_claim() -> bytes:
    packed = bomb(_START, b" ", 100, _END)
    return zip_of([*_without_document(), Entry("word/document.xml", packed, claimed_size=900)])


def _zip64_claim() -> bytes:
    extra = struct.pack("<HHQ", 1, 8, 1 << 60)
    lie = Entry("word/document.xml", deflate(_START + _END), claimed_size=0xFFFFFFFF, extra=extra)
    return zip_of([*_without_document(), lie])


def _nested() -> bytes:
    inner = _bomb_docx(64)
    for _ in range(12):
        inner = pack(docx() | {"word/embeddings/part.docx": inner})
    return inner


def _overlapping() -> bytes:
    names = [f"word/header{i}.xml" for i in range(5000)]
    return overlapping(names, bomb(_START, b" ", 10, _END), entries_of(docx()))


def _many_entries(count: int) -> bytes:
    empty = deflate(b"")
    return zip_of([*entries_of(docx()), *(Entry(f"m/{i}", empty) for i in range(count))])


def _twice() -> bytes:
    second = Entry("word/document.xml", deflate(_START + b"Torque 99 Nm." + _END))
    return zip_of([*entries_of(docx()), second])


def _marked(flags: int = 0, method: int = 8) -> bytes:
    lie = Entry("word/document.xml", deflate(_START + _END), flags=flags, method=method)
    return zip_of([*_without_document(), lie])


def _wrong_directory(data: bytes) -> bytes:
    # The end record says the directory starts 7,000 bytes after the end of the file.
    at = data.rindex(b"PK\x05\x06") + 16
    return data[:at] + struct.pack("<I", len(data) + 7000) + data[at + 4 :]


def _broken_data() -> bytes:
    at = _DOCX.index(b"word/document.xml") + 40
    return _DOCX[:at] + b"\xff" * 60 + _DOCX[at + 60 :]


def compound_file(*streams: str) -> bytes:
    """An OLE compound file, the container of encrypted and of old Office files."""
    end, unused, fat_sector = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    fat, entries = [fat_sector, end], [_directory_entry("Root Entry", 5, end, 0, child=1)]
    for i, name in enumerate(streams):
        first = len(fat)
        fat += [*range(first + 1, first + 8), end]
        after = i + 2 if i + 1 < len(streams) else unused
        entries.append(_directory_entry(name, 2, first, 4096, right=after))
    fat += [unused] * (128 - len(fat))
    head = struct.pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *[unused] * 108)
    directory = b"".join(entries).ljust(512, b"\0")
    data = b"".join(bytes([65 + i]) * 4096 for i in range(len(streams)))
    return head + struct.pack("<128I", *fat) + directory + data


def _directory_entry(
    name: str, kind: int, first: int, size: int, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF
) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    head = struct.pack("<64sHBB3I", text, len(text), kind, 1, 0xFFFFFFFF, right, child)
    return head + b"\0" * 36 + struct.pack("<IQ", first, size)


def cases() -> list[Case]:
    """Every case of this kind."""
    encrypted = compound_file("EncryptionInfo", "EncryptedPackage")
    whole = (("docx", _DOCX), ("xlsx", _XLSX), ("pptx", _PPTX))
    cut = [
        Case(
            f"packages/truncated.{ending}", "cut off in the middle", content(data[: len(data) // 2])
        )
        for ending, data in whole
    ]
    lost = [
        Case(
            f"packages/wrong-directory.{ending}",
            "zip directory is not where the end record says",
            content(_wrong_directory(data)),
        )
        for ending, data in whole
    ]
    locked = [
        Case(f"packages/encrypted.{ending}", "encrypted with a password", content(encrypted))
        for ending, _ in whole
    ]
    return [*cut, *lost, *locked, *_other(), *_bombs()]


def _other() -> list[Case]:
    slip = docx() | {"../../../../tmp/escaped.txt": "escaped", "/etc/escaped.txt": "escaped"}
    return [
        Case(
            "packages/old-word.docx",
            "a Word 97 file with the ending of a new one",
            content(compound_file("WordDocument", "1Table")),
        ),
        Case(
            "packages/broken-data.docx",
            "deflated data is damaged in the middle",
            lazily(_broken_data),
        ),
        Case(
            "packages/no-document.docx",
            "word/document.xml is missing",
            lazily(lambda: zip_of(_without_document())),
        ),
        Case(
            "packages/no-content-types.docx",
            "[Content_Types].xml is missing",
            content(zip_of(entries_of(docx())[1:])),
        ),
        Case(
            "packages/two-documents.docx",
            "word/document.xml is there twice, with different torques",
            lazily(_twice),
        ),
        Case(
            "packages/password-flag.docx",
            "the entry is marked as encrypted, but is not",
            lazily(partial(_marked, flags=1)),
        ),
        Case(
            "packages/unknown-method.docx",
            "a compression method that nobody knows",
            lazily(partial(_marked, method=97)),
        ),
        Case(
            "packages/escaping-names.docx",
            "entries named ../../ and /etc/ that leave the folder when unpacked",
            lazily(partial(pack, slip)),
        ),
        Case(
            "packages/only-a-zip.docx",
            "an ordinary zip file without any Office part",
            content(pack({"readme.txt": "hello"})),
        ),
        Case(
            "packages/zip-comment.docx",
            "60 KB of text after the end record",
            content(_DOCX + b"x" * 60_000),
        ),
    ]


def _bombs() -> list[Case]:
    sheet = f"{HEAD}<worksheet><sheetData>".encode()
    parts = [e for e in entries_of(xlsx(_ROW)) if not e.name.endswith("sheet1.xml")]
    return [
        Case(
            "packages/bomb.docx",
            "1 MB that unpacks to 1 GiB of spaces",
            lazily(partial(_bomb_docx, 1024)),
        ),
        Case(
            "packages/bomb.xlsx",
            "a sheet that unpacks to 512 MiB",
            lazily(
                lambda: zip_of(
                    [
                        *parts,
                        Entry(
                            "xl/worksheets/sheet1.xml",
                            bomb(sheet, b" ", 512, b"</sheetData></worksheet>"),
                        ),
                    ]
                )
            ),
        ),
        Case(
            "packages/bomb-small-claim.docx",
            "claims 900 bytes and unpacks to 100 MiB",
            lazily(_small_claim),
        ),
        Case(
            "packages/zip64-claim.docx", "claims an exbibyte in a zip64 field", lazily(_zip64_claim)
        ),
        Case(
            "packages/nested.docx",
            "twelve documents inside each other, a bomb in the last",
            lazily(_nested),
        ),
        Case(
            "packages/overlapping.docx",
            "5,000 entries that share the same 10 MiB",
            lazily(_overlapping),
        ),
        Case(
            "packages/many-entries.docx",
            "50,000 empty entries",
            lazily(partial(_many_entries, 50_000)),
        ),
        Case(
            "packages/one-word.docx",
            "a single word of 30 MiB",
            lazily(
                lambda: zip_of(
                    [*_without_document(), Entry("word/document.xml", bomb(_START, b"v", 30, _END))]
                )
            ),
        ),
        Case(
            "packages/plain.docx",
            "nothing is wrong: it must still be read after all the others",
            content(pack(docx(para("The torque of the body cap is 25 Nm.")))),
        ),
    ]
