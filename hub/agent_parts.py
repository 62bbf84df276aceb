"""Puts the agent into the hub: its providers, its language, its rooms, and what triggers it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from agents.language.understanding import Understanding
from agents.providers.ollama import OllamaSettings
from agents.providers.openai import OpenAISettings
from agents.providers.select import ProviderChoice, ProviderSelector, configured_providers
from agents.runtime.documents import Run
from agents.runtime.module_runs import ModuleRuns
from agents.runtime.ports import MessageView, RoomView
from agents.runtime.rooms import PipelineRooms
from agents.runtime.runtime import AgentRuntime, House
from agents.runtime.spoken import SpokenLanguage, read_date
from hub.features.accounts import access as accounts
from hub.features.messages.access import written
from hub.features.rooms.access import direct_pair
from hub.kernel.clock import Clock
from hub.kernel.context import Actor, Call
from hub.kernel.events import Publish
from hub.kernel.operation import Operation
from hub.kernel.pipeline import Committed, Pipeline
from hub.settings import Settings
from hub.storage import thoughts
from hub.storage.documents import Stored
from hub.storage.message_log import Companions, Entry

if TYPE_CHECKING:
    from hub.main import Hub

_ROOMS_KEPT = 20_000


class AccountsAsPeople:
    """The accounts feature as the runtime sees it."""

    async def actor(self, user_id: str) -> Actor | None:
        """A person with the rights of now; None when disabled or gone."""
        return await accounts.actor_for(user_id)


def attach_agent(
    runtime: AgentRuntime,
    *,
    settings: Settings,
    pipeline: Pipeline,
    eko: accounts.AccountName,
    tell: Callable[[Publish], Awaitable[None]],
    clock: Clock,
    phrases: Sequence[Path],
) -> SpokenLanguage:
    """Give the runtime everything that it uses; the language is to be closed by the caller."""
    language = SpokenLanguage(Understanding(phrases))
    language.start()
    runtime.attach(
        House(
            eko_id=eko.id,
            eko_name=eko.display_name,
            people=AccountsAsPeople(),
            rooms=PipelineRooms(pipeline, eko.id, eko.display_name),
            language=language,
            selector=selector_for(settings),
            pipeline=pipeline,
            tell=tell,
            clock=clock,
            read_date=read_date,
        )
    )
    return language


async def let_modules_think(hub: Hub, _stops: AsyncExitStack) -> None:
    """Let modules have things thought about; such a run starts as soon as the commit that asked for it is told."""
    agent = hub.agent
    thoughts.configure(ModuleRuns(lambda: agent.house.selector.current()))

    def follow(_operation: Operation, _call: Call, done: Committed) -> None:
        if any(change.document is Run and change.change == "created" for change in done.changes):
            agent.wake()

    hub.fanout.followers.append(follow)


def selector_for(settings: Settings) -> ProviderSelector:
    """The provider that the settings ask for, found when it is first needed."""
    key = settings.openai_api_key
    openai = OpenAISettings(
        base_url=settings.openai_base_url,
        api_key=key.get_secret_value() if key else None,
        model=settings.openai_model,
    )
    ollama = OllamaSettings(url=settings.ollama_url, model=settings.ollama_model)
    return ProviderSelector(ProviderChoice(settings.agent_provider.value), configured_providers(openai, ollama))


def companions(runtime: AgentRuntime, clock: Clock) -> Companions:
    """The hook of the message log: the run that a message triggers is stored with it."""
    pairs: OrderedDict[str, frozenset[str]] = OrderedDict()

    async def members_if_direct(room_id: str) -> frozenset[str]:
        # A room's kind and the two people of a direct room never change.
        known = pairs.get(room_id)
        if known is None:
            known = pairs[room_id] = await direct_pair(room_id)
            if len(pairs) > _ROOMS_KEPT:
                pairs.popitem(last=False)
        return known

    async def runs(entry: Entry) -> Sequence[Stored]:
        if runtime.trigger is None:
            return ()
        sent = written(entry)
        members = await members_if_direct(sent.room_id)
        message = MessageView(
            id=sent.id,
            room_id=sent.room_id,
            content=sent.content,
            sender_id=sent.sender_id,
            sender_kind=sent.sender_kind,
            kind=sent.kind,
            reply_to=sent.reply_to,
            mentions=sent.mentions,
            scopes=sent.scopes,
        )
        room = RoomView(id=sent.room_id, kind="direct" if members else "shared", member_ids=members)
        return await runtime.trigger.runs_for(message, room, clock.now())

    return runs
