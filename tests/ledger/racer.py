"""A process of its own that appends: `python -m ledger.racer ROUNDS HOW NAME`. Prints one JSON line for each answer."""

import json
import os
import sys

import django


def main(rounds: int, how: str, name: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledger.settings")
    django.setup()
    from ledger.acts import OWN_KINDS, OWN_PROJECTORS, count_entry, note  # noqa: PLC0415  # after setup
    from liuhen.kernel.errors import StalePageError  # noqa: PLC0415
    from liuhen.ledger import body, last_seq, projections  # noqa: PLC0415

    body._types.update(OWN_KINDS)
    projections._specific.update(OWN_PROJECTORS)
    projections._every.append(count_entry)
    for number in range(rounds):
        key = f"same-{number}" if how == "same" else f"{name}-{number}"
        seen = last_seq("case-1") if how == "expect" else None
        try:
            made = note("并发", key=key, expect=seen)
        except StalePageError as err:
            answer({"stale": err.expected})
        else:
            answer({"seq": made.organ_seq, "key": made.key, "digest": made.digest})


def answer(said: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
