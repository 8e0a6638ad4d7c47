"""What a file is counts, not what its name says."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from docx import Document
from reportlab.pdfgen.canvas import Canvas

from indexing.reading.limits import Limits
from indexing.reading.reader import Reader
from knowledge.errors import Unreadable


def pdf(path: Path, *, encrypt: str | None = None) -> Path:
    canvas = Canvas(str(path), encrypt=encrypt)
    canvas.drawString(72, 700, "The torque of the body cap is 25 Nm.")
    canvas.save()
    return path


def docx(path: Path) -> Path:
    document = Document()
    document.add_paragraph("The torque is 25 Nm.")
    document.save(str(path))
    return path


def refusal(reader: Reader, path: Path) -> str:
    with pytest.raises(Unreadable) as raised:
        reader.read(path)
    assert raised.value.remedy
    return raised.value.reason


def test_a_pdf_named_docx_is_read_as_a_pdf_and_says_so(reader: Reader, tmp_path: Path) -> None:
    content = reader.read(pdf(tmp_path / "QP-0001.docx"))
    assert content.text == "The torque of the body cap is 25 Nm."
    assert content.notes == ("The name ends in .docx, but the file is a PDF; it was read as that.",)


def test_a_web_page_named_xls_is_read_as_a_page(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "export.xls").write_text("<html><table><tr><td>M8<td>22 Nm</table></html>")
    content = reader.read(tmp_path / "export.xls")
    assert content.blocks[0].rows == (("M8", "22 Nm"),)


def test_an_encrypted_pdf_is_refused(reader: Reader, tmp_path: Path) -> None:
    path = pdf(tmp_path / "secret.pdf", encrypt="word")
    assert refusal(reader, path) == "The PDF is protected with a password."


def test_an_encrypted_office_file_is_refused(reader: Reader, tmp_path: Path) -> None:
    stream = "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "secret.docx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream
    )
    assert refusal(reader, tmp_path / "secret.docx") == "The file is protected with a password."


def test_a_zip_that_unpacks_to_too_much_is_refused(reader: Reader, tmp_path: Path) -> None:
    path = docx(tmp_path / "bomb.docx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.xml", bytes(30_000_000))
    assert refusal(reader, path) == "The file unpacks to far more than an office file does."


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    with Reader(Limits(archive_entries=3)) as reader:
        path = docx(tmp_path / "parts.docx")
        assert refusal(reader, path) == "The file unpacks to far more than an office file does."


def test_a_plain_zip_is_refused(reader: Reader, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "files.docx", "w") as archive:
        archive.writestr("a.txt", "a")
    assert refusal(reader, tmp_path / "files.docx") == "This is a zip archive, not a document."


def test_a_cut_file_is_refused(reader: Reader, tmp_path: Path) -> None:
    path = docx(tmp_path / "whole.docx")
    (tmp_path / "cut.docx").write_bytes(path.read_bytes()[:3000])
    assert refusal(reader, tmp_path / "cut.docx") == "The file is damaged."


def test_definitions_in_an_office_file_are_refused(reader: Reader, tmp_path: Path) -> None:
    path, evil = docx(tmp_path / "plain.docx"), tmp_path / "evil.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(evil, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                head = (
                    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                )
                content = head + content.split(b"?>", 1)[1].replace(b"25 Nm", b"&x;")
            new.writestr(name, content)
    assert refusal(reader, evil) == "The file holds definitions that office files never hold."


def test_noise_named_md_is_refused(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "noise.md").write_bytes(bytes(range(256)) * 20)
    assert (
        refusal(reader, tmp_path / "noise.md")
        == "The name ends in .md, but the file holds no text."
    )


def test_a_file_without_words_is_refused(reader: Reader, tmp_path: Path) -> None:
    Document().save(str(tmp_path / "blank.docx"))
    assert refusal(reader, tmp_path / "blank.docx") == "There is no text in the file."


def test_a_mail_gives_its_subject_and_body_and_names_its_attachments(
    reader: Reader, tmp_path: Path
) -> None:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Torque of M8", "owen@example.com"
    mail.set_content("M8 bolts get 22 Nm.\n")
    mail.add_attachment(io.BytesIO(b"x").read(), "application", "pdf", filename="table.pdf")
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    content = reader.read(tmp_path / "mail.eml")
    assert content.text == "M8 bolts get 22 Nm."
    assert content.properties["title"] == "Torque of M8"
    assert content.notes == ("Attachments that were not read: table.pdf.",)


def test_rich_text_is_read(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "note.rtf").write_bytes(b"{\\rtf1\\ansi The torque is 25 Nm.\\par}")
    assert reader.read(tmp_path / "note.rtf").text == "The torque is 25 Nm."


@pytest.mark.proof
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("ending", ["odt", "rtf", "doc"])
def test_what_another_program_saves_is_read(reader: Reader, tmp_path: Path, ending: str) -> None:
    import subprocess

    path = docx(tmp_path / "a.docx")
    command = [
        "soffice",
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert reader.read(tmp_path / f"a.{ending}").text == "The torque is 25 Nm."
