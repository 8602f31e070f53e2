"""Every setting of the program: read once from ``ADMISSIONS_*`` environment variables, documented in docs/settings.md."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.mail.message import sender
from bot.webhooks.signing import Target, target

PROJECT_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = {"localhost", "127.0.0.1", "::1", "[::1]"}


class Settings(BaseSettings):
    """Typed settings. Paths may be relative to the project folder."""

    model_config = SettingsConfigDict(env_prefix="ADMISSIONS_", extra="ignore", frozen=True)

    # where things are kept
    data_dir: Path = Field(Path("var"), description="Folder of the embedded database and other working files.")
    cache_dir: Path | None = Field(
        None, description="Folder of built encoders and of the vectors of training examples; default: `cache` inside the data folder."
    )
    content_dir: Path = Field(Path("content"), description="Folder with the school's content.")
    models_dir: Path = Field(Path("models"), description="Folder of trained Rasa models.")
    database_url: str = Field(
        "", description="SQLAlchemy address of the database; empty: SQLite in the data folder. PostgreSQL: `postgresql+psycopg://…`."
    )

    # how it is reached
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0: any free one.")
    public_url: str = Field("", description="Address people use, for example `https://chat.school.edu`. A loopback address means a trial.")
    allowed_origins: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="Websites that may embed the chat, comma-separated origins such as `https://www.school.edu`."
    )
    trusted_proxies: int = Field(0, ge=0, le=5, description="How many reverse proxies in front add to X-Forwarded-For.")

    # secrets
    secret_key: str = Field("", description="At least 32 random characters. Required in production; a trial makes its own.")
    telegram_token: str = Field("", description="The bot token that Telegram's BotFather gave. Empty: no Telegram.")
    telegram_secret: str = Field("", description="Secret that Telegram repeats in a header of every update; 16 to 256 of A-Z a-z 0-9 _ -.")
    webhook_urls: Annotated[list[str], NoDecode] = Field(
        default_factory=list, max_length=4, description="Up to four addresses that are told of changed leads, comma-separated."
    )
    webhook_secret: str = Field(
        "", description="At least 32 random characters; each webhook's own secret is derived from it (`./admissions webhooks`)."
    )
    smtp_host: str = Field("", description="The mail server that sends the school's e-mails. Empty: none are sent, and none promised.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is encrypted; `none` is refused in production unless the server is on this machine."
    )
    smtp_user: str = Field("", description="User name at the mail server. Empty: it asks for none.")
    smtp_password: str = Field("", description="Password at the mail server.")
    mail_from: str = Field("", description="From whom the e-mails are, for example `Admissions <visits@school.edu>`.")
    telegram_api: str = Field("https://api.telegram.org", description="Address of the Bot API.")

    # how it behaves
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")
    rate_limits: Literal["on", "off"] = Field("on", description="`off` is for measuring only and refused in production.")
    max_text: int = Field(2000, ge=100, le=10000, description="Longest message a visitor may send, in characters.")
    turn_queue: int = Field(1000, ge=1, description="How many conversations may wait for an answer before new messages get a 503.")
    lock_timeout_ms: int = Field(5000, ge=100, description="How long a turn waits for a database lock.")
    retention_days: int = Field(
        730, ge=0, description="Days after which everything of a person who was heard of last then is erased; 0: it is kept for ever."
    )
    sent_days: int = Field(30, ge=1, description="Days for which the words of a message that was sent are kept in the outbox.")
    max_streams: int = Field(2000, ge=1, description="How many open streams one process serves.")

    @field_validator("allowed_origins", "webhook_urls", mode="before")
    @classmethod
    def _split_origins(cls, value: object) -> object:
        return [part.strip().rstrip("/") for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("mail_from")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value:
            sender(value)
        return value

    @field_validator("data_dir", "content_dir", "models_dir", "cache_dir")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else (PROJECT_DIR / value)

    @cached_property
    def webhooks(self) -> tuple[Target, ...]:
        """The programs that are told of leads; none without a secret to sign with."""
        if len(self.webhook_secret) < 32:
            return ()
        return tuple(target(url, self.webhook_secret) for url in dict.fromkeys(self.webhook_urls))

    @cached_property
    def sends_mail(self) -> bool:
        """True when e-mails can be sent."""
        return bool(self.smtp_host and self.mail_from)

    @cached_property
    def database(self) -> str:
        """The database address in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'admissions.sqlite3'}"

    @cached_property
    def cache(self) -> Path:
        """The folder of built encoders in force."""
        return self.cache_dir or self.data_dir / "cache"

    @cached_property
    def address(self) -> str:
        """The public address in force, without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @cached_property
    def is_production(self) -> bool:
        """True when the public address is not this machine's own."""
        return (urlsplit(self.address).hostname or "") not in LOOPBACK

    @cached_property
    def is_https(self) -> bool:
        """True when people reach the program over TLS."""
        return self.address.startswith("https://")
