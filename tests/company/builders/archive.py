"""Make zipped office files the same, byte for byte, on every build."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

# The zip format cannot hold a date before 1980.
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_CORE_DATE = re.compile(
    rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)"
)


def write_stable(content: bytes, target: Path, modified: datetime) -> None:
    """Write an office file with fixed entry dates and document dates."""
    stamp = modified.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    rebuilt = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(rebuilt, "w") as new:
        for name in _ordered(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _CORE_DATE.sub(rb"\g<1>" + stamp + rb"\g<3>", data)
            entry = zipfile.ZipInfo(name, date_time=_EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, data)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(rebuilt.getvalue())


def _ordered(names: list[str]) -> list[str]:
    # Readers expect the content types first.
    return sorted(set(names), key=lambda name: (name != "[Content_Types].xml", name))
