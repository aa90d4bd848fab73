"""Paragraphs, sentences and passages are spans of the text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.split import MAX_PASSAGE, begins_item, paragraphs, sentence_spans, split

SEED = Path(__file__).parents[2] / "seeds" / "kremlin-drones.txt"


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    "expected",
    [
        ["Two councillors abstained.", "The bridge was shut."],
        ["“I can read you their names.”", "He then did so."],
        ["“When will it become active?” he asked.", "“Maybe in days.”"],
        ["Mr. Achterlin met Dr. Holm in the U.S. Senate.", "They talked."],
        ["He arrived at 5 p.m. and left.", "She stayed."],
        ["J. K. Rowling wrote it.", "It sold."],
        ["Sales rose 8.4 per cent to €612.5m.", "Profit fell."],
        ["So you can imagine the city is tense. ”", "Nobody slept."],
        ["Wait…", "What?!", "No."],
        ["“It is late.” – The mayor.", "“We go on.”"],
        ["他来了。", "她走了！"],
        ["It was founded in the U.S.", "The company moved later."],
        ["The answer was no.", "The council left.", "They sat.", "We saw the sun.", "It was hot."],
        ["See No. 5 of Vol. 2 on Sept. 11 at noon.", "Then stop."],
        ["442071234567 is the number.", "Call now."],
        ["It was World War I.", "Nobody cheered."],
        ["1234567. The seventh item.", "Done."],
        ["12345678.", "Too long for the number of an item."],
        ["He came.", "5 days.", "Then he left."],
        ["Mr. J. P. Okafor, who is 41, said so.", "He left."],
        ["It opened in 1998.[3]", "It shut in 2020.[4][5]", "Nobody objected.[citation needed]", "It is over."],
        ["It is shut.[^1]", "The mayor left.¹", "Nobody came."],
        ["**It shut on Monday.**", "The mayor said so.", "*Nobody* objected.", "**Ann** paid.", "£3m was spent."],
        ["They overturned Roe v. Wade in 2022.", "Several towns, e.g. Norwich and Ely, were flooded."],
        ["It starts at 5 p.m. Monday.", "It ends at 8 a.m. ET on Friday.", "He left at 5 p.m. March 3.", "He slept."],
        ["Brig. Gen. Smith denied it.", "Built c. 1900, it stood.", "See ch. 3 and para. 4.", "Go."],
        ["Order part no. BM-114 today.", "He said no.", "Bob left.", "They said no.", "COVID-19 was over."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    """Stops end a sentence, with the quotes that close it; abbreviations, initials and decimals do not."""
    joined = "".join(expected) if "。" in expected[0] else " ".join(expected)
    assert sentences(joined) == expected


def test_list_items_are_sentences_of_their_own() -> None:
    """Lines of a list are told apart although no stop ends them."""
    assert sentences("Bring:\n- a torch\n- two ropes\n1. Climb") == ["Bring:", "- a torch", "- two ropes", "1. Climb"]


def test_a_wrapped_line_is_no_item() -> None:
    """A number but the first of a list, or a dash, where the line before is not over."""
    for line in (
        "He died at the age of\n45. He left a widow.",
        "It was paid by the mayor\n— a former teacher — herself.",
    ):
        assert len(sentences(line)) == len(sentences(line.replace("\n", " ")))
    assert sentences("Bring:\n– a torch\n– ropes\n1. Climb\n2. Rest") == [
        "Bring:",
        "– a torch",
        "– ropes",
        "1. Climb",
        "2. Rest",
    ]


def test_a_byte_order_mark_is_white_space() -> None:
    """The heading behind it is one."""
    assert paragraphs("\ufeff# Shut\nIt is shut.") == [(1, 7), (8, 19)]


@pytest.mark.parametrize(
    "lines",
    [
        ["| Plot | Holder |\n|:---|---|", "| 18 | Ann Lee |", "| 19 | Bob Roe |"],
        ["**Present:** Ann Lee", "**Apologies**: Bob Roe", "__Chair:__ Carl Foe"],
        ["From: Ann Lee", "To: Bob Roe", "Subject: Friday"],
        ["[09:31] Ann: error rate 0.4%", "[09:32:10] Bob: good", "9:33 Ann: thanks"],
        ["4.1 The guest leaves by", "4.2 “Guest” is who pays", "10.4.1 No dogs"],
        ["It rose by\n4.1 per cent at\n10:30 GMT and then by\n0.2 to 5."],
        ["He told the\nGuardian: it was late\nand at\n2.4 GHz."],
        ["Ann Lee: all is down", "Dr. Roe: looking", "Jan van Dyk: thanks"],
        ["The tenant may not", "(a) keep a dog", "(b) play the tuba", "(iii) or both"],
        ["It is eight thousand metres\n(km) from the city, more or less\n(as) we know."],
    ],
)
def test_rows_labels_and_heads_are_sentences_of_their_own(lines: list[str]) -> None:
    """The line under a table's head belongs to the head."""
    assert sentences("\n".join(lines)) == lines


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("- two ropes", True),
        ("  ## Ropes", True),
        ("| a | b |", True),
        ("**Who:** Ann", True),
        ("Ann - and Bob", False),
    ],
)
def test_where_an_item_begins_is_told_of_any_line(line: str, begins: bool) -> None:
    """Of a heading, too; wherever the line stands."""
    text = f"- Before\n{line}\nAfter"
    assert [begins_item(text, at) for at in (0, 9, len(text) - 5)] == [True, begins, False]


def test_a_dash_after_a_quotation_says_whose_it_is() -> None:
    """On a line of its own too, but not in a list of quotations or after other text."""
    assert sentences("“It is late,”\n— Ann Lee, mayor. She left.") == ["“It is late,”\n— Ann Lee, mayor.", "She left."]
    assert sentences("- “One.”\n- “Two.”\n- Three") == ["- “One.”", "- “Two.”", "- Three"]
    assert sentences("He said “no.”\n- Bob: yes") == ["He said “no.”", "- Bob: yes"]
    text = "Before.\n\n“It is late,”\n— Ann Lee."
    assert [text[a:b] for a, b in split(text)[1].sentences] == ["“It is late,”\n— Ann Lee."]


def test_blank_lines_part_paragraphs_and_wrapped_lines_do_not() -> None:
    """A paragraph wrapped at 72 columns is one paragraph."""
    text = "One line\nand its second line.\n \nAnother.\r\n\r\nThird."
    assert [text[a:b] for a, b in paragraphs(text)] == ["One line\nand its second line.", "Another.", "Third."]


def test_long_lines_are_paragraphs_of_their_own() -> None:
    """A file without blank lines, one paragraph a line, keeps its paragraphs."""
    first, second = "First " * 30, "Second " * 30
    assert len(paragraphs(f"{first}\n{second}")) == 2


def test_a_markdown_heading_stands_alone() -> None:
    """The text under a heading is not drawn into it."""
    text = "# Title\nShort text.\nMore of it."
    assert [text[a:b] for a, b in paragraphs(text)] == ["# Title", "Short text.\nMore of it."]


def test_the_seed_article_has_twenty_paragraphs() -> None:
    """A quote that runs over several paragraphs leaves them apart; the last keeps its stray closing quote."""
    text = SEED.read_text(encoding="utf-8")
    passages = split(text)
    assert len(passages) == 20
    assert [p.paragraph for p in passages] == list(range(1, 21))
    last = passages[-1].sentences[-1]
    assert text[slice(*last)] == "So you can imagine the city is tense. ”"


def test_a_long_paragraph_is_cut_into_even_passages_between_sentences() -> None:
    """No passage is over the limit, and each holds whole sentences."""
    text = "This sentence has thirty letters. " * 100
    passages = split(text)
    assert {p.paragraph for p in passages} == {1}
    assert all(p.end - p.start <= MAX_PASSAGE for p in passages)
    assert all(text[p.start : p.end].endswith("letters.") for p in passages)
    lengths = [p.end - p.start for p in passages]
    assert max(lengths) - min(lengths[:-1]) < 100


@pytest.mark.parametrize("before", ["", "Before.\n\n", "Before.\n\n" * 9])
def test_passages_are_even_wherever_the_paragraph_stands(before: str) -> None:
    """Ten sentences make six and four, though eight would fit in the first."""
    passages = [p for p in split(before + "Ten chars. " * 10, max_passage=90) if p.paragraph == len(before.split()) + 1]
    assert [len(p.sentences) for p in passages] == [6, 4]


def test_sentences_that_part_exactly_in_two_do() -> None:
    """Four of a length, without spaces, make two and two, though three would fit."""
    assert [len(p.sentences) for p in split("他来了。" * 4, max_passage=12)] == [2, 2]


def test_a_paragraph_of_just_the_limit_is_one_passage() -> None:
    """One character more makes two."""
    text = "Ten chars. " * 4 + "Ten chars."
    assert [len(split(text, max_passage=limit)) for limit in (54, 53)] == [1, 2]


def test_uneven_sentences_never_make_a_passage_too_long() -> None:
    """A long sentence after a short one begins the next passage."""
    text = f"Short one. {'X' * 80}. Short two. {'Y' * 80}."
    assert [[b - a for a, b in p.sentences] for p in split(text, max_passage=92)] == [[10, 81], [10, 81]]
    assert [[b - a for a, b in p.sentences] for p in split(text, max_passage=91)] == [[10], [81], [10], [81]]


def test_a_passage_knows_its_article() -> None:
    """The first, unless another is said."""
    assert [p.article for p in split("One.") + split("Two.", 3)] == [0, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aaa bbb ccc ddd", ["aaa bbb", "ccc ddd"]),
        ("aaa\nbbb ccc\nddd", ["aaa\nbbb", "ccc\nddd"]),
        ("aaa bbb\nccc ddd eee", ["aaa bbb", "ccc ddd", "eee"]),
        ("aa bbbbbbbbbbbb cc", ["aa", "bbbbbbbb", "bbbb cc"]),
        ("aaaaaaaa", ["aaaaaaaa"]),
        ("aaa bbbb", ["aaa bbbb"]),
        ("aaa bbb\nc", ["aaa bbb", "c"]),
        ("aa\nbb\nccc", ["aa\nbb", "ccc"]),
        ("aaaaaaaab", ["aaaaaaaa", "b"]),
    ],
)
@pytest.mark.parametrize("before", ["", "z\n"])
def test_a_sentence_over_the_limit_is_cut_at_the_last_space_that_fits(
    before: str, text: str, expected: list[str]
) -> None:
    """A line's end is as good as a space; where there is neither, it is cut anywhere."""
    whole = before + text
    assert [whole[a:b] for a, b in sentence_spans(whole, len(before), len(whole), longest=8)] == expected


@pytest.mark.parametrize(("length", "count"), [(120, 1), (121, 2)])
def test_a_line_over_120_characters_is_a_paragraph(length: int, count: int) -> None:
    """Up to there it is taken for a line of a wrapped paragraph."""
    assert len(paragraphs(f"{'x' * length}\nThe next line.")) == count


def test_a_word_without_end_is_cut() -> None:
    """A line of 10,000 letters without a space still gives passages that fit."""
    assert {p.end - p.start for p in split("x" * 10_000)} == {MAX_PASSAGE}
    assert [p.end - p.start for p in split("x" * 60, max_passage=50)] == [50, 10]


@given(st.text(alphabet=st.sampled_from("aB.!? \n\r\t“”\"'-#1。é—"), max_size=400))
def test_every_visible_character_is_in_one_passage_and_one_sentence(text: str) -> None:
    """Passages and sentences cover all that is not white space, in order, without overlap."""
    spans = [span for passage in split(text, max_passage=50) for span in passage.sentences]
    covered = [i for start, end in spans for i in range(start, end)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    for passage in split(text, max_passage=50):
        assert (passage.start, passage.end) == (passage.sentences[0][0], passage.sentences[-1][1])
        assert passage.end - passage.start <= 50
