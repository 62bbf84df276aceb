"""What a person can do with alarms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hub.features.alarms.access import access_alarm, visible
from hub.features.alarms.documents import AlarmDocument
from hub.features.alarms.present import ALARM, present_alarm
from hub.features.alarms.ringing import following
from hub.features.alarms.schemas import Alarm, CreateAlarm, ListAlarms, SnoozeAlarm, UpdateAlarm
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import between, where
from hub.storage.plain import plain_page
from hub.storage.recurrence import check_rrule, check_zone
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing

ORDERS = {
    "next_trigger_at": (("next_trigger_at", 1),),
    "created_at": (("created_at", -1),),
    "updated_at": (("updated_at", -1),),
}


@operation(
    "alarm.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/alarms", status=201),
    doors=EVERYWHERE,
    slash=("/alarm {title}", "/alarme {title}"),
)
async def create_alarm(ctx: Ctx, command: CreateAlarm) -> Alarm:
    """Set an alarm that rings once, or again and again by a recurrence in the caller's time zone."""
    if command.rrule:
        check_rrule(command.rrule)
    if command.time_zone:
        check_zone(command.time_zone)
    alarm = AlarmDocument(
        title=command.title,
        next_trigger_at=command.next_trigger_at,
        starts_at=command.next_trigger_at,
        rrule=command.rrule,
        time_zone=command.time_zone or ctx.zone.key,
        enabled=command.enabled,
        owner_id=ctx.person_id,
    )
    return await present_alarm(ctx.work.insert(alarm))


@operation(
    "alarm.list",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/alarms"),
    doors=EVERYWHERE,
    slash=("/alarms", "/alarmes"),
)
async def list_alarms(ctx: Ctx, command: ListAlarms) -> Page[Alarm]:
    """List the caller's alarms, the next one first; `ringing` picks those that ring now."""
    return await plain_page(
        ALARM,
        {
            **await visible(ctx),
            **where(
                enabled=command.enabled,
                done=command.done,
                ringing=command.ringing,
                next_trigger_at=between(command.trigger_from, command.trigger_to),
                words=containing(command.q),
            ),
        },
        limit=command.limit,
        cursor=command.cursor,
        order=ORDERS[command.sort],
    )


@operation("alarm.get", effect=Effect.READ, policy=member, route=GET("/api/alarms/{id}"), doors=EVERYWHERE)
async def get_alarm(ctx: Ctx, command: ById) -> Alarm:
    """Show one alarm."""
    return await present_alarm(await access_alarm(ctx, command.id))


@operation("alarm.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/alarms/{id}"), doors=EVERYWHERE)
async def update_alarm(ctx: Ctx, command: UpdateAlarm) -> Alarm:
    """Change fields of an alarm; only what is sent is changed. A new time arms it again."""
    alarm = await access_alarm(ctx, command.id, write=True)
    if command.revision is not None and command.revision != alarm.revision:
        raise conflict("The alarm has changed meanwhile.", (await present_alarm(alarm)).model_dump(mode="json"))
    changes = command.changes()
    if changes.get("rrule"):
        check_rrule(changes["rrule"])
    if "time_zone" in changes:
        check_zone(changes["time_zone"])
    return await present_alarm(ctx.work.update(alarm, **_rearmed(ctx, alarm, changes)))


@operation(
    "alarm.snooze",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/alarms/{id}/snooze"),
    doors=EVERYWHERE,
)
async def snooze_alarm(ctx: Ctx, command: SnoozeAlarm) -> Alarm:
    """Let an alarm ring again some minutes after now, or after its due time if that is later."""
    alarm = await access_alarm(ctx, command.id, write=True)
    if alarm.done or not alarm.enabled:
        raise conflict("Only an alarm that is on can be snoozed.")
    later = max(ctx.now, alarm.falls_due) + timedelta(minutes=command.minutes)
    return await present_alarm(ctx.work.update(alarm, snoozed_until=later))


@operation(
    "alarm.dismiss",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/alarms/{id}/dismiss"),
    doors=EVERYWHERE,
)
async def dismiss_alarm(ctx: Ctx, command: ById) -> Alarm:
    """Answer an alarm: one that rings once is done, a recurring one moves to its first time after now."""
    alarm = await access_alarm(ctx, command.id, write=True)
    upcoming = following(alarm, ctx.now)
    changes: dict[str, Any] = {"done": True} if upcoming is None else {"next_trigger_at": upcoming}
    return await present_alarm(ctx.work.update(alarm, **changes, snoozed_until=None))


@operation("alarm.delete", effect=Effect.DESTROY, policy=member, route=DELETE("/api/alarms/{id}"), doors=EVERYWHERE)
async def delete_alarm(ctx: Ctx, command: ById) -> Deleted:
    """Delete an alarm; if it rings, it stops. This can be undone."""
    alarm = await access_alarm(ctx, command.id, write=True)
    ctx.work.delete(alarm)
    return Deleted(id=alarm.id)


def _rearmed(ctx: Ctx, alarm: AlarmDocument, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, and what follows from them for an alarm that was done, snoozed or left behind."""
    more = dict(changes)
    if "next_trigger_at" in changes:
        if changes["next_trigger_at"] is None:
            raise invalid("An alarm needs a time.", next_trigger_at="cannot be cleared")
        more |= {"starts_at": changes["next_trigger_at"], "done": False, "snoozed_until": None}
    elif "rrule" in changes or "time_zone" in changes:
        more["starts_at"] = alarm.next_trigger_at
    left_behind = changes.get("enabled") and not alarm.enabled and alarm.falls_due <= ctx.now
    if left_behind and "next_trigger_at" not in changes:
        upcoming = following(alarm, ctx.now)
        if upcoming is not None:
            more |= {"next_trigger_at": upcoming, "snoozed_until": None}
    return more
