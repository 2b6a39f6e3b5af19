#!/usr/bin/env python3
"""Checks the built-in schema and the sample register against each other.

    scripts/check-register.py [FACTS]

FACTS is a file of facts, one JSON object a line, each with an "id"; where it is given, every id
in it must be named by a record of the sample, and every id that a record names must be in it;
each of kind "conflict" must be named by exactly one of the resolutions, which note what sources
contradict each other on, and every other record that names it must be this one's subject or
among the others that it concerns.
Prints one line for each problem (file, line, reason) and exits 1 where there is any; otherwise
prints what was counted and exits 0. Exit 2: a file could not be read, or wrong usage.
"""

import calendar
import json
import pathlib
import re
import sys
import unicodedata
from collections import Counter

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "CRegister"
SCHEMA = FOLDER / "cooperation-schema.json"
SAMPLE = FOLDER / "sample-register.jsonl"

SIMPLE = {
    "text", "ltext", "longtext", "enum", "boolean", "number", "pdate", "prange", "qty", "money",
    "ref", "url", "email", "tel", "counter",
}
SET_OF = {"text", "enum", "ref", "url", "email", "tel", "parts"}
CLAIMS_OF = {"text", "pdate", "qty", "ref"}
SENSITIVITIES = {"public", "internal", "restricted", "personal"}
FIELD_KEYS = {
    "id", "number", "type", "of", "enumeration", "to", "main", "parts", "unit", "vi", "en",
    "expected", "lead", "search", "sensitivity", "title", "help", "example",
}
PART_KEYS = {"id", "type", "enumeration", "to", "vi", "en"}
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
PDATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?[~?]?\Z")
DECIMAL = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?\Z")
CURRENCY = re.compile(r"[A-Z]{3}\Z")
FACT = re.compile(r"[FC]\d+\Z")
URL = re.compile(r"https?://[^\s/]+\S*\Z")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+\Z")
TEL = re.compile(r"\+?\d[\d ]{4,}\Z")
COUNTER = re.compile(r"[+-]\d+\Z")
TEXT_LIMIT = 300

problems = []


def report(path, line, reason):
    problems.append((path.name, line, reason))


def without_twice(pairs):
    """An object whose keys are unique; JSON itself would keep the last one silently."""
    seen = {}
    for key, value in pairs:
        if key in seen:
            raise ValueError(f"key {key!r} occurs twice in one object")
        seen[key] = value
    return seen


def parse(text):
    return json.loads(text, object_pairs_hook=without_twice)


def read(path):
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        sys.exit(2)
    for number, line in enumerate(text.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line):
            report(path, number, "text is not in Unicode form NFC")
        if any(unicodedata.category(c) in ("Cc", "Cf") for c in line):
            report(path, number, "control or invisible character")
    return text


def repeated(values):
    return [value for value, count in Counter(values).items() if count > 1]


def is_pdate(value):
    match = PDATE.match(value) if isinstance(value, str) else None
    if not match:
        return False
    year, month, day = (int(part) if part else None for part in match.groups())
    if month is not None and not 1 <= month <= 12:
        return False
    return day is None or 1 <= day <= calendar.monthrange(max(year, 1), month)[1]


def earliest(value):
    return tuple(int(part) if part else 1 for part in PDATE.match(value).groups())


def is_prange(value):
    """`from/to`; an end may be `..` (open) or empty (unknown), but not both ends."""
    ends = value.split("/") if isinstance(value, str) else []
    if len(ends) != 2 or not any(is_pdate(end) for end in ends):
        return False
    if not all(end in ("", "..") or is_pdate(end) for end in ends):
        return False
    return not all(map(is_pdate, ends)) or earliest(ends[0]) <= earliest(ends[1])


class Schema:
    """The schema document, with its problems reported by line."""

    def __init__(self, path):
        self.path = path
        self.text = read(path)
        self.lines = self.text.split("\n")
        try:
            self.document = parse(self.text)
        except ValueError as error:
            report(path, getattr(error, "lineno", 1), f"not well-formed JSON: {error}")
            self.document = {}
        self.enumerations = self.index("enumerations")
        self.lifecycles = self.index("lifecycles")
        self.collections = self.index("collections")
        self.common = self.document.get("common", [])
        self.check_enumerations()
        self.check_collections()

    def index(self, member):
        found = self.document.get(member, [])
        for identifier in repeated(entry.get("id") for entry in found):
            self.fail(identifier, f"{member}: {identifier} is defined twice")
        return {entry.get("id"): entry for entry in found}

    def fail(self, needle, reason):
        mark = f'"id": "{needle}"'
        line = next((n for n, text in enumerate(self.lines, 1) if mark in text), 1)
        report(self.path, line, reason)

    def fail_field(self, collection, field, reason):
        """Names the line of a field below the line of its collection."""
        line, inside = 1, False
        for number, text in enumerate(self.lines, 1):
            if text.strip() == f'"{collection}":[':
                inside = True
            elif f'{{"id": "{collection}", "number"' in text and '"label"' in text:
                inside = True
            if inside and f'"id": "{field}"' in text:
                line = number
                break
        report(self.path, line, f"{collection}.{field}: {reason}")

    def codes(self, identifier):
        holder = self.enumerations.get(identifier) or self.lifecycles.get(identifier) or {}
        return {entry.get("code") for entry in holder.get("codes", [])}

    def fields(self, collection):
        own = self.collections.get(collection, {}).get("fields", [])
        return {field["id"]: field for field in self.common + own if "id" in field}

    def check_enumerations(self):
        for both in self.enumerations.keys() & self.lifecycles.keys():
            self.fail(both, f"{both} is both an enumeration and a lifecycle")
        for holder in [*self.enumerations.values(), *self.lifecycles.values()]:
            name = holder.get("id")
            entries = holder.get("codes", [])
            if not entries:
                self.fail(name, f"{name} has no codes")
            for code in repeated(entry.get("code") for entry in entries):
                self.fail(name, f"{name}: code {code} occurs twice")
            for entry in entries:
                if not all(entry.get(key) for key in ("code", "vi", "en")):
                    self.fail(name, f"{name}: {entry.get('code')} needs code, vi and en")
        for name, cycle in self.lifecycles.items():
            known, moves = self.codes(name), cycle.get("transitions", [])
            if cycle.get("collection") not in self.collections:
                self.fail(name, f"{name}: unknown collection {cycle.get('collection')}")
            for state in [s for move in moves for s in move] + cycle.get("terminal", []):
                if state not in known:
                    self.fail(name, f"{name}: unknown state {state}")
            for before, _ in moves:
                if before in cycle.get("terminal", []):
                    self.fail(name, f"{name}: {before} is terminal, yet a transition leaves it")

    def check_collections(self):
        leads = self.codes("CollectionLead")
        numbers = [entry.get("number") for entry in self.collections.values()]
        for number in repeated(numbers):
            report(self.path, 1, f"collection number {number} is used twice")
        self.check_fields("common", self.common, range(2, 32))
        shared = {field.get("id") for field in self.common}
        for name, entry in self.collections.items():
            own = entry.get("fields", [])
            for key in ("vi", "en", "label", "lead", "help"):
                if not entry.get(key):
                    self.fail(name, f"{name}: {key} is missing")
            if entry.get("lead") not in leads:
                self.fail(name, f"{name}: lead {entry.get('lead')} is not in CollectionLead")
            for field in entry.get("label", []):
                if field not in self.fields(name):
                    self.fail(name, f"{name}: label names the unknown field {field}")
            if not any(field.get("title") for field in own):
                self.fail(name, f"{name}: no field identifies a record")
            for field in own:
                if field.get("id") in shared:
                    self.fail_field(name, field["id"], "has the name of a common field")
            self.check_fields(name, own, range(32, 1000))

    def check_fields(self, collection, fields, numbers):
        for key in ("id", "number"):
            for value in repeated(field.get(key) for field in fields):
                self.fail(collection, f"{collection}: field {key} {value} occurs twice")
        for field in fields:
            def fail(reason, name=field.get("id")):
                self.fail_field(collection, name, reason)

            if not SNAKE.match(field.get("id", "")):
                fail("id is not in snake case")
            if field.get("number") not in numbers:
                fail(f"number {field.get('number')} is out of {numbers.start}-{numbers.stop - 1}")
            for key in field.keys() - FIELD_KEYS:
                fail(f"unknown member {key}")
            if field.get("sensitivity") not in SENSITIVITIES:
                fail(f"unknown sensitivity {field.get('sensitivity')}")
            texts = field.get("help", {})
            if not all([field.get("vi"), field.get("en"), texts.get("vi"), texts.get("en")]):
                fail("vi, en and help in both languages are needed")
            self.check_type(field, collection, fail)
            self.check_example(field, fail)

    def check_type(self, field, collection, fail):
        kind, inner = field.get("type"), field.get("of")
        if kind == "log":
            cycle = self.lifecycles.get(field.get("enumeration"))
            if not cycle:
                fail(f"unknown lifecycle {field.get('enumeration')}")
            elif cycle.get("collection") != collection:
                fail(f"lifecycle {cycle['id']} belongs to {cycle.get('collection')}")
            return
        if kind == "set":
            if inner not in SET_OF:
                fail(f"a set of {inner} is not possible")
            kind = inner
        elif kind == "claims":
            if inner not in CLAIMS_OF:
                fail(f"claims of {inner} are not possible")
            kind = inner
        elif kind not in SIMPLE:
            fail(f"unknown type {kind}")
        if kind == "parts":
            parts = field.get("parts", [])
            for name in repeated(part.get("id") for part in parts):
                fail(f"part {name} occurs twice")
            if field.get("main") not in {part.get("id") for part in parts}:
                fail(f"main part {field.get('main')} is not among the parts")
            for part in parts:
                if not all(part.get(key) for key in ("id", "type", "vi", "en")):
                    fail(f"part {part.get('id')} needs id, type, vi and en")
                if part.keys() - PART_KEYS or part.get("type") not in SIMPLE:
                    fail(f"part {part.get('id')} has an unknown member or type")
                self.check_target(part, part.get("type"), fail)
        self.check_target(field, kind, fail)

    def check_target(self, field, kind, fail):
        if kind == "enum" and field.get("enumeration") not in self.enumerations:
            fail(f"unknown enumeration {field.get('enumeration')}")
        if kind == "ref":
            if not field.get("to"):
                fail("a reference needs the collections it may point to")
            for target in field.get("to", []):
                if target not in self.collections:
                    fail(f"points to the unknown collection {target}")

    def check_example(self, field, fail):
        """An example must be one that the field would take."""
        example = field.get("example")
        if not example:
            fail("an example is missing")
            return
        kind = field.get("type")
        value, *named = example.split(";")
        if kind in ("set", "claims"):
            kind = field.get("of")
        if kind == "parts":
            parts = {part["id"]: part for part in field.get("parts", [])}
            for pair in named:
                if pair.partition("=")[0] not in parts:
                    fail(f"the example names the unknown part {pair.partition('=')[0]}")
            main = parts.get(field.get("main"), {})
            kind, field = main.get("type"), main
        fits = {
            "enum": lambda: value in self.codes(field.get("enumeration")),
            "log": lambda: value in self.codes(field.get("enumeration")),
            "pdate": lambda: is_pdate(value),
            "prange": lambda: is_prange(value),
            "number": lambda: DECIMAL.match(value),
            "boolean": lambda: value in ("yes", "no"),
            "counter": lambda: DECIMAL.match(value),
            "url": lambda: URL.match(value),
            "email": lambda: EMAIL.match(value),
            "tel": lambda: TEL.match(value),
            "ref": lambda: value.partition("/")[0] in field.get("to", []),
        }
        if kind in fits and not fits[kind]():
            fail(f"the example {example!r} is not a value of this field")


class Sample:
    """The records of the sample register, checked against a schema."""

    def __init__(self, path, schema):
        self.path, self.schema = path, schema
        self.records, self.references, self.facts = [], [], {}
        for number, line in enumerate(read(path).split("\n"), 1):
            if not line:
                continue
            try:
                self.records.append((number, parse(line)))
            except ValueError as error:
                report(path, number, f"not well-formed JSON: {error}")
        names = [self.name(record) for _, record in self.records]
        for name in repeated(names):
            lines = [n for n, record in self.records if self.name(record) == name]
            report(path, lines[-1], f"{name} is already on line {lines[0]}")
        for number, record in self.records:
            self.check_record(number, record)
        known = set(names)
        for number, name, place in self.references:
            if name not in known:
                report(path, number, f"{place}: {name} is not in the sample")

    @staticmethod
    def name(record):
        return f"{record.get('collection')}/@{record.get('key')}"

    def check_record(self, number, record):
        def fail(reason):
            report(self.path, number, f"{self.name(record)}: {reason}")

        if record.keys() != {"collection", "key", "facts", "fields"}:
            fail("a record has exactly collection, key, facts and fields")
            return
        collection, fields = record["collection"], record["fields"]
        if collection not in self.schema.collections:
            fail(f"unknown collection {collection}")
            return
        if not KEY.match(record["key"]):
            fail("the key is not lower-case ASCII with hyphens")
        for fact in record["facts"]:
            if not FACT.match(fact):
                fail(f"{fact} is not the id of a fact")
            self.facts.setdefault(fact, number)
        for fact in repeated(record["facts"]):
            fail(f"fact {fact} is named twice")
        if not record["facts"]:
            fail("names no fact")
        if "sources" not in fields and collection != "documents":
            fail("names no source")
        known = self.schema.fields(collection)
        titles = [name for name, field in known.items() if field.get("title")]
        if not any(name in fields for name in titles):
            fail(f"has none of the identifying fields {', '.join(titles)}")
        for name, value in fields.items():
            if name not in known:
                fail(f"has no field {name}")
                continue
            self.check_value(number, known[name], value, f"{self.name(record)} {name}")
        if collection == "resolutions":
            self.check_question(fields, fail)

    def check_question(self, fields, fail):
        """What is noted must be about a field of its subject, and be said in both languages."""
        collection = str(fields.get("subject", "")).partition("/@")[0]
        if str(fields.get("field")) not in self.schema.fields(collection):
            fail(f"is about {fields.get('field')}, no field of {collection or 'any record'}")
        if not fields.get("decided_on"):
            question = fields.get("question")
            missing = {"vi", "en"} - (question.keys() if isinstance(question, dict) else set())
            for language in sorted(missing):
                fail(f"does not say in {language} what contradicts what")

    def check_value(self, number, field, value, place):
        kind = field["type"]
        if kind == "set":
            self.check_set(number, field, value, place)
        elif kind == "claims":
            self.check_claims(number, field, value, place)
        elif kind == "log":
            self.check_log(number, field, value, place)
        else:
            self.check_simple(number, kind, field, value, place)

    def check_simple(self, number, kind, field, value, place):
        def fail(reason):
            report(self.path, number, f"{place}: {reason}: {json.dumps(value, ensure_ascii=False)}")

        if kind == "boolean":
            if not isinstance(value, bool):
                fail("must be true or false")
        elif kind == "ltext":
            languages = self.schema.document.get("languages", [])
            if not isinstance(value, dict) or not value or value.keys() - set(languages):
                fail(f"must be an object of texts by language ({', '.join(languages)})")
            elif not all(self.is_line(text) for text in value.values()):
                fail("each language must be one line of text")
        elif kind in ("qty", "money"):
            self.check_amount(kind, field, value, fail)
        elif not isinstance(value, str) or not value or value != value.strip():
            fail("must be text, not empty and without space at its ends")
        elif kind == "enum":
            if value not in self.schema.codes(field["enumeration"]):
                fail(f"not a code of {field['enumeration']}")
        elif kind == "ref":
            collection, mark, _ = value.partition("/@")
            if not mark or collection not in field["to"]:
                fail(f"must be collection/@key in {', '.join(field['to'])}")
            else:
                self.references.append((number, value, place))
        else:
            fits = {
                "text": self.is_line,
                "longtext": lambda text: True,
                "number": DECIMAL.match,
                "pdate": is_pdate,
                "prange": is_prange,
                "url": URL.match,
                "email": EMAIL.match,
                "tel": TEL.match,
                "counter": COUNTER.match,
            }
            if not fits[kind](value):
                fail(f"not a value of type {kind}")

    @staticmethod
    def is_line(text):
        return isinstance(text, str) and 0 < len(text) <= TEXT_LIMIT and "\n" not in text

    def check_amount(self, kind, field, value, fail):
        number, unit = ("value", "unit") if kind == "qty" else ("amount", "currency")
        if not isinstance(value, dict) or value.keys() != {number, unit, "qualifier"}:
            fail(f"must have exactly {number}, {unit} and qualifier")
            return
        if not isinstance(value[number], str) or not DECIMAL.match(value[number]):
            fail(f"{number} must be an exact decimal, as text")
        if not isinstance(value[unit], str) or not value[unit]:
            fail(f"{unit} is missing")
        elif kind == "money" and not CURRENCY.match(value[unit]):
            fail("currency must be an ISO 4217 code")
        elif "unit" in field and value[unit] != field["unit"]:
            fail(f"unit must be {field['unit']}")
        if value["qualifier"] not in self.schema.codes("Qualifier"):
            fail("unknown qualifier")

    def check_set(self, number, field, value, place):
        if not isinstance(value, list) or not value:
            report(self.path, number, f"{place}: must be an array that is not empty")
            return
        for text in repeated(json.dumps(item, sort_keys=True) for item in value):
            report(self.path, number, f"{place}: {text} occurs twice")
        for item in value:
            if field["of"] != "parts":
                self.check_simple(number, field["of"], field, item, place)
                continue
            parts = {part["id"]: part for part in field["parts"]}
            if not isinstance(item, dict) or field["main"] not in item:
                report(self.path, number, f"{place}: the part {field['main']} is missing")
                continue
            for name, inner in item.items():
                if name not in parts:
                    report(self.path, number, f"{place}: unknown part {name}")
                else:
                    part = parts[name]
                    self.check_simple(number, part["type"], part, inner, f"{place}.{name}")

    def check_claims(self, number, field, value, place):
        if not isinstance(value, list) or not value:
            report(self.path, number, f"{place}: must be an array of claims")
            return
        members = {
            "as_of": {"type": "pdate"},
            "source": {"type": "ref", "to": ["documents"]},
            "asserted_by": {"type": "ref", "to": ["departments"]},
            "certainty": {"type": "enum", "enumeration": "Certainty"},
            "note": {"type": "text"},
        }
        for claim in value:
            for name in {"value", "source", "certainty"} - claim.keys():
                report(self.path, number, f"{place}: a claim without {name}")
            for name, inner in claim.items():
                if name == "value":
                    self.check_simple(number, field["of"], field, inner, place)
                elif name in members:
                    member = members[name]
                    self.check_simple(number, member["type"], member, inner, f"{place}.{name}")
                else:
                    report(self.path, number, f"{place}: a claim has no {name}")

    def check_log(self, number, field, value, place):
        if not isinstance(value, list) or not value:
            report(self.path, number, f"{place}: must be an array of entries")
            return
        for entry in value:
            for name in entry.keys() - {"state", "effective", "note"}:
                report(self.path, number, f"{place}: an entry has no {name}")
            if entry.get("state") not in self.schema.codes(field["enumeration"]):
                report(self.path, number, f"{place}: {entry.get('state')} is not a state")
            if "effective" in entry and not is_pdate(entry["effective"]):
                report(self.path, number, f"{place}: {entry['effective']} is not a date")
            if "note" in entry and not self.is_line(entry["note"]):
                report(self.path, number, f"{place}: the note must be one line of text")
        for state in repeated((entry.get("state"), entry.get("effective")) for entry in value):
            report(self.path, number, f"{place}: {state[0]} is entered twice for one day")

    def check_facts(self, path):
        known, conflicts = {}, []
        for number, line in enumerate(read(path).split("\n"), 1):
            if not line:
                continue
            try:
                fact = parse(line)
                known[fact["id"]] = number
                if fact.get("kind") == "conflict":
                    conflicts.append(fact["id"])
            except (ValueError, KeyError) as error:
                report(path, number, f"not a fact: {error}")
        for fact in known.keys() - self.facts.keys():
            report(path, known[fact], f"{fact} is named by no record of the sample")
        for fact in self.facts.keys() - known.keys():
            report(self.path, self.facts[fact], f"{fact} is not in {path.name}")
        noted = Counter(
            fact
            for _, record in self.records
            if record.get("collection") == "resolutions"
            for fact in record.get("facts", [])
        )
        for fact in conflicts:
            if noted[fact] != 1:
                report(path, known[fact], f"{fact} is noted by {noted[fact]} resolutions")
            self.check_concerned(fact)
        return known

    def check_concerned(self, fact):
        """What a contradiction is about must be found by asking about any record that names it."""
        naming = [(n, record) for n, record in self.records if fact in record.get("facts", [])]
        concerned = set()
        for _, record in naming:
            if record.get("collection") == "resolutions":
                fields = record.get("fields", {})
                concerned |= {fields.get("subject"), *fields.get("others", [])}
        for number, record in naming:
            name = self.name(record)
            if record.get("collection") != "resolutions" and name not in concerned:
                report(self.path, number, f"{name}: the resolution on {fact} does not name it")


def main(arguments):
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    schema = Schema(SCHEMA)
    sample = Sample(SAMPLE, schema)
    facts = sample.check_facts(pathlib.Path(arguments[0])) if arguments else None
    if problems:
        for name, line, reason in sorted(problems):
            print(f"{name}:{line}: {reason}")
        print(f"{len(problems)} problem(s)", file=sys.stderr)
        return 1
    codes = sum(len(entry["codes"]) for entry in schema.enumerations.values())
    fields = sum(len(entry["fields"]) for entry in schema.collections.values())
    print(
        f"schema: {len(schema.collections)} collections, {len(schema.common)} common fields and"
        f" {fields} others, {len(schema.enumerations)} enumerations with {codes} codes,"
        f" {len(schema.lifecycles)} lifecycles"
    )
    print(f"sample: {len(sample.records)} records, {len(sample.references)} references")
    counts = Counter(record["collection"] for _, record in sample.records)
    for name in schema.collections:
        print(f"  {name}: {counts[name]}")
    if facts is not None:
        kinds = Counter(fact[0] for fact in facts)
        print(f"facts: {kinds['F']} facts and {kinds['C']} contradictions, each named by a record")
        print("each contradiction is noted by a resolution")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
