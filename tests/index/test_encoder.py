"""The bundled model, compiled: true to the original, the same in any company, and light to start."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.encoder import MODEL, SETTINGS, TOKENIZER, EncoderSettings, OnnxEncoder, load_encoder
from index.errors import ModelUnavailable
from index.source import BUNDLED, find_source

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = (ROOT / "seeds" / "kremlin-drones.txt").read_text(encoding="utf-8")
SENTENCES = [s for line in ARTICLE.splitlines() for s in re.split(r"(?<=[.!?”])\s+", line) if s.strip()]
HEAVY = {"torch", "transformers", "sentence_transformers", "sklearn", "onnx"}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def encoder(cache: Path) -> OnnxEncoder:
    return load_encoder(cache=cache)


def test_compiled_vectors_agree_with_the_original(encoder: OnnxEncoder, tmp_path: Path) -> None:
    """The cosine of the seed's sentences to sentence-transformers' own vectors is at least 0.98, mostly above 0.995."""
    (tmp_path / "sentences.txt").write_text("\n".join(SENTENCES), encoding="utf-8")
    script = (
        "import sys, numpy, pathlib; from sentence_transformers import SentenceTransformer as S;"
        "lines = pathlib.Path(sys.argv[2]).read_text(encoding='utf-8').split('\\n');"
        "numpy.save(sys.argv[3], S(sys.argv[1], device='cpu').encode(lines, show_progress_bar=False))"
    )
    folder, text, vectors = find_source().folder, tmp_path / "sentences.txt", tmp_path / "vectors.npy"
    subprocess.run([sys.executable, "-c", script, folder, text, vectors], check=True, capture_output=True)
    cosines = (encoder.encode(SENTENCES) * np.load(vectors, allow_pickle=False)).sum(axis=1)
    assert cosines.shape == (len(SENTENCES),)
    assert cosines.min() >= 0.98
    assert np.median(cosines) >= 0.995


def test_vectors_have_length_one(encoder: OnnxEncoder) -> None:
    """Each of the 384-dimensional vectors has norm 1, the empty text's too."""
    vectors = encoder.encode([*SENTENCES, "", " "])
    assert vectors.shape == (len(SENTENCES) + 2, encoder.dimensions) == (len(SENTENCES) + 2, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_text_has_the_same_vector_in_any_company(encoder: OnnxEncoder) -> None:
    """Encoded in a list, in the list reversed, or alone, a text's vector is the same within rounding."""
    together = encoder.encode(SENTENCES)
    alone = np.concatenate([encoder.encode([sentence]) for sentence in SENTENCES])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(together, encoder.encode(SENTENCES[::-1])[::-1], atol=1e-5)


def test_nothing_gives_nothing(encoder: OnnxEncoder) -> None:
    """An empty list gives an array of shape (0, 384)."""
    assert encoder.encode([]).shape == (0, 384)


def test_a_long_text_counts_up_to_the_limit(encoder: OnnxEncoder) -> None:
    """Of 10,000 words the first 256 tokens count: what comes after changes nothing, what comes before does."""
    words = ("drone " * 10_000).strip()
    vectors = encoder.encode([words, words + " Kremlin", "Kremlin " + words])
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)
    assert float(vectors[0] @ vectors[2]) < 0.999


def test_a_sentence_is_read_with_its_passage(encoder: OnnxEncoder) -> None:
    """A span that is the whole text has the text's vector; "He denied it." knows from the text before who he is."""
    passages = ["Zelenskyy spoke in Helsinki. He denied it.", "The goalkeeper was sent off. He denied it."]
    spans = [[(0, len(passage)), (passage.index("He"), len(passage))] for passage in passages]
    president, denied_by_president, goalkeeper, denied_by_goalkeeper = encoder.encode_spans(passages, spans)
    np.testing.assert_allclose([president, goalkeeper], encoder.encode(passages), atol=1e-5)
    asked = encoder.encode(["What did Zelenskyy say?"])[0]
    assert float(denied_by_president @ asked) > float(denied_by_goalkeeper @ asked) + 0.2
    assert np.linalg.norm([denied_by_president, denied_by_goalkeeper], axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_sentence_over_the_limit_is_read_alone(encoder: OnnxEncoder) -> None:
    """What stands behind 256 tokens, or has none, has the vector that it has by itself; what stands before has not."""
    text = "Drones flew. " + "drone " * 300 + "Kyiv denied it."
    before, over, behind, nothing = (0, 12), (1_700, len(text)), (len(text) - 15, len(text)), (12, 13)
    vectors = encoder.encode_spans([text], [[before, over, behind, nothing]])
    alone = encoder.encode([text[start:end] for start, end in (before, over, behind, nothing)])
    np.testing.assert_allclose(vectors[1:], alone[1:], atol=1e-5)
    assert float(vectors[0] @ alone[0]) < 0.9


def test_near_texts_are_nearer_than_far_ones(encoder: OnnxEncoder) -> None:
    """The question is closer to the sentence that answers it than to one about football."""
    question, near, far = encoder.encode(
        ["Who denied the attack?", "Ukraine denied any involvement in the attack.", "The match ended in a draw."]
    )
    assert float(question @ near) > 0.5 > float(question @ far)


def test_threads_may_share_an_encoder(encoder: OnnxEncoder) -> None:
    """Four threads that encode at once get what one gets."""
    expected = encoder.encode(SENTENCES)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(encoder.encode, [SENTENCES] * 4):
            np.testing.assert_allclose(vectors, expected, atol=1e-5)


def test_the_second_start_needs_neither_torch_nor_transformers(encoder: OnnxEncoder, cache: Path) -> None:
    """A fresh process loads the compiled model, embeds with the same fingerprint, and prints nothing of its own."""
    script = (
        "import sys, pathlib; from index.encoder import load_encoder;"
        "encoder = load_encoder(cache=pathlib.Path(sys.argv[1]), progress=lambda *step: print('compiled', step));"
        "print(encoder.fingerprint, encoder.encode(['a']).shape, sorted(set(sys.argv[2].split()) & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, str(cache), " ".join(HEAVY)]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    assert (result.stdout, result.stderr) == (f"{encoder.fingerprint} (1, 384) []\n", "")


def test_importing_the_module_imports_no_runtime() -> None:
    """`import index.encoder` brings in neither onnxruntime nor tokenizers."""
    script = "import sys, index.encoder; print(sorted({'onnxruntime', 'tokenizers', 'torch'} & set(sys.modules)))"
    command = [sys.executable, "-c", script]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "[]\n"


def test_the_bundled_model_answers_to_its_names() -> None:
    """The model's full and short names mean the bundled copy."""
    assert find_source(BUNDLED) == find_source("all-MiniLM-L6-v2") == find_source(None)


@pytest.mark.parametrize("model", ["no-such/model", "../nowhere", "what is this?"])
def test_an_unknown_model_is_refused_in_one_line(model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that neither a folder nor Hugging Face's cache has is named in the refusal; nothing is compiled."""
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(ModelUnavailable, match=re.escape(model)) as caught:
        load_encoder(model, cache=tmp_path / "cache")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "cache").exists()


def test_a_tokenizer_that_this_version_cannot_read_is_refused() -> None:
    """A newer Byline may have stored it; the caller then compiles the model anew."""
    settings = EncoderSettings(
        name="tiny",
        dimensions=8,
        max_tokens=8,
        pad_id=0,
        pad_left=False,
        prompt="",
        model_sha256="",
        tokenizer_sha256="",
    )
    for tokenizer in (b'{"version": "9.0"}', b"\xff"):
        with pytest.raises(ModelUnavailable, match="does not run here"):
            OnnxEncoder.from_files({SETTINGS: settings.model_dump_json().encode(), TOKENIZER: tokenizer, MODEL: b""})
