"""What we write about the regulations, as opposed to what they say: headings, typical questions, glossary, areas.

    corpus/headings/*.yaml   provision id -> {heading, questions}
    corpus/glossary.yaml     term -> {definition, forms, law}
    corpus/companions.yaml   provision id -> the ids that are read with it
    corpus/areas.yaml        area id -> {name, ...}; see `Area`

All of it is read from `CRITERIO_EDITORIAL_DIR`, so that an office can keep its own. None of it is legal text.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import BadInput
from corpus.provisions import Provision, root_id

_PROVISION_ID = re.compile(r"^[A-Z][A-Z0-9-]*:\S.*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A short title of a provision (root or node) in our words, and the ways in which people ask for it."""

    provision: str
    heading: str
    questions: tuple[str, ...]

    @property
    def root(self) -> str:
        """The article, transitorio or numeral that the provision is or belongs to."""
        return root_id(self.provision)


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term of the job. `forms` are other ways to write or say it; `law` are the words of the regulations for it."""

    term: str
    definition: str
    forms: tuple[str, ...] = ()
    law: tuple[str, ...] = ()

    @property
    def spoken(self) -> tuple[str, ...]:
        """The term and its other forms: whatever a person may type."""
        return (self.term, *self.forms)


def load_headings(editorial_dir: Path) -> dict[str, Heading]:
    """Headings and typical questions by provision id, in the order of the files; empty where there are none.

    Raises:
        BadInput: `EDITORIAL_INVALIDO` names the file and the entry.
    """
    found: dict[str, Heading] = {}
    for path in sorted((editorial_dir / "headings").glob("*.yaml")):
        for provision, value in _entries(path):
            if not _PROVISION_ID.match(provision):
                raise _invalid(path, provision, "la clave no es el id de una disposición")
            if provision in found:
                raise _invalid(path, provision, "está dos veces")
            questions = _texts(path, provision, value, "questions")
            found[provision] = Heading(provision, _text(path, provision, value, "heading"), questions)
    return found


def own_headings(provision: Provision) -> dict[str, Heading]:
    """The heading that a provision brings with it: a criterion knows which questions it settles (extras `asked`)."""
    asked = provision.extras.get("asked")
    if not asked:
        return {}
    return {provision.id: Heading(provision.id, provision.extras["heading"], tuple(json.loads(asked)))}


def load_glossary(editorial_dir: Path) -> list[GlossaryEntry]:
    """The glossary, in the order of the file; empty where there is none.

    Raises:
        BadInput: `EDITORIAL_INVALIDO` names the entry.
    """
    path = editorial_dir / "glossary.yaml"
    if not path.exists():
        return []
    return [
        GlossaryEntry(
            term,
            _text(path, term, value, "definition"),
            _texts(path, term, value, "forms"),
            _texts(path, term, value, "law"),
        )
        for term, value in _entries(path)
    ]


def load_companions(editorial_dir: Path) -> dict[str, tuple[str, ...]]:
    """Provisions read together although the text of one does not number the other; empty where there is no file.

    Raises:
        BadInput: `EDITORIAL_INVALIDO` names the entry.
    """
    path = editorial_dir / "companions.yaml"
    found = _mapping(path) if path.exists() else {}
    for provision, others in found.items():
        ids = [provision, *others] if isinstance(others, list) else [None]
        if not all(isinstance(i, str) and _PROVISION_ID.match(i) for i in ids):
            raise _invalid(path, str(provision), "debe ser una lista de ids de disposiciones")
    return {provision: tuple(others) for provision, others in found.items()}


def load_outside_questions(editorial_dir: Path) -> tuple[str, ...]:
    """Questions of the office that the regulations do not settle; empty where there is no file.

    Raises:
        BadInput: `EDITORIAL_INVALIDO` where it is not a list of texts.
    """
    path = editorial_dir / "outside_questions.yaml"
    if not path.exists():
        return ()
    found = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise _invalid(path, path.name, "debe ser una lista de preguntas")
    return tuple(found)


def _entries(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, value in _mapping(path).items():
        if not isinstance(key, str) or not isinstance(value, dict):
            raise _invalid(path, str(key), "debe ser una clave de texto con un mapa")
        yield key, value


def _mapping(path: Path) -> dict[Any, Any]:
    try:
        loaded = yaml.load(path.read_text("utf-8"), Loader=_StrictLoader) or {}  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        raise _invalid(path, "", f"no es YAML legible: {error}") from error
    if not isinstance(loaded, dict):
        raise _invalid(path, "", "debe ser un mapa de claves a entradas")
    return loaded


def _text(path: Path, key: str, value: Mapping[str, Any], name: str) -> str:
    text = value.get(name)
    if not isinstance(text, str) or not text.strip():
        raise _invalid(path, key, f"falta «{name}»")
    return text.strip()


def _texts(path: Path, key: str, value: Mapping[str, Any], name: str) -> tuple[str, ...]:
    texts = value.get(name) or []
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise _invalid(path, key, f"«{name}» debe ser una lista de textos")
    return tuple(text.strip() for text in texts)


def _invalid(path: Path, key: str, why: str) -> BadInput:
    place = f"{path.name}, «{key}»" if key else path.name
    return BadInput("EDITORIAL_INVALIDO", f"{place}: {why}.", "Corrija el archivo y repita.", file=str(path), key=key)


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A SafeLoader (the fast one where it is built) that refuses a key written twice, which YAML would overwrite."""


def _unique_map(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    for key, times in Counter(keys).items():
        if times > 1:
            raise yaml.constructor.ConstructorError(None, None, f"«{key}» está dos veces", node.start_mark)
    return dict(zip(keys, (loader.construct_object(value, deep=True) for _, value in node.value), strict=True))


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_map)
