"""Every error that a person may read. A message says what happened and what to do next."""

from __future__ import annotations


class CoachError(Exception):
    """The root of all errors raised on purpose; its text is fit to be shown to a person."""


class NotFound(CoachError):
    """Something that was named is not there."""


class NothingIndexed(NotFound):
    """No documents are published yet; the message says how to publish some."""


class NotAllowed(CoachError):
    """A rule forbids this; the message names the rule and the way that is open."""


class BadInput(CoachError):
    """What was given can't be used; the message says what is expected."""


class Unreadable(CoachError):
    """A file could not be read. `reason` says why, `remedy` what its owner can do.

    `passing`: the next attempt may well succeed, so the failure is not remembered.
    """

    def __init__(self, reason: str, remedy: str, *, passing: bool = False) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy
        self.passing = passing


class SourceRefused(CoachError):
    """A source is unreachable, empty or has lost many of its files: nothing was published."""


class ModelRefused(CoachError):
    """The embedding model is missing, altered or another one than the index was built with."""


class StorageUnavailable(CoachError):
    """The database can't be used; the message says where it is looked for."""
