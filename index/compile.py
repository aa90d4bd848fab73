"""Compile a sentence-transformers model to an int8 ONNX graph, in a process of its own.

PyTorch and transformers write to standard error, change warnings and logging for everybody and take half a gigabyte;
none of that reaches the process that asks.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.encoder import MODEL, SETTINGS, TOKENIZER, EncoderSettings, OnnxEncoder
from index.errors import ModelUnavailable
from index.progress import Progress
from index.quantise import quantise
from index.session import optimised
from index.source import ModelSource

if TYPE_CHECKING:
    from onnx import ModelProto
    from sentence_transformers import SentenceTransformer

OPSET = 17
# A compiled model is kept only if it agrees with the original on these, by the least cosine; eight bits that stray
# further give way to the exact weights.
LEAST_COSINE, LEAST_COSINE_EXACT = 0.99, 0.9999
PROBES = (
    "who denied involvement?",
    "The Kremlin was struck by drones early on Wednesday morning, officials in Moscow claimed.",
    "Überraschung: 3,5 % in São Paulo (2024).",
    "Long texts are cut at the model's limit, in the compiled model as in the original. " * 60,
)
STEP, STEPS = "Preparing the language model", 4


def compile_model(source: ModelSource, progress: Progress) -> dict[str, bytes]:
    """Compile; the files that `OnnxEncoder.from_files` takes, by name. Takes ten seconds or so.

    Raises:
        ModelUnavailable: The model is damaged, is of a kind that cannot be compiled, or there is no room to do it.
    """
    progress(STEP, 0, STEPS)
    try:
        return _compiled_in_a_child(source, progress)
    except OSError as error:
        raise ModelUnavailable(f"{source.name}: cannot be prepared ({error})") from error


def _compiled_in_a_child(source: ModelSource, progress: Progress) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory(prefix="byline-") as folder, tempfile.TemporaryFile() as errors:
        command = [sys.executable, "-P", "-c", "from index.compile import main; main()"]
        arguments = [str(source.folder), folder, source.name, source.weights_sha256 or ""]
        with subprocess.Popen(  # noqa: S603 (this interpreter, this module)
            [*command, *arguments],
            stdin=subprocess.PIPE,  # at its end the parent is gone, and the child goes too
            stdout=subprocess.PIPE,
            stderr=errors,
            env=_environment(),
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                progress(STEP, int(line), STEPS)
            process.wait()  # before its standard input is closed, which would end it in the middle of leaving
        if process.returncode != 0:
            errors.seek(0)
            raise ModelUnavailable(_reason(source, errors.read().decode("utf-8", "replace"), process.returncode))
        return {name: (Path(folder) / name).read_bytes() for name in (MODEL, TOKENIZER, SETTINGS)}


def main() -> None:
    """In the process of its own: folder of the model, folder to write to, name, SHA-256 or nothing."""
    source, target, name, weights_sha256 = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    threading.Thread(target=_leave_with_the_parent, daemon=True).start()
    # Libraries that print would disturb the count of steps on standard output.
    steps = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    if weights_sha256 and _sha256((source / "model.safetensors").read_bytes()) != weights_sha256:
        raise ModelUnavailable(f"{source / 'model.safetensors'}: damaged; reinstall the package that holds it")
    print(1, file=steps)
    original = _original(source)
    print(2, file=steps)
    graph = _export(original, target)
    print(3, file=steps)
    files = _checked(original, graph, name)
    for file, data in files.items():
        (target / file).write_bytes(data)
    print(4, file=steps)


def _leave_with_the_parent() -> None:
    """Wait for the end of standard input; whoever started this process holds the other end and never writes."""
    os.read(0, 1)
    os._exit(1)


def _original(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        # Safetensors alone: other weights are pickles. Eager attention gives the smaller and faster graph.
        model_kwargs = {"use_safetensors": True, "attn_implementation": "eager"}
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs=model_kwargs)
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise ModelUnavailable(f"{folder}: not a model that sentence-transformers can load ({reason[0]})") from error
    if getattr(model.tokenizer, "backend_tokenizer", None) is None:
        raise ModelUnavailable(f"{folder}: its tokenizer has no tokenizer.json form")
    return model.eval().float()


def _export(original: SentenceTransformer, target: Path) -> ModelProto:
    """The whole pipeline (transformer, pooling, any dense layers) and a normalisation as one graph.

    Its outputs: "embedding" and, where that is the mean of them, "tokens", the vector of each token.
    """
    import onnx
    import torch

    features = original.preprocess(["the quick brown fox", "hello"])
    inputs = [name for name, value in features.items() if isinstance(value, torch.Tensor)]
    unknown = set(inputs) - {"input_ids", "attention_mask", "token_type_ids"}
    if unknown:
        raise ModelUnavailable(f"cannot compile a model that wants {', '.join(sorted(unknown))}")
    outputs = ["embedding", "tokens"] if _takes_the_mean(original) else ["embedding"]

    class Pipeline(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.original = original

        def forward(self, *tensors: torch.Tensor) -> tuple[torch.Tensor, ...]:
            found = self.original(dict(zip(inputs, tensors, strict=True)))
            embedding = torch.nn.functional.normalize(found["sentence_embedding"], dim=1)
            return (embedding, found["token_embeddings"])[: len(outputs)]

    path = target / "exact.onnx"
    with torch.no_grad():
        torch.onnx.export(
            Pipeline().eval(),
            tuple(features[name] for name in inputs),
            str(path),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes={name: {0: "batch", 1: "length"} for name in [*inputs, *outputs[1:]]}
            | {"embedding": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,  # takes a tenth of the other exporter's time, and the graph is no slower
        )
    graph = onnx.load(path)
    path.unlink()
    return graph


def _takes_the_mean(original: SentenceTransformer) -> bool:
    """Whether a text's vector is the mean of its tokens' vectors, but for its length."""
    import torch

    with torch.no_grad():
        found = original(original.preprocess(list(PROBES)))
    embedding, tokens = found["sentence_embedding"], found["token_embeddings"]
    if embedding.shape[-1] != tokens.shape[-1]:
        return False
    mean = (tokens * found["attention_mask"][:, :, None]).sum(dim=1)
    return float(torch.nn.functional.cosine_similarity(embedding, mean).min()) >= LEAST_COSINE_EXACT


def _checked(original: SentenceTransformer, graph: ModelProto, name: str) -> dict[str, bytes]:
    """The compiled files, once they agree with the original: with int8 weights, or else with exact ones."""
    from onnxruntime.capi import onnxruntime_pybind11_state as refusals

    expected = original.encode(list(PROBES), normalize_embeddings=True, show_progress_bar=False)
    exact = graph.SerializeToString()
    wanted = {node.name for node in graph.graph.input}
    probes = [original.preprocess([probe]) for probe in PROBES]

    def in_eight_bits() -> bytes:
        quantise(graph, [{name: probe[name].numpy() for name in wanted} for probe in probes])
        return bytes(graph.SerializeToString())

    for model, least in ((in_eight_bits, LEAST_COSINE), (lambda: exact, LEAST_COSINE_EXACT)):
        try:
            files = _files(original, optimised(model()), name)
            cosine = float((OnnxEncoder.from_files(files).encode(PROBES) * expected).sum(axis=1).min())
        except (
            ModelUnavailable,
            refusals.Fail,
            refusals.InvalidArgument,
            refusals.InvalidGraph,
            refusals.NotImplemented,
            refusals.RuntimeException,
        ) as error:
            reason = " ".join(str(error).split())[:200]
            continue
        if cosine >= least:
            return files
        reason = f"cosine {cosine:.3f} to the original"
    raise ModelUnavailable(f"{name}: cannot be compiled faithfully ({reason})")


def _files(original: SentenceTransformer, model: bytes, name: str) -> dict[str, bytes]:
    tokenizer: Any = original.tokenizer
    tokenizer_json = tokenizer.backend_tokenizer.to_str().encode()
    longest = original.max_seq_length
    settings = EncoderSettings(
        name=name,
        dimensions=original.get_embedding_dimension() or 0,
        max_tokens=longest if longest and longest < 100_000 else 512,  # transformers says 10^30 for "not known"
        pad_id=tokenizer.pad_token_id or 0,
        pad_left=tokenizer.padding_side == "left",
        prompt=original.prompts.get(original.default_prompt_name or "") or "",
        model_sha256=_sha256(model),
        tokenizer_sha256=_sha256(tokenizer_json),
    )
    return {MODEL: model, TOKENIZER: tokenizer_json, SETTINGS: settings.model_dump_json().encode()}


def _environment() -> dict[str, str]:
    """This process's, with the packages that it sees, and no way to the network for the model libraries."""
    package_root = str(Path(__file__).resolve().parent.parent)
    offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    path = os.pathsep.join([package_root, *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, **offline, "PYTHONPATH": path, "PYTHONWARNINGS": "ignore", "TOKENIZERS_PARALLELISM": "false"}


def _reason(source: ModelSource, errors: str, status: int) -> str:
    """One line: what the process said last."""
    last = (errors.strip().splitlines() or [f"exit status {status}"])[-1]
    said = last.removeprefix(f"{ModelUnavailable.__module__}.{ModelUnavailable.__qualname__}: ")
    return said if said != last else f"{source.name}: cannot be prepared ({json.dumps(last, ensure_ascii=False)[1:-1]})"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
