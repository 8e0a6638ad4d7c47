"""Operations: who signed that the coach may answer everyone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class GoLive(Base):
    """A signature under going live, or under going back to the pilot. The last one holds."""

    __tablename__ = "go_live"

    id: Mapped[int] = mapped_column(primary_key=True)
    signed_by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    live: Mapped[bool]
    generation_id: Mapped[int | None]
    """What was published when it was signed."""
