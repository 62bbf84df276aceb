"""From a message to its answer: who is spoken to, which layer acts, and what can be undone."""

from __future__ import annotations

import pytest

from agents.language.outcome import Alternative, Asks, Call, NothingToDo
from agents.providers.base import Proposal, TextDelta, ToolCall
from agents.providers.scripted import ScriptedProvider
from tests.agents.runtime.conftest import Eko, make_task, tasks_of
from tests.house import House, Person

MILK = Call(operation="task.create", arguments={"title": "Buy milk", "deadline": "2026-11-27"})


async def test_a_plain_command_is_done_without_a_model(eko: Eko, alice: Person) -> None:
    eko.phrases.teach("add a task to buy milk by friday", MILK)
    room = await eko.direct_room(alice)
    run, said = await eko.talk(alice, room, "add a task to buy milk by friday")
    assert (run["status"], run["outcome"], run["layer"]) == ("done", "changed", "language")
    assert [step["kind"] for step in run["steps"]] == ["understanding", "tool", "answer"]
    assert said == ["Details: Buy milk"]
    assert await tasks_of(alice) == ["Buy milk"]
    [message] = await eko.messages(alice, room)
    assert message["card"]["undo"] == {"run_id": run["id"]}
    assert [entity["change"] for entity in message["card"]["entities"]] == ["created"]
    assert message["sender"]["id"] == eko.id and message["run_id"] == run["id"]


async def test_a_slash_command_is_a_run_too(eko: Eko, alice: Person, shared: str) -> None:
    eko.phrases.teach("/task Buy milk", MILK)
    run, said = await eko.talk(alice, shared, "/task Buy milk")
    assert (run["status"], run["layer"], run["trigger"]) == ("done", "slash", "slash")
    assert said == ["Done: one task, for Friday 27 November."]
    run, said = await eko.talk(alice, shared, "/shrug")
    assert run["outcome"] == "not_understood" and "/shrug" in said[0]


@pytest.mark.parametrize(
    ("content", "spoken_to"),
    [
        ("@eko hello", True),
        ("Eko, hello", True),
        ("hey eko hello", True),
        ("eko hello", True),
        ("hello @eko", True),
        ("Eko is slow today", False),
        ("eko a encore oublié", False),
        ("I think Eko can do that", False),
        ("mail me at bob@eko.example", False),
        ("hello", False),
        ("yes", False),
    ],
)
async def test_only_spoken_to_never_spoken_about(
    eko: Eko, alice: Person, shared: str, content: str, spoken_to: bool
) -> None:
    message = await eko.say(alice, shared, content)
    found = (await alice("GET", f"/api/runs?message_id={message['id']}")).ok()["items"]
    assert bool(found) is spoken_to
    if spoken_to:
        await eko.run_of(alice, message)


async def test_the_name_is_not_part_of_the_sentence(eko: Eko, alice: Person, shared: str) -> None:
    await eko.talk(alice, shared, "Hey Eko, what now?")
    await eko.talk(alice, shared, "do it @eko please")
    assert eko.phrases.asked[-2:] == ["what now?", "do it please"]


async def test_without_model_and_grammar_it_says_so_and_changes_nothing(eko: Eko, alice: Person) -> None:
    run, said = await eko.talk(alice, await eko.direct_room(alice), "compose me a sonnet")
    assert run["outcome"] == "not_understood" and run["status"] == "done"
    assert "no model is set up" in said[0]


async def test_in_french_for_the_french(eko: Eko, house: House) -> None:
    chloe = await house.person("chloe", locale="fr")
    eko.phrases.teach("ajoute du lait", MILK)
    made = (await chloe("POST", "/api/rooms", {"kind": "private", "name": "Salon"})).ok()
    _, said = await eko.talk(chloe, made["id"], "@eko ajoute du lait")
    assert said == ["C’est fait : une tâche, pour vendredi 27 novembre."]


async def test_what_is_nothing_is_answered_or_left_in_silence(eko: Eko, alice: Person) -> None:
    eko.phrases.known["thanks"] = NothingToDo(reason="thanks", language="en", text="With pleasure.")
    eko.phrases.known["hm"] = NothingToDo(reason="greeting", language="en")
    room = await eko.direct_room(alice)
    assert (await eko.talk(alice, room, "thanks"))[1] == ["With pleasure."]
    run, said = await eko.talk(alice, room, "hm")
    assert said == [] and run["outcome"] == "nothing"


async def test_two_calls_where_the_second_names_the_firsts_result(eko: Eko, alice: Person) -> None:
    eko.phrases.teach(
        "project Boat with a task Paint",
        Call(operation="project.create", arguments={"name": "Boat"}),
        Call(operation="task.create", arguments={"title": "Paint", "project_id": "$1.id"}),
    )
    run, _ = await eko.talk(alice, await eko.direct_room(alice), "project Boat with a task Paint")
    assert run["status"] == "done"
    [task] = (await alice("GET", "/api/tasks")).ok()["items"]
    [project] = (await alice("GET", "/api/projects")).ok()["items"]
    assert task["project_id"] == project["id"]


async def test_a_whole_run_is_undone_at_once(eko: Eko, alice: Person) -> None:
    kept = await make_task(alice, "Kept")
    eko.phrases.teach(
        "three things",
        Call(operation="task.create", arguments={"title": "One"}),
        Call(operation="task.update", arguments={"id": kept["id"], "title": "Renamed"}),
        Call(operation="note.create", arguments={"title": "Two"}),
    )
    room = await eko.direct_room(alice)
    run, _ = await eko.talk(alice, room, "three things")
    assert await tasks_of(alice) == ["One", "Renamed"]
    undone = (await alice("POST", f"/api/runs/{run['id']}/undo")).ok()
    assert undone["undone"] == 3
    assert await tasks_of(alice) == ["Kept"]
    assert (await alice("GET", "/api/notes")).ok()["items"] == []
    (await alice("POST", f"/api/runs/{run['id']}/undo")).refused("conflict")


async def test_undo_says_what_changed_since_and_undoes_nothing(eko: Eko, alice: Person) -> None:
    eko.phrases.teach("two", *(Call(operation="task.create", arguments={"title": name}) for name in ("A", "B")))
    run, _ = await eko.talk(alice, await eko.direct_room(alice), "two")
    first = run["entities"][0]["id"]
    (await alice("PATCH", f"/api/tasks/{first}", {"title": "A, edited"})).ok()
    refused = (await alice("POST", f"/api/runs/{run['id']}/undo")).refused("conflict")
    assert "title" in refused["detail"]
    assert await tasks_of(alice) == ["A, edited", "B"]


async def test_undo_last_by_word(eko: Eko, alice: Person) -> None:
    eko.phrases.teach("add milk", MILK)
    eko.phrases.teach("/undo", Call(operation="activity.undo_last"))
    room = await eko.direct_room(alice)
    await eko.talk(alice, room, "add milk")
    run, said = await eko.talk(alice, room, "/undo")
    assert run["status"] == "done" and said
    assert await tasks_of(alice) == []


async def test_it_can_do_no_more_than_the_asker(eko: Eko, alice: Person, bob: Person) -> None:
    secret = await make_task(bob, "Bob's own")
    eko.phrases.teach("rename it", Call(operation="task.update", arguments={"id": secret["id"], "title": "Mine"}))
    eko.phrases.teach("promote me", Call(operation="user.update", arguments={"id": alice.id, "role": "admin"}))
    room = await eko.direct_room(alice)
    run, _ = await eko.talk(alice, room, "rename it")
    assert (run["status"], run["error"]["code"]) == ("failed", "not_found")
    run, _ = await eko.talk(alice, room, "promote me")
    assert run["status"] == "failed"
    assert await tasks_of(bob) == ["Bob's own"]


async def test_a_token_that_may_only_talk_does_not_act_through_eko(eko: Eko, alice: Person) -> None:
    eko.phrases.teach("add milk", MILK)
    room = await eko.direct_room(alice)
    made = (await alice("POST", "/api/tokens", {"name": "bot", "scopes": ["message:write"]})).ok()
    sent = await eko.house.request(
        "POST", f"/api/rooms/{room}/messages", token=made["token"], json={"content": "add milk"}
    )
    run = await eko.run_of(alice, sent.ok())
    assert (run["status"], run["error"]["code"]) == ("failed", "forbidden")
    assert await tasks_of(alice) == []


async def test_runs_belong_to_the_asker(eko: Eko, alice: Person, bob: Person) -> None:
    eko.phrases.teach("add milk", MILK)
    run, _ = await eko.talk(alice, await eko.direct_room(alice), "add milk")
    (await bob("GET", f"/api/runs/{run['id']}")).refused("not_found")
    (await bob("POST", f"/api/runs/{run['id']}/undo")).refused("not_found")
    assert run["id"] not in [item["id"] for item in (await bob("GET", "/api/runs")).ok()["items"]]


async def test_one_run_at_a_time_in_a_room_in_order(eko: Eko, alice: Person) -> None:
    for number in range(5):
        eko.phrases.teach(f"add {number}", Call(operation="task.create", arguments={"title": str(number)}))
    room = await eko.direct_room(alice)
    sent = [await eko.say(alice, room, f"add {number}") for number in range(5)]
    for message in sent:
        await eko.run_of(alice, message)
    assert await eko.heard(alice, room) == [f"Details: {number}" for number in range(5)]


async def test_events_come_in_order_and_finished_once(eko: Eko, alice: Person) -> None:
    eko.phrases.teach("add milk", MILK)
    room = await eko.direct_room(alice)
    async with alice.socket() as socket:
        await socket.ok("message.send", {"room_id": room, "content": "add milk", "client_msg_id": "x"})
        finished = await socket.hear("run.finished")
        names = [name for name, _ in socket.heard if name.startswith(("run.", "message.", "task."))]
        assert names.index("run.started") < names.index("run.step") < names.index("run.finished")
        assert names.index("task.created") < names.index("run.finished")
        said = [payload for payload in socket.all("message.created") if payload["message"]["kind"] == "agent"]
        assert said and names[-1] == "run.finished"
        assert finished["run"]["status"] == "done" and "steps" not in finished["run"]
        assert len(socket.all("run.finished")) == 1


async def test_a_proposal_is_accepted_with_a_word(eko: Eko, alice: Person, shared: str) -> None:
    eko.phrases.known["milk"] = Asks(question="Add “Buy milk”?", language="en", proposal=(MILK,))
    async with alice.socket() as socket:
        message = await eko.say(alice, shared, "@eko milk")
        run = await eko.run_of(alice, message, "waiting")
        asked = await socket.hear("approval.requested")
        assert (asked["tool"], asked["arguments"]["title"]) == ("task.create", "Buy milk")
        assert await tasks_of(alice) == []
        answer = await eko.say(alice, shared, "Yes!")
        assert (await eko.run_of(alice, answer))["outcome"] == "decided"
        run = await eko.run_of(alice, message)
        assert run["status"] == "done" and await tasks_of(alice) == ["Buy milk"]
        assert (await socket.hear("approval.decided"))["status"] == "approved"


async def test_somebody_elses_yes_is_no_answer(eko: Eko, alice: Person, bob: Person, shared: str) -> None:
    eko.phrases.known["milk"] = Asks(question="Add?", language="en", proposal=(MILK,))
    message = await eko.say(alice, shared, "@eko milk")
    await eko.run_of(alice, message, "waiting")
    await eko.say(bob, shared, "yes")
    assert (await eko.run_of(alice, message, "waiting"))["status"] == "waiting"
    await eko.say(alice, shared, "no")
    run = await eko.run_of(alice, message)
    assert run["outcome"] == "denied" and await tasks_of(alice) == []


async def test_one_of_several_is_chosen(eko: Eko, alice: Person) -> None:
    first = Alternative(label="Milk", calls=(MILK,))
    second = Alternative(label="Bread", calls=(Call(operation="task.create", arguments={"title": "Bread"}),))
    eko.phrases.known["buy"] = Asks(question="Which one?", language="en", alternatives=(first, second))
    room = await eko.direct_room(alice)
    message = await eko.say(alice, room, "buy")
    await eko.run_of(alice, message, "waiting")
    await eko.say(alice, room, "the second")
    await eko.run_of(alice, message)
    assert await tasks_of(alice) == ["Bread"]
    message = await eko.say(alice, room, "buy")
    await eko.run_of(alice, message, "waiting")
    await eko.say(alice, room, "milk")
    await eko.run_of(alice, message)
    assert await tasks_of(alice) == ["Bread", "Buy milk"]


async def test_the_model_gets_what_the_grammar_does_not_know(eko: Eko, alice: Person) -> None:
    call = ToolCall(id="1", name="task_create", arguments={"title": "Call Bob"})
    provider = ScriptedProvider([call], [TextDelta(text="I added "), TextDelta(text="Call Bob.")])
    await eko.think_with(provider)
    run, said = await eko.talk(alice, await eko.direct_room(alice), "I really must ring Bob some day")
    assert said == ["I added Call Bob."] and await tasks_of(alice) == ["Call Bob"]
    assert run["layer"] == "model" and run["model"] == "scripted:scripted"
    assert [step["kind"] for step in run["steps"]] == ["understanding", "model", "tool", "model", "answer"]
    tools = {tool.name for tool in provider.requests[0].tools}
    assert "task_create" in tools and len(tools) <= 20 and not {"user_update", "approval_decide"} & tools
    assert provider.requests[1].messages[-1].role == "tool"


async def test_a_small_models_guess_is_a_question_and_its_sure_look_an_answer(eko: Eko, alice: Person) -> None:
    guess = ToolCall(id="1", name="add_task", arguments={"title": "ring the plumber", "date_phrase": "friday"})
    look = ToolCall(id="1", name="show_tasks", arguments={})
    await eko.think_with(ScriptedProvider([Proposal(call=guess, confidence=0.1)], [look], converses=False))
    room = await eko.direct_room(alice)
    message = await eko.say(alice, room, "i really must ring the plumber on friday")
    await eko.run_of(alice, message, "waiting")
    assert await tasks_of(alice) == []
    assert "ring the plumber" in (await eko.heard(alice, room))[-1]
    await eko.say(alice, room, "oui")
    assert (await eko.run_of(alice, message))["outcome"] == "changed"
    assert await tasks_of(alice) == ["ring the plumber"]
    _, said = await eko.talk(alice, room, "and now what is left?")
    assert said == ["Details: ring the plumber"]


async def test_a_small_models_invention_is_not_even_a_question(eko: Eko, alice: Person) -> None:
    invented = ToolCall(id="1", name="add_task", arguments={"title": "buy a yacht"})
    await eko.think_with(ScriptedProvider([Proposal(call=invented, confidence=0.9)], converses=False))
    run, said = await eko.talk(alice, await eko.direct_room(alice), "i really must ring the plumber")
    assert run["outcome"] == "not_understood" and "not clear" in said[0] and await tasks_of(alice) == []
