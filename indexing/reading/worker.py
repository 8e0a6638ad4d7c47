"""The reading worker: takes a path, replies with blocks. Started as a process of its own.

It imports neither the model nor the database, so that it starts fast and can do no harm.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO, cast

from indexing.reading.content import to_json
from indexing.reading.formats import read_file
from indexing.reading.limits import Limits
from indexing.reading.pipe import receive, send
from knowledge.errors import Unreadable

_LONGEST_REQUEST = 1_000_000


def main() -> None:
    """Serve requests until the parent hangs up."""
    limits = Limits(**json.loads(sys.argv[1]))
    _limit_address_space(limits)
    requests, replies = cast(BinaryIO, sys.stdin.buffer), _private_stdout()
    while (request := receive(requests, at_most=_LONGEST_REQUEST)) is not None:
        send(replies, reply_to(Path(request["path"]), limits))


def reply_to(path: Path, limits: Limits) -> dict[str, Any]:
    """The content, or the reason why there is none; `failed` asks for a new worker."""
    try:
        return {"content": to_json(read_file(path, limits))}
    except Unreadable as refusal:
        return {"reason": refusal.reason, "remedy": refusal.remedy}
    except MemoryError:
        return {
            "failed": True,
            "reason": "Reading needs more memory than is allowed.",
            "remedy": "Split the document, or take out its pictures.",
        }
    except Exception as error:  # whatever a parser throws at a damaged file, the run goes on
        return {
            "failed": True,
            "reason": f"The file is damaged or unusual ({type(error).__name__}).",
            "remedy": "Open it in the program it was made with, save it again, or save it as PDF.",
        }


def _private_stdout() -> BinaryIO:
    """The pipe to the parent, kept away from libraries that print."""
    private = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(private, "wb")


def _limit_address_space(limits: Limits) -> None:
    """A second net under the parent's watch: Linux refuses memory beyond it."""
    if sys.platform != "linux":
        return
    import resource

    # Libraries reserve far more than they use; four times the allowance leaves room for that.
    ceiling = 4 * limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
