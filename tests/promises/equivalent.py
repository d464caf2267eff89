"""Wrong versions of the verifier that no package here can tell from the right one; each with the reason.

A name may be followed by the line it stands in, where the same change elsewhere in the function is noticed.
"""

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
    "SlowSM3.update: 64 -> 65 | self._state = self._compress(self._state, data[start : start + 64])": (
        "what stands after the block is not read"
    ),
    "SlowSM3.digest: 64 -> 65 | state = self._compress(state, tail[start : start + 64])": "the same",
    "SlowSM3.digest: 64 -> 65 | for start in range(0, len(tail), 64):": (
        "loses a zero of the length and shifts nothing else below 2 MiB; longer ones are not read in Python"
    ),
    "SlowSM3._compress: 68 -> 69 | for j in range(16, 68):": "one word more than is used",
    'Zip._list: 1 -> 2 | tops = {info.filename.split("/", 1)[0] for info in infos}': "the first part is the same",
    "Zip._ends_with_directory: 22 -> 23 | end = raw.read(22)": "the file ends there",
    "Zip._end: 30 -> 31 | header = raw.read(30)": "the byte more is not looked at",
    'Zip._end: 30 -> 31 | lengths = int.from_bytes(header[26:28], "little")'
    ' + int.from_bytes(header[28:30], "little")': ("the header has thirty bytes"),
    "main: 1 -> 2 | sys.stdout.write(json.dumps(as_json(options.package, report), ensure_ascii=True, indent=1)"
    ' + "\\n")': "how far JSON is indented says nothing",
}
