"""The parent's side: limits, a worker that misbehaves, files that aren't files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from indexing.reading.limits import MEBIBYTE, Limits
from indexing.reading.reader import ENDINGS, Reader
from knowledge.errors import Unreadable

_LOOP = """
import os, sys, time
from pathlib import Path
from indexing.reading.pipe import receive, send
requests, replies = sys.stdin.buffer, sys.stdout.buffer
CONTENT = dict(blocks=[], margins=[], properties={}, pages=None, notes=[])
while (request := receive(requests, at_most=10_000)) is not None:
"""


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("The torque is 25 Nm.")
    return path


def worker_that(tmp_path: Path, does: str) -> Sequence[str]:
    """A worker whose answer to each request is the given Python line."""
    script = tmp_path / "worker.py"
    script.write_text(f"{_LOOP}    {does}\n")
    return (sys.executable, str(script))


def refusal(reader: Reader, path: Path) -> Unreadable:
    with pytest.raises(Unreadable) as raised:
        reader.read(path)
    return raised.value


def test_a_text_is_read(reader: Reader, text_file: Path) -> None:
    assert reader.read(text_file).text == "The torque is 25 Nm."


def test_a_worker_that_hangs_is_killed_and_replaced(tmp_path: Path, text_file: Path) -> None:
    command = worker_that(tmp_path, "time.sleep(600)")
    with Reader(Limits(seconds=0.3), command=command) as reader:
        assert refusal(reader, text_file).reason == "Reading took longer than 0.3 seconds."
        assert reader._worker is None


def test_a_worker_that_eats_memory_is_killed(tmp_path: Path, text_file: Path) -> None:
    command = worker_that(tmp_path, "hoard = bytearray(200_000_000); time.sleep(600)")
    with Reader(Limits(memory=100 * MEBIBYTE), command=command) as reader:
        assert refusal(reader, text_file).reason == "Reading needs more than 100 MB of memory."


def test_a_worker_that_dies_is_named_in_plain_words(tmp_path: Path, text_file: Path) -> None:
    command = worker_that(tmp_path, "os._exit(9)")
    with Reader(command=command) as reader:
        assert refusal(reader, text_file).reason == "The file brought the reader down."


def test_a_file_isnt_blamed_for_a_worker_that_was_broken_before(
    tmp_path: Path, text_file: Path
) -> None:
    dies_at_the_second = (
        "count = globals().get('count', 0) + 1; "
        "send(replies, dict(content=CONTENT)) if count == 1 else os._exit(9)"
    )
    with Reader(command=worker_that(tmp_path, dies_at_the_second)) as reader:
        reader.read(text_file)
        assert reader.read(text_file).blocks == ()


def test_a_reply_beyond_the_limit_is_not_taken_in(tmp_path: Path, text_file: Path) -> None:
    command = worker_that(tmp_path, "send(replies, dict(content='x' * 1_000_000))")
    with Reader(Limits(reply_bytes=1000), command=command) as reader:
        assert refusal(reader, text_file).reason == "The file holds more text than is read."


def test_a_reply_that_makes_no_sense_is_refused(tmp_path: Path, text_file: Path) -> None:
    with Reader(command=worker_that(tmp_path, "send(replies, dict(content=7))")) as reader:
        assert refusal(reader, text_file).reason == "What was read from the file makes no sense."


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, text_file: Path) -> None:
    command = worker_that(
        tmp_path,
        "Path(request['path']).write_text('other'); send(replies, dict(content=CONTENT))",
    )
    with Reader(command=command) as reader:
        assert refusal(reader, text_file).reason == "The file changed while it was read."


def test_the_worker_is_replaced_after_its_share_of_files(tmp_path: Path, text_file: Path) -> None:
    command = worker_that(tmp_path, "send(replies, dict(content=CONTENT))")
    with Reader(Limits(files_per_worker=2), command=command) as reader:
        workers = []
        for _ in range(4):
            reader.read(text_file)
            assert reader._worker is not None
            workers.append(reader._worker.pid)
    assert workers[0] == workers[1] != workers[2] == workers[3]


def test_no_worker_is_left_when_the_reader_closes(text_file: Path) -> None:
    with Reader() as reader:
        reader.read(text_file)
        assert reader._worker is not None
        pid = reader._worker.pid
    assert not psutil.pid_exists(pid)


def test_the_worker_knows_no_secret_of_the_parent(
    tmp_path: Path, text_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    command = worker_that(
        tmp_path, "send(replies, dict(reason=str('SLACK_BOT_TOKEN' in os.environ), remedy=''))"
    )
    with Reader(command=command) as reader:
        assert refusal(reader, text_file).reason == "False"


def test_the_worker_imports_neither_model_nor_database() -> None:
    program = (
        "import sys, indexing.reading.worker, indexing.reading.formats as f, importlib\n"
        "for name in f._MODULES.values(): importlib.import_module(f'indexing.reading.{name}')\n"
        "print({'torch', 'sqlalchemy', 'faiss', 'transformers'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (result.stdout, result.returncode) == ("set()\n", 0)


def test_an_empty_file_is_refused(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "empty.docx").write_bytes(b"")
    assert refusal(reader, tmp_path / "empty.docx").reason == "The file is empty."


def test_a_missing_file_is_refused(reader: Reader, tmp_path: Path) -> None:
    assert refusal(reader, tmp_path / "gone.docx").reason == "The file is gone."


def test_a_folder_is_refused(reader: Reader, tmp_path: Path) -> None:
    assert refusal(reader, tmp_path).reason == "This is a folder, not a file."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_refused_without_waiting(reader: Reader, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert refusal(reader, tmp_path / "pipe.txt").reason == (
        "This is a device, pipe or socket, not a file."
    )


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(reader: Reader, text_file: Path) -> None:
    text_file.chmod(0)
    assert refusal(reader, text_file).reason == "The coach has no permission to read this file."


def test_a_file_beyond_the_size_limit_is_refused(text_file: Path) -> None:
    with Reader(Limits(file_bytes=10)) as reader:
        assert refusal(reader, text_file).reason == "The file has 0 MB; up to 0 MB are read."


def test_too_many_words_are_refused(text_file: Path) -> None:
    with Reader(Limits(words=4)) as reader:
        assert refusal(reader, text_file).reason == (
            "The file holds more than 4 words or 30,000 paragraphs."
        )


def test_an_unknown_ending_is_refused_with_the_known_ones(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "plan.dwg").write_bytes(b"drawing")
    refused = refusal(reader, tmp_path / "plan.dwg")
    assert refused.reason == "Files ending in .dwg are not read."
    assert refused.remedy == f"Endings that are read: {', '.join(sorted(ENDINGS))}."


def test_a_name_that_is_no_text_is_read_all_the_same(reader: Reader, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/Pr\xfcfung.txt"
    try:
        with open(path, "w") as file:
            file.write("The torque is 25 Nm.")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert reader.read(Path(os.fsdecode(path))).text == "The torque is 25 Nm."
