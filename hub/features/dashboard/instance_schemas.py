"""The wire models of the dashboard of an instance, for its administrators."""

from __future__ import annotations

from pydantic import Field

from hub.features.activity.schemas import ActivityOut
from hub.features.client_errors.schemas import ClientError
from hub.storage.wire import Id, Time, Wire


class Connected(Wire):
    """Somebody with at least one connection."""

    id: Id
    display_name: str
    connections: int = Field(description="To the process that answers; 0 for who is connected to another.")


class People(Wire):
    """Who is there now."""

    count: int
    items: list[Connected] = Field(description="The first 200 by name.")


class Doer(Wire):
    """What somebody did in the last 24 hours."""

    id: Id
    display_name: str
    actions: int = Field(description="What they did that is in the activity.")
    messages: int
    last_at: Time


class Doers(Wire):
    """Who did most."""

    items: list[Doer] = Field(description="At most 20.")
    count: int = Field(description="How many people did anything.")


class Hour(Wire):
    """One hour."""

    at: Time = Field(description="Its beginning.")
    messages: int
    runs: int


class Refusal(Wire):
    """How often one code was answered in the last 24 hours."""

    code: str
    count: int


class Lag(Wire):
    """How far the process that answers is behind."""

    worker: str = Field(description="Which of several processes it is; empty where there is one.")
    messages_waiting: int = Field(description="Messages that wait to be saved.")
    batches_untold: int = Field(description="Batches of messages that are saved and not yet told.")
    changes_up: bool = Field(description="Whether what other processes change is being followed.")
    changes_silent_seconds: float
    search_waiting: int | None = Field(description="Pieces without their meaning yet; null while search is away.")
    runs_waiting: int = Field(description="Runs of Eko that nobody has taken yet.")


class Storage(Wire):
    """What is stored."""

    documents: int
    data_bytes: int
    index_bytes: int
    file_count: int
    file_bytes: int
    disk_free_bytes: int | None = Field(description="Where the hub keeps its data; null if that cannot be told.")


class Versions(Wire):
    """What runs here."""

    panoramix: str
    python: str
    mongodb: str
    started_at: Time = Field(description="Of the process that answers.")


class AgentCost(Wire):
    """What Eko's runs took."""

    runs: int = 0
    failed: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost_microcents: int = Field(default=0, description="Of what has a known price.")
    unpriced: int = Field(default=0, description="Runs whose price is not known.")


class Agent(Wire):
    """What Eko took."""

    day: AgentCost = Field(description="The last 24 hours.")
    month: AgentCost = Field(description="The last 30 days.")


class Faults(Wire):
    """What went wrong in browsers, the last seen first."""

    items: list[ClientError]
    more: bool


class Feed(Wire):
    """What was done last, as the activity shows it."""

    items: list[ActivityOut]


class AdminDashboard(Wire):
    """How the instance does. A part that could not be read is null, and `failed` says why."""

    at: Time
    people: People | None
    activity: Doers | None
    hours: list[Hour] | None = Field(description="The last 24, the oldest first.")
    refusals: list[Refusal] | None = Field(description="The most frequent first.")
    lag: Lag | None
    storage: Storage | None
    versions: Versions | None
    agent: Agent | None
    client_errors: Faults | None
    feed: Feed | None
    failed: dict[str, str] = Field(description="Part to why it is not there.")
