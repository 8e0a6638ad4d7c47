"""What can be set: by the environment, and by settings.yaml in COACH_HOME."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml
from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexing.register.rules import Rules
from knowledge.errors import BadInput
from knowledge.registers import Register
from knowledge.search.embedding import BUNDLED, ModelChoice

if TYPE_CHECKING:
    from knowledge.nudges.rules import Rules as NudgeRules

SETTINGS_FILE = "settings.yaml"
SLACK = "https://slack.com/api/"


class Environment(BaseSettings):
    """What belongs to this machine. Secrets come from here or from files, never from YAML."""

    model_config = SettingsConfigDict(env_prefix="COACH_", extra="ignore", frozen=True)

    home: Path = Field(default_factory=lambda: user_data_path("readiness-coach", appauthor=False))
    database_url: str = ""
    model: str = BUNDLED
    model_hash: str | None = None
    model_query_prefix: str = ""
    model_download: bool = False
    clock: str = ""
    """For demonstrations: an address on this machine that tells the time."""

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'coach.db'}"

    def model_choice(self, *, threads: int) -> ModelChoice:
        return ModelChoice(
            self.model, self.model_hash, self.model_query_prefix, self.model_download, threads
        )


class SlackEnvironment(BaseSettings):
    """How to sign in to Slack. A token is given itself, or as the name of a file that holds it."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    slack_bot_token: SecretStr = SecretStr("")
    slack_bot_token_file: Path | None = None
    slack_app_token: SecretStr = SecretStr("")
    slack_app_token_file: Path | None = None
    slack_signing_secret: SecretStr = SecretStr("")
    slack_signing_secret_file: Path | None = None
    coach_slack_api_url: str = SLACK
    coach_slack_mode: Literal["socket", "http"] = "socket"
    coach_http_host: str = "127.0.0.1"
    coach_http_port: int = 3000
    coach_slack_teams: str = ""

    @property
    def bot_token(self) -> str:
        given = _token(self.slack_bot_token, self.slack_bot_token_file)
        return _begun_by("xoxb-", given, "SLACK_BOT_TOKEN")

    @property
    def app_token(self) -> str:
        given = _token(self.slack_app_token, self.slack_app_token_file)
        return _begun_by("xapp-", given, "SLACK_APP_TOKEN")

    @property
    def signing_secret(self) -> str:
        """Raises BadInput where requests come over HTTP and nothing tells true from false."""
        given = _token(self.slack_signing_secret, self.slack_signing_secret_file)
        if not given:
            raise BadInput(
                "SLACK_SIGNING_SECRET is not set: requests over HTTP could come from anybody. Copy "
                "it from the app's page, “Basic Information”, or name its file in "
                "SLACK_SIGNING_SECRET_FILE."
            )
        return given

    @property
    def teams(self) -> frozenset[str]:
        """The workspaces that are served; none named: the one the token belongs to."""
        return frozenset(self.coach_slack_teams.replace(",", " ").split())

    @property
    def api_url(self) -> str:
        """Raises BadInput for an address to which tokens would travel in the clear."""
        address = self.coach_slack_api_url.rstrip("/") + "/"
        parts = urlsplit(address)
        here = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if parts.scheme != "https" and not (parts.scheme == "http" and here):
            raise BadInput(
                f"COACH_SLACK_API_URL is {address}, where the tokens would not be safe. "
                "Use an https address, or leave it out for Slack's own."
            )
        return address


def _token(given: SecretStr, file: Path | None) -> str:
    if file is None:
        return given.get_secret_value().strip()
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The token file {file} can't be read ({error}).") from error


def _begun_by(prefix: str, token: str, name: str) -> str:
    if not token.startswith(prefix):
        raise BadInput(
            f"{name} is {'no token' if token else 'not set'}: it begins with {prefix}. "
            f"Set it, or put it into a file and name that in {name}_FILE."
        )
    return token


class RecordFiles(BaseModel):
    """How a register's files are read. `columns`: our name for a column, and the file's heading.

    `files` are paths or fsspec addresses.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    files: tuple[str, ...] = ()

    @field_validator("columns", mode="before")
    @classmethod
    def _one_or_several(cls, columns: Any) -> Any:
        if not isinstance(columns, dict):
            return columns
        return {k: (v,) if isinstance(v, str) else v for k, v in columns.items()}


class DrillRules(BaseModel):
    """`keep_days`: after so many days without a word a drill is erased, our messages too."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep_days: int = Field(default=365, ge=1)


class Company(BaseModel):
    """What belongs to the company: settings.yaml.

    `zone` decides on which day a revision becomes effective. `audiences` lists who belongs to
    which, by name, e-mail or account. `rights` lists in the same way who has which role until the
    register of people says so; `quality_channel` is where the quality team is written to.
    `nudges` changes the rules of reminders (see knowledge.nudges.rules); `drills` how long drills
    are kept.
    Answers say so when their sources were last read more than `checked_within_hours` ago.
    With `pilot` only the quality team gets answers until somebody signs `coach go-live`.
    `raise_without_name`: what somebody raises from a drill may go to quality without the name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    zone: str = "UTC"
    contact: str = "the quality team"
    languages: tuple[str, ...] = ("en",)
    audiences: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    rights: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    quality_channel: str = "quality"
    checked_within_hours: int = Field(default=24, ge=1)
    pilot: bool = False
    raise_without_name: bool = False
    register_rules: Rules = Field(default_factory=Rules, alias="register")
    records: dict[Register, RecordFiles] = Field(default_factory=dict)
    nudges: dict[str, Any] = Field(default_factory=dict)
    drills: DrillRules = Field(default_factory=DrillRules)

    @property
    def nudge_rules(self) -> NudgeRules:
        """When who is reminded of what. Raises BadInput naming the setting that can't be used."""
        from knowledge.nudges.rules import rules_from  # most commands start without nudges

        return rules_from(self.nudges)

    @property
    def stale_after(self) -> timedelta:
        return timedelta(hours=self.checked_within_hours)

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{name} is no time zone; write one like Europe/London") from error
        return name


def company_settings(home: Path) -> Company:
    """The settings of a company; the defaults where there is no file.

    Raises BadInput naming the line that can't be used.
    """
    path = home / SETTINGS_FILE
    try:
        plain: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Company()
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise BadInput(f"{path} can't be read: {error}. Mend it or move it away.") from error
    try:
        return Company.model_validate(plain or {})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadInput(f"{path}: {place}: {first['msg']}. Mend it and try again.") from error
