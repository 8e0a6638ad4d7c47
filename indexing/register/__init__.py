"""The register: what each file says of its document, and what the company's rules make of it."""

from indexing.register.facts import facts_of
from indexing.register.overrides import Overrides
from indexing.register.rules import Rules
from knowledge.documents import normal_number, same_number

__all__ = ["Overrides", "Rules", "facts_of", "normal_number", "same_number"]
