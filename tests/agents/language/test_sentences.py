"""What sentences come to, beyond those of the evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.evals.expectations import sentences
from agents.language.outcome import NothingToDo, NotUnderstood, Understood
from tests.agents.language.saying import asks, calls, grammar, hear, memory, speaker


async def test_several_things_at_once() -> None:
    first, second, third = await calls(
        "add a task call Bo by Friday, delete the note Berlin trip and wake me up at 7"
    )
    assert first == ("task.create", {"title": "call Bo", "deadline": "2026-11-27"})
    assert second == ("note.delete", {"id": "n_berlin"})
    assert third == ("alarm.create", {"title": "Wake up", "next_trigger_at": "2026-11-22T06:00:00Z"})


async def test_an_and_within_a_title_stays_there() -> None:
    assert await calls("create a task to clean the flat and finish the report") == [
        ("task.create", {"title": "clean the flat and finish the report"})
    ]


async def test_many_of_a_kind() -> None:
    titles = [made["title"] for _, made in await calls("crée trois tâches : pain, lait et œufs")]
    assert titles == ["pain", "lait", "œufs"]


async def test_it_is_what_was_spoken_of_last() -> None:
    assert await calls("move it to Monday", "t_plumber") == [
        ("task.update", {"id": "t_plumber", "deadline": "2026-11-23"})
    ]
    assert await calls("décale-la à jeudi", "t_slides") == [
        ("task.update", {"id": "t_slides", "deadline": "2026-11-26"})
    ]
    assert not (await asks("delete it")).proposal


async def test_what_was_just_made_can_be_referred_to() -> None:
    project, task = await calls("create a project Wedding and add a task book the venue in it")
    assert project == ("project.create", {"name": "Wedding"})
    assert task == ("task.create", {"title": "book the venue", "project_id": "$1.id"})


async def test_a_verb_may_go_for_several_things() -> None:
    deleted = await calls("delete the note Courses, the task buy milk and the project Garden")
    assert deleted == [
        ("note.delete", {"id": "n_courses"}),
        ("task.delete", {"id": "t_milk"}),
        ("project.delete", {"id": "p_garden"}),
    ]
    spent = await calls("I paid 20€ at Lidl, 30€ at Auchan and 5€ for parking")
    assert [made["amount_cents"] for _, made in spent] == [-2000, -3000, -500]


async def test_what_is_about_to_be_made_can_be_changed_at_once() -> None:
    _, moved = await calls("schedule lunch with Bo tomorrow at noon and move it to Monday")
    assert moved == ("agenda.update", {"id": "$1.id", "start": "2026-11-23T11:00:00Z", "end": "2026-11-23T12:00:00Z"})


async def test_an_unknown_project_is_offered() -> None:
    question = await asks("create a task buy milk in project Unicorn")
    assert [call.operation for call in question.proposal] == ["project.create", "task.create"]
    assert question.proposal[1].arguments == {"title": "buy milk", "project_id": "$1.id"}


async def test_an_event_by_its_day_alone() -> None:
    assert await calls("cancel my meeting on Monday") == [("agenda.delete", {"id": "e_team"})]
    assert await calls("annule mon rendez-vous de vendredi") == [("agenda.delete", {"id": "e_garage"})]
    assert isinstance(await hear("move tomorrow's meeting to Monday"), NothingToDo)


async def test_an_alarm_by_its_time_alone() -> None:
    assert await calls("delete my 7am alarm") == [("alarm.delete", {"id": "a_wake"})]
    assert await calls("supprime mon alarme de 7h") == [("alarm.delete", {"id": "a_wake"})]
    ((_, moved),) = await calls("change my alarm from 7 to 8")
    assert moved == {"id": "a_wake", "next_trigger_at": "2026-11-22T07:00:00Z"}


async def test_the_speaker_s_own_clock_counts() -> None:
    there = replace(speaker(), time_zone="America/New_York")  # 4 in the morning
    outcome = await grammar().understand("remind me tomorrow at 9 to call Bo", there, memory().lookup)
    assert isinstance(outcome, Understood)
    assert outcome.calls[0].arguments["next_trigger_at"] == "2026-11-22T14:00:00Z"


async def test_a_moved_event_keeps_its_length() -> None:
    ((_, moved),) = await calls("move the dentist to Monday at 3pm")
    assert (moved["start"], moved["end"]) == ("2026-11-23T14:00:00Z", "2026-11-23T14:45:00Z")
    ((_, moved),) = await calls("déplace mon rendez-vous garage de vendredi à jeudi")
    assert moved["start"] == "2026-11-26T07:30:00Z"


async def test_a_repeating_event_is_asked_about_unless_its_day_is_said() -> None:
    question = await asks("cancel the yoga")
    assert [len(one.calls) for one in question.alternatives] == [1, 1]
    ((operation, arguments),) = await calls("cancel the yoga on Wednesday")
    assert operation == "agenda.delete" and "occurrence" in arguments


async def test_two_that_fit_are_asked_between_and_one_exact_name_is_not() -> None:
    question = await asks("mark review contract as done")
    assert {one.label for one in question.alternatives} == {"Review contract Alpha", "Review contract Beta"}
    assert await calls("mark review contract alpha as done") == [("task.complete", {"id": "t_ca"})]


async def test_deleting_everything_is_asked_with_everything_in_the_proposal() -> None:
    counts = {"delete all my notes": 7, "supprime toutes mes tâches": 16, "supprime toutes mes dépenses": 7}
    for text, count in counts.items():
        assert len((await asks(text)).proposal) == count, text


async def test_a_deletion_of_some_never_proposes_all() -> None:
    assert len((await asks("cancel everything on Monday")).proposal) == 2  # and the weekly one, that day only
    assert len((await asks("delete all tasks in project Garden")).proposal) == 0
    assert len((await asks("delete all tasks in project Website redesign")).proposal) == 1
    for text in ("delete all my tasks due on Monday", "supprime toutes mes tâches de lundi"):
        assert not (await asks(text)).proposal, text


async def test_spelling_is_forgiven() -> None:
    assert await calls("mark renew pasport as done") == [("task.complete", {"id": "t_passport"})]
    assert await calls("supprime la note recette des crepes") == [("note.delete", {"id": "n_recette"})]


async def test_what_does_not_exist_is_said() -> None:
    outcome = await hear("supprime la note Licorne")
    assert isinstance(outcome, NothingToDo) and outcome.reason == "not_found" and "Licorne" in outcome.text


async def test_half_understood_is_asked_not_half_done() -> None:
    question = await asks("delete the note Berlin trip and delete the note Unicorn")
    assert [call.operation for call in question.proposal] == ["note.delete"]


@pytest.mark.parametrize(
    "text",
    [
        "don't create a task to buy milk",
        "please don't delete the note Berlin trip",
        "never mind, don't remind me at 5pm",
        "ne supprime pas la note Courses",
        "crée pas de tâche pour demain",
        "Marie has created a task for tomorrow",
        "Paul a payé 30 € chez Lidl",
        "my colleague moved the dentist to Monday at 3pm",
        "if I had time I would create a task to buy milk",
        "si j'avais le temps je créerais une tâche",
        'he said "delete all my tasks"',
        "la doc dit : supprime toutes les tâches",
        "should I cancel the dentist?",
        "comment je supprime une note ?",
        "thanks, the task is perfect",
        "I haven't paid 30 € at Lidl",
        "la réunion de demain à 14h est annulée",
        "see you tomorrow at 9",
        "talk to you Monday at 3pm",
        "Marie will create a task to buy milk tomorrow at 3pm",
        "thank you for reminding me to call Paul tomorrow at 9",
        "when Paul arrives, delete the note Berlin trip",
        "possibly lunch with Anna on Friday at noon",
        "the rent is 850 € a month",
        "the car cost 5000 €",
        "I woke up at 7 this morning",
        "yesterday I had a meeting with Paul at 3pm",
        "note taking is fun",
        "bonne nuit, à demain 8h",
        "Marie doit acheter du lait demain à 15h",
        "merci de m'avoir rappelé d'appeler Paul demain à 9h",
        "mon loyer est de 850 €",
        "le train part à 7h30 demain",
        "quand Paul arrive, supprime la note Courses",
        "éventuellement un déjeuner avec Anna vendredi à midi",
        "déplace la réunion de demain à lundi",
    ],
)
async def test_what_must_change_nothing(text: str) -> None:
    outcome = await hear(text)
    assert isinstance(outcome, NothingToDo | NotUnderstood), outcome


async def test_a_negated_clause_leaves_the_others_alone() -> None:
    assert await calls("delete the note Berlin trip and don't touch the others") == [
        ("note.delete", {"id": "n_berlin"})
    ]


async def test_the_language_is_that_of_the_sentence() -> None:
    assert (await hear("supprime la note Licorne", locale="en")).language == "fr"
    assert (await hear("delete the note Unicorn", locale="fr")).language == "en"
    assert (await hear("hmm", locale="fr")).language == "fr"


async def test_help_says_what_can_be_done() -> None:
    for text in ("help", "what can you do?", "aide", "@eko que peux-tu faire ?"):
        outcome = await hear(text)
        assert isinstance(outcome, NothingToDo) and "**" in outcome.text, text


@pytest.mark.parametrize(
    ("text", "operation", "arguments"),
    [
        ("/task buy milk by Friday", "task.create", {"title": "buy milk", "deadline": "2026-11-27"}),
        (
            "/tâche acheter du lait pour vendredi",
            "task.create",
            {"title": "acheter du lait", "deadline": "2026-11-27"},
        ),
        ("/alarm 8:00 stretch", "alarm.create", {"title": "stretch", "next_trigger_at": "2026-11-22T07:00:00Z"}),
        ("/note the code is 4512", "note.create", {"title": "the code is 4512"}),
        ("/tasks", "task.list", {"open": True}),
        ("/tasks overdue", "task.list", {"open": True, "deadline_to": "2026-11-20"}),
        ("/alarm tomorrow at 8 call", "alarm.create", {"title": "call", "next_trigger_at": "2026-11-22T07:00:00Z"}),
        ("/project Garden shed", "project.create", {"name": "Garden shed"}),
    ],
)
async def test_a_slash_command(text: str, operation: str, arguments: dict[str, object]) -> None:
    outcome = await grammar().slash(text, speaker(), memory().lookup)
    assert isinstance(outcome, Understood), outcome
    assert [(call.operation, call.arguments) for call in outcome.calls] == [(operation, arguments)]


async def test_slash_spend_and_agenda() -> None:
    spent = await grammar().slash("/spend 12 € lunch", speaker(), memory().lookup)
    assert isinstance(spent, Understood)
    assert spent.calls[0].arguments == {
        "date": "2026-11-21",
        "amount_cents": -1200,
        "currency": "EUR",
        "label": "lunch",
    }
    agenda = await grammar().slash("/agenda tomorrow", speaker(), memory().lookup)
    assert isinstance(agenda, Understood) and agenda.calls[0].arguments["from"] == "2026-11-21T23:00:00Z"
    assert isinstance(await grammar().slash("/nonsense", speaker(), memory().lookup), NotUnderstood)


async def test_a_very_long_text_is_no_command_but_may_be_a_note() -> None:
    started = perf_counter()
    assert isinstance(await hear("move it " + "to Monday " * 1500), NotUnderstood)
    ((operation, made),) = await calls("note: " + "what was said. " * 900)
    assert operation == "note.create" and len(str(made["title"])) <= 81 and len(str(made["content"])) > 13_000
    assert perf_counter() - started < 30


@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.lists(st.sampled_from(sorted({word for one in sentences("work") for word in one.say.split()})), max_size=14)
)
async def test_no_sequence_of_words_is_too_much(words: list[str]) -> None:
    """Whatever is said, something comes back, and reads are all that was run."""
    outcome = await hear(" ".join(words))
    if isinstance(outcome, Understood):
        assert grammar().reply(outcome, [{} if call.reads else call.arguments for call in outcome.calls], speaker())


async def test_a_name_beyond_the_first_page_is_searched_for() -> None:
    async def lookup(operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        everything = [{"id": f"{n:024x}", "title": f"errand {n}", "status": "todo"} for n in range(300)]
        everything.append({"id": "f" * 24, "title": "Feed the unicorn", "status": "todo"})
        if operation != "task.list":
            return {"items": []}
        return {"items": [one for one in everything if arguments.get("q", "") in str(one["title"])][:200]}

    outcome = await grammar().understand("delete the task feed the unicorn", speaker(), lookup)
    assert isinstance(outcome, Understood) and outcome.calls[0].arguments == {"id": "f" * 24}
