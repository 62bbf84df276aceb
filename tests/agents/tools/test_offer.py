"""Which tools a model is shown: few, and the one that is wanted among them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agents.evals.expectations import Sentence, sentences
from agents.runtime.operations import agent_feature
from agents.runtime.runtime import AgentRuntime
from agents.tools.offer import ToolCatalog
from hub.kernel.catalog import Catalog
from hub.kernel.operation import Door, Effect
from hub.main import FEATURES

CATALOG = Catalog((*FEATURES, agent_feature(AgentRuntime())))
ALLOWED = list(CATALOG.through(Door.AGENT))
TOOLS = ToolCatalog(CATALOG)
MOST = 20


def offered(sentence: str, *, reads_only: bool = False) -> list[str]:
    """The names of the operations that are offered for a sentence."""
    found = TOOLS.offer(sentence, MOST, allowed=ALLOWED, reads_only=reads_only)
    assert len(found) <= MOST
    return [tool.operation.name for tool in found]


# None of these is how a plain command is put: they are what is left to a model.
SAID = [
    ("could you get the thing about the printer onto my to-do pile for Friday", "task.create"),
    ("everything I still have to do before the holidays, sorted by how urgent it is", "task.list"),
    ("the printer thing is over and done with", "task.complete"),
    ("tout ce qu'il me reste à faire avant les vacances", "task.list"),
    ("jot something down about the paint we chose", "note.create"),
    ("have I got anything written down on the Berlin hotel in my notes", "note.list"),
    ("which of my notes lead to the one about Berlin", "note.backlinks"),
    ("mets l'étiquette maison sur ma note de courses", "note.update"),
    ("what labels have I made so far for my notes", "note_label.list"),
    ("how healthy is the kitchen project these days", "project.list"),
    ("le projet cuisine avance-t-il comme prévu", "project.list"),
    ("squeeze in a lunch with Anna some day next week", "agenda.create"),
    ("am I free on Thursday afternoon for two hours", "agenda.free"),
    ("quand est mon prochain rendez-vous chez le dentiste", "agenda.list"),
    ("I gave the plumber 80 € in cash this morning", "budget.create"),
    ("combien avons-nous dépensé chez Lidl ce mois-ci", "budget.summary"),
    ("make some noise at 7 so that I wake up", "alarm.create"),
    ("laisse-moi encore dix minutes avant que l'alarme sonne à nouveau", "alarm.snooze"),
    ("I would like to know who Marie Durand is and what her role is", "person.list"),
    ("give me everybody who reports to Paul, directly or not", "person.reports"),
    ("note that Anna's email is now anna@example.org", "person.update"),
    ("Karim rejoint l'équipe atelier, ajoute-le aux personnes", "person.create"),
    ("how is our team of designers called and which teams are there", "team.list"),
    ("il nous faut une équipe de nuit, crée-la", "team.create"),
    ("put Bob among the contacts that I keep at hand", "contact.create"),
    ("is there anybody in my contacts who knows German", "contact.list"),
    ("qui a un compte ici et s'appelle Chloé", "user.list"),
    ("keep https://example.org/a for me", "link.create"),
    ("which web addresses did I save about insulation", "link.list"),
    ("retire le lien de la boutique de mes liens", "link.delete"),
    ("dig out the contract that we got as a PDF", "search.find"),
    ("what documents do I have here", "file.list"),
    ("renomme le fichier du plan en plan final", "file.update"),
    ("let me look at the pictures that were shared in the lunch room", "file.gallery"),
    ("montre-moi les photos envoyées hier dans le salon design", "file.gallery"),
    ("the meeting begins, open a fresh session for its notes", "note_session.create"),
    ("boil the kick-off session down to a summary", "note_session.summarize"),
    ("résume la séance de ce matin et ses décisions", "note_session.summarize"),
    ("add a line to the meeting session saying that the budget holds", "note_session.add_line"),
    ("which questions should I ask in this session, coach me", "note_session.coach"),
    ("what were the decisions and next steps of the kick-off session", "note_session.get"),
    ("I want to think the tension between Paul and Anna through as a situation", "situation.create"),
    ("fais le point sur la situation avec Anna et résume-la", "situation.summarize"),
    ("write into my journal that I called the bank", "journal.create"),
    ("what did I write in my journal around noon yesterday", "journal.list"),
    ("résume mon journal de la semaine", "journal.summarize"),
    ("in which lot is the machine 5CG1234XYZ", "reception.trace"),
    ("what happened to the laptop with the serial number PF2X9ABC", "reception.history"),
    ("which lots of hardware wait for being collected", "lot.list"),
    ("crée un lot pour le matériel de la mairie", "lot.create"),
    ("how does my day look overall, give me the dashboard", "dashboard.get"),
    ("ai-je raté quelque chose, des messages non lus ou des mentions", "dashboard.get"),
    ("bookmark what Bob has just said", "bookmark.create"),
    ("quels messages ai-je mis en signet", "bookmark.list"),
    ("what have I missed in #design since this morning", "message.list"),
    ("résume ce qui s'est dit dans le salon design", "message.list"),
    ("in which rooms is there something unread for me", "room.list"),
    ("quels fils de discussion sont en cours dans le salon", "room.threads"),
    ("did I leave any draft unsent", "draft.list"),
    ("schedule a message to Bob for tomorrow morning", "scheduled.create"),
    ("annule le message programmé pour Bob", "scheduled.delete"),
    ("ask the lunch room by a poll where they want to eat", "poll.create"),
    ("vote for the pizzeria in the poll about lunch", "poll.vote"),
    ("ferme le sondage sur le déjeuner", "poll.close"),
    ("is the import of my data over", "transfer.list"),
    ("find whatever we have on the insurance of the van", "search.find"),
    ("qu'est-ce qu'on sait du propriétaire, cherche partout", "search.find"),
    ("show me things that are similar to this note", "search.similar"),
    ("take back what you have just done", "activity.undo_last"),
]


@pytest.mark.parametrize(("sentence", "wanted"), SAID, ids=[sentence for sentence, _ in SAID])
def test_the_wanted_tool_is_among_the_twenty(sentence: str, wanted: str) -> None:
    assert CATALOG.operation(wanted), wanted
    assert wanted in offered(sentence)


def _wanted(sentence: Sentence) -> Iterator[str]:
    """What a sentence of the evaluation needs first: the operation itself, whatever it takes to find its target."""
    for part in ("reads", "calls"):
        for call in sentence.expected.get(part, [])[:1]:
            yield str(call["operation"])
    for change in sentence.expected.get("changes", []):
        if "created" in change:
            yield "note_session.add_line" if change["created"] == "note_line" else f"{change['created']}.create"
        elif "deleted" in change:
            yield f"{change['deleted']}.delete"


def test_nearly_always_over_everything_that_the_evaluation_says() -> None:
    asked = [(one.say, name) for part in ("work", "measure") for one in sentences(part) for name in _wanted(one)]
    missed = [(say, name) for say, name in asked if name not in offered(say)]
    assert len(asked) > 600 and len(missed) / len(asked) < 0.015, missed


@pytest.mark.parametrize(
    "sentence",
    [
        "find the keys of the van",
        "search the tasks, notes, projects, alarms, people, teams, links and files about the move",
        "cherche dans l'agenda, le budget, les alarmes et les tâches ce qui touche au déménagement",
        "retrouve le numéro de série du portable dans les lots de la réception",
    ],
)
def test_whatever_else_is_said_what_asks_to_find_may_search(sentence: str) -> None:
    assert "search.find" in offered(sentence)


def test_what_only_asks_changes_nothing() -> None:
    shown = offered("should I delete the note about Berlin and the link to the shop?", reads_only=True)
    assert shown and all(CATALOG.operation(name).effect is Effect.READ for name in shown)  # type: ignore[union-attr]


def test_what_is_not_allowed_is_not_offered_however_well_it_fits() -> None:
    notes = [operation for operation in ALLOWED if operation.feature == "note"]
    found = TOOLS.offer("schedule a message to Bob", MOST, allowed=notes)
    assert {tool.operation.feature for tool in found} == {"note"}


def test_the_order_does_not_depend_on_how_well_a_tool_fits() -> None:
    """The same tools in the same order are read by a model's server once."""
    assert offered("add a task") == sorted(offered("add a task"))


ODD = ["", "?!", "zxcvbn", "a" * 20_000, "#" * 5_000, "1" * 5_000, "a-" * 5_000, "é\u0000\u202e x"]


@pytest.mark.parametrize("sentence", ODD, ids=range(len(ODD)))
def test_odd_sentences_are_offered_what_is_asked_for_most(sentence: str) -> None:
    assert {"task.create", "note.create", "search.find"} <= set(offered(sentence))
