"""Very many articles are asked at once."""

from pathlib import Path

import pytest

from assistant import (
    ArchiveAssistant,
    Article,
    CannotOpen,
    Conversation,
    Found,
    NotFound,
    QuestionUnusable,
    Settings,
    load_article,
)

SEED = Path("seeds/kremlin-drones.txt")
FERRY = Article(
    "ferry.txt",
    "The ferry to Skerra was cancelled on Tuesday because of a storm. Captain Ines Holm had warned of it.\n\n"
    "A replacement sails on Friday.",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> ArchiveAssistant:
    """The seed article, a ferry's, and thirty others."""
    others = [Article(f"{n}.txt", f"Village number {n} has {n * 3} houses and a bakery.") for n in range(30)]
    opened = ArchiveAssistant.open(tmp_path_factory.mktemp("archive"), create=True)
    assert opened.add([load_article(SEED), FERRY, *others], 32) == 32
    return opened


def test_the_answer_cites_the_article_that_it_is_from(archive: ArchiveAssistant) -> None:
    """The quote is exact, and verifies against the archive."""
    answer = archive.ask("Why was the ferry cancelled?")
    assert isinstance(answer, Found)
    assert "storm" in answer.answers[0].text
    citation = answer.answers[0].citations[0]
    assert citation.article_id == "ferry.txt"
    assert FERRY.text[citation.start : citation.end] == citation.quote
    assert archive.verify(citation)
    assert not archive.verify(citation.model_copy(update={"quote": "Something else."}))
    assert not archive.verify(citation.model_copy(update={"article_id": "gone.txt"}))


def test_what_it_is_about_is_asked_of_one_article(archive: ArchiveAssistant) -> None:
    """Not of whichever were closest to the question."""
    declined = archive.ask("Who is Zebulon?")
    assert isinstance(declined, NotFound)
    for question, conversation in (
        ("What is this about?", Conversation()),
        ("What is it about?", Conversation().add("Who is Zebulon?", declined)),
    ):
        answer = archive.ask(question, conversation)
        assert isinstance(answer, NotFound)
        assert answer.reason == "Ask that of one article; an archive has many."


def test_a_name_that_no_article_has_is_the_reason(archive: ArchiveAssistant) -> None:
    """It is looked for in all of them, not only in those that were read."""
    answer = archive.ask("Who is Quark?")
    assert isinstance(answer, NotFound)
    assert answer.reason == "The articles never mention Quark."


def test_a_follow_up_goes_on_with_the_cited_article(archive: ArchiveAssistant) -> None:
    """On its own, the question does not say what was cancelled."""
    first = archive.ask("Who had warned of the storm?")
    assert isinstance(first, Found)
    answer = archive.ask("When was it cancelled?", Conversation().add("Why was the ferry cancelled?", first))
    assert isinstance(answer, Found)
    assert "Tuesday" in answer.answers[0].text


def test_an_empty_archive_has_no_answer(tmp_path: Path) -> None:
    """A plain sentence; nothing to cite."""
    answer = ArchiveAssistant.open(tmp_path, create=True).ask("Why was the ferry cancelled?")
    assert answer == NotFound(question="Why was the ferry cancelled?", reason="There is no article in the archive.")


def test_the_threshold_is_the_users(tmp_path: Path) -> None:
    """At 1 nothing is sure enough."""
    opened = ArchiveAssistant.open(tmp_path, create=True, settings=Settings(threshold=1))
    opened.add([FERRY])
    assert isinstance(opened.ask("Why was the ferry cancelled?"), NotFound)


def test_articles_come_and_go(tmp_path: Path) -> None:
    """Names, number and answers follow."""
    opened = ArchiveAssistant.open(tmp_path, create=True)
    opened.add([FERRY])
    assert (len(opened), list(opened.names())) == (1, ["ferry.txt"])
    assert opened.remove("ferry.txt")
    assert not opened.remove("ferry.txt")
    assert opened.ask("Why was the ferry cancelled?").kind == "not_found"


def test_what_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    """With what to do about it."""
    with pytest.raises(CannotOpen, match="no archive here; byline add makes one"):
        ArchiveAssistant.open(tmp_path / "nothing")
    with pytest.raises(CannotOpen, match="empty, nothing to read"):
        ArchiveAssistant.open(tmp_path, create=True).add([Article("x", " ")])


def test_what_is_not_text_is_refused(archive: ArchiveAssistant, tmp_path: Path) -> None:
    """A lone surrogate in a name cannot be kept, so that nothing has such a name; in a question, it cannot be asked."""
    opened, told = ArchiveAssistant.open(tmp_path, create=True), list[CannotOpen]()
    with pytest.raises(CannotOpen, match="its name is not text"):
        opened.add([Article("\udcff.txt", FERRY.text)])
    assert opened.add([Article("\udcff.txt", FERRY.text), FERRY], refuse=told.append) == 1
    assert len(told) == 1
    assert not opened.remove("\udcff.txt")
    assert opened.article("\udcff.txt") is None
    with pytest.raises(QuestionUnusable, match="the question is not text"):
        archive.ask("Who denied \ud800?")


def test_milvus_gives_the_same_answers(archive: ArchiveAssistant, tmp_path: Path) -> None:
    """Same articles, same answers, same quotes; only the confidence may differ by what half precision loses."""
    milvus = ArchiveAssistant.open(f"milvus+file:{tmp_path}/archive", create=True)
    milvus.add([article for name in archive.names() for article in [archive.article(name)] if article], len(archive))
    assert list(milvus.names()) == list(archive.names())
    for question in (
        "Who denied involvement?",
        "Why was the ferry cancelled?",
        "When does a replacement sail?",
        "How many houses has village number 7?",
        "Who is Quark?",
        "Did the ferry sail on Tuesday?",
    ):
        ours, theirs = archive.ask(question), milvus.ask(question)
        assert _quoted(ours) == _quoted(theirs)


def _quoted(answer: Found | NotFound) -> list[tuple[str, str]]:
    if isinstance(answer, NotFound):
        return [("", answer.reason)]
    return [(found.text, c.quote) for found in answer.answers for c in found.citations]
