"""What the hub can do: one feature a line."""

from __future__ import annotations

from pathlib import Path

from hub.features.accounts.feature import FEATURE as ACCOUNTS
from hub.features.activity.feature import FEATURE as ACTIVITY
from hub.features.agenda.feature import FEATURE as AGENDA
from hub.features.alarms.feature import FEATURE as ALARMS
from hub.features.bookmarks.feature import FEATURE as BOOKMARKS
from hub.features.budget.feature import FEATURE as BUDGET
from hub.features.client_errors.feature import FEATURE as CLIENT_ERRORS
from hub.features.contacts.feature import FEATURE as CONTACTS
from hub.features.dashboard.feature import FEATURE as DASHBOARD
from hub.features.drafts.feature import FEATURE as DRAFTS
from hub.features.files.feature import FEATURE as FILES
from hub.features.journal.feature import FEATURE as JOURNAL
from hub.features.links.feature import FEATURE as LINKS
from hub.features.messages.feature import FEATURE as MESSAGES
from hub.features.note_sessions.feature import FEATURE as NOTE_SESSIONS
from hub.features.notes.feature import FEATURE as NOTES
from hub.features.people.feature import FEATURE as PEOPLE
from hub.features.polls.feature import FEATURE as POLLS
from hub.features.projects.feature import FEATURE as PROJECTS
from hub.features.reception.feature import FEATURE as RECEPTION
from hub.features.reports.feature import FEATURE as REPORTS
from hub.features.rooms.feature import FEATURE as ROOMS
from hub.features.scheduled.feature import FEATURE as SCHEDULED
from hub.features.search.feature import FEATURE as SEARCH
from hub.features.situations.feature import FEATURE as SITUATIONS
from hub.features.tasks.feature import FEATURE as TASKS
from hub.features.teams.feature import FEATURE as TEAMS
from hub.features.transfer.feature import FEATURE as TRANSFER
from hub.kernel.catalog import Feature

FOLDERS = Path(__file__).parent / "features"
FEATURES: tuple[Feature, ...] = (
    ACCOUNTS,
    ACTIVITY,
    AGENDA,
    ALARMS,
    BOOKMARKS,
    BUDGET,
    CLIENT_ERRORS,
    CONTACTS,
    DASHBOARD,
    DRAFTS,
    FILES,
    JOURNAL,
    LINKS,
    MESSAGES,
    NOTES,
    NOTE_SESSIONS,
    PEOPLE,
    POLLS,
    PROJECTS,
    RECEPTION,
    REPORTS,
    ROOMS,
    SCHEDULED,
    SEARCH,
    SITUATIONS,
    TASKS,
    TEAMS,
    TRANSFER,
)
