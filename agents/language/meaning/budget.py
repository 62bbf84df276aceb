"""The budget: spending is negative."""

import re
from typing import Any

from agents.language.fold import fold
from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, project_arguments, refer, tidy
from agents.language.references import NOUNS, Found

_ARTICLE = re.compile(r"(?:(?:a|an|the|some|my|un|une|des|du|de la|le|la|les|mon|ma|mes)\s+|(?:de l|l|d)'|de )")
_CATEGORY = re.compile(
    r"(?:^|\s)(?:(?:in|under|en|dans)\s+)?(?:the\s+|la\s+)?(?:category|cat[ée]gorie)\s+(\S.*)$", re.I
)


async def read(match: Match, talk: Talk) -> Reading | None:
    match match.verb:
        case "create":
            return _create(match, talk)
        case "list" | "summary":
            return _ask(match, talk)
        case _:
            return await _change(match, talk)


def _name(text: str) -> str:
    text = tidy(text)
    found = _ARTICLE.match(fold(text))
    return text[found.end() :].strip() if found and found.end() < len(text) else text


def _create(match: Match, talk: Talk) -> Reading | None:
    amounts = match.clause.amounts
    if not amounts:
        if not match.phrase.set.get("ask"):
            return None
        return Reading(question=talk.say("how_much"), literal=match.literal, score=0.6)
    if len(amounts) > 1 or match.phrase.set.get("ask"):
        return None
    amount = amounts[0]
    when = match.when(past=True)
    day = when.day or talk.here.date()
    # "I paid on the 30th" looks back, but a date that says its own future ("tomorrow") stays one.
    sign = 1 if match.phrase.set.get("sign") == "received" else -1
    arguments: dict[str, Any] = {
        "date": day.isoformat(),
        "amount_cents": sign * amount.cents,
        "currency": amount.currency or talk.speaker.currency,
    }
    slots = dict(match.slots)
    if "what" in slots:
        # "I paid 850 € rent" is for it, "I paid the plumber 150 €" is to them.
        before = amount.start < match.clause.folded.find(fold(slots["what"]).strip())
        slots["label" if before else "vendor"] = slots.pop("what")
    for slot in ("vendor", "label"):
        if found := _CATEGORY.search(slots.get(slot, "")):
            slots |= {"category": found[1], slot: slots[slot][: found.start()]}
    for slot in ("vendor", "label", "category"):
        if slot in slots and (name := _name(slots[slot])):
            arguments[slot] = name
    arguments |= project_arguments(match)
    label = arguments.get("vendor") or arguments.get("label")
    touched = [Recent(kind="budget", id=f"${talk.calls + 1}.id", label=label or "")]
    return Reading(
        calls=[Call(operation="budget.create", arguments=arguments, label=label)],
        literal=match.literal,
        touched=touched,
    )


async def _change(match: Match, talk: Talk) -> Reading | None:
    needs, amounts = match.phrase.needs, match.clause.amounts
    when = match.when(past=True)
    if ("amount" in needs and len(amounts) != 1) or ("date" in needs and not when.day):
        return None
    if "project" in needs and not project_arguments(match):
        return None
    if "named" in match.phrase.set and not re.search(rf"\b(?:{NOUNS['budget']})\b", fold(match.slots["line"])):
        return None  # "my rent is 850 €" states a fact; "the rent expense was 850 €" corrects a line

    def use(found: Found) -> list[Call] | str:
        arguments: dict[str, Any] = {"id": found.id}
        if match.verb == "update":
            if "amount" in needs:
                negative = found.entity.get("amount_cents", -1) < 0
                arguments["amount_cents"] = -amounts[0].cents if negative else amounts[0].cents
                if amounts[0].currency and amounts[0].currency != found.entity.get("currency", amounts[0].currency):
                    arguments["currency"] = amounts[0].currency
            if "date" in needs and when.day:
                arguments["date"] = when.day.isoformat()
            if "project" in needs:
                arguments |= project_arguments(match)
            for slot in ("category", "label", "vendor"):
                if slot in match.slots:
                    arguments[slot] = tidy(match.slots[slot])
        return [Call(operation=match.phrase.operation, arguments=arguments, label=found.label)]

    return await refer(talk, "budget", match, match.slots["line"], use, many=match.verb == "delete")


def _ask(match: Match, talk: Talk) -> Reading:
    when = match.when(past=True)
    arguments: dict[str, Any] = dict(match.phrase.set)
    if span := when.span():
        arguments |= {"from": span.start.isoformat(), "to": span.end.isoformat()}
    if "vendor" in match.slots:
        arguments["vendor"] = _name(match.slots["vendor"])
    if "q" in match.slots:
        arguments["q"] = _name(match.slots["q"])
    arguments |= project_arguments(match)
    operation = match.phrase.operation
    if operation == "budget.summary" and "project_id" in arguments:
        operation = "budget.list"
    return Reading(calls=[Call(operation=operation, arguments=arguments)], literal=match.literal)
