"""One write path: only projectors and the ledger's `append` write to the database."""

from pathlib import Path

import pytest

from house.writes import writes_in, writes_under

SOURCE = Path(__file__).parents[2] / "src" / "liuhen"

NAMED: dict[str, str] = {}
"""File -> why it may write outside a projector. A short list, by name; a file that no longer writes leaves it."""


def test_only_projectors_and_the_named_files_write() -> None:
    strangers = [str(write) for write in writes_under(SOURCE) if write.path not in NAMED]
    assert strangers == []


def test_the_named_list_holds_no_file_that_does_not_write() -> None:
    writers = {write.path for write in writes_under(SOURCE)}
    assert set(NAMED) - writers == set()


@pytest.mark.parametrize(
    "line",
    [
        "Case.objects.create(number=1)",
        "await Case.objects.acreate(number=1)",
        "case.save()",
        "case.save(update_fields=['stage'])",
        "super().save(*args, **kwargs)",
        "Case.objects.filter(number=1).update(stage='decision')",
        "Case.objects.all().delete()",
        "Case.objects.bulk_create(rows)",
        "Case.objects.get_or_create(number=1)",
        "cursor.execute('UPDATE process_case SET stage = 1')",
        "cursor.execute(f'DELETE FROM {table}')",
        "cursor.execute('WITH old AS (SELECT 1) DELETE FROM process_case')",
        "cursor.execute('PRAGMA foreign_keys = OFF')",
        "cursor.execute(statement)",
        "cursor.executescript('DROP TABLE process_case')",
    ],
)
def test_a_planted_write_is_found(line: str) -> None:
    source = f"async def act(case):\n    {line}\n"
    assert [(write.line, write.function) for write in writes_in(source, path="process/planted.py")] == [(2, "act")]


@pytest.mark.parametrize(
    "line",
    [
        "seen.update(other)",
        "digest.update(piece)",
        "pdf.save(path)",
        "storage.delete(name)",
        "Case.objects.filter(number=1)",
        "cursor.execute('SELECT 1')",
        "cursor.execute('PRAGMA integrity_check')",
        "cursor.execute(f'SELECT count(*) FROM {table}')",
    ],
)
def test_a_read_is_not_called_a_write(line: str) -> None:
    assert writes_in(f"def look():\n    {line}\n", path="queries/planted.py") == []


def test_a_projector_may_write() -> None:
    source = "@projects(CaseOpened)\ndef _open(entry, body):\n    Case.objects.create(number=body.case_no)\n"
    assert writes_in(source, path="process/case/projectors.py") == []


def test_a_write_on_the_way_to_a_module_is_found_too() -> None:
    assert [write.function for write in writes_in("Case.objects.create()\n", path="process/planted.py")] == ["<module>"]
