#!/usr/bin/env python3
"""Compare CBOR with what cbor2, an independent decoder, makes of it.

Standard input has one item a line: its bytes in hexadecimal, a tab, and the value expected in
the diagnostic notation of RFC 8949, section 8. Each item is decoded by cbor2 and shown in that
notation; it is also encoded again, with map keys sorted by their encodings, and has to give the
same bytes. The exit status is 0 if all agree, 1 if any does not, 2 for a line of another form.

Needs cbor2 from PyPI.
"""

import sys
from collections.abc import Mapping

import cbor2

ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
DIFFERENCES_SHOWN_MAX = 10


def quoted(text):
    """The text as a JSON string; control characters and line separators are escaped."""
    parts = []
    for character in text:
        code = ord(character)
        if character in ESCAPES:
            parts.append(ESCAPES[character])
        elif code < 0x20 or 0x7F <= code < 0xA0 or code in (0x2028, 0x2029):
            parts.append(f"\\u{code:04x}")
        else:
            parts.append(character)
    return '"' + "".join(parts) + '"'


def diagnostic(value):
    """The diagnostic notation of a decoded value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, bytes):
        return f"h'{value.hex()}'"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(diagnostic(item) for item in value) + "]"
    if isinstance(value, Mapping):
        pairs = (f"{diagnostic(key)}: {diagnostic(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    raise ValueError(f"a {type(value).__name__} is outside of the profile")


def in_order(value):
    """The value with the keys of every map in the order of the deterministic encoding."""
    if isinstance(value, (list, tuple)):
        return [in_order(item) for item in value]
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: cbor2.dumps(in_order(key)))
        return {key: in_order(value[key]) for key in keys}
    return value


def difference(encoded, expected):
    """What is wrong with one item, or None."""
    try:
        value = cbor2.loads(encoded)
        shown = diagnostic(value)
    except (cbor2.CBORError, ValueError) as error:
        return f"cbor2 refuses it: {error}"
    if shown != expected:
        return f"cbor2 reads {shown}, expected {expected}"
    again = cbor2.dumps(in_order(value))
    if again != encoded:
        return f"cbor2 writes {again.hex()}"
    return None


def main():
    sys.stdin.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    items = 0
    differences = 0
    for number, line in enumerate(sys.stdin, start=1):
        digits, tab, expected = line.rstrip("\n").partition("\t")
        try:
            encoded = bytes.fromhex(digits)
        except ValueError:
            tab = ""
        if not tab:
            print(f"line {number} is not hexadecimal digits, a tab and a value", file=sys.stderr)
            return 2
        items += 1
        found = difference(encoded, expected)
        if found is not None:
            differences += 1
            if differences <= DIFFERENCES_SHOWN_MAX:
                print(f"line {number}, {digits}: {found}")
    if differences:
        print(f"{differences} of {items} items differ")
        return 1
    print(f"{items} items agree")
    return 0


if __name__ == "__main__":
    sys.exit(main())
