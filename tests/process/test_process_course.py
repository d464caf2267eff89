"""A whole case, act by act: each leaves exactly one entry, and the case is where it should be."""

from process.bureau import STEPS, Play


def test_a_case_is_played_from_clue_to_archive_one_entry_an_act(case: Play) -> None:
    case.to("archive.filed")
    assert [entry.kind for entry in case.entries] == [kind for _, kind, _ in STEPS]
    assert case.case.archived
