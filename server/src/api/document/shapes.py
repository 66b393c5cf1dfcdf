#!/usr/bin/env python3
"""Writes shapes.json: what each door of /api/v1 takes and answers, read from the handlers and the types they name.

    python3 server/src/api/document/shapes.py [--check]     # --check writes nothing, and ends with 1 if anything differs

The router says which handler a door has, its signature says the types, and the types, with the words above them, become
JSON schemas. What cannot be read of a type is an error here, not a guess.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
API = HERE.parent
ROOT = HERE.parents[3]
OUT = HERE / "shapes.json"

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
ID = {"type": "string", "format": "uuid"}
NATURAL = {"type": "integer", "minimum": 0}
HEX = {"type": "string", "pattern": "^([0-9a-f]{2})*$"}
DECIMAL = {"type": "string", "pattern": "^(0|[1-9][0-9]*)$"}
PLAIN = {
    "bool": {"type": "boolean"}, "String": TEXT, "str": TEXT, "Uuid": ID, "Value": {}, "char": TEXT, "f64": {"type": "number"},
    "u8": NATURAL, "u16": NATURAL, "u32": NATURAL, "u64": NATURAL, "usize": NATURAL, "i32": WHOLE, "i64": WHOLE,
    # A point of the group (PROTOCOL.md §2): its own serializer.
    "Element": HEX,
    "NaiveDate": {"type": "string", "format": "date"},
}
# The program has the list of refusals.
ELSEWHERE = {"Refusal": {"$ref": "#/components/schemas/Refusal"}}
WITH = {"hex_array": HEX, "decimal": DECIMAL, "weight": {"oneOf": [NATURAL, DECIMAL]}}
# What a handler answers whose signature does not say it: a file of some type, or JSON beside a cookie.
EVERYTHING = {"data": "Everything held about the member, by subject.", "serve": "This document."}
COOKIES = {"demo_sign_in": "MemberId", "sign_in_by_key": "MemberId", "finish_sign_in": "()"}
TURNOUT = {"turnout": {"type": "string", "description": "Given with any value: how many voted so far is told, too."}}
ASKED = {"live": TURNOUT, "events": TURNOUT}
INDEXES = {"index": "Records", "listing": "Listing"}
STREAM = {"events": "text/event-stream"}
FILES = {"whole": "application/zip", "file": "application/octet-stream"}


class Wrong(Exception):
    """A type that is not read."""


def words(lines):
    """The sentences above an item, as one text."""
    said = " ".join(line.strip().removeprefix("///").strip() for line in lines)
    # Links lead into the program: what they name is left.
    said = re.sub(r"\[`(?:\w+::)*(\w+)`\](?:\([^)]*\))?", r"`\1`", said)
    said = re.sub(r" ?\(`protocol::[^`]*`\)", "", said).replace("`None`", "null")
    return said.split(" # ")[0].strip()


class Item:
    """A type as it is written."""

    def __init__(self, file, kind, name, docs, attrs, body):
        self.file, self.kind, self.name, self.body = file, kind, name, body
        self.docs, self.serde = words(docs), serde(attrs)
        self.derives = " ".join(attrs)


def serde(attrs):
    """The arguments of `#[serde(…)]`, by name."""
    found = {}
    for text in re.findall(r"serde\((.*?)\)\]", " ".join(attrs)):
        for name, value in re.findall(r'(\w+)(?:\s*=\s*"([^"]*)")?', text):
            found[name] = value
    return found


def items(path):
    """Every type of a file, with what stands above it."""
    source = path.read_text().split("\n#[cfg(test)]\nmod tests {")[0]
    yield from listed(path, source)
    lines, docs, attrs, at = source.split("\n"), [], [], 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("///"):
            docs.append(line)
        elif line.startswith("#["):
            while line.count("[") > line.count("]"):
                at += 1
                line += lines[at].strip()
            attrs.append(line)
        elif line.strip():
            found = re.match(r"(?:pub(?:\(\w+\))? )?(struct|enum) (\w+)(?:<[^>]*>)?(.*)$", line)
            if found:
                body = found[3]
                while not body.rstrip().endswith((";", "}")) or body.count("{") > body.count("}"):
                    at += 1
                    body += "\n" + lines[at]
                yield Item(path, found[1], found[2], docs, attrs, body)
            docs, attrs = [], []
        at += 1


# Enums that a macro makes of a list of words; without a name here the list says it.
LISTS = {"words": None, "points": "Point", "columns": "Column", "problems": "Problem", "fields": "Field"}


def listed(path, source):
    """The enums of a file that macros make."""
    for macro, inside in re.findall(r"^(\w+)! \{\n(.*?)\n\}", source, re.M | re.S):
        if macro in LISTS:
            docs, name = re.search(r"((?:    ///.*\n)*)    (\w+) ", inside).groups()
            named = LISTS[macro]
            of = "".join(f'    #[serde(rename = "{word}")]\n    {variant},\n' for variant, word in
                         re.findall(r'^ +(\w+) = "([^"]+)"', inside, re.M))
            docs = docs.strip().split("\n") if named is None else []
            yield Item(path, "enum", named or name, docs, ["#[derive(Serialize)]"], f" {{\n{of}}}")


def everything():
    known = {}
    for folder in ("crates/domain/src", "crates/protocol/src", "crates/service/src"):
        for path in sorted((ROOT / folder).rglob("*.rs")):
            for item in items(path):
                if "erialize" in item.derives:
                    known.setdefault(item.name, []).append(item)
    ids = (ROOT / "crates/domain/src/ids.rs").read_text().split("\nids! {")[1]
    for docs, name in re.findall(r"((?:    ///.*\n)+)    (\w+),", ids):
        known[name] = [Item(None, "id", name, docs.strip().split("\n"), [], "")]
    return known


def uses(source):
    """Where each name of a file comes from: the folders of its path."""
    found = {}

    def follow(text, before):
        text = text.strip()
        if text.endswith("}"):
            head, inside = text.split("{", 1)
            for part in split(inside[:-1]):
                follow(part, before + [word for word in head.strip().split("::") if word])
        elif text:
            name, _, other = text.partition(" as ")
            path = before + name.split("::")
            found[(other or path[-1]).strip()] = [word.strip() for word in path]

    for text in re.findall(r"^(?:pub(?:\(\w+\))? )?use ([^;]*);", source, re.M):
        follow(" ".join(text.split()), [])
    return found


def split(text):
    """The parts of a list, at the commas that stand in no bracket."""
    parts, depth, now = [], 0, ""
    for sign in text:
        depth += (sign in "<[({") - (sign in ">])}")
        if sign == "," and depth == 0:
            parts.append(now)
            now = ""
        else:
            now += sign
    return [part for part in [*parts, now] if part.strip()]


class Schemas:
    """The types met, as JSON schemas."""

    def __init__(self):
        self.known, self.made, self.names = everything(), {}, {}

    def find(self, name, path):
        """The type that a file means by a name."""
        inside = name.split("::")
        of = [item for item in self.known.get(inside[-1], []) if item.file != path or len(inside) == 1]
        own = [item for item in of if item.file == path]
        if own:
            return own[0]
        come = uses(path.read_text()).get(inside[0], [])
        hints = {word for word in [*come[:-1], *inside[:-1], *(come if len(inside) > 1 else [])]} - {"crate", "super"}
        here = ROOT / "crates" / (path.relative_to(ROOT).parts[1])
        crate = come[0] if come and come[0] in ("protocol", "domain", "service") else None

        def near(item):
            if item.file is None:
                return 0
            parts = item.file.relative_to(ROOT).parts
            stems = {*parts[3:-1], item.file.stem}
            wanted = parts[1] == (crate or here.name)
            return 4 * wanted + 2 * len(stems & hints) + (item.file.parent == path.parent)

        if not of:
            raise Wrong(f"{name} in {path}")
        return max(of, key=near)

    def name(self, item):
        """What a schema is called: the type, with its module where two have one name."""
        own = (item.file, item.name)
        if own not in self.names:
            taken, name = set(self.names.values()), item.name
            if name in taken:
                stem = item.file.stem if item.file.stem not in ("mod", "view") else item.file.parent.name
                name = "".join(word.capitalize() for word in stem.split("_")) + name
            if name in taken:
                raise Wrong(f"two are called {name}")
            self.names[own] = name
            self.made[name] = None
            self.made[name] = self.schema(item)
        return self.names[own]

    def of(self, text, path, with_=None):
        """The schema of a type as it is written in a file."""
        text = text.strip().removeprefix("&'static ").removeprefix("&")
        if with_:
            return WITH[with_]
        inner = re.fullmatch(r"(?:std::collections::)?(\w+)<(.*)>", text, re.S)
        if inner and inner[1] in ("Vec", "BTreeSet", "HashSet"):
            return {"type": "array", "items": self.of(inner[2], path)}
        if inner and inner[1] == "Option":
            return nullable(self.of(inner[2], path))
        if inner and inner[1] == "Box":
            return self.of(inner[2], path)
        if inner and inner[1] in ("BTreeMap", "HashMap"):
            return {"type": "object", "additionalProperties": self.of(split(inner[2])[1], path)}
        if text.startswith("["):
            of, count = text[1:-1].split(";")
            return {"type": "array", "items": self.of(of, path), "minItems": int(count), "maxItems": int(count)}
        if text.startswith("("):
            of = [self.of(part, path) for part in split(text[1:-1])]
            count = {"minItems": len(of), "maxItems": len(of)}
            return {"type": "array", "prefixItems": of, "items": False, **count} if of else {"type": "null"}
        last = text.split("::")[-1]
        if last in PLAIN and not any(item.file == path for item in self.known.get(last, [])):
            return dict(PLAIN[last])
        alias = re.search(rf"^pub type {last} = (.*);", path.read_text(), re.M)
        if alias:
            return self.of(alias[1], path)
        if last in ELSEWHERE:
            return dict(ELSEWHERE[last])
        return {"$ref": f"#/components/schemas/{self.name(self.find(text, path))}"}

    def fields(self, text, item):
        """The fields of a struct, or of a variant."""
        properties, required, docs, attrs = {}, [], [], []
        lines = iter(text.split("\n"))
        for line in lines:
            line = line.strip()
            if line.startswith("///"):
                docs.append(line)
            elif line.startswith("#["):
                while line.count("[") > line.count("]"):
                    line += next(lines).strip()
                attrs.append(line)
            elif found := re.match(r"(?:pub(?:\(\w+\))? )?(\w+): (.*)$", line):
                of = found[2]
                while not of.endswith(","):
                    of += " " + next(lines).strip()
                of, said = of[:-1], serde(attrs)
                if "flatten" in said:
                    raise Wrong(f"{item.name}: flatten")
                if "skip" not in said:
                    name = said.get("rename") or cased(found[1], item.serde.get("rename_all"))
                    schema = self.of(of, item.file, said.get("with"))
                    properties[name] = about(schema, words(docs))
                    if not ({"default", "skip_serializing_if"} & set(said) or of.startswith("Option<")):
                        if "default" not in item.serde:
                            required.append(name)
                docs, attrs = [], []
        schema = {"type": "object", "properties": properties}
        if required:
            schema["required"] = required
        if "deny_unknown_fields" in item.serde:
            schema["additionalProperties"] = False
        return schema

    def schema(self, item):
        if item.kind == "id":
            return about(ID, item.docs)
        if item.kind == "enum":
            return about(self.variants(item), item.docs)
        body = item.body.strip()
        if body.startswith("("):
            inside = body[1:].rsplit(")", 1)[0].strip()
            with_ = re.search(r'with = "(\w+)"', inside)
            of = split(re.sub(r"#\[.*?\)\]", "", inside))
            if len(of) != 1:
                raise Wrong(f"{item.name}: a tuple")
            of = re.sub(r"^pub(\(\w+\))? ", "", of[0].strip())
            return about(self.of(of, item.file, with_ and with_[1]), item.docs)
        if not body.startswith("{"):
            return about({"type": "null"}, item.docs)
        return about(self.fields(body[1:-1], item), item.docs)

    def variants(self, item):
        """An enum: words, or one of several shapes."""
        plain, shapes, docs, attrs = [], [], [], []
        lines = iter(item.body.strip()[1:-1].split("\n"))
        for line in lines:
            line = line.strip()
            if line.startswith("///"):
                docs.append(line)
            elif line.startswith("#["):
                attrs.append(line)
            elif found := re.match(r"(\w+)(.*)$", line):
                text, said = found[2], serde(attrs)
                while text.count("{") + text.count("(") > text.count("}") + text.count(")"):
                    text += "\n" + next(lines)
                name = said.get("rename") or cased(found[1], item.serde.get("rename_all"))
                inside = text.strip().rstrip(",")
                if not inside and "tag" not in item.serde:
                    plain.append(name)
                else:
                    shapes.append(about(self.variant(item, name, inside, said), words(docs)))
                docs, attrs = [], []
        if plain:
            shapes.insert(0, {"type": "string", "enum": plain})
        return shapes[0] if len(shapes) == 1 else {"oneOf": shapes}

    def variant(self, item, name, inside, said):
        tag = item.serde.get("tag")
        if inside.startswith("("):
            of = split(inside[1:-1])
            if len(of) != 1 or tag:
                raise Wrong(f"{item.name}::{name}")
            of = self.of(of[0], item.file)
        elif inside:
            of = self.fields(inside.strip()[1:-1], item) if "\n" in inside else self.short(item, inside)
        else:
            of = {"type": "object", "properties": {}}
        if tag:
            of["properties"] = {tag: {"const": name}, **of["properties"]}
            of["required"] = [tag, *of.get("required", [])]
            return of
        if "untagged" in said or "untagged" in item.serde:
            return of
        return {"type": "object", "properties": {name: of}, "required": [name], "additionalProperties": False}

    def short(self, item, inside):
        """The fields of a variant on one line."""
        return self.fields("\n".join(part.strip() + "," for part in split(inside.strip()[1:-1])), item)


def nullable(schema):
    if not schema:
        return schema
    if isinstance(schema.get("type"), str) and "enum" not in schema and "const" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"oneOf": [schema, {"type": "null"}]}


def given(schema):
    """A schema without null: of a parameter that is left out or has a value."""
    if isinstance(schema.get("type"), list):
        return {**schema, "type": schema["type"][0]}
    return schema["oneOf"][0] if {"type": "null"} in schema.get("oneOf", []) else schema


def about(schema, docs):
    return {**schema, "description": docs} if docs else dict(schema)


def cased(name, how):
    if how is None:
        return name.rstrip("_") if name.endswith("_") else name
    if how != "kebab-case":
        raise Wrong(how)
    if name[0].isupper():
        return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
    return name.replace("_", "-")


def handlers():
    """Each door with the file and the text of its handler."""
    source = (API / "mod.rs").read_text()
    for path, methods in re.findall(r'\.route\(\s*"([^"]+)",\s*(.*)\)\s*$', source, re.M):
        for method, file, name in re.findall(r"(get|post|delete)\((\w+)::(\w+)\)", methods):
            path_of = API / (f"{file}.rs" if (API / f"{file}.rs").exists() else f"{file}/mod.rs")
            text = path_of.read_text()
            found = re.search(rf"pub async fn {name}\((.*?)\) -> (.*?) \{{\n(.*?)\n\}}\n", text, re.S)
            yield f"{method.upper()} /api/v1{path}", path_of, name, found


def door(schemas, path, name, found):
    """What a handler takes and answers."""
    sent, gives, body = found[1], found[2], found[3]
    said = {}
    if taken := re.search(r"Json\(\w+\): Json<([^>]+)>", sent):
        said["body"] = local(schemas, taken[1], path)
    if asked := re.search(r"Query<(\w+)>", sent):
        query = struct(path, asked[1])
        fields = schemas.fields(query.body.strip()[1:-1], query)
        said["query"] = {field: given(schema) for field, schema in fields["properties"].items()}
    if name in ASKED:
        said["query"] = ASKED[name]
    answer = re.fullmatch(r"(?:Answer<(.*)>|Result<axum::Json<(.*)>, Failed>)", gives, re.S)
    if answer:
        said["answer"] = schemas.of(answer[1] or answer[2], path)
    elif name in COOKIES:
        said["answer"] = schemas.of(COOKIES[name], path)
    elif name in INDEXES:
        said["answer"] = schemas.of(INDEXES[name], path)
    elif name in EVERYTHING:
        said["answer"] = {"type": "object", "description": EVERYTHING[name]}
    else:
        said["file"] = FILES.get(name) or STREAM.get(name) or re.search(r'CONTENT_TYPE, "([^";]+)', body)[1]
    return said


def struct(path, name):
    return next(item for item in items(path) if item.name == name)


def local(schemas, name, path):
    """A body whose type stands beside its handler, or elsewhere."""
    own = [item for item in items(path) if item.name == name]
    if own:
        schemas.known.setdefault(name, []).extend(own if path not in [i.file for i in schemas.known.get(name, [])] else [])
    return schemas.of(name, path)


def made():
    schemas = Schemas()
    # First, so that the problem that every door answers has the name to itself.
    schemas.of("Problem", ROOT / "crates/domain/src/wire.rs")
    schemas.made["Problem"]["properties"]["code"] = dict(ELSEWHERE["Refusal"])
    doors = {name: door(schemas, path, handler, found) for name, path, handler, found in handlers()}
    parts = [f'"doors":{{\n{rows(doors)}\n}}', f'"schemas":{{\n{rows(schemas.made)}\n}}']
    return "{" + ",\n".join(parts) + "}\n"


def rows(of):
    one = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return ",\n".join(f"{one(name)}:{one(of[name])}" for name in sorted(of))


def main():
    text = made()
    if "--check" in sys.argv[1:]:
        if not OUT.exists() or OUT.read_text() != text:
            print(f"{OUT.name} is not what the handlers and types say: run {Path(__file__).name}", file=sys.stderr)
            return 1
        return 0
    OUT.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
