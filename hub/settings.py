"""All configuration, typed and described. Environment variables carry the prefix `PANORAMIX_`."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable
from enum import StrEnum
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from hub.private_files import read_or_make

PREFIX = "PANORAMIX_"
SHORTEST_SECRET = 32
KNOWN_SECRETS = frozenset({"changeme", "change-me", "secret", "development", "panoramix"})

Commas = Annotated[tuple[str, ...], NoDecode]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode]


class Environment(StrEnum):
    """Where the hub runs; production refuses what is only convenient."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Registration(StrEnum):
    """Who may make an account."""

    OPEN = "open"
    INVITE = "invite"
    CLOSED = "closed"


class AgentProvider(StrEnum):
    """Where the agent's model comes from."""

    AUTO = "auto"
    EMBEDDED = "embedded"
    OLLAMA = "ollama"
    OPENAI = "openai"
    NONE = "none"


class Embeddings(StrEnum):
    """Where the vectors of meaning come from."""

    AUTO = "auto"
    EMBEDDED = "embedded"
    OLLAMA = "ollama"
    OPENAI = "openai"
    NONE = "none"


class RateLimits(StrEnum):
    """Whether callers are slowed down."""

    ON = "on"
    OFF = "off"


class LogFormat(StrEnum):
    """How a log line is written."""

    TEXT = "text"
    JSON = "json"


class Metrics(StrEnum):
    """Who may read `/metrics`."""

    OPEN = "open"
    ADMIN = "admin"
    OFF = "off"


def user_data_folder() -> Path:
    """Return the platform's folder for a user's data, with our name at the end (XDG on Linux)."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "panoramix"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "panoramix"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "panoramix"


class Settings(BaseSettings):
    """Every setting of the hub.

    Values come from arguments, then the environment, then `.env` in the working directory. An empty value
    counts as not set, so that a copied `.env.example` changes nothing.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    env: Environment = Field(
        default=Environment.DEVELOPMENT,
        description="development or production; production refuses default secrets and open CORS.",
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=4000, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")
    data_dir: Path = Field(
        default_factory=user_data_folder,
        description="Everything the process writes.",
        json_schema_extra={"shown_default": "the platform's user data folder"},
    )
    mongo_url: SecretStr | None = Field(
        default=None,
        description="External MongoDB; must be a replica set or a sharded cluster.",
        json_schema_extra={"shown_default": "embedded"},
    )
    qdrant_url: str | None = Field(
        default=None,
        description="External Qdrant server, for hubs on several machines; a key as https://:KEY@host:6333.",
        json_schema_extra={"shown_default": "embedded"},
    )
    bus_url: SecretStr | None = Field(
        default=None,
        description="redis://… (rediss://, unix://) between several hub processes; one process needs none, and "
        "`serve --workers` starts its own.",
    )
    secret: SecretStr | None = Field(
        default=None,
        description="Signing key, at least 32 characters. Required in production; in development one is "
        "made and kept in the data folder.",
        json_schema_extra={"shown_default": "made in development"},
    )
    registration: Registration | None = Field(
        default=None,
        description="Who may register: open, invite or closed.",
        json_schema_extra={"shown_default": "open until the first account exists, then invite"},
    )
    allowed_origins: Commas = Field(
        default=(),
        description="Exact origins for CORS and Socket.IO, separated by commas; production refuses `*`.",
        json_schema_extra={"shown_default": "same origin"},
    )
    public_url: str = Field(
        default="",
        description="How the outside reaches the hub; used in links and OAuth callbacks.",
        json_schema_extra={"shown_default": "from host and port"},
    )
    agent_provider: AgentProvider = Field(
        default=AgentProvider.AUTO, description="Model of the agent: auto, embedded, ollama, openai or none."
    )
    openai_base_url: str | None = Field(default=None, description="Any OpenAI-compatible server.")
    openai_api_key: SecretStr | None = Field(default=None, description="Key for that OpenAI-compatible server.")
    openai_model: str | None = Field(default=None, description="The model to ask that server for.")
    ollama_url: str = Field(default="http://127.0.0.1:11434", description="Ollama server.")
    ollama_model: str | None = Field(
        default=None,
        description="The model to ask Ollama for.",
        json_schema_extra={"shown_default": "the first found"},
    )
    embeddings: Embeddings = Field(
        default=Embeddings.AUTO,
        description="Vectors of meaning: auto (the bundled model where it is installed), embedded, ollama, openai "
        "or none.",
    )
    embeddings_model: str | None = Field(
        default=None,
        description="The model that makes them, for ollama and openai.",
        json_schema_extra={"shown_default": "nomic-embed-text, text-embedding-3-small"},
    )
    rate_limits: RateLimits = Field(
        default=RateLimits.ON,
        description="on or off; off is for load tests: rates and per-address connection caps.",
    )
    activity_days: int = Field(default=90, ge=1, description="How many days of activity are kept.")
    max_upload_mb: int = Field(default=50, ge=1, description="Largest file, in megabytes.")
    log_format: LogFormat = Field(default=LogFormat.TEXT, description="text or json; one event a line.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="debug, info, warning or error."
    )
    trusted_proxies: Networks = Field(
        default=(),
        description="Addresses or networks whose forwarded headers count, separated by commas.",
        json_schema_extra={"shown_default": "none"},
    )
    metrics: Metrics = Field(
        default=Metrics.ADMIN,
        description="Who reads /metrics: open, admin or off.",
        json_schema_extra={"shown_default": "admin (open on loopback)"},
    )
    encryption_key: SecretStr | None = Field(
        default=None,
        description="Key for stored OAuth tokens, 32 bytes in URL-safe base64. Required in production; in "
        "development one is made and kept in the data folder.",
        json_schema_extra={"later": True, "shown_default": "made in development"},
    )
    smtp_url: SecretStr | None = Field(
        default=None, description="Outgoing mail, smtp://user:password@host:port.", json_schema_extra={"later": True}
    )
    mail_from: str | None = Field(
        default=None, description="Sender of outgoing mail.", json_schema_extra={"later": True}
    )
    google_client_id: str | None = Field(
        default=None, description="OAuth client for Gmail and Google Calendar.", json_schema_extra={"later": True}
    )
    google_client_secret: SecretStr | None = Field(
        default=None,
        description="Secret of the Google client.",
        validation_alias=AliasChoices("PANORAMIX_GOOGLE_CLIENT_SECRET", "PANORAMIX_GOOGLE_SECRET"),
        json_schema_extra={"later": True},
    )
    notion_client_id: str | None = Field(
        default=None, description="OAuth client for Notion.", json_schema_extra={"later": True}
    )
    notion_client_secret: SecretStr | None = Field(
        default=None,
        description="Secret of the Notion client.",
        validation_alias=AliasChoices("PANORAMIX_NOTION_CLIENT_SECRET", "PANORAMIX_NOTION_SECRET"),
        json_schema_extra={"later": True},
    )

    @field_validator("allowed_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split_at_commas(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _check_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        # RFC 6454: an origin is scheme, host and port; a path or a trailing slash would never match.
        return tuple(origin if origin == "*" else _origin(origin) for origin in value)

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("public_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("http", "https"):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @field_validator("encryption_key")
    @classmethod
    def _check_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            Fernet(value.get_secret_value())
        return value

    @model_validator(mode="after")
    def _check_production(self) -> Settings:
        if self.env is Environment.PRODUCTION:
            faults = list(self._production_faults())
            if faults:
                raise ValueError("not fit for production: " + "; ".join(faults))
        return self

    def _production_faults(self) -> list[str]:
        faults: list[str] = []
        secret = self.secret.get_secret_value() if self.secret else ""
        if len(secret) < SHORTEST_SECRET or secret.lower() in KNOWN_SECRETS or len(set(secret)) < 8:
            faults.append(f"{PREFIX}SECRET must be a random text of at least {SHORTEST_SECRET} characters")
        if self.encryption_key is None:
            faults.append(f"{PREFIX}ENCRYPTION_KEY must be set")
        if "*" in self.allowed_origins:
            faults.append(f"{PREFIX}ALLOWED_ORIGINS must name exact origins, not *")
        return faults

    @property
    def is_production(self) -> bool:
        """Whether the hub runs in production."""
        return self.env is Environment.PRODUCTION

    @property
    def listens_on_loopback(self) -> bool:
        """Whether only this machine can reach the hub directly."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def base_url(self) -> str:
        """How the outside reaches the hub, without a trailing slash."""
        if self.public_url:
            return self.public_url
        host = "127.0.0.1" if self.host in ("0.0.0.0", "") else self.host  # noqa: S104 - compared, not bound
        host = "[::1]" if host == "::" else f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.port}"

    @cached_property
    def signing_secret(self) -> str:
        """The signing key: the setting, else one made once and kept in the data folder (0600)."""
        return self._given_or_kept(self.secret, "signing.key", lambda: secrets.token_urlsafe(48))

    @cached_property
    def encryption_secret(self) -> bytes:
        """The Fernet key for stored OAuth tokens: the setting, else one kept in the data folder (0600)."""
        return self._given_or_kept(
            self.encryption_key, "encryption.key", lambda: Fernet.generate_key().decode()
        ).encode()

    def _given_or_kept(self, given: SecretStr | None, name: str, make: Callable[[], str]) -> str:
        if given is not None:
            return given.get_secret_value()
        return read_or_make(self.data_dir / name, make)


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
        raise ValueError(f"not an origin (scheme://host[:port]): {value}")
    return f"{parts.scheme}://{parts.netloc}".lower()
