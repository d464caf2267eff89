"""Every way to change what is kept, tried on purpose: through the ORM, through SQL, through REPLACE."""

# ruff: noqa: S608  # attacks are written as SQL, from names of this file

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import IntegrityError, OperationalError, connection, migrations, models, transaction
from django.db.migrations.executor import MigrationExecutor

from ledger.acts import CASE, OFFICER, ORGAN, Informant, note
from liuhen.kernel import clock
from liuhen.kernel.errors import UnusableError
from liuhen.ledger import (
    checkpoint,
    destroy,
    install_triggers,
    make_organ_key,
    missing_triggers,
    require_usable,
    triggers,
)
from liuhen.ledger.models import DataKey, Head, Part, SignedCheckpoint, Tile, Tombstone

KEPT = [Head, Part, DataKey, SignedCheckpoint, Tombstone, Tile]
REFUSED = "append-only"


@pytest.fixture
def filled(ledger):
    """At least one row in every table that is kept."""
    make_organ_key(ORGAN)
    gone = note("要销毁的", informant=Informant(name="某人"))
    note("留下的", informant=Informant(name="某人"))
    destroy(
        gone.digest,
        part="open",
        reason="期满",
        basis="第三十条",
        approved_by=OFFICER,
        by=OFFICER,
        happened=clock.now(),
        key="destroy",
        channel="web",
    )
    checkpoint(ORGAN)
    Tile(id=f"{ORGAN}/0", organ=ORGAN, index=0, sha256="0" * 64, sm3="0" * 64).save(force_insert=True)
    return ledger


def text_column(model):
    return next(field.column for field in model._meta.fields if isinstance(field, models.CharField))


def contents(model):
    return list(model.objects.order_by("pk").values_list())


def refused(attempt):
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        attempt()


def run(sql, values=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize("model", KEPT)
def test_no_path_changes_or_removes_a_row(filled, model):
    before, table, column = contents(model), model._meta.db_table, text_column(model)
    row = model.objects.first()
    assert row is not None
    refused(lambda: row.save(force_update=True))
    refused(row.save)
    refused(row.delete)
    refused(lambda: model.objects.update(**{row._meta.fields[0].name: "x"}))
    refused(lambda: model.objects.filter(pk=row.pk).delete())
    refused(lambda: model.objects.bulk_update([row], [row._meta.fields[1].name]))
    refused(lambda: model.objects.filter(pk=row.pk)._raw_delete("default"))
    refused(lambda: run(f"UPDATE {table} SET {column} = {column}"))
    refused(lambda: run(f"UPDATE OR REPLACE {table} SET {column} = {column}"))
    refused(lambda: run(f"UPDATE {table} SET rowid = rowid + 1000"))
    refused(lambda: run(f"DELETE FROM {table}"))
    assert contents(model) == before


@pytest.mark.parametrize("model", KEPT)
@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL"])
def test_no_insert_runs_over_a_row(filled, model, verb):
    before, table = contents(model), model._meta.db_table
    refused(lambda: run(f"{verb} INTO {table} SELECT * FROM {table}"))
    assert contents(model) == before


@pytest.mark.parametrize("model", KEPT)
def test_no_insert_runs_over_the_hidden_row_number(filled, model):
    before, table = contents(model), model._meta.db_table
    columns = [field.column for field in model._meta.fields]
    names = ", ".join(f'"{name}"' for name in columns)
    fresh = ", ".join(f"'x' || \"{name}\"" for name in columns)
    refused(lambda: run(f"INSERT OR REPLACE INTO {table} (rowid, {names}) SELECT rowid, {fresh} FROM {table}"))
    assert contents(model) == before


@pytest.mark.parametrize("model", KEPT)
def test_no_upsert_and_no_many_at_once(filled, model):
    before, table, key = contents(model), model._meta.db_table, model._meta.pk.column
    row = model.objects.first()
    refused(lambda: model.objects.bulk_create([row], ignore_conflicts=True))
    refused(
        lambda: model.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=[key], update_fields=[row._meta.fields[1].name]
        )
    )
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE {key} = %s", [[row.pk], [row.pk]])
    assert contents(model) == before


@pytest.mark.parametrize(
    "taken",
    [
        {"digest": "f" * 64},
        {"organ": "organ-b"},
        {"digest": "f" * 64, "organ_seq": 99},
        {"digest": "f" * 64, "organ_seq": 99, "dossier_seq": 99},
        {"digest": "f" * 64, "organ_seq": 99, "key": "another"},
    ],
)
def test_a_head_is_not_replaced_through_any_of_its_unique_keys(ledger, taken):
    note(key="first")
    values = {**Head.objects.values().get(), **taken}
    names = ", ".join(values)
    marks = ", ".join("%s" for _ in values)
    refused(lambda: run(f"INSERT OR REPLACE INTO ledger_head ({names}) VALUES ({marks})", list(values.values())))
    assert Head.objects.get().key == "first"


def test_a_part_goes_only_with_its_tombstone(ledger):
    made = note()
    refused(Part.objects.filter(head=made.digest).delete)
    refused(DataKey.objects.all().delete)


def test_a_tombstone_needs_an_entry_that_destroys(ledger):
    made = note()
    row = Tombstone(id=f"{made.digest}/open", target=made.digest, part="open", key=f"dossier/{CASE}", entry=made.digest)
    refused(lambda: row.save(force_insert=True))


def test_a_destroyed_part_does_not_come_back(filled):
    gone = Tombstone.objects.get()
    row = Part(id=gone.id, head=gone.target, part=gone.part, key=gone.key, box=b"x")
    refused(lambda: row.save(force_insert=True))


def test_a_part_needs_a_head(ledger):
    row = Part(id="0" * 64 + "/open", head="0" * 64, part="open", key="x", box=b"x")
    refused(lambda: row.save(force_insert=True))


def test_a_key_stays_while_a_part_uses_it(filled):
    refused(DataKey.objects.filter(name=f"dossier/{CASE}").delete)


def widened():
    """A migration that makes SQLite build the table of heads anew."""
    migration = migrations.Migration("widen", "ledger")
    migration.operations = [migrations.AlterField("head", "kind", models.CharField(max_length=70))]
    return migration


def apply(migration):
    with connection.schema_editor() as editor:
        migration.apply(MigrationExecutor(connection).loader.project_state(), editor)


def tell(signal, **more):
    app = apps.get_app_config("ledger")
    empty = Apps()  # what other applications' receivers ask; ours asks the database
    signal.send(sender=app, app_config=app, apps=empty, verbosity=0, interactive=False, using="default", **more)


def test_sqlite_refuses_to_rebuild_a_table_that_triggers_look_into(ledger):
    with pytest.raises(OperationalError, match="error in trigger"):
        apply(widened())


def test_after_a_migration_that_rebuilds_a_table_the_triggers_are_there(ledger):
    note()
    migration = widened()
    tell(models.signals.pre_migrate, plan=[(migration, False)])
    apply(migration)
    assert missing_triggers(connection)
    with pytest.raises(UnusableError):
        note()
    tell(models.signals.post_migrate)
    assert missing_triggers(connection) == []
    assert note().organ_seq == 2


def test_a_migration_of_another_room_leaves_the_triggers_alone(ledger):
    tell(models.signals.pre_migrate, plan=[(migrations.Migration("other", "people"), False)])
    assert missing_triggers(connection) == []


def test_a_trigger_that_only_bears_the_name_is_missed(ledger):
    run("DROP TRIGGER ledger_head_no_update")
    run("CREATE TRIGGER ledger_head_no_update BEFORE UPDATE ON ledger_head BEGIN SELECT 1; END")
    assert missing_triggers(connection) == ["ledger_head_no_update"]
    install_triggers(connection)
    assert missing_triggers(connection) == []


def test_without_its_triggers_the_ledger_does_not_write(ledger):
    run("DROP TRIGGER ledger_part_no_delete")
    with pytest.raises(UnusableError, match="缺少 1 个防改触发器"):
        note()
    with pytest.raises(UnusableError):
        require_usable(connection)
    assert Head.objects.count() == 0


def test_triggers_are_looked_for_once_a_process(ledger, django_assert_num_queries):
    require_usable()
    with django_assert_num_queries(0):
        require_usable()


def test_postgresql_gets_the_same_guards_and_one_against_truncate():
    wanted = {trigger.name: trigger for trigger in triggers._wanted("postgresql")}
    for model in KEPT:
        for event in ("update", "delete", "truncate"):
            trigger = wanted[f"{model._meta.db_table}_no_{event}"]
            assert REFUSED in trigger.text
            assert trigger.create[-1].endswith(f"ENABLE ALWAYS TRIGGER {trigger.name}")
    assert "ledger_tombstone" in wanted["ledger_part_no_delete"].text
    assert "rowid" not in str(wanted)


def test_every_kept_table_has_its_triggers(ledger):
    wanted = {trigger.name for trigger in triggers._wanted("sqlite")}
    for model in KEPT:
        events = {f"{model._meta.db_table}_no_{event}" for event in ("update", "delete", "replace")}
        assert events <= wanted
