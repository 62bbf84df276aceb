"""Which provider is chosen, and that it can say why."""

from __future__ import annotations

from agents.providers.base import Availability, Provider
from agents.providers.ollama import OllamaProvider, OllamaSettings
from agents.providers.openai import OpenAIProvider, OpenAISettings
from agents.providers.scripted import ScriptedProvider
from agents.providers.select import ProviderChoice, ProviderSelector
from tests.agents.fake_model_server import FakeModelServer, Move, in_turn


class Absent(ScriptedProvider):
    async def available(self) -> Availability:
        return Availability(ok=False, reason="not installed")


def selector(
    server: FakeModelServer, choice: ProviderChoice, *, openai: bool, installed: bool = True
) -> ProviderSelector:
    settings = OpenAISettings(base_url=f"{server.url}/v1") if openai else OpenAISettings()
    embedded: Provider = ScriptedProvider() if installed else Absent()
    return ProviderSelector(
        choice,
        {
            "openai": OpenAIProvider(settings),
            "ollama": OllamaProvider(OllamaSettings(url=server.url)),
            "embedded": embedded,
        },
    )


async def chosen(selector: ProviderSelector) -> tuple[str | None, str]:
    try:
        selection = await selector.current()
        return (selection.provider.name if selection.provider else None), selection.reason
    finally:
        await selector.close()


async def test_auto_takes_the_best_that_answers() -> None:
    async with FakeModelServer(in_turn(Move(text="x"))) as server:
        assert (await chosen(selector(server, ProviderChoice.AUTO, openai=True)))[0] == "openai"
        assert (await chosen(selector(server, ProviderChoice.AUTO, openai=False)))[0] == "ollama"
        server.models = {"words-only": ["completion"]}
        assert (await chosen(selector(server, ProviderChoice.AUTO, openai=False)))[0] == "scripted"
        name, reason = await chosen(selector(server, ProviderChoice.AUTO, openai=False, installed=False))
        assert name is None
        assert "no pulled model can call tools" in reason and "not installed" in reason


async def test_an_explicit_choice_is_kept_even_when_it_is_away() -> None:
    async with FakeModelServer(in_turn(Move(text="x"))) as server:
        assert (await chosen(selector(server, ProviderChoice.OLLAMA, openai=True)))[0] == "ollama"
        assert (await chosen(selector(server, ProviderChoice.OPENAI, openai=False)))[0] is None
        assert (await chosen(selector(server, ProviderChoice.NONE, openai=True)))[0] is None


async def test_a_server_that_comes_back_is_found_again() -> None:
    async with FakeModelServer(in_turn(Move(text="x")), models={}) as server:
        selecting = selector(server, ProviderChoice.AUTO, openai=False, installed=False)
        assert (await selecting.current()).provider is None
        server.models = {"m": ["tools"]}
        assert (await selecting.current()).provider is None
        selecting.forget()
        assert (await selecting.current()).provider is not None
        await selecting.close()
