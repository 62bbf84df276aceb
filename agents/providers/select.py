"""Which provider answers: what is configured and reachable, best first, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from agents.providers.base import Availability, Provider
from agents.providers.embedded import EmbeddedProvider
from agents.providers.ollama import OllamaProvider, OllamaSettings
from agents.providers.openai import OpenAIProvider, OpenAISettings


class ProviderChoice(StrEnum):
    """PANORAMIX_AGENT_PROVIDER."""

    AUTO = "auto"
    EMBEDDED = "embedded"
    OLLAMA = "ollama"
    OPENAI = "openai"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """One provider that was looked at."""

    name: str
    availability: Availability


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Which provider is in use, why, and what else was looked at, in order of preference."""

    provider: Provider | None
    reason: str
    model: str | None = None
    considered: tuple[Candidate, ...] = ()


class ProviderSelector:
    """Chooses the provider, looking again from time to time: servers come and go.

    The order for `auto` is OpenAI-compatible if a base URL or key is set, Ollama if it is
    reachable and has a model that calls tools, the embedded model if it is installed, none.
    """

    def __init__(
        self, choice: ProviderChoice, providers: Mapping[str, Provider], *, look_again_s: float = 60.0
    ) -> None:
        self._choice = choice
        self._providers = dict(providers)
        self._look_again_s = look_again_s
        self._selection: Selection | None = None
        self._looked_at = 0.0
        self._looking = asyncio.Lock()

    async def current(self, *, fresh: bool = False) -> Selection:
        """Give the selection, at most `look_again_s` old; `fresh` looks now."""
        async with self._looking:
            now = asyncio.get_running_loop().time()
            if fresh or self._selection is None or now - self._looked_at > self._look_again_s:
                self._selection = await self._look()
                self._looked_at = asyncio.get_running_loop().time()
            return self._selection

    def forget(self) -> None:
        """Look again before the next use, because the selected provider has just failed."""
        self._selection = None

    async def close(self) -> None:
        """Close every provider."""
        for provider in self._providers.values():
            await provider.close()

    async def _look(self) -> Selection:
        if self._choice is ProviderChoice.NONE:
            return Selection(provider=None, reason="PANORAMIX_AGENT_PROVIDER is none")
        if self._choice is not ProviderChoice.AUTO:
            wanted = {self._choice.value: self._providers[self._choice.value]}
        else:
            wanted = self._providers
        found = await asyncio.gather(*(provider.available() for provider in wanted.values()))
        considered = tuple(
            Candidate(name=name, availability=availability) for name, availability in zip(wanted, found, strict=True)
        )
        for candidate in considered:
            if candidate.availability.ok:
                return Selection(
                    provider=wanted[candidate.name],
                    reason=self._why(candidate),
                    model=candidate.availability.model,
                    considered=considered,
                )
        reasons = "; ".join(f"{each.name}: {each.availability.reason}" for each in considered)
        return Selection(provider=None, reason=f"no model found ({reasons})", considered=considered)

    def _why(self, candidate: Candidate) -> str:
        chosen = "first available" if self._choice is ProviderChoice.AUTO else "PANORAMIX_AGENT_PROVIDER"
        return f"{chosen}: {candidate.availability.reason}"


def configured_providers(openai: OpenAISettings, ollama: OllamaSettings) -> dict[str, Provider]:
    """Every provider there is, best first."""
    return {
        "openai": OpenAIProvider(openai),
        "ollama": OllamaProvider(ollama),
        "embedded": EmbeddedProvider(),
    }
