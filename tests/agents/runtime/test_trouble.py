"""What goes wrong on the way: models that misbehave, hubs that stop, people who change their mind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta

import pytest

from agents.language.outcome import Asks, Call
from agents.providers.base import (
    FailureCode,
    MalformedCall,
    ModelEvent,
    ModelFailure,
    ModelRequest,
    Role,
    TextDelta,
    ToolCall,
)
from agents.providers.openai import OpenAIProvider, OpenAISettings
from agents.providers.scripted import ScriptedProvider
from agents.runtime.documents import Run
from agents.runtime.permission import Permission
from tests.agents.fake_model_server import Call as ModelCall
from tests.agents.fake_model_server import FakeModelServer, Move, in_turn
from tests.agents.runtime.conftest import Eko, make_task, tasks_of
from tests.house import MovableClock, Person

ADD = ToolCall(id="1", name="task_create", arguments={"title": "Once"})


@pytest.mark.parametrize(
    ("move", "code", "words"),
    [
        (Move(ending="garbage"), "nonsense", "makes no sense"),
        (Move(text="So", ending="cut"), "cut", "makes no sense"),
        (Move(ending="endless"), "too_large", "makes no sense"),
        (Move(text="So", ending="hang"), "timed_out", "took too long"),
        (Move(status=500), "unreachable", "not answering"),
        (Move(status=401), "refused", "not answering"),
    ],
    ids=["garbage", "cut", "endless", "hang", "500", "401"],
)
async def test_a_model_server_in_trouble_is_a_coded_failure_and_an_answer(
    eko: Eko, alice: Person, move: Move, code: str, words: str
) -> None:
    async with FakeModelServer(in_turn(move)) as server:
        provider = OpenAIProvider(OpenAISettings(base_url=f"{server.url}/v1", model="fake"))
        await eko.think_with(provider, between_events_s=0.3, first_event_s=2.0)
        run, said = await eko.talk(alice, await eko.direct_room(alice), "do something clever for me")
        assert (run["status"], run["error"]["code"]) == ("failed", code)
        assert words in said[0] and "Nothing was changed" in said[0]
        await eko.think_with(None)


async def test_a_whole_conversation_with_a_real_server(eko: Eko, alice: Person) -> None:
    script = in_turn(
        Move(calls=[ModelCall(name="task_create", arguments={"title": "Ring Bob"})]), Move(text="Added.")
    )
    async with FakeModelServer(script) as server:
        provider = OpenAIProvider(OpenAISettings(base_url=f"{server.url}/v1", model="fake"))
        await eko.think_with(provider)
        room = await eko.direct_room(alice)
        async with alice.socket() as socket:
            message = await socket.ok("message.send", {"room_id": room, "content": "I must ring Bob"})
            finished = await socket.hear("run.finished")
            deltas = socket.all("run.delta")
            assert "".join(delta["text"] for delta in deltas) == "Added."
            assert [delta["index"] for delta in deltas] == list(range(len(deltas)))
            assert deltas[0]["room_id"] == room
        run = await eko.run_of(alice, message)
        assert (run["tokens_in"], run["tokens_out"]) == (22, 14)
        assert run["cost_microcents"] is None, "what a server elsewhere charges is not known here"
        assert finished["run"]["outcome"] == "changed" and await tasks_of(alice) == ["Ring Bob"]
        await eko.think_with(None)


async def test_a_tool_that_does_not_exist_is_told_to_the_model_then_given_up(eko: Eko, alice: Person) -> None:
    provider = ScriptedProvider([ToolCall(id="1", name="format_disk", arguments={})], repeat_last=True)
    await eko.think_with(provider)
    run, said = await eko.talk(alice, await eko.direct_room(alice), "tidy up a little")
    assert (run["status"], run["error"]["code"]) == ("failed", "out_of_mistakes")
    assert "There is no tool format_disk" in provider.requests[1].messages[-1].content
    assert len(provider.requests) == 3 and "could not work out" in said[0]


async def test_a_tool_that_was_not_offered_is_not_run_though_it_exists(eko: Eko, alice: Person) -> None:
    task = await make_task(alice, "Kept")
    provider = ScriptedProvider(
        [ToolCall(id="1", name="task_delete", arguments={"id": task["id"]})], [TextDelta(text="I cannot.")]
    )
    await eko.think_with(provider)
    run, _ = await eko.talk(alice, await eko.direct_room(alice), "Which tasks do I have left?")
    assert not {"task_delete", "task_create"} & {tool.name for tool in provider.requests[0].tools}
    assert run["status"] == "done" and await tasks_of(alice) == ["Kept"]


@pytest.mark.parametrize(
    "sentence",
    [
        "should I add a task for the boiler?",
        "whatever happens, don't add a task",
        "si j'ajoutais une tâche",
        "n'ajoute pas de tâche",
    ],
)
async def test_questions_and_negations_change_nothing_even_with_a_model_that_would(
    eko: Eko, alice: Person, sentence: str
) -> None:
    await eko.think_with(ScriptedProvider([ADD], [TextDelta(text="Well.")]))
    await eko.talk(alice, await eko.direct_room(alice), sentence)
    assert await tasks_of(alice) == []


async def test_malformed_arguments_are_told_to_the_model_and_may_be_mended(eko: Eko, alice: Person) -> None:
    bad = MalformedCall(id="1", name="task_create", raw='{"title": ')
    await eko.think_with(ScriptedProvider([bad], [ADD], [TextDelta(text="There.")]))
    run, said = await eko.talk(alice, await eko.direct_room(alice), "put that on my list")
    assert run["status"] == "done" and said == ["There."] and await tasks_of(alice) == ["Once"]


async def test_invalid_arguments_come_back_field_by_field(eko: Eko, alice: Person) -> None:
    wrong = ToolCall(id="1", name="task_create", arguments={"title": "X", "deadline": "someday", "owner": "me"})
    provider = ScriptedProvider([wrong], [TextDelta(text="I could not.")])
    await eko.think_with(provider)
    await eko.talk(alice, await eko.direct_room(alice), "put that on my list")
    told = provider.requests[1].messages[-1].content
    assert "deadline" in told and "owner" in told and "Try again" in told
    assert await tasks_of(alice) == []


async def test_a_loop_of_the_same_call_is_broken_and_done_once(eko: Eko, alice: Person) -> None:
    await eko.think_with(ScriptedProvider([ADD], repeat_last=True))
    run, said = await eko.talk(alice, await eko.direct_room(alice), "add it")
    assert (run["status"], run["error"]["code"]) == ("failed", "out_of_mistakes")
    assert await tasks_of(alice) == ["Once"] and "can be undone" in said[0]


async def test_a_loop_of_different_calls_ends_with_its_budget(eko: Eko, alice: Person) -> None:
    turns = [[ToolCall(id=str(n), name="task_create", arguments={"title": f"T{n}"})] for n in range(20)]
    await eko.think_with(ScriptedProvider(*turns), run={"turns": 4})
    run, said = await eko.talk(alice, await eko.direct_room(alice), "go on and on")
    assert run["error"]["code"] == "out_of_turns" and len(await tasks_of(alice)) == 4
    assert (await alice("POST", f"/api/runs/{run['id']}/undo")).ok()["undone"] == 4
    assert await tasks_of(alice) == [] and "too many steps" in said[0]


async def test_a_hanging_model_ends_at_the_runs_own_limit(eko: Eko, alice: Person) -> None:
    provider = ScriptedProvider([TextDelta(text="never")])
    provider.gate.clear()
    await eko.think_with(provider, run={"wall_s": 0.3})
    run, said = await eko.talk(alice, await eko.direct_room(alice), "think hard")
    assert run["error"]["code"] == "timed_out" and "Nothing was changed" in said[0]


async def test_it_tries_once_more_before_it_complains(eko: Eko, alice: Person) -> None:
    away = ModelFailure(FailureCode.UNREACHABLE, "connection refused")
    await eko.think_with(ScriptedProvider([away], [TextDelta(text="Here I am.")]))
    _, said = await eko.talk(alice, await eko.direct_room(alice), "are we good")
    assert said == ["Here I am."]


async def test_cancel_stops_a_run_that_waits_for_its_model(eko: Eko, alice: Person) -> None:
    def add_and_then_hang(request: ModelRequest) -> Sequence[ModelEvent]:
        provider.gate.clear()
        return [ADD]

    provider = ScriptedProvider(add_and_then_hang, [TextDelta(text="never")])
    await eko.think_with(provider)
    room = await eko.direct_room(alice)
    message = await eko.say(alice, room, "add it and think")
    async with asyncio.timeout(60):
        while len(provider.requests) < 2:
            await asyncio.sleep(0.01)
    run = await eko.run_of(alice, message, "running")
    (await alice("POST", f"/api/runs/{run['id']}/cancel")).ok()
    run = await eko.run_of(alice, message)
    assert run["status"] == "cancelled"
    assert any(text.startswith("Stopped.") for text in await eko.heard(alice, room))
    (await alice("POST", f"/api/runs/{run['id']}/cancel")).refused("conflict")


async def test_cancel_withdraws_a_question(eko: Eko, alice: Person) -> None:
    eko.phrases.known["hm"] = Asks(
        question="Add?", language="en", proposal=(Call(operation="task.create", arguments={"title": "X"}),)
    )
    message = await eko.say(alice, await eko.direct_room(alice), "hm")
    run = await eko.run_of(alice, message, "waiting")
    async with alice.socket() as socket:
        (await alice("POST", f"/api/runs/{run['id']}/cancel")).ok()
        assert (await socket.hear("run.finished"))["run"]["status"] == "cancelled"
    [question] = (await alice("GET", f"/api/approvals?run_id={run['id']}")).ok()["items"]
    assert question["status"] == "withdrawn"
    (await alice("POST", f"/api/approvals/{question['id']}", {"decision": "approve"})).refused("conflict")


async def test_a_run_survives_a_restart_between_its_calls(eko: Eko, alice: Person) -> None:
    def next_turn(request: ModelRequest) -> Sequence[ModelEvent]:
        # Like a real server it remembers nothing: what it says follows from what it is sent.
        done = [message.tool_name for message in request.messages if message.role is Role.TOOL]
        if "note_create" in done:
            return [TextDelta(text="Both done.")]
        return [ToolCall(id="2", name="note_create", arguments={"title": "Then"})] if done else [ADD]

    await eko.think_with(ScriptedProvider(next_turn, repeat_last=True))
    room = await eko.direct_room(alice)
    message = await eko.say(alice, room, "two things please")
    async with asyncio.timeout(60):
        while await tasks_of(alice) == []:
            await asyncio.sleep(0.005)
    await eko.restart()
    run = await eko.run_of(alice, message)
    assert await tasks_of(alice) == ["Once"], "what was done before the restart is not done again"
    assert run["status"] == "done" and await eko.heard(alice, room) == ["Both done."]
    assert [step["operation"] for step in run["steps"] if step["kind"] == "tool"] == ["task.create", "note.create"]


async def test_a_crash_right_after_a_call_does_not_repeat_it(eko: Eko, alice: Person, clock: MovableClock) -> None:
    """The worst moment: the call is committed, its step is not, and the process is gone."""
    eko.phrases.teach("add one", Call(operation="task.create", arguments={"title": "One"}))
    message = await eko.say(alice, await eko.direct_room(alice), "add one")
    run = await eko.run_of(alice, message)
    await Run.rows().update_one(
        {"_id": run["id"]},
        {
            "$set": {
                "status": "running", "active": True, "worker": "one-that-died", "finished_at": None,
                "lease_until": clock.now() - timedelta(seconds=1), "steps": [
                    step async for step in _steps(run["id"]) if step["kind"] == "understanding"
                ],
            }
        },
    )  # fmt: skip
    eko.runtime.wake()
    again = await eko.run_of(alice, message)
    assert again["status"] == "done" and [step["kind"] for step in again["steps"]][-1] == "answer"
    assert await tasks_of(alice) == ["One"]
    assert len(await eko.heard(alice, run["room_id"])) == 1, "the answer was said once"


async def _steps(run_id: str):  # type: ignore[no-untyped-def]
    raw = await Run.rows().find_one({"_id": run_id})
    assert raw is not None
    for step in raw["steps"]:
        yield step


async def test_a_run_of_a_worker_that_is_gone_is_taken_over(eko: Eko, alice: Person, clock: MovableClock) -> None:
    provider = ScriptedProvider([TextDelta(text="Late but here.")], repeat_last=True)
    provider.gate.clear()
    await eko.think_with(provider)
    room = await eko.direct_room(alice)
    message = await eko.say(alice, room, "anybody in there")
    async with asyncio.timeout(60):
        while not provider.requests:
            await asyncio.sleep(0.01)
    dispatcher = eko.runtime._dispatcher
    assert dispatcher is not None and dispatcher._loop_task is not None
    dispatcher._loop_task.cancel()
    for task in dispatcher._running.values():
        task.cancel()
    await asyncio.gather(*dispatcher._running.values(), return_exceptions=True)
    run = await eko.run_of(alice, message, "running")
    assert run["status"] == "running", "it is back in the queue, not lost"
    provider.gate.set()
    await eko.restart()
    assert (await eko.run_of(alice, message))["status"] == "done"


async def test_permission_is_asked_edited_and_bound(eko: Eko, alice: Person) -> None:
    task = await make_task(alice, "Old")
    other = await make_task(alice, "Other")
    eko.phrases.teach("delete old", Call(operation="task.delete", arguments={"id": task["id"]}))
    await eko.restart(overrides={"task.delete": Permission.ASK})
    message = await eko.say(alice, await eko.direct_room(alice), "delete old")
    run = await eko.run_of(alice, message, "waiting")
    [question] = (await alice("GET", "/api/approvals?status=pending")).ok()["items"]
    assert question["tool"] == "task.delete" and question["preview"][0]["change"] == "deleted"
    assert await tasks_of(alice) == ["Old", "Other"]
    path = f"/api/approvals/{question['id']}"
    (await alice("POST", path, {"decision": "approve", "calls_hash": "0" * 64})).refused("conflict")
    (await alice("POST", path, {"decision": "approve", "arguments": {"id": "nonsense"}})).refused("invalid")
    (await alice("POST", path, {"decision": "approve", "arguments": {"id": other["id"]}})).ok()
    run = await eko.run_of(alice, message)
    assert run["status"] == "done" and await tasks_of(alice) == ["Old"]
    (await alice("POST", path, {"decision": "approve"})).refused("conflict")
    await eko.restart(overrides={})


async def test_tampered_arguments_are_not_run(eko: Eko, alice: Person) -> None:
    from agents.runtime.documents import Approval

    task = await make_task(alice, "Shown")
    victim = await make_task(alice, "Not shown")
    eko.phrases.teach("delete it", Call(operation="task.delete", arguments={"id": task["id"]}))
    await eko.restart(overrides={"task.delete": Permission.ASK})
    message = await eko.say(alice, await eko.direct_room(alice), "delete it")
    await eko.run_of(alice, message, "waiting")
    [question] = (await alice("GET", "/api/approvals?status=pending")).ok()["items"]
    dispatcher = eko.runtime._dispatcher
    assert dispatcher is not None
    await dispatcher.stop()
    (await alice("POST", f"/api/approvals/{question['id']}", {"decision": "approve"})).ok()
    await Approval.rows().update_one({"_id": question["id"]}, {"$set": {"calls.0.arguments": {"id": victim["id"]}}})
    await eko.restart(overrides={"task.delete": Permission.ASK})
    await eko.run_of(alice, message)
    assert await tasks_of(alice) == ["Not shown", "Shown"]
    await eko.restart(overrides={})


async def test_denied_by_policy_is_no_tool_at_all(eko: Eko, alice: Person) -> None:
    eko.phrases.teach("add one", Call(operation="task.create", arguments={"title": "One"}))
    await eko.restart(overrides={"task.create": Permission.DENY})
    run, _ = await eko.talk(alice, await eko.direct_room(alice), "add one")
    assert run["status"] == "failed" and await tasks_of(alice) == []
    await eko.restart(overrides={})


async def test_an_old_question_expires_and_says_so(eko: Eko, alice: Person) -> None:
    eko.phrases.known["hm"] = Asks(
        question="Add?", language="en", proposal=(Call(operation="task.create", arguments={"title": "X"}),)
    )
    await eko.think_with(None, run={"proposal_s": 0.2})
    room = await eko.direct_room(alice)
    message = await eko.say(alice, room, "hm")
    run = await eko.run_of(alice, message)
    assert (run["status"], run["outcome"]) == ("cancelled", "expired")
    assert "expired" in (await eko.heard(alice, room))[-1]


async def test_the_agent_cannot_approve_what_it_asks(eko: Eko, alice: Person) -> None:
    eko.phrases.known["hm"] = Asks(
        question="Add?", language="en", proposal=(Call(operation="task.create", arguments={"title": "X"}),)
    )
    room = await eko.direct_room(alice)
    message = await eko.say(alice, room, "hm")
    await eko.run_of(alice, message, "waiting")
    [question] = (await alice("GET", "/api/approvals?status=pending")).ok()["items"]
    eko.phrases.teach(
        "approve it yourself",
        Call(operation="approval.decide", arguments={"id": question["id"], "decision": "approve"}),
    )
    run, _ = await eko.talk(alice, room, "approve it yourself")
    assert run["status"] == "failed" and await tasks_of(alice) == []


async def test_the_hub_stays_quick_while_a_model_works(eko: Eko, alice: Person) -> None:
    async with FakeModelServer(in_turn(Move(text="word " * 400, pause_s=0.002))) as server:
        provider = OpenAIProvider(OpenAISettings(base_url=f"{server.url}/v1", model="fake"))
        await eko.think_with(provider)
        room = await eko.direct_room(alice)
        await eko.say(alice, room, "tell me a long story")
        waits: list[float] = []
        for _ in range(100):
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            waits.append(time.perf_counter() - before - 0.005)
        assert sorted(waits)[94] < 1, "the loop is held up"
        await eko.think_with(None)
