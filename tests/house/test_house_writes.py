"""One write path: only projectors and the ledger's `append` write to the database."""

import ast
from pathlib import Path

import pytest

from house.writes import writes_in, writes_under

SOURCE = Path(__file__).parents[2] / "src" / "liuhen"

NAMED: dict[str, str] = {
    "ledger/writing.py:hold": "append waits for its turn",
    "ledger/writing.py:_store_head": "append itself",
    "ledger/rows.py:_execute": "writes for who calls its functions; each such call is looked for as a write",
    "ledger/prepared.py:__call__": "reads, by a statement compiled from a queryset",
    "ledger/parts.py:store_part": "append keeps the body of an entry, encrypted",
    "ledger/vault.py:data_key": "append makes the key of a dossier",
    "ledger/tree.py:store_tiles": "nodes of the tree, which follow from the heads",
    "ledger/checkpoints.py:checkpoint": "a signed checkpoint, which follows from the heads",
    "ledger/destruction.py:_bury": "a body goes together with its tombstone",
    "ledger/rebuild.py:rebuild": "projections are written anew from the entries",
    "ledger/rebuild.py:_rewrite": "how far a rebuild has come",
    "ledger/rebuild.py:_clear": "empties a scratch database",
    "ledger/replay.py:replay_in_place": "projections are written anew from the entries",
    "ledger/triggers.py:install_triggers": "the triggers that refuse change, after each migration",
    "ledger/triggers.py:drop_triggers": "a migration may rebuild tables; nothing is appended meanwhile",
    "ledger/triggers.py:_run": "a destroyed body leaves no bytes in the files of the database",
    "ledger/triggers.py:missing_triggers": "reads the catalogue of either database, by a statement chosen there",
    "access/journal.py:note": "the access journal, a chain of its own",
    "jobs/waiting.py:_wait_again": "the queue of jobs, which holds no record",
    "jobs/waiting.py:forget": "the queue of jobs, which holds no record",
    "media/jpegs.py:jpeg": "makes an encoder of pictures; there is no table in sight",
    "bench/ledger.py:_database": "the bare table beside which the bench measures, in a file of its own",
    "bench/ledger.py:_insert": "the bare inserts beside which the bench measures",
    "people/models.py:open": "sign-in accounts are no records of enforcement",
    "people/accounts.py:renew_code": "sign-in accounts are no records of enforcement",
    "people/accounts.py:close_account": "sign-in accounts are no records of enforcement",
    "people/passwords.py:change": "a password, as a hash",
    "people/passwords.py:remember": "the last passwords, as hashes",
    "people/locking.py:user_login_failed": "failed sign-ins, counted by axes",
    "people/locking.py:forget_failures": "failed sign-ins, counted by axes",
    "people/locking.py:lift": "failed sign-ins, counted by axes",
    "people/sessions.py:_begin": "a sign-in at a browser",
    "people/sessions.py:_end": "a sign-in at a browser",
    "people/sessions.py:alive": "a sign-in at a browser",
    "people/sessions.py:end_sitting": "a sign-in at a browser or of a program",
    "people/sessions.py:end_all": "sign-ins at browsers and of programs",
    "people/second_factors.py:add_totp": "a second factor, encrypted",
    "people/second_factors.py:new_recovery_codes": "a second factor, encrypted",
    "people/second_factors.py:remove_factor": "a second factor, encrypted",
    "people/second_factors.py:remove_all": "a second factor, encrypted",
    "people/second_factors.py:_take": "a code that is used up",
    "people/security_keys.py:add_key": "a second factor: a public key",
    "people/security_keys.py:prove_key": "how often a security key was used",
    "people/resets.py:ask": "what opens an account when two keepers agree, as a hash",
    "people/resets.py:agree": "what opens an account when two keepers agree, as a hash",
    "people/tokens.py:issue": "a sign-in session of a program",
    "people/tokens.py:officer_of_token": "a sign-in session of a program",
    "people/tokens.py:close_token": "a sign-in session of a program",
    "process/case/uploads.py:remember": "a file arrives before the act that names it: a draft",
    "drafts/keeping.py:keep": "a draft is no record",
    "upkeep/snapshot.py:_copy": "copies the database into a file of its own; the one in use is only read",
    "upkeep/restore.py:_sign_everybody_out": "sign-ins of the time of a backup, before the restored file is in use",
    "ledger/ends.py:unsound": "reads: a pragma that looks through the pages of a copy",
    "drafts/keeping.py:drop": "a draft is no record",
    "office/laws.py:note_law": "what is in force, for the projectors of what the organ settled",
    "duties/projectors.py:_moved_on": "what a dossier owes, for its projector and where other rules come into force",
    "duties/projectors.py:_widen": "what a dossier owes, for its projector and where other rules come into force",
    "duties/projectors.py:_owe": "what a dossier owes, for its projector and where other rules come into force",
    "ledger/management/commands/migrate.py:apply": "the tables of a migration, as Django makes them",
    "media/derivatives/stills.py:_png": "an encoder of a picture, no row",
    "duties/projectors.py:_reconcile": "acts against their recordings, beside what a dossier owes",
}
"""file:function -> why it may write outside a projector. Short, by name; a function that no longer writes leaves it."""

SHARED = frozenset(
    {
        "process/case/numbers.py:take",
        "process/case/numbers.py:take_ref",
        "process/case/handlers.py:belong",
        "process/case/beginning.py:begin_case",
        "process/case/projectors.py:_stand",
        "process/case/projectors.py:await_act",
    }
)
"""What the projectors of several files share. Only `projectors.py`, and these themselves, call them."""


def test_only_projectors_and_the_named_functions_write() -> None:
    strangers = [str(write) for write in writes_under(SOURCE) if write.place not in NAMED.keys() | SHARED]
    assert strangers == []


def test_the_named_list_holds_no_function_that_does_not_write() -> None:
    assert (NAMED.keys() | SHARED) - {write.place for write in writes_under(SOURCE)} == set()


@pytest.mark.parametrize("place", sorted(SHARED))
def test_what_projectors_share_is_called_by_projectors_only(place: str) -> None:
    home, name = place.split(":")
    files = {file.relative_to(SOURCE).as_posix(): file for file in SOURCE.rglob("*.py")}
    speakers = {path for path, file in files.items() if speaks_of(file, name, module=Path(home).stem)}
    homes = {one.split(":")[0] for one in SHARED}
    assert {path for path in speakers if Path(path).name != "projectors.py"} - homes == set()


def speaks_of(file: Path, name: str, *, module: str) -> bool:
    """Say whether a file imports `name` from a module of that name, or reaches for it through the module."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        taken = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
        if name in taken and ast.unparse(node).split()[1].endswith(module):
            return True
        if isinstance(node, ast.Attribute) and node.attr == name and ast.unparse(node.value).endswith(module):
            return True
    return False


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


def test_a_named_statement_is_read_by_its_text() -> None:
    reading = "_HEADS: Final = 'SELECT head FROM ledger_head'\ndef look():\n    cursor.execute(_HEADS)\n"
    assert writes_in(reading, path="bench/planted.py") == []
    writing = reading.replace("SELECT head FROM", "DELETE FROM")
    assert [write.line for write in writes_in(writing, path="bench/planted.py")] == [3]


def test_a_name_that_may_mean_something_else_is_not_trusted() -> None:
    source = "_SQL = 'SELECT 1'\ndef act(_SQL):\n    cursor.execute(_SQL)\n"
    assert [write.line for write in writes_in(source, path="process/planted.py")] == [3]


@pytest.mark.parametrize(
    "lines",
    [
        "from liuhen.ledger.rows import insert\ndef act():\n    insert(row)\n",
        "from liuhen.ledger.rows import change as put\ndef act():\n    put(row)\n",
        "from liuhen.ledger import rows\ndef act():\n    rows.insert(row)\n",
        "import liuhen.ledger.rows\ndef act():\n    liuhen.ledger.rows.change(row)\n",
    ],
)
def test_a_row_written_by_a_composed_statement_is_found(lines: str) -> None:
    assert [write.function for write in writes_in(lines, path="process/planted.py")] == ["act"]


def test_a_projector_may_write() -> None:
    source = "@projects(CaseOpened)\ndef _open(entry, body):\n    Case.objects.create(number=body.case_no)\n"
    assert writes_in(source, path="process/case/projectors.py") == []


def test_what_only_projectors_call_may_write_for_them() -> None:
    source = "@projects_every\ndef _follow(entry, body):\n    _refresh(entry)\n\ndef _refresh(entry):\n    row.save()\n"
    assert writes_in(source, path="duties/projectors.py") == []


def test_what_somebody_else_calls_too_may_not() -> None:
    source = "@projects(Kind)\ndef _a(entry):\n    _b()\n\ndef _b():\n    row.save()\n\ndef act():\n    _b()\n"
    assert [write.function for write in writes_in(source, path="duties/projectors.py")] == ["_b"]


def test_a_write_on_the_way_to_a_module_is_found_too() -> None:
    assert [write.function for write in writes_in("Case.objects.create()\n", path="process/planted.py")] == ["<module>"]
