"""Damaged copies of real files: each is read or refused, nothing else ever happens.

FUZZ_SECONDS sets how long it runs (300 unless told).
"""

from __future__ import annotations

import os
import random
import time
import zipfile
from pathlib import Path

import pytest

from indexing.reading.content import Content
from indexing.reading.reader import ENDINGS, Reader
from knowledge.errors import Unreadable

_COMPANY = Path(__file__).parents[1] / "company" / "documents"


def samples() -> list[Path]:
    return sorted(path for path in _COMPANY.rglob("*") if path.suffix in ENDINGS)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A copy with bytes changed, cut out, doubled or put in."""
    altered = bytearray(content)
    for _ in range(chance.choice((1, 3, 10, 100))):
        if not altered:
            break
        at = chance.randrange(len(altered))
        match chance.randrange(4):
            case 0:
                altered[at] = chance.randrange(256)
            case 1:
                del altered[at : at + chance.randrange(1, 200)]
            case 2:
                altered[at:at] = altered[at : at + chance.randrange(1, 200)]
            case _:
                altered[at:at] = chance.choice((b"<", b"&x;", b"\0", b"\xff", b"99999999", b"]"))
    return bytes(altered)


def damaged_inside(path: Path, target: Path, chance: random.Random) -> None:
    """An office file whose zip is sound and one of whose parts isn't."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        victim = chance.choice(names)
        for name in names:
            content = old.read(name)
            new.writestr(name, damaged(content, chance) if name == victim else content)


@pytest.mark.proof
def test_no_damage_leads_to_anything_but_content_or_a_reason(tmp_path: Path) -> None:
    chance = random.Random(os.environ.get("FUZZ_SEED", "1"))
    ends = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "300"))
    read = refused = 0
    with Reader() as reader:
        while time.monotonic() < ends:
            sample = chance.choice(samples())
            target = tmp_path / f"damaged{sample.suffix}"
            if zipfile.is_zipfile(sample) and chance.random() < 0.7:
                damaged_inside(sample, target, chance)
            else:
                target.write_bytes(damaged(sample.read_bytes(), chance))
            try:
                content = reader.read(target)
            except Unreadable as refusal:
                refused += bool(refusal.reason and refusal.remedy)
            else:
                read += 1
                assert isinstance(content, Content)
    print(f"{read} read, {refused} refused")
    assert read
    assert refused
