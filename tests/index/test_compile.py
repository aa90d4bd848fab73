"""Any sentence-transformers model can be compiled, once, and what is damaged is compiled again."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.compile import PROBES, STEP, compile_model
from index.encoder import MODEL, OnnxEncoder, load_encoder
from index.errors import ModelUnavailable
from index.source import find_source
from index.storage import IndexStore

Steps = list[tuple[str, int, int]]

# Two layers of random weights, the first token's state for the text, a dense layer, no normalisation.
BUILD = """
import pathlib, sys
import numpy, torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Dense, Pooling, Transformer
from transformers import BertConfig, BertModel, BertTokenizerFast

torch.manual_seed(7)
base, folder = pathlib.Path(sys.argv[1]), sys.argv[2]
base.mkdir()
letters = [chr(code) for code in range(33, 127)]
words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *("##" + letter for letter in letters)]
(base / "vocab.txt").write_text("\\n".join(words))
BertTokenizerFast(str(base / "vocab.txt")).save_pretrained(base)
sizes = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 128}
config = BertConfig(vocab_size=len(words), max_position_embeddings=64, **sizes)
BertModel(config, add_pooling_layer=False).save_pretrained(base)
transformer = Transformer(str(base), max_seq_length=48)
modules = [transformer, Pooling(64, pooling_mode="cls"), Dense(64, 24)]
model = SentenceTransformer(modules=modules, device="cpu")
model.save(folder)
numpy.save(folder + "/expected.npy", model.encode(sys.argv[3:], normalize_embeddings=True))
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model unlike the bundled one, with its own vectors of the probes."""
    folder = tmp_path_factory.mktemp("tiny")
    command = [sys.executable, "-W", "ignore", "-c", BUILD, str(folder / "base"), str(folder / "model"), *PROBES]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "model"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_another_pooling_and_a_dense_layer_are_compiled_too(
    tiny: Path, cache: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """CLS pooling, a dense layer to 24 dimensions and 48 tokens at most: cosine 0.99 to the original, and silence."""
    steps: Steps = []
    encoder = load_encoder(str(tiny), cache=cache, progress=lambda *step: steps.append(step))
    expected = np.load(tiny / "expected.npy", allow_pickle=False)
    assert encoder.dimensions == 24
    assert (encoder.encode(PROBES) * expected).sum(axis=1).min() >= 0.99
    assert steps == [(STEP, done, 4) for done in range(5)]
    assert capfd.readouterr() == ("", "")
    assert [path.name for path in (cache / "models").iterdir()] == [find_source(str(tiny)).key]


def test_with_another_pooling_every_span_is_read_alone(tiny: Path, cache: Path) -> None:
    """Tokens' vectors say nothing of a span where a text's vector is not their mean."""
    encoder = load_encoder(str(tiny), cache=cache)
    vectors = encoder.encode_spans(["who denied it?", "nobody"], [[(0, 3), (4, 10)], [(0, 6)]])
    np.testing.assert_allclose(vectors, encoder.encode(["who", "denied", "nobody"]), atol=1e-5)


def test_what_the_runtime_refuses_in_eight_bits_is_compiled_exactly(tiny: Path, tmp_path: Path) -> None:
    """The exact weights get their turn, and agree with the original in every digit that counts."""
    refused = (
        "import index.compile\n"
        "def broken(model, samples): model.graph.node[-1].op_type = 'Unheard'\n"
        "index.compile.quantise = broken\n"
        "index.compile.main()"
    )
    command = [sys.executable, "-W", "ignore", "-c", refused, str(tiny), str(tmp_path), "tiny", ""]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as child:
        child.wait()
    encoder = OnnxEncoder.from_files({path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()})
    expected = np.load(tiny / "expected.npy", allow_pickle=False)
    assert (encoder.encode(PROBES) * expected).sum(axis=1).min() >= 0.9999


def test_a_compiled_model_is_compiled_once_and_again_when_damaged(tiny: Path, cache: Path) -> None:
    """The second load reports nothing; after one flipped bit it says so, compiles, and gives the same vectors."""
    steps: Steps = []
    first = load_encoder(str(tiny), cache=cache)
    second = load_encoder(str(tiny), cache=cache, progress=lambda *step: steps.append(step))
    assert steps == []
    path = cache / "models" / find_source(str(tiny)).key / MODEL
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    third = load_encoder(str(tiny), cache=cache, progress=lambda *step: steps.append(step))
    assert steps[0] == ("The prepared language model is damaged; preparing it anew", 0, 0)
    assert steps[-1] == (STEP, 4, 4)
    assert first.fingerprint == second.fingerprint == third.fingerprint
    np.testing.assert_array_equal(first.encode(PROBES), third.encode(PROBES))
    assert OnnxEncoder.from_files(IndexStore(cache / "models").load(path.parent.name)).fingerprint == first.fingerprint


def test_two_that_compile_at_once_both_end_up_right(tiny: Path, tmp_path: Path) -> None:
    """Both give the same vectors, and the cache holds one whole model."""
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(lambda _: load_encoder(str(tiny), cache=tmp_path), range(2))
    np.testing.assert_array_equal(one.encode(PROBES), two.encode(PROBES))
    (folder,) = (tmp_path / "models").iterdir()
    assert (
        OnnxEncoder.from_files(IndexStore(tmp_path / "models").load(folder.name)).fingerprint
        == one.fingerprint
        == two.fingerprint
    )


def test_a_cache_that_cannot_be_written_costs_a_word_and_no_more(tiny: Path, tmp_path: Path) -> None:
    """Where the cache should lie is a file: the encoder works, and the last step says that it is not kept."""
    (tmp_path / "file").write_text("in the way")
    steps: Steps = []
    encoder = load_encoder(str(tiny), cache=tmp_path / "file", progress=lambda *step: steps.append(step))
    assert encoder.encode(["a"]).shape == (1, 24)
    assert steps[-1][0].startswith("The language model is not kept for the next start: ")


def test_no_room_for_temporary_files_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, or TMPDIR that is not there, is no fault of the model's."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(ModelUnavailable, match=r"\Aall-MiniLM-L6-v2: cannot be prepared \(.*missing.*\)\Z"):
        compile_model(find_source(), lambda *_: None)


def test_a_changed_model_is_another_model(tiny: Path, tmp_path: Path) -> None:
    """A model whose files changed has another key, so that nothing compiled from the old ones is used."""
    copy = tmp_path / "model"
    shutil.copytree(tiny, copy)
    before = find_source(str(copy))
    (copy / "model.safetensors").write_bytes(b"changed")
    assert find_source(str(copy)).key != before.key


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    """The bundled model's weights are checked by SHA-256 before anything is made of them."""
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    source = replace(find_source(), folder=tmp_path)
    with pytest.raises(ModelUnavailable, match=r"model\.safetensors: damaged") as caught:
        compile_model(source, lambda *_: None)
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_no_model_is_refused_in_one_line(tmp_path: Path) -> None:
    """A modules.json with nothing behind it cannot be loaded; a folder without one is refused at once."""
    with pytest.raises(ModelUnavailable, match=r"no modules\.json"):
        load_encoder(str(tmp_path), cache=tmp_path / "cache")
    shutil.copy(find_source().folder / "modules.json", tmp_path)
    with pytest.raises(ModelUnavailable, match="not a model that sentence-transformers can load") as caught:
        load_encoder(str(tmp_path), cache=tmp_path / "cache")
    assert "\n" not in str(caught.value)


def test_the_compiling_child_ends_with_its_parent(tiny: Path) -> None:
    """Killed as it begins, the parent leaves nothing running behind."""
    begin = (
        "import sys; from index.compile import compile_model; from index.source import find_source\n"
        "compile_model(find_source(sys.argv[1]), lambda *step: print(*step, flush=True))"
    )
    with subprocess.Popen([sys.executable, "-c", begin, str(tiny)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        while parent.stdout.readline().split()[-2:-1] != ["1"]:
            pass
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text(encoding="utf-8").split()
        parent.kill()
    (child,) = children
    deadline = time.monotonic() + 60
    while _is_running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(child)


def _is_running(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
