"""The OpenAI and Ollama providers against a server that misbehaves over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from agents.providers.base import (
    FailureCode,
    Limits,
    MalformedCall,
    ModelEvent,
    ModelFailure,
    ModelMessage,
    ModelRequest,
    Provider,
    Role,
    Stop,
    StopReason,
    TextDelta,
    ToolCall,
    ToolSpec,
    Usage,
)
from agents.providers.ollama import OllamaProvider, OllamaSettings
from agents.providers.openai import OpenAIProvider, OpenAISettings
from tests.agents.fake_model_server import Call, FakeModelServer, Move, in_turn

MakeProvider = Callable[[str], Provider]
TOOL = ToolSpec(
    name="task_create",
    description="Create a task.",
    parameters={"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]},
)


def openai(url: str, *, response_bytes: int = 8_000_000) -> Provider:
    return OpenAIProvider(
        OpenAISettings(base_url=f"{url}/v1", api_key="k", model="fake"), response_bytes=response_bytes
    )


def ollama(url: str, *, response_bytes: int = 8_000_000) -> Provider:
    return OllamaProvider(OllamaSettings(url=url, model="fake"), response_bytes=response_bytes)


@pytest.fixture(params=[openai, ollama], ids=["openai", "ollama"])
def make(request: pytest.FixtureRequest) -> MakeProvider:
    return request.param


@pytest.fixture
async def server() -> AsyncIterator[FakeModelServer]:
    async with FakeModelServer(in_turn(Move(text="Hello there"))) as running:
        yield running


def asking(**limits: float) -> ModelRequest:
    return ModelRequest(
        messages=(
            ModelMessage(role=Role.SYSTEM, content="You are Eko."),
            ModelMessage(role=Role.USER, content="Add milk"),
        ),
        tools=(TOOL,),
        limits=Limits(**limits),  # type: ignore[arg-type]
    )


async def listen(provider: Provider, request: ModelRequest) -> list[ModelEvent]:
    try:
        return [event async for event in provider.complete(request)]
    finally:
        await provider.close()


async def failing(provider: Provider, request: ModelRequest) -> FailureCode:
    with pytest.raises(ModelFailure) as caught:
        await listen(provider, request)
    return caught.value.code


async def test_text_streams_in_pieces_and_usage_is_the_servers(make: MakeProvider, server: FakeModelServer) -> None:
    events = await listen(make(server.url), asking())
    assert [event.text for event in events if isinstance(event, TextDelta)] == ["Hello ", "there"]
    assert Usage(tokens_in=11, tokens_out=7) in events
    assert events[-1] == Stop()
    asked = server.requests[0]
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]
    assert asked["tools"][0]["function"]["name"] == "task_create"


async def test_tool_calls_come_whole(make: MakeProvider, server: FakeModelServer) -> None:
    server.script = in_turn(
        Move(calls=[Call(name="task_create", arguments={"title": "Milk"}), Call(name="note_create")])
    )
    events = await listen(make(server.url), asking())
    calls = [event for event in events if isinstance(event, ToolCall)]
    assert [(call.name, dict(call.arguments)) for call in calls] == [
        ("task_create", {"title": "Milk"}),
        ("note_create", {}),
    ]
    assert len({call.id for call in calls}) == 2


async def test_the_whole_conversation_is_sent_back(make: MakeProvider, server: FakeModelServer) -> None:
    call = ToolCall(id="a", name="task_create", arguments={"title": "Milk"})
    request = ModelRequest(
        messages=(
            ModelMessage(role=Role.USER, content="Add milk"),
            ModelMessage(role=Role.ASSISTANT, content="", tool_calls=(call,)),
            ModelMessage(role=Role.TOOL, content='{"ok":true}', tool_call_id="a", tool_name="task_create"),
        )
    )
    await listen(make(server.url), request)
    sent = server.requests[0]["messages"]
    assert sent[1]["tool_calls"][0]["function"]["name"] == "task_create"
    assert sent[2]["role"] == "tool" and sent[2]["content"] == '{"ok":true}'


async def test_arguments_that_are_not_json_are_reported_not_guessed(server: FakeModelServer) -> None:
    server.script = in_turn(Move(calls=[Call(name="task_create", raw='{"title": "Mi')]))
    events = await listen(openai(server.url), asking())
    assert MalformedCall(id="tc0", name="task_create", raw='{"title": "Mi') in events
    assert not [event for event in events if isinstance(event, ToolCall)]


async def test_a_stop_for_length_says_so(make: MakeProvider, server: FakeModelServer) -> None:
    server.script = in_turn(Move(text="and so", ending="length"))
    assert (await listen(make(server.url), asking()))[-1] == Stop(reason=StopReason.LENGTH)


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        (Move(text="Hel", ending="cut"), FailureCode.CUT),
        (Move(text="Hel", ending="garbage"), FailureCode.NONSENSE),
        (Move(text="Hel", ending="wrong_shape"), FailureCode.NONSENSE),
        (Move(status=500), FailureCode.UNREACHABLE),
        (Move(status=401), FailureCode.REFUSED),
        (Move(status=429), FailureCode.BUSY),
    ],
    ids=["cut", "garbage", "wrong shape", "500", "401", "429"],
)
async def test_every_way_to_misbehave_has_its_code(
    make: MakeProvider, server: FakeModelServer, move: Move, expected: FailureCode
) -> None:
    server.script = in_turn(move)
    assert await failing(make(server.url), asking()) is expected


async def test_a_hang_ends_at_the_time_limit(make: MakeProvider, server: FakeModelServer) -> None:
    server.script = in_turn(Move(text="Hel", ending="hang"))
    assert await failing(make(server.url), asking(between_events_s=0.2)) is FailureCode.TIMED_OUT


async def test_a_slow_drip_ends_at_the_total(make: MakeProvider, server: FakeModelServer) -> None:
    server.script = in_turn(Move(text="a " * 500, pause_s=0.02))
    assert await failing(make(server.url), asking(total_s=0.4)) is FailureCode.TIMED_OUT


async def test_endless_text_is_too_large(make: MakeProvider, server: FakeModelServer) -> None:
    server.script = in_turn(Move(ending="endless"))
    assert await failing(make(server.url), asking()) is FailureCode.TOO_LARGE


@pytest.mark.parametrize("kind", [openai, ollama], ids=["openai", "ollama"])
async def test_a_line_that_never_ends_is_too_large(kind: Callable[..., Provider], server: FakeModelServer) -> None:
    server.script = in_turn(Move(ending="long_line"))
    assert await failing(kind(server.url, response_bytes=500_000), asking()) is FailureCode.TOO_LARGE


async def test_too_many_tool_calls_are_too_large(make: MakeProvider, server: FakeModelServer) -> None:
    server.script = in_turn(Move(calls=[Call(name="task_create")] * 40))
    assert await failing(make(server.url), asking()) is FailureCode.TOO_LARGE


async def test_nobody_there_is_unreachable(make: MakeProvider) -> None:
    provider = make("http://127.0.0.1:9")
    found = await provider.available()
    assert not found.ok
    assert await failing(provider, asking()) is FailureCode.UNREACHABLE


async def test_a_reader_that_leaves_early_leaves_nothing_running(make: MakeProvider, server: FakeModelServer) -> None:
    server.script = in_turn(Move(text="one two three", pause_s=0.01))
    provider = make(server.url)
    events = provider.complete(asking())
    assert isinstance(await anext(events), TextDelta)
    await events.aclose()
    await provider.close()


async def test_availability_names_the_model(server: FakeModelServer) -> None:
    unnamed = OpenAIProvider(OpenAISettings(base_url=f"{server.url}/v1"))
    found = await unnamed.available()
    await unnamed.close()
    assert found.ok and found.model == "fake"
    server.models = {"words-only": ["completion"], "with-tools": ["completion", "tools"]}
    chosen = OllamaProvider(OllamaSettings(url=server.url))
    found = await chosen.available()
    await chosen.close()
    assert found.ok and found.model == "with-tools"


async def test_a_model_that_is_not_pulled_is_said(server: FakeModelServer) -> None:
    provider = OllamaProvider(OllamaSettings(url=server.url, model="absent"))
    found = await provider.available()
    await provider.close()
    assert not found.ok and "ollama pull absent" in found.reason


async def test_a_bad_key_is_said(server: FakeModelServer) -> None:
    server.key = "right"
    provider = OpenAIProvider(OpenAISettings(base_url=f"{server.url}/v1", api_key="wrong"))
    found = await provider.available()
    await provider.close()
    assert not found.ok and "401" in found.reason and "wrong" not in found.reason
