"""Django's `migrate`, but for one thing: tables and the note that they are there commit together.

Django runs the indexes of a step after its tables and notes the step in a transaction of its own. Killed between the
two, a database has tables that no step is noted for, and no later start can go on from there.
"""

from copy import copy
from typing import Any

from django.core.management.commands import migrate
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class WholeExecutor(MigrationExecutor):
    """Leaves nothing of a step for after its transaction."""

    def apply_migration(self, state: ProjectState, migration: Migration, *args: Any, **told: Any) -> ProjectState:
        """Run a step forwards with what it defers; Django then notes it where it has run."""
        return super().apply_migration(state, _settling(migration), *args, **told)


def _settling(migration: Migration) -> Migration:
    def apply(state: ProjectState, editor: BaseDatabaseSchemaEditor, *collect: bool) -> ProjectState:
        state = migration.apply(state, editor, *collect)
        while editor.deferred_sql:
            editor.execute(editor.deferred_sql.pop(0), None)
        return state

    whole = copy(migration)
    whole.apply = apply  # type: ignore[method-assign, assignment]
    return whole


class Command(migrate.Command):
    """Bring the tables up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Do as Django does, with steps that are whole."""
        migrate.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]  # the command asks for it by this name
        super().handle(*args, **options)
