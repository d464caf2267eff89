"""Wrong versions of the verifier that no package here can tell from the right one; each with the reason."""

EQUIVALENT: dict[str, str] = {
    "Chain.finish: known[2] > number -> known[2] >= number": (
        "equal only where a tombstone names itself, and no entry can contain its own digest"
    ),
    "Zip._take: info.orig_filename != info.filename or '\\x00' in info.orig_filename"
    " -> info.orig_filename != info.filename and '\\x00' in info.orig_filename": (
        "where the path separator is a slash, Python changes a name only by cutting it at a NUL"
    ),
    "Zip._end: info.file_size > _MASK -> info.file_size >= _MASK": "differs for a file of exactly 4 GiB - 1 byte only",
    "Zip._end: info.compress_size > _MASK -> info.compress_size >= _MASK": "the same",
}
