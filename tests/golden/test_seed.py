"""The seed article, the real models, the real program."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter

from assistant import Answer, Assistant, Conversation, Found, NotFound

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "kremlin-drones.txt"


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant.open(SEED)


@pytest.mark.parametrize(
    ("question", "answer", "paragraph"),
    [
        ("What did Volodin demand?", "the use of weapons capable of stopping and destroying", 11),
        ("How many drones crashed into the Kremlin?", "two", 4),
        ("Who is the founder of the Wagner Group?", "Yevgeny Prigozhin", 12),
        ("When was the Kremlin struck?", "Wednesday", 3),
    ],
)  # fmt: skip
def test_it_answers_with_the_words_and_the_place(
    assistant: Assistant, question: str, answer: str, paragraph: int
) -> None:
    """The answer's words are in the best answer, which cites the paragraph that says so."""
    found = assistant.ask(question)
    assert isinstance(found, Found)
    assert answer in found.answers[0].text
    assert paragraph in {c.paragraph for c in found.answers[0].citations}


def test_everyone_who_reacted_in_russia_is_named_and_quoted(assistant: Assistant) -> None:
    """Those who are said to be Russian or speak for Russia, each with their own words."""
    found = assistant.ask("Who reacted in Russia?")
    assert isinstance(found, Found)
    assert found.together
    paragraphs = {answer.text: [c.paragraph for c in answer.citations] for answer in found.answers}
    assert paragraphs == {"Kremlin": [6, 9], "Vyacheslav Volodin": [11], "Yevgeny Prigozhin": [12, 13]}


def test_a_yes_or_no_is_given_where_the_words_settle_it(assistant: Assistant) -> None:
    """With the sentence that does so."""
    found = assistant.ask("Has the footage been verified?")
    assert isinstance(found, Found)
    assert [answer.text for answer in found.answers] == ["No"]
    assert "which is yet to be verified" in found.answers[0].citations[0].quote


@pytest.mark.parametrize("question", ["How much did the drones cost?", "Who won the football match?"])
def test_it_declines_what_the_article_does_not_say(assistant: Assistant, question: str) -> None:
    """No guess, but the closest passages."""
    answer = assistant.ask(question)
    assert isinstance(answer, NotFound)


def test_every_citation_re_slices_and_survives_json(assistant: Assistant) -> None:
    """Of answers and refusals alike, after a round through JSON."""
    text = SEED.read_text(encoding="utf-8")
    conversation = Conversation()
    for question in (
        "Who denied involvement?",
        "Who reported from Kyiv?",
        "What is the mood in Kyiv?",
        "Who is Biden?",
    ):
        answer = assistant.ask(question, conversation)
        conversation = conversation.add(question, answer)
        again = TypeAdapter[Found | NotFound](Answer).validate_json(answer.model_dump_json())
        assert again == answer
        citations = again.closest if again.kind == "not_found" else [c for a in again.answers for c in a.citations]
        assert citations
        for citation in citations:
            assert text[citation.start : citation.end] == citation.quote
            assert assistant.verify(citation)
    assert Conversation.model_validate_json(conversation.model_dump_json()) == conversation


@pytest.mark.usefixtures("assistant")
def test_the_second_time_no_model_library_is_imported() -> None:
    """Once the encoder is compiled and the index stored, a short article needs neither torch nor FAISS."""
    script = (
        "import json, sys\n"
        "from tui.cli import main\n"
        f"code = main(['ask', '--json', {str(SEED)!r}, 'What did Volodin demand?'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'sklearn', 'scipy', 'bm25s', 'faiss'}\n"
        "print(json.dumps([int(code), sorted(heavy & sys.modules.keys())]), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stderr.splitlines()[-1]) == [0, []]
    assert json.loads(done.stdout)["kind"] == "found"


@pytest.mark.usefixtures("assistant")
def test_a_damaged_stored_index_is_rebuilt_with_a_word_to_the_user(cache: Path) -> None:
    """The answer is right all the same, and the word stands on standard error, terminal or not."""
    for vectors in cache.glob("indexes/*/vectors.faiss"):
        vectors.write_bytes(vectors.read_bytes()[:-1])
    done = subprocess.run(
        [sys.executable, "-m", "tui", "ask", SEED, "What did Volodin demand?"],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.startswith("the use of weapons")
    assert done.stderr.startswith("byline: The stored index is rebuilt: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.usefixtures("assistant")
def test_only_known_kinds_of_files_are_kept_and_none_is_a_pickle(cache: Path) -> None:
    """JSON, ONNX, FAISS, and a NumPy archive that loads with pickle forbidden."""
    kept = {path.name: path for path in cache.rglob("*") if path.is_file()}
    models, indexes = {"model.onnx", "tokenizer.json", "settings.json"}, {"vectors.faiss", "lexical.npz"}
    assert kept.keys() == models | indexes | {"manifest.json"}
    with np.load(kept["lexical.npz"], allow_pickle=False) as stored:
        assert {stored[name].dtype.kind for name in stored} <= {"f", "i", "u"}


def test_a_threshold_only_withholds(assistant: Assistant) -> None:
    """What it withholds is what there would be without it, of one answer or of several together."""
    for question in ("Who denied involvement?", "Which officials spoke?", "What did Volodin and Prigozhin say?"):
        given, withheld = assistant.ask(question), assistant.with_threshold(0.99).ask(question)
        assert isinstance(given, Found)
        assert isinstance(withheld, NotFound)
        best = max(given.answers, key=lambda answer: answer.confidence)
        assert (withheld.withheld, withheld.confidence) == (best.text, best.confidence)
        assert withheld.closest[0] == best.citations[0]


@pytest.mark.parametrize(
    "turns",
    [
        [
            ("Who is Vyacheslav Volodin?", None, "the speaker"),
            ("What did he demand?", "What did Vyacheslav Volodin demand?", "the use of weapons"),
            (
                "Where?",
                "Where did Vyacheslav Volodin demand the use of weapons capable of stopping and destroying "
                "the Kyiv terrorist regime?",
                "Telegram",
            ),
        ],
        [
            ("Who founded the Wagner Group?", None, "Prigozhin"),
            ("When was the Kremlin struck?", None, "Wednesday"),
        ],
    ],
)
def test_a_conversation_understands_its_follow_ups(
    assistant: Assistant, turns: list[tuple[str, str | None, str]]
) -> None:
    """And says how; a question that stands alone is taken as it stands."""
    conversation = Conversation()
    for question, understood_as, words in turns:
        answer = assistant.ask(question, conversation)
        assert isinstance(answer, Found)
        assert answer.understood_as == understood_as
        assert words in answer.answers[0].text
        conversation = conversation.add(question, answer)
