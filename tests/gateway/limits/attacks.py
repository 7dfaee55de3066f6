"""Documents written to cost as much as they can, 255 KB at most: each under a name that says how."""

from __future__ import annotations

LARGEST = 255 * 1024
LONG = 32 * 1024 - 200
"""Just under the most characters that are parsed."""


def bomb(levels: int, spreads: int = 2, inside: str = "friend") -> str:
    """Fragments each of which spreads the next one more than once."""
    parts = [f"fragment f{n} on Customer {{ " + f"{inside} {{ ...f{n + 1} }} " * spreads + "}" for n in range(levels)]
    return "{ viewer { ...f0 } } " + " ".join(parts) + f" fragment f{levels} on Customer {{ id }}"


def flat_bomb(levels: int) -> str:
    """The same without a field between: depth stays 2."""
    parts = [f"fragment f{n} on Customer {{ ...f{n + 1} ...f{n + 1} }}" for n in range(levels)]
    return "{ viewer { ...f0 } } " + " ".join(parts) + f" fragment f{levels} on Customer {{ id }}"


def _many(text: str, count: int, inside: str = "{ viewer { %s } }") -> str:
    return inside.replace("%s", " ".join([text] * count))


def _fragments_side_by_side(count: int, fields: str) -> str:
    spreads = " ".join(f"...f{n}" for n in range(count))
    return f"{{ viewer {{ {spreads} }} }} " + " ".join(f"fragment f{n} on Customer {{ {fields} }}" for n in range(count))


def _operations(count: int, inside: str) -> str:
    return " ".join(f"query q{n} {{ viewer {{ ...f }} }}" for n in range(count)) + f" fragment f on Customer {{ {inside} }}"


def _distinct_nested(count: int) -> str:
    return "{ viewer { " + " ".join("friend { friend { id } }" for _ in range(count)) + " } }"


ATTACKS: dict[str, str] = {
    "fragments, 20 levels": bomb(20),
    "fragments, 90 levels": bomb(90),
    "flat fragments, 20 levels": flat_bomb(20),
    "flat fragments, 99 levels": flat_bomb(99),
    "flat fragments, 9 levels": flat_bomb(9),
    "fragments spread three times, 60 levels": bomb(60, 3),
    "fragments in a circle": "{ viewer { ...a } } fragment a on Customer { ...b friend { ...a } } fragment b on Customer { ...a friend { ...b } }",
    "fragments in a long circle": "{ viewer { ...f0 } } "
    + " ".join(f"fragment f{n} on Customer {{ id ...f{(n + 1) % 100} ...f{(n + 7) % 100} }}" for n in range(100)),
    "a deep selection": "{ viewer { " + "friend { " * 300 + "id" + " }" * 302,
    "a selection too deep to parse": "{ viewer { " + "friend { " * 900 + "id" + " }" * 902,
    "inline fragments inside each other": "{ viewer { " + "... { " * 300 + "id" + " }" * 302,
    "inline fragments beside each other": _many("... { id }", 390),
    "one field, 1,900 times": _many("id", 1900),
    "one field, 590 times": _many("id", 590),
    "one object, 290 times": _many("friend { id }", 290),
    "one object of objects, 195 times": _distinct_nested(195),
    "one field with arguments, 200 times": _many('accounts(first: 20) { name(style: "x", tags: [1, 2]) }', 100),
    "conflicting fields": "{ viewer { " + " ".join(f"accounts(first: {n}) {{ id }}" for n in range(200)) + " } }",
    "aliases": "{ viewer { " + " ".join(f"a{n}: id" for n in range(600)) + " } }",
    "root fields": "{ " + " ".join(f"v{n}: viewer {{ id }}" for n in range(300)) + " }",
    "directives": _many("id " + "@include(if: true) " * 20, 14),
    "directives on one field": "{ viewer { id " + "@skip(if: false) " * 300 + "} }",
    "unknown directives": "{ viewer { id " + "@a " * 900 + "} }",
    "two sign-ins": 'mutation { a: signIn(input: {phone: "1", code: "1"}) { id } b: signIn(input: {phone: "1", code: "2"}) { id } }',
    "a sign-in and a PIN through fragments": 'mutation { ...a ...b } fragment a on Mutation { checkPin(pin: "1") } fragment b on Mutation { guess }',
    "a list of literals": "{ viewer { accounts { name(tags: [" + "1 " * 1900 + "]) } } }",
    "lists inside lists": "{ viewer { accounts { name(tags: " + "[" * 150 + "]" * 150 + ") } } }",
    "lists too deep to parse": "{ viewer { accounts { name(tags: " + "[" * 900 + "]" * 900 + ") } } }",
    "objects inside objects": "{ viewer(filter: " + "{allOf: [" * 100 + "]}" * 100 + ") { id } }",
    "objects with one field": "{ viewer(filter: {" + "names: [] " * 480 + "}) { id } }",
    "arguments of one name": "{ viewer { accounts { name(" + "style: 1 " * 630 + ") } } }",
    "unknown arguments": "{ viewer { accounts { name(" + " ".join(f"a{n}: 1" for n in range(630)) + ") } } }",
    "variables": "query (" + " ".join(f"$v{n}: Int = 1" for n in range(320)) + ") { viewer { id } }",
    "variables used in every operation": " ".join(f"query q{n}($a: String) {{ viewer {{ ...f }} }}" for n in range(10))
    + " fragment f on Customer { accounts { "
    + "name(style: $a) " * 200
    + "} }",
    "undefined variables": "{ viewer { accounts { " + "name(style: $a) " * 210 + "} } }",
    "operations": _operations(200, "id"),
    "ten operations of fifty fields": _operations(10, "id " * 50),
    "ten operations of many fields": _operations(10, "id " * 1800),
    "fragments side by side": _fragments_side_by_side(100, "id " * 5),
    "objects in fragments side by side": _fragments_side_by_side(100, "friend { id }"),
    "fragments never spread": "{ viewer { id } } " + " ".join(f"fragment f{n} on Customer {{ id friend {{ id }} }}" for n in range(99)),
    "fragments of one name": "{ viewer { ...f } } " + "fragment f on Customer { id friend { id } } " * 99,
    "unknown fields": "{ viewer { " + " ".join(f"field{n}" for n in range(590)) + " } }",
    "unknown types": "{ viewer { " + " ".join(f"... on Type{n} {{ id }}" for n in range(320)) + " } }",
    "introspection inside introspection": "{ __schema { " + "types { fields { type { " * 6 + "name" + " }" * 20,
    "interfaces": '{ node(id: "1") { ' + "... on Customer { id } ... on Account { id } " * 150 + "} }",
    "a name of 255 KB": "{ " + "a" * LARGEST + " }",
    "a string of 255 KB": '{ viewer { accounts { name(style: "' + "x" * LARGEST + '") } } }',
    "commas of 255 KB": "{ viewer { id } }" + "," * LARGEST,
    "comments of 255 KB": "{ viewer { id } }" + "#\n" * (LARGEST // 2),
    "a long name": "{ " + "a" * LONG + " }",
    "a long string": '{ viewer { accounts { name(style: "' + "x" * LONG + '") } } }',
    "a long string of escapes": '{ viewer { accounts { name(style: "' + "\\n" * (LONG // 2) + '") } } }',
    "a long string where a number belongs": '{ viewer { accounts(first: "' + "x" * LONG + '") { id } } }',
    "long strings everywhere": "{ viewer { " + " ".join('accounts(first: "' + "x" * 300 + '") { id }' for _ in range(95)) + " } }",
    "a long block string": '{ viewer { accounts { name(style: """' + "\n x" * (LONG // 3) + '""") } } }',
    "a long block string of line ends": '{ viewer { accounts { name(style: """' + "\n" * LONG + '""") } } }',
    "a long number": "{ viewer { accounts(first: " + "1" * LONG + ") { id } } }",
    "commas": "{ viewer { id } }" + "," * LONG,
    "line ends": "{ viewer { id } }" + "\n" * LONG,
    "comments": "{ viewer { id } }" + "#\n" * (LONG // 2),
    "one comment": "{ viewer { id } } #" + "x" * LONG,
    "nothing but tokens": "{" * 1900,
    "no end": "{ viewer { id ",
    "not GraphQL": "\x00" * LONG,
}
