"""Files that are hardly articles."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from assistant import CannotOpen, load_article
from index.load import decode
from tests.torture.parts import NEWS, build

ROOT = Path(__file__).parents[2]
_SLOWEST = 20.0  # seconds of the processor; one without VNNI takes half of it for the densest text
_SMALLEST = 4_000  # characters; once all have been tried, four times as many
_BASE_MEMORY = 400 << 20  # bytes, for the interpreter, ONNX Runtime and the reader

_PARTS = [
    *("\n", "\r", "\r\n", "\n\n", " ", "\t", "\x0c", "\u2028", "\u0085", "\u00a0", "\u200b", "\ufeff"),
    *(".", "!", "?", "…", "“", "”", '"', "(", ")", "-", "# ", "- ", "1. ", "Mr. ", "U.S. ", "a.m. ", "e\u0301", "。"),
    *("Kyiv denied it", "said Anna Holm", "5", "3,870", "x" * 1100, "\U0001f469\u200d\U0001f680", "שלום", "ß", "ﬁ"),
    *("\x1b[2J", "\x9b", "\u202e", "[/foo]", "²", "\u0301"),
]


def odd_file(count: int, chance: random.Random) -> Iterator[str]:
    """An answer with true offsets, or one line and exit code 2; no traceback, no hang, bounded memory.

    Larger at each turn.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kinds: list[str] = []
        for number in range(count):
            size, place = divmod(number, max(1, len(kinds)))
            if place == 0:
                kinds = _odd_files(folder, _SMALLEST * 4**size)
            kind = kinds[place]
            done = _ask(folder / kind)
            length = (folder / kind).stat().st_size if (folder / kind).is_file() else 0
            assert "Traceback" not in done.errors, (kind, done.errors)
            assert done.seconds < _SLOWEST, (kind, done.seconds)
            assert done.memory < _BASE_MEMORY + 10 * length, (kind, done.memory)
            assert (done.code == 2) == (kind.startswith("bad")), (kind, done)
            if done.code == 2:
                assert done.output == ""
                assert done.errors.startswith("byline: ")
                assert done.errors.count("\n") == 1
            else:
                _see_true_offsets(done.output, decode((folder / kind).read_bytes(), kind))
            yield f"{kind}: exit code {done.code}"


def odd_files_added(count: int, chance: random.Random) -> Iterator[str]:
    """To an archive, all at once: what can be an article is added, each other is told in one line, exit code 2."""
    for number in range(count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            kinds = _odd_files(folder, _SMALLEST * (1 + number % 4))
            command = [
                sys.executable,
                "-m",
                "tui",
                "add",
                "--store",
                str(folder / "store"),
                *map(str, map(folder.joinpath, kinds)),
            ]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            bad = [kind for kind in kinds if kind.startswith("bad") and kind != "bad-folder"]  # it holds nothing
            good = len([kind for kind in kinds if not kind.startswith("bad")])
            assert (done.returncode, done.stdout) == (2, f"{good} added, {good} in the archive\n"), done
            told = sorted(line.partition(": ")[2].partition(":")[0] for line in done.stderr.splitlines())
            assert told == sorted(str(folder / kind) for kind in bad), done.stderr
        yield f"{good} added, {len(bad)} refused"


def growing_file(count: int, chance: random.Random) -> Iterator[str]:
    """A file that is written on while it is read is taken as it was at some moment."""
    for _ in range(count):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "log.txt"
            path.write_text(NEWS)
            writing = threading.Event()
            writer = threading.Thread(target=_grow, args=(path, writing))
            writer.start()
            try:
                time.sleep(chance.random() * 0.01)
                text = load_article(path).text
            finally:
                writing.set()
                writer.join()
            assert text == path.read_text()[: len(text)]
        yield "read up to some moment"


def mutated_file(count: int, chance: random.Random) -> Iterator[str]:
    """Load, split, index and ask over whatever bytes: cited word for word, or refused in one line."""
    outcomes: list[str] = []
    text = st.lists(st.sampled_from(_PARTS) | st.text(max_size=5), max_size=30).map("".join)
    mutations = st.tuples(st.integers(0, 2**16), st.binary(max_size=3), st.integers(0, 20))

    @seed(chance.getrandbits(32))
    @settings(max_examples=count, deadline=None, database=None)
    @given(
        text | st.just(NEWS), st.lists(mutations, max_size=3), st.sampled_from(["Who denied it?", "said", "5", "שלום"])
    )
    def see(original: str, changes: list[tuple[int, bytes, int]], question: str) -> None:
        data = original.encode("utf-8", "surrogatepass")
        for place, new, gone in changes:
            data = data[: place % (len(data) + 1)] + new + data[place % (len(data) + 1) + gone :]
        outcomes.append(_see(data, question))

    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("BYLINE_CACHE")
        os.environ["BYLINE_CACHE"] = folder
        try:
            see()
        finally:
            os.environ.pop("BYLINE_CACHE") if before is None else os.environ.update(BYLINE_CACHE=before)
    yield from outcomes


def _see(data: bytes, question: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.txt"
        path.write_bytes(data)
        try:
            article = load_article(path)
        except CannotOpen as refusal:
            assert "\n" not in str(refusal)
            return "refused"
    assert article.text == data.decode().replace("\r\n", "\n")
    answer = build([article]).ask(question)
    _see_true_offsets(answer.model_dump_json(), article.text)
    return answer.kind


def _see_true_offsets(record: str, text: str) -> None:
    answer = json.loads(record)
    cited = [c for found in answer.get("answers", [answer]) for c in found.get("citations", answer.get("closest"))]
    assert cited or not answer.get("answers")
    for citation in cited:
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def _odd_files(folder: Path, size: int) -> list[str]:
    """Make them, of about `size` bytes where size matters; those that cannot be articles have a name with "bad"."""
    sentence = "Kyiv denied involvement in the attack. "
    contents: dict[str, bytes] = {
        "bad-empty": b"",
        "bad-only-punctuation": b"... !? --\n" * 99,
        "bad-binary": bytes(range(256)) * 9,
        "bad-nul": NEWS.encode() + b"\0",
        "bad-utf-16": NEWS.encode("utf-16"),
        "bad-latin-1": "Grüße aus Köln".encode("latin-1"),
        "bad-surrogate": NEWS.encode() + "\ud800".encode("utf-8", "surrogatepass"),
        "byte-order-mark": b"\xef\xbb\xbf" + NEWS.encode(),
        "crlf": NEWS.replace("\n", "\r\n").encode(),
        "lone-cr": NEWS.replace("\n", "\r").encode(),
        "cr-crlf": NEWS.replace("\n", "\r\r\n").encode(),
        "one-line": (sentence * (size // len(sentence))).encode(),
        "no-spaces": b"denied" * (size // 6),
        "paragraphs": b"Kyiv denied it.\n\n" * (size // 170),
        "stops": b"a" + b"." * size,
        "spaces": b"a." + b" " * size + b"b",
        "lines-of-space": b"a" + b" \n" * (size // 2) + b"b",
        "quotes": b"a." + b'"' * size + b" b",
        "combining": ("e" + "\u0301" * (size // 2)).encode(),
        "headings": b"# a\n" * (size // 400),
        "items": b"- a\n" * (size // 40),
        "abbreviations": b"U.S. " * (size // 5),
        "speakers": b'"Yes," said Anna Holm. ' * (size // 23),
        "brackets": b"([{<" * (size // 4) + b" a",
        "chinese": "谁否认了这件事情".encode() * (size // 24),
        "of-everything": "".join(random.Random(size).choices(_PARTS, k=size // 25)).encode(),
    }
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    if not (folder / "bad-folder").exists():
        (folder / "bad-folder").mkdir()
        os.mkfifo(folder / "bad-fifo")
        (folder / "bad-loop").symlink_to("bad-loop")
        (folder / "bad-device").symlink_to("/dev/zero")
        (folder / "bad-line-of-100-MB").write_bytes((sentence * (10**8 // len(sentence))).encode())
        (folder / "bad-million-paragraphs").write_bytes(b"Kyiv.\n\n" * 10**6)
    large = ["bad-line-of-100-MB", "bad-million-paragraphs"]
    return [*contents, *large, "bad-folder", "bad-fifo", "bad-loop", "bad-device", "bad-missing"]


@dataclass(frozen=True, slots=True)
class _Done:
    """What a command did. Seconds are of the processor, memory is in bytes at its highest."""

    code: int
    output: str
    errors: str
    seconds: float
    memory: int


def _ask(path: Path) -> _Done:
    command = [sys.executable, "-m", "tests.torture.byline", "ask", "--json", "--no-cache", str(path), "Who denied it?"]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors, tempfile.NamedTemporaryFile() as peak:
        environment = {**os.environ, "BYLINE_PEAK": peak.name}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        said, complained, memory = output.read().decode(), errors.read().decode(), int(peak.read() or 0)
    return _Done(process.returncode, said, complained, used.ru_utime + used.ru_stime, memory)


def _grow(path: Path, enough: threading.Event) -> None:
    with path.open("a") as file:
        while not enough.is_set():
            file.write("\nMoscow blamed Kyiv.")
            file.flush()
            time.sleep(0.0001)
