"""Answers that are more than a list: a person, a session, a serial number's history, what was said in a room."""

from collections.abc import Mapping, Sequence
from typing import Any

from agents.language.found import linked, named, plain
from agents.language.lines import full_name, message
from agents.language.outcome import Call, Language, Speaker
from agents.language.spelled import colon, moment

Result = Mapping[str, Any]
_SHOWN = 12
_STEPS = {
    "received": ("came in with", "arrivé avec"),
    "ready": ("was ready in", "prêt dans"),
    "recovered": ("was collected with", "récupéré avec"),
    "scanned": ("was scanned in", "scanné dans"),
    "wiped": ("was wiped in", "effacé dans"),
    "lent": ("was lent:", "prêté :"),
    "returned": ("came back:", "revenu :"),
    "given": ("was given away:", "donné :"),
    "donated": ("was given to us:", "reçu en don :"),
}
"""What becomes of hardware, said before the sheet on which it did."""


def person(item: Result, call: Call, language: Language) -> str:
    """Who somebody is; with a label, what they are to whoever was asked about."""
    name = named("person", full_name(item), item, language)
    if call.label:
        return f"{plain(call.label)}{colon(language)} {name}"
    names = _words(language, ("Role", "Rôle"), ("Email", "E-mail"), ("Also called", "Aussi"), ("Notes", "Notes"))
    facts = (item.get("role"), item.get("email"), ", ".join(item.get("aliases") or []), item.get("notes"))
    lines = [f"- {title}{colon(language)} {plain(fact)}" for title, fact in zip(names, facts, strict=True) if fact]
    if item.get("left"):
        lines.append("- Has left." if language == "en" else "- Est partie ou parti.")
    return "\n".join([name, *([""] if lines else []), *lines])


def team(item: Result, call: Call, language: Language) -> str:
    """A team, said to be somebody's."""
    called = "Team" if language == "en" else "Équipe"
    return f"{call.label or called}{colon(language)} {named('team', item['name'], item, language)}"


def reports(items: Sequence[Result], language: Language) -> str:
    """Everybody who reports to a person, those of those indented."""
    if not items:
        return "Nobody reports to them." if language == "en" else "Personne ne lui est rattaché."
    return "\n".join(
        "  " * (int(one.get("depth") or 1) - 1)
        + f"- {named('person', full_name(one), one, language)}"
        + (f" ({plain(one['role'])})" if one.get("role") else "")
        for one in items[:40]
    )


def session(item: Result, call: Call, language: Language) -> str:
    """What a session came to: of its summary, the part that was asked for, or all of it."""
    name = named("note_session", item["title"], item, language)
    summary: Result | None = item.get("summary")
    if summary is None:
        none = "has not been summed up yet" if language == "en" else "n'a pas encore de résumé"
        return f"{name} {none}."
    titles = {
        "decisions": ("Decisions", "Décisions"),
        "risks": ("Risks", "Risques"),
        "next_steps": ("Next steps", "Suites à donner"),
    }
    place = 0 if language == "en" else 1
    wanted = [call.label] if call.label in titles else list(titles)
    blocks = [name if call.label in titles else f"{name}\n\n{plain(summary['text'], 2_000)}"]
    for part in wanted:
        points: list[Result] = list(summary.get(str(part)) or [])
        if points:
            blocks.append(
                "\n".join([f"**{titles[str(part)][place]}**", *(f"- {plain(one['text'])}" for one in points)])
            )
        elif call.label in titles:
            nothing = "Nothing of that is noted." if language == "en" else "Rien de tel n'est noté."
            blocks.append(nothing)
    return "\n\n".join(blocks)


def thinking(call: Call, language: Language) -> str:
    """A model has begun; where what it writes is read."""
    feature = call.operation.partition(".")[0]
    where = "/journal" if feature == "journal" else named(feature, call.label, call.arguments, language)
    if feature == "journal":
        where = linked("journal" if language == "en" else "le journal", where)
    if language == "en":
        return f"It is being written; it appears in {where} as it comes."
    return f"C'est en cours d'écriture ; cela apparaît au fur et à mesure ici : {where}."


def said(result: Result, call: Call, speaker: Speaker, language: Language) -> str:
    """What was said in a room: what is new (oldest first), or what is pinned."""
    others: list[Result] = [
        one
        for one in result.get("items") or ()
        if not one.get("deleted_at")
        and (call.arguments.get("pinned") or (one.get("sender") or {}).get("id") != speaker.user_id)
    ]
    room = linked(call.label or "…", f"/rooms/{call.arguments['room_id']}")
    if not others:
        if call.arguments.get("pinned"):
            return f"Nothing is pinned in {room}." if language == "en" else f"Rien n'est épinglé dans {room}."
        return f"Nothing new in {room}." if language == "en" else f"Rien de nouveau dans {room}."
    shown = others[-_SHOWN:]
    count = f"{len(others)}{'+' if result.get('next_cursor') else ''}"
    noun = "message" if count == "1" else "messages"
    head = f"{count} {noun} in {room}:" if language == "en" else f"{count} {noun} dans {room} :"
    if len(others) > len(shown):
        head += " *(the last ones)*" if language == "en" else " *(les derniers)*"
    return "\n".join([head, "", *(f"- {message(one, speaker, language)}" for one in shown)])


def threads(items: Sequence[Result], call: Call, speaker: Speaker, language: Language) -> str:
    """A room's threads, the one that was answered last first."""
    room = linked(call.label or "…", f"/rooms/{call.arguments['room_id']}")
    if not items:
        return f"No threads in {room}." if language == "en" else f"Aucun fil dans {room}."
    lines: list[str] = []
    for one in items[:_SHOWN]:
        root: Result = one["root"]
        replies = int(one.get("replies") or 0)
        noun = ("reply", "replies") if language == "en" else ("réponse", "réponses")
        title = plain(root.get("content"), 100) or "…"
        lines.append(f"- {linked(title, '/messages/' + str(root['id']))} ({replies} {noun[replies != 1]})")
    return "\n".join([f"{room}{colon(language)}", "", *lines])


def history(result: Result, speaker: Speaker, language: Language) -> str:
    """What became of a serial number, step by step."""
    place = 0 if language == "en" else 1
    steps: list[Result] = list(result.get("steps") or [])
    lines: list[str] = []
    for step in steps:
        of: Result = step["of"]
        when = moment(str(step["at"]), False, speaker, language)
        sheet = named(str(of["sheet_kind"]), of["sheet_name"], {"id": of["sheet_id"]}, language)
        lines.append(f"- {when[0].upper()}{when[1:]}{colon(language)} {_STEPS[step['what']][place]} {sheet}")
    first: Result = steps[0]["of"] if steps else {}
    what = f" {plain(first.get('what'))}" if first.get("what") else ""
    name = named(str(first.get("kind", "")), result["serial"], first, language)
    return "\n".join([f"{name}{what}{colon(language)}", "", *lines])


def _words(language: Language, *pairs: tuple[str, str]) -> tuple[str, ...]:
    return tuple(pair[0 if language == "en" else 1] for pair in pairs)
