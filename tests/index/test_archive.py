"""Very many articles: chosen by a question, added and removed one by one, never half."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index import Article, ArticleUnreadable
from index.archive import Archive
from index.errors import ArchiveUnusable
from index.folder import FolderShelf
from index.milvus import MilvusShelf
from index.open import open_index
from tests.fakes import FakeEncoder

TOPICS = ["ferry", "mayor", "shrimp", "octopus", "bridge", "bicycle", "harbour", "orchard", "library", "tax"]


def articles(count: int) -> list[Article]:
    """Each about a topic and a number of its own, in two paragraphs."""
    return [
        Article(
            f"{number:03}.txt",
            f"The {topic} of village {number} is old. People like it.\n\n"
            f"In year {1000 + number} the {topic} burned down.",
        )
        for number in range(count)
        for topic in [TOPICS[number % len(TOPICS)]]
    ]


def archive(folder: Path, encoder: FakeEncoder | None = None, block: int = 50) -> Archive:
    encoder = encoder or FakeEncoder()
    return Archive(FolderShelf(folder, encoder, create=True, block=block), encoder)


def in_milvus(folder: Path) -> Archive:
    encoder = FakeEncoder()
    return Archive(MilvusShelf(f"milvus+file:{folder}/archive", encoder, create=True), encoder)


def chosen(archive: Archive, question: str) -> list[str]:
    index = archive.choose([question])
    return [] if index is None else [article.id for article in index.articles]


@pytest.fixture(params=["compared one by one", "in blocks", "in Milvus"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    """An archive of 100 articles, 200 passages."""
    if request.param == "in Milvus":
        made = in_milvus(tmp_path)
    else:
        made = archive(tmp_path / "archive", block=50 if request.param == "in blocks" else 1000)
    for part in range(0, 100, 10):
        assert made.add(articles(100)[part : part + 10], 10) == 10
    return made


@pytest.fixture
def blocks(tmp_path: Path) -> Archive:
    """The same in a folder, in blocks."""
    made = archive(tmp_path / "archive")
    made.add(articles(100), 100)
    return made


@pytest.mark.parametrize("number", [3, 42, 99])
def test_a_question_chooses_the_article_that_it_is_about(filled: Archive, number: int) -> None:
    """The article is first, eight are chosen at most, and each is there whole."""
    article = articles(100)[number]
    names = chosen(filled, f"What burned down in year {1000 + number} in village {number}?")
    assert names[0] == article.id
    assert len(names) == len(set(names)) <= 8
    index = filled.choose([f"village {number} year {1000 + number}"])
    assert index is not None
    assert index.articles[0] == article
    assert [index.text(p) for p in index.passages if p.article == 0] == article.text.split("\n\n")


def test_what_is_chosen_is_searched_as_if_it_had_been_opened(filled: Archive) -> None:
    """Passages and their positions are the same, and vectors lose no more than half precision does."""
    index = filled.choose(["the octopus of village 13"])
    assert index is not None
    opened = open_index(index.articles, FakeEncoder())
    assert index.passages == opened.passages
    ours, theirs = ({hit.position: hit.score for hit in each.search("octopus 13", 99)} for each in (index, opened))
    assert ours == pytest.approx(theirs, abs=2e-3)


def test_what_no_article_mentions_is_known_of_all_of_them(filled: Archive) -> None:
    """A word of an article that was not chosen is mentioned; one of none is not."""
    index = filled.choose(["the octopus of village 13"])
    assert index is not None
    assert index.mentions("Orchards 1027")
    assert not index.mentions("bananas")


def test_named_articles_are_chosen_in_any_case(filled: Archive) -> None:
    """Those come first; what is gone is left out."""
    index = filled.choose(["the octopus of village 13"], also=["077.txt", "gone.txt"])
    assert index is not None
    assert index.articles[0].id == "077.txt"


def test_a_removed_article_is_gone(filled: Archive) -> None:
    """It is neither found nor listed, and the others stay."""
    question = "What burned down in year 1042 in village 42?"
    assert filled.remove("042.txt")
    assert not filled.remove("042.txt")
    assert "042.txt" not in chosen(filled, question)
    assert filled.article("042.txt") is None
    assert len(filled) == 99
    assert filled.add([articles(100)[42]], 1) == 1
    assert chosen(filled, question)[0] == "042.txt"


@pytest.mark.parametrize("block", [50, 1000])
def test_what_is_gone_takes_no_room_among_what_is_found(tmp_path: Path, block: int) -> None:
    """However much of it there is, and however like the question."""
    kept = archive(tmp_path / "archive", block=block)
    kept.add([Article("live.txt", "The ferry to Ambleside was cancelled.")], 1)
    for number in range(200):
        kept.add([Article("page.txt", f"The ferry, the ferry was cancelled, cancelled, {number}.")], 1)
    assert chosen(kept, "Was the ferry cancelled?") == ["page.txt", "live.txt"]
    kept.add([Article("page.txt", "A zeppelin landed.")], 1)
    kept.remove("page.txt")
    assert chosen(kept, "Was the ferry cancelled?") == ["live.txt"]
    index = kept.choose(["Did the zeppelin land?"])
    assert index is not None
    assert not index.mentions("zeppelin")
    kept.remove("live.txt")
    assert chosen(kept, "Was the ferry cancelled?") == []


def test_of_several_texts_of_a_name_the_last_is_kept(tmp_path: Path) -> None:
    """Even where it is the one that is there already."""
    kept = archive(tmp_path / "archive")
    old = Article("a.txt", "The ferry was cancelled.")
    kept.add([old], 1)
    kept.add([Article("a.txt", "The ferry went."), old], 2)
    article = kept.article("a.txt")
    assert article is not None
    assert article.text == old.text


def test_a_changed_article_takes_the_place_of_the_old(filled: Archive) -> None:
    """The old words are no longer found under its name."""
    assert filled.add([Article("042.txt", "A zeppelin landed.")], 1) == 1
    assert len(filled) == 100
    index = filled.choose(["Where did the zeppelin land?"])
    assert index is not None
    assert index.articles[0].text == "A zeppelin landed."


def test_what_is_there_is_not_embedded_again(tmp_path: Path) -> None:
    """Adding the same again costs nothing."""
    encoder = FakeEncoder()
    made = archive(tmp_path, encoder)
    assert made.add(articles(20), 20) == 20
    embedded = len(encoder.encoded)
    assert made.add(articles(20), 20) == 0
    assert len(encoder.encoded) == embedded


def test_an_interrupted_addition_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """What was kept before the interruption is complete; only the rest is embedded."""

    def interrupted() -> Iterator[Article]:
        yield from articles(1000)[:700]
        raise KeyboardInterrupt

    encoder = FakeEncoder()
    made = archive(tmp_path, encoder)
    with pytest.raises(KeyboardInterrupt):
        made.add(interrupted(), 1000)
    kept = len(made)
    assert 500 < kept < 700
    encoder.encoded.clear()
    made = archive(tmp_path, encoder)
    assert made.add(articles(1000), 1000) == 1000 - kept
    assert len(encoder.encoded) == 5 * (1000 - kept) - (1000 - kept)  # two passages, one of two sentences
    assert list(made.names()) == [article.id for article in articles(1000)]
    assert chosen(made, "What burned down in year 1650 in village 650?")[0] == "650.txt"


def test_a_writer_that_is_killed_leaves_whole_articles(tmp_path: Path) -> None:
    """Whenever it happens; the next one goes on, and everything is found."""
    random = Random(0)
    script = (
        "import sys; from pathlib import Path; from tests.index.test_archive import archive, articles\n"
        "for some in range(0, 1000, 10): archive(Path(sys.argv[1])).add(articles(1000)[some:some + 10], 10)"
    )
    for _ in range(6):
        writer = subprocess.Popen([sys.executable, "-c", script, tmp_path / "archive"])
        try:
            writer.wait(timeout=0.8 + random.random())
        except subprocess.TimeoutExpired:
            writer.kill()
            writer.wait()
        made = archive(tmp_path / "archive")
        names = list(made.names())
        assert names == [article.id for article in articles(len(names))]
        for number in range(0, len(names), 40):
            index = made.choose([f"year {1000 + number} village {number}"])
            assert index is not None
            assert index.articles[0] == articles(1000)[number]
    assert made.add(articles(1000), 1000) == 1000 - len(names)
    assert chosen(made, "year 1999 village 999")[0] == "999.txt"


def test_what_a_writer_that_died_left_behind_is_overwritten(tmp_path: Path) -> None:
    """Vectors that nothing counts are not searched, and do not shift those that follow."""
    archive(tmp_path).add(articles(10), 10)
    for name in ("rows.f16", "passages.f16"):
        with (tmp_path / name).open("ab") as file:
            file.write(b"\xff" * 1000)
    made = archive(tmp_path)
    made.add(articles(20), 20)
    index = made.choose(["What burned down in year 1015 in village 15?"])
    assert index is not None
    assert index.articles[0].id == "015.txt"
    assert index.search("In year 1015 the bicycle burned down.", 1)[0].dense == pytest.approx(1.0, abs=2e-3)


def test_a_reader_sees_what_another_program_adds(tmp_path: Path) -> None:
    """At its next question, without being opened again; also across the making of a block."""
    reader, writer = archive(tmp_path), archive(tmp_path)
    assert reader.choose(["ferry"]) is None
    for count in (5, 40):
        writer.add(articles(count), count)
        assert chosen(reader, f"year {999 + count} village {count - 1}")[0] == f"{count - 1:03}.txt"
    assert list(tmp_path.glob("block-*"))


def test_blocks_of_a_size_become_one(tmp_path: Path) -> None:
    """Four and four again; the blocks that they were made of are gone, and everything is found as before."""
    reader, writer = archive(tmp_path), archive(tmp_path)
    for first in range(0, 600, 25):
        writer.add(articles(600)[first : first + 25], 25)
        assert chosen(reader, f"year {1000 + first} village {first}")[0] == f"{first:03}.txt"
    assert sorted(folder.name for folder in tmp_path.glob("block-*")) == [
        "block-0-800",
        "block-1000-200",
        "block-800-200",
    ]
    for number in range(0, 600, 37):
        assert chosen(reader, f"year {1000 + number} village {number}")[0] == f"{number:03}.txt"


@pytest.mark.parametrize("kind", ["folder", "Milvus"])
def test_names_are_in_alphabetical_order(tmp_path: Path, kind: str) -> None:
    """Whatever the order in which they came."""
    made = archive(tmp_path) if kind == "folder" else in_milvus(tmp_path)
    made.add(articles(20)[::-1], 20)
    assert list(made.names()) == [article.id for article in articles(20)]


@pytest.mark.parametrize("kind", ["folder", "Milvus"])
def test_several_may_add_at_once(tmp_path: Path, kind: str) -> None:
    """Every article is there once, and found."""

    def opened() -> Archive:
        return archive(tmp_path) if kind == "folder" else in_milvus(tmp_path)

    opened()
    with ThreadPoolExecutor(4) as pool:
        parts = [articles(120)[part::4] for part in range(4)]
        assert sum(pool.map(lambda part: opened().add(part, len(part)), parts)) == 120
    made = opened()
    assert len(made) == 120
    assert all(chosen(made, f"year {1000 + n} village {n}")[0] == f"{n:03}.txt" for n in range(0, 120, 17))


def test_progress_tells_rate_and_time_left(tmp_path: Path) -> None:
    """Articles a second, and minutes and seconds to go; the last is the whole."""
    told: list[tuple[str, int, int]] = []
    archive(tmp_path).add(articles(600), 600, lambda *step: told.append(step))
    label, done, total = told[0]
    assert label.startswith("Adding articles, ")
    assert label.endswith(" left,")
    assert (done, total) == (205, 600)
    assert told[-1] == ("Adding articles", 600, 600)


def test_progress_tells_what_is_passed_over(tmp_path: Path) -> None:
    """One by one; it says nothing of how fast the new ones are."""
    archive(tmp_path).add(articles(300), 300)
    told: list[tuple[str, int, int]] = []
    archive(tmp_path).add(articles(600), 600, lambda *step: told.append(step))
    assert told[:300] == [("Passing over what is there", done, 600) for done in range(1, 301)]
    assert told[300][0].startswith("Adding articles, ")


def test_an_article_without_words_is_refused(tmp_path: Path) -> None:
    """In one line with its name."""
    with pytest.raises(ArticleUnreadable, match=r"^x\.txt: empty, nothing to read$"):
        archive(tmp_path).add([Article("x.txt", " \n")], 1)


def test_what_is_refused_keeps_nothing_else_out(tmp_path: Path) -> None:
    """Where somebody is told of it; the others are kept."""
    told: list[str] = []
    mixed = [Article("empty.txt", " "), *articles(2), Article("long.txt", "No.\n\n" * 100_001)]
    assert archive(tmp_path).add(mixed, 4, refuse=lambda error: told.append(str(error))) == 2
    assert told == [
        "empty.txt: empty, nothing to read",
        "long.txt: more than 100,000 sentences; cut it into several articles",
    ]


class OtherEncoder(FakeEncoder):
    fingerprint = "other"


def test_what_cannot_be_opened_is_told_in_one_line(tmp_path: Path) -> None:
    """No archive, another model, another version, no archive at all but a file."""
    with pytest.raises(ArchiveUnusable, match="no archive here"):
        FolderShelf(tmp_path, FakeEncoder())
    archive(tmp_path)
    with pytest.raises(ArchiveUnusable, match=r"made with another embedding model \(fake\)"):
        FolderShelf(tmp_path, OtherEncoder())
    with sqlite3.connect(tmp_path / "articles.sqlite") as db:
        db.execute("UPDATE about SET version = 0")
    with pytest.raises(ArchiveUnusable, match="another version of Byline"):
        FolderShelf(tmp_path, FakeEncoder())
    (tmp_path / "file").write_text("x")
    with pytest.raises(ArchiveUnusable, match="file"):
        FolderShelf(tmp_path / "file", FakeEncoder(), create=True)


def test_what_is_not_an_archive_stays_as_it_is(tmp_path: Path) -> None:
    """A text file or somebody else's database of that name is refused, untouched, and nothing is put beside it."""
    text, other = tmp_path / "text" / "articles.sqlite", tmp_path / "other" / "articles.sqlite"
    for path in (text, other):
        path.parent.mkdir()
    text.write_text("My articles, one by one.\n" * 100)
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE about (me TEXT)")
    for path in (text, other):
        before = path.read_bytes()
        for create in (True, False):
            with pytest.raises(ArchiveUnusable, match=rf"^{path.parent}: not an archive; another folder can be one$"):
                FolderShelf(path.parent, FakeEncoder(), create=create)
        assert [each.name for each in path.parent.iterdir()] == ["articles.sqlite"]
        assert path.read_bytes() == before


def test_an_archive_without_a_mark_in_its_database_is_opened(tmp_path: Path) -> None:
    """The first archives had none; an empty database is no archive yet."""
    archive(tmp_path).add(articles(5), 5)
    with sqlite3.connect(tmp_path / "articles.sqlite") as db:
        db.execute("PRAGMA application_id = 0")
    assert len(FolderShelf(tmp_path, FakeEncoder())) == 5
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "articles.sqlite").touch()
    with pytest.raises(ArchiveUnusable, match="no archive here"):
        FolderShelf(tmp_path / "new", FakeEncoder())
    assert len(archive(tmp_path / "new")) == 0


def test_what_milvus_refuses_is_raised_and_not_printed(tmp_path: Path) -> None:
    """A collection that another program dropped is one line, of which pymilvus prints nothing itself."""
    script = (
        "import sys; from pymilvus import MilvusClient; from tests.index.test_archive import *\n"
        "made = in_milvus(Path(sys.argv[1]))\n"
        "MilvusClient(sys.argv[1] + '/archive.db').drop_collection('byline')\n"
        "try: len(made)\n"
        "except ArchiveUnusable as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"milvus+file:{tmp_path}/archive: ")
    assert (done.stdout.count("\n"), done.stderr) == (1, "")


def test_a_damaged_text_is_never_quoted(blocks: Archive, tmp_path: Path) -> None:
    """One letter changed on the disk is noticed before anything is answered."""
    with sqlite3.connect(tmp_path / "archive" / "articles.sqlite") as db:
        db.execute("UPDATE texts SET text = replace(text, 'village 42 is old', 'village 42 is new')")
    with pytest.raises(ArchiveUnusable, match=r"042\.txt is damaged or was cut by another Byline"):
        blocks.choose(["year 1042 village 42"])


def test_a_damaged_name_is_never_listed(blocks: Archive, tmp_path: Path) -> None:
    """The one letter that was changed on the disk is noticed."""
    with sqlite3.connect(tmp_path / "archive" / "articles.sqlite") as db:
        db.execute("UPDATE articles SET name = '043.text' WHERE name = '043.txt'")
    with pytest.raises(ArchiveUnusable, match=r"043\.text is damaged"):
        list(blocks.names())


def test_damage_to_an_article_is_over_when_it_is_removed(blocks: Archive, tmp_path: Path) -> None:
    """As the line says, it can be added again, though its damaged vectors are still in the file."""
    with (tmp_path / "archive" / "rows.f16").open("r+b") as file:
        file.seek(42 * 4 * 512)  # an article has four rows of 256 half floats
        file.write(b"\xff" * 4 * 512)
    question = "What burned down in year 1042 in village 42?"
    with pytest.raises(ArchiveUnusable, match=r"042\.txt is damaged .*; remove it and add it again"):
        blocks.choose([question])
    blocks.remove("042.txt")
    assert "042.txt" not in chosen(blocks, question)
    blocks.add([articles(100)[42]], 1)
    assert chosen(blocks, question)[0] == "042.txt"


@pytest.mark.parametrize("name", ["rows.f16", "passages.f16", "articles.sqlite"])
def test_a_file_cut_short_is_told(blocks: Archive, tmp_path: Path, name: str) -> None:
    """No answer comes from what is left."""
    path = tmp_path / "archive" / name
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ArchiveUnusable):
        blocks.add([Article("new.txt", "Something new.")], 1)


@pytest.mark.parametrize("name", ["vectors.faiss", "terms.npy", "texts.npy", "starts.npy", "weights.npy", "places.npy"])
@pytest.mark.parametrize("left", [0, 40])
def test_a_damaged_block_is_told(tmp_path: Path, name: str, left: int) -> None:
    """Cut short, its file cannot be opened; so says the line."""
    archive(tmp_path).add(articles(100), 100)
    path = next(tmp_path.glob("block-*")) / name
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(ArchiveUnusable, match=rf"block-0-200/{name}: damaged"):
        archive(tmp_path).choose(["year 1042 village 42"])


def test_the_approximate_search_finds_what_the_exact_one_does(tmp_path: Path) -> None:
    """Of 2,000 passages in one block the closest by either are nearly the same."""
    random = np.random.default_rng(0)
    made = archive(tmp_path, block=2000)
    words = [f"word{n}" for n in range(400)]
    texts = [" ".join(random.choice(words, 12)) for _ in range(2000)]
    made.add([Article(str(number), text) for number, text in enumerate(texts)], 2000)
    vectors = FakeEncoder().encode(texts)
    questions = [" ".join(random.choice(words, 6)) for _ in range(50)]
    same = 0
    for question in questions:
        exact = np.argsort(-(vectors @ FakeEncoder().encode([question])[0]))[0]
        same += str(exact) in chosen(made, question)
    assert same >= 45
