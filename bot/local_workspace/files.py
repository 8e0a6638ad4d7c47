"""Files that were uploaded."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from urllib.parse import quote

from bot.local_workspace.refusals import Json


@dataclass
class SlackFile:
    """A file; `shared_in` are the channels it was posted to, `handed_in`: the app got it in a
    form. Its bytes stay in memory."""

    id: str
    name: str
    title: str
    user: str
    length: int
    created: int
    content: bytes | None = None
    complete: bool = False
    alt_text: str = ""
    shared_in: list[str] = field(default_factory=list)
    handed_in: bool = False

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def is_image(self) -> bool:
        return self.mimetype in ("image/png", "image/jpeg", "image/gif", "image/webp")

    def to_slack(self, address: str, team_id: str) -> Json:
        path = f"{address}/files-pri/{team_id}-{self.id}"
        name = quote(self.name)
        shown: Json = {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title,
            "mimetype": self.mimetype,
            "filetype": self.name.rsplit(".", 1)[-1].lower() if "." in self.name else "text",
            "user": self.user,
            "size": len(self.content or b""),
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": f"{path}/{name}",
            "url_private_download": f"{path}/download/{name}",
            "permalink": f"{address}/files/{self.user}/{self.id}/{name}",
            "channels": [one for one in self.shared_in if one.startswith("C")],
            "groups": [],
            "ims": [one for one in self.shared_in if one.startswith("D")],
        }
        return shown | ({"alt_txt": self.alt_text} if self.alt_text else {})
