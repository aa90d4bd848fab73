"""An archive in Milvus, for more articles than one machine searches: passages, vectors and words in one collection."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from index.archive import Entry, best_passages
from index.article import Article
from index.encoder import Encoder
from index.errors import ArchiveUnusable
from index.halves import HALF
from index.lexical import K1, B
from index.open import embed
from index.search import rows_of
from index.split import RECIPE as CUT
from index.split import Passage, split
from index.vectors import Vectors
from index.words import RECIPE as WORDS
from index.words import stems

VERSION = 2
# How many passages each search puts forward, by meaning and by words.
_CANDIDATES = 64
_BY_WORDS = 4 * _CANDIDATES
# Of a text field, in bytes.
_LONGEST = 65_535
# pymilvus asks an idle server every ten seconds whether it is there; Milvus Lite takes that for an attack, and gRPC
# tells so on the user's terminal.
_CONNECTION = {"grpc.keepalive_time_ms": 300_000, "grpc.keepalive_permit_without_calls": 0}

# Milvus Lite opens its log twice when two threads write their first rows at the same moment, and loses one.
_ONE_WRITER = threading.Lock()


class MilvusShelf:
    """Articles in a Milvus collection, to which several programs may add at once.

    A passage is one entity: its vector, those of its sentences, its text up to the next passage, and its stemmed words,
    of which Milvus makes BM25. An article's first passage is written last: without it the article is not there.

    Args:
        place: `milvus+http://HOST:PORT/COLLECTION`, `milvus+https://…`, or `milvus+file:FOLDER` for Milvus Lite.
        encoder: What makes the vectors.
        create: Whether there may be no collection yet.

    Raises:
        ArchiveUnusable: pymilvus is not installed, the server cannot be reached or refuses, or the collection is not
            an archive of this version and encoder. Every method may raise it.
    """

    def __init__(self, place: str, encoder: Encoder, *, create: bool = False) -> None:
        try:
            from pymilvus import MilvusClient
        except ImportError as error:
            raise ArchiveUnusable("Milvus needs another package: pip install 'byline[milvus]'") from error
        for logger in ("pymilvus", "pymilvus.milvus_client"):  # what they would print is raised as well
            logging.getLogger(logger).setLevel(logging.CRITICAL)
        address, self._collection = _parts(place)
        self._place = place
        self._encoder = encoder
        # Milvus Lite keeps no description of a collection, so the field's name says what its vectors are.
        about = f"{VERSION} {WORDS} {CUT} {encoder.fingerprint}"
        self._vector = f"vector_{hashlib.sha256(about.encode()).hexdigest()[:16]}"
        with self._refusals():
            self._client: Any = MilvusClient(address, grpc_options=_CONNECTION)
            if not self._client.has_collection(self._collection):
                if not create:
                    raise ArchiveUnusable(f"{place}: no archive here; byline add makes one")
                self._create()
            fields = self._client.describe_collection(self._collection)["fields"]
            if self._vector not in [field["name"] for field in fields]:
                raise ArchiveUnusable(f"{place}: made by another version of Byline, or with another embedding model")
            # Nothing is found in a collection that is not loaded, and Milvus Lite forgets that it was.
            self._client.load_collection(self._collection)

    def __len__(self) -> int:
        with self._refusals():
            found = self._client.query(self._collection, filter="number == 0", output_fields=["count(*)"])
            return int(found[0]["count(*)"])

    def names(self) -> Iterator[str]:
        """Their names, in alphabetical order."""
        names: list[str] = []
        with self._refusals():  # Milvus gives them in no order
            pages = self._client.query_iterator(self._collection, filter="number == 0", output_fields=["article"])
            while page := pages.next():
                names += (entity["article"] for entity in page)
        yield from sorted(names)

    def sha256(self, name: str) -> str | None:
        """Of the text of the article of this name, or None where there is none."""
        found = self._query(f"article == {_quoted(name)} and number == 0", ["sha256"])
        return str(found[0]["sha256"]) if found else None

    def put(self, entries: Sequence[Entry]) -> None:
        """Keep articles, in place of those of the same names; each of them whole or not at all."""
        rows = [self._rows(entry) for entry in entries]
        with self._writing():
            self._client.upsert(self._collection, [row for each in rows for row in each[1:]])
            for entry in entries:
                name, sha256 = _quoted(entry.article.id), _quoted(entry.article.sha256)
                self._client.delete(self._collection, filter=f"article == {name} and sha256 != {sha256}")
            self._client.upsert(self._collection, [each[0] for each in rows])

    def drop(self, name: str) -> bool:
        """Forget an article; False where there is none of this name."""
        there = self.sha256(name) is not None
        with self._writing():
            self._client.delete(self._collection, filter=f"article == {_quoted(name)}")
        return there

    def closest(self, question: str, vector: Vectors, count: int) -> list[str]:
        """The names of the articles that hold the passages closest to a question, closest first, at most `count`."""
        words = " ".join(dict.fromkeys(stems(question)))
        near = self._search([vector.tolist()], self._vector, _CANDIDATES)
        lexical = {hit["id"]: abs(hit["distance"]) / (K1 + 1) for hit in self._search([words], "weights", _BY_WORDS)}
        ids = list(dict.fromkeys([*(hit["id"] for hit in near), *list(lexical)[:_CANDIDATES]]))
        with self._refusals():
            found = self._client.get(self._collection, ids, output_fields=["article", self._vector, "sentences"])
        dense = []
        for entity in found:
            own, sentences = np.array(entity[self._vector], np.float32), self._sentences(entity)
            cosine = float(own @ vector)
            dense.append(cosine + (float((sentences @ vector).max()) if len(sentences) else cosine))
        scores = np.array([lexical.get(entity["id"], 0.0) for entity in found], np.float32)
        best = best_passages(np.array(dense, np.float32), scores, len(found))
        return list(dict.fromkeys(str(found[i]["article"]) for i in best))[:count]

    def fetch(self, names: Iterable[str]) -> list[Entry]:
        """The articles of these names, in order; those that are gone are left out."""
        found = []
        for name in names:
            fields = ["number", "sha256", "text", self._vector, "sentences"]
            entities = sorted(self._query(f"article == {_quoted(name)}", fields), key=lambda e: int(e["number"]))
            if not entities or entities[0]["number"] != 0:
                continue
            article = Article(name, "".join(entity["text"] for entity in entities))
            passages = split(article.text)
            if article.sha256 != entities[0]["sha256"] or len(passages) != len(entities):
                raise ArchiveUnusable(f"{self._place}: {name} is damaged; remove it and add it again")
            vectors = [self._vectors(article, *pair) for pair in zip(passages, entities, strict=True)]
            found.append(Entry(article, passages, np.concatenate(vectors)))
        return found

    def knows(self, text: str) -> bool:
        """Whether each word of `text` stands in some article, in whatever form."""
        return all(self._search([stem], "weights", 1) for stem in stems(text))

    def _rows(self, entry: Entry) -> list[dict[str, Any]]:
        """The entities of an article."""
        article, passages = entry.article, entry.passages
        ends = [*(passage.start for passage in passages[1:]), len(article.text)]
        key = hashlib.sha256(f"{article.id}\0{article.sha256}".encode()).hexdigest()[:32]
        rows, row, start = [], 0, 0
        for number, (passage, end) in enumerate(zip(passages, ends, strict=True)):
            after = row + len(rows_of(passage))
            sentences = base64.b64encode(entry.vectors[row + 1 : after].astype(HALF).tobytes()).decode()
            text = article.text[start:end]
            if len(text.encode()) > _LONGEST:
                raise ArchiveUnusable(f"{article.id}: too much white space behind a paragraph for Milvus")
            rows.append(
                {
                    "id": f"{key}-{number:06}",
                    "article": article.id,
                    "sha256": article.sha256,
                    "number": number,
                    "text": text,
                    "words": " ".join(stems(article.text[passage.start : passage.end])),
                    self._vector: entry.vectors[row].tolist(),
                    "sentences": sentences if len(sentences) <= _LONGEST else "",
                }
            )
            row, start = after, end
        return rows

    def _vectors(self, article: Article, passage: Passage, entity: dict[str, Any]) -> Vectors:
        """Of a passage's rows; those of more sentences than a field holds are made anew."""
        sentences = self._sentences(entity)
        if len(sentences) != len(rows_of(passage)) - 1:
            return embed([(article, passage)], self._encoder)
        return np.concatenate([np.array([entity[self._vector]], np.float32), sentences])

    def _sentences(self, entity: dict[str, Any]) -> Vectors:
        data = np.frombuffer(base64.b64decode(entity["sentences"]), HALF).astype(np.float32)
        return data.reshape(-1, self._encoder.dimensions)

    def _search(self, data: list[Any], field: str, count: int) -> list[dict[str, Any]]:
        with self._refusals():
            found = self._client.search(self._collection, data=data, anns_field=field, limit=count)
        return [hit for hit in found[0] if hit["distance"]]

    def _query(self, wanted: str, fields: list[str]) -> list[dict[str, Any]]:
        with self._refusals():
            return list(self._client.query(self._collection, filter=wanted, output_fields=fields))

    def _create(self) -> None:
        from pymilvus import DataType, Function, FunctionType

        client = self._client
        schema = client.create_schema(auto_id=False)
        for name, length in (
            ("id", 64),
            ("article", 4096),
            ("sha256", 64),
            ("text", _LONGEST),
            ("sentences", _LONGEST),
        ):
            schema.add_field(name, DataType.VARCHAR, max_length=length, is_primary=name == "id")
        plain = {"tokenizer": "standard"}
        schema.add_field("words", DataType.VARCHAR, max_length=_LONGEST, enable_analyzer=True, analyzer_params=plain)
        schema.add_field("number", DataType.INT64)
        schema.add_field(self._vector, DataType.FLOAT_VECTOR, dim=self._encoder.dimensions)
        schema.add_field("weights", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(
            Function(
                name="bm25",
                function_type=FunctionType.BM25,
                input_field_names=["words"],
                output_field_names=["weights"],
            )
        )
        indexes = client.prepare_index_params()
        indexes.add_index(self._vector, index_type="AUTOINDEX", metric_type="IP")
        bm25 = {"bm25_k1": K1, "bm25_b": B}
        indexes.add_index("weights", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=bm25)
        indexes.add_index("article", index_type="INVERTED")
        client.create_collection(self._collection, schema=schema, index_params=indexes, consistency_level="Strong")

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        alone = _ONE_WRITER if self._place.startswith("milvus+file:") else contextlib.nullcontext()
        with alone, self._refusals():
            yield

    @contextlib.contextmanager
    def _refusals(self) -> Iterator[None]:
        from pymilvus.exceptions import MilvusException

        try:
            yield
        except MilvusException as error:
            reason = " ".join(str(error.message).split())
            raise ArchiveUnusable(f"{self._place}: {reason[:200]}") from error


def _quoted(text: str) -> str:
    """A text as Milvus's expressions write it."""
    return json.dumps(text, ensure_ascii=False)


def _parts(place: str) -> tuple[str, str]:
    """The address and the collection of `milvus+…`."""
    parts = urlsplit(place.removeprefix("milvus+"))
    if parts.scheme == "file" and parts.path and not parts.netloc:
        return f"{parts.path.removesuffix('.db')}.db", "byline"
    collection = parts.path.strip("/")
    if parts.scheme not in ("http", "https") or not parts.netloc or not collection.isidentifier():
        raise ArchiveUnusable(f"{place}: not milvus+http://HOST:PORT/COLLECTION or milvus+file:FOLDER")
    return f"{parts.scheme}://{parts.netloc}", collection
