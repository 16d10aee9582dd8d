"""The reference of the API as Markdown, from the OpenAPI of the application: `docs/api.md` and the page `/docs`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from api.policy import action_of

Spec = dict[str, Any]
_INTRODUCTION = """# API

Made from the OpenAPI of the application (`/openapi.json`) by `criterio config reference`; a test keeps `docs/api.md`
equal to it, and the server shows it at `/docs`.

- **Who asks**: `Authorization: Bearer crt_…` (`criterio tokens create`), or a token of the institution
  (`docs/security.md`). A token does only the actions that it names; each operation says its action.
- **Refusals** have one form, `{"error": {"code", "message", "hint"}}`, with a stable code. Any operation may answer 401
  (nobody known), 403 (may not), 404 (does not exist, or is out of reach), 408 and 413 (slow or large body), 409
  (changed meanwhile, or out of order), 422 (bad input), 429 (too many requests, with `Retry-After`), 500 (a fault of
  ours) and 503 (something is missing).
- **Figures** go in and out as decimal strings, days as `2026-03-17`.
- **Streams** are Server-Sent Events: `status`, `tool`, `citation`, `sentence`, and at the end `done`, with the answer,
  or `error`. A sentence may come while a model still writes, verified; one of the same `position` takes its place.

An example:

    curl -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\
         -d '{"question": "¿Qué plazo hay para garantizar el interés fiscal?"}' https://SERVER/api/v1/ask
"""


def reference(spec: Spec) -> str:
    """The whole reference; every operation and every shape that they name, in the order of the application."""
    sections: dict[str, list[str]] = {}
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            tag = operation.get("tags", ["otras"])[0]
            sections.setdefault(tag, []).append("\n".join(_operation(method.upper(), path, operation)))
    shapes = ["\n".join(_shape(name, shape)) for name, shape in spec["components"]["schemas"].items()]
    parts = [_INTRODUCTION]
    parts += [f"## {tag.capitalize()}\n\n" + "\n".join(operations) for tag, operations in sections.items()]
    return "\n".join([*parts, "## Shapes\n\n" + "\n".join(shapes)])


def _operation(method: str, path: str, operation: Spec) -> Iterator[str]:
    yield f"### {method} {path}\n"
    yield f"{_line(operation.get('description') or operation['summary'])}\n"
    facts = [f"Action: `{action_of(method, path)}`."]
    body = operation.get("requestBody")
    if body:
        facts.append(f"Body: {' or '.join(_type(form['schema']) for form in body['content'].values())}.")
    good = {code: answer for code, answer in operation["responses"].items() if code.startswith("2")}
    facts += [f"Answers {code}{_given(answer)}." for code, answer in good.items()]
    yield " ".join(facts) + "\n"
    if operation.get("parameters"):
        yield "| parameter | in | type | |\n|---|---|---|---|"
        for each in operation["parameters"]:
            yield f"| `{each['name']}` | {each['in']} | {_type(each['schema'])} | {_notes(each, each['schema'])} |"
        yield ""


def _shape(name: str, shape: Spec) -> Iterator[str]:
    yield f"### {_short(name)}\n"
    if shape.get("description"):
        yield f"{_line(shape['description'])}\n"
    if "enum" in shape:
        yield f"One of {_type(shape)}.\n"
    if shape.get("properties"):
        yield "| field | type | |\n|---|---|---|"
        for field, kind in shape["properties"].items():
            notes = _notes({**kind, "required": field in shape.get("required", ())}, kind)
            yield f"| `{field}` | {_type(kind)} | {notes} |"
        yield ""


def _given(answer: Spec) -> str:
    contents = answer.get("content")
    return f": {_contents(contents)}" if contents else ", without content"


def _contents(contents: Spec) -> str:
    return " or ".join(
        _type(form["schema"]) if media == "application/json" and form.get("schema") else f"`{media}`"
        for media, form in contents.items()
    )


def _type(schema: Spec) -> str:
    """A type in words, with its limits."""
    if "$ref" in schema:
        name = _short(schema["$ref"].rsplit("/", 1)[-1])
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema or "oneOf" in schema:
        return " or ".join(_type(each) for each in schema.get("anyOf") or schema["oneOf"])
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_type(schema['additionalProperties'])}"
    return str(schema.get("format", schema.get("contentMediaType", kind))) + _limits(schema)


def _limits(schema: Spec) -> str:
    if "maxLength" in schema:
        return f" of {schema.get('minLength', 0)} to {schema['maxLength']} characters"
    if "maximum" in schema:
        return f" from {schema.get('minimum', '')} to {schema['maximum']}"
    return ""


def _notes(field: Spec, schema: Spec) -> str:
    value = schema.get("default")
    default = "" if value in (None, "", [], {}) else f"by default `{json.dumps(value, ensure_ascii=False)}`"
    notes = ("required" if field.get("required") is True else default, _line(field.get("description", "")))
    return "; ".join(note for note in notes if note)


def _short(name: str) -> str:
    """Pydantic writes the module before a name that two shapes share; FastAPI calls a form by its route."""
    return "AttachForm" if name.startswith("Body_attach_") else name.rsplit("__", 1)[-1]


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
