"""From a question to cited answers, with a fake encoder and reader at the seams."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant import (
    Article,
    Assistant,
    CannotOpen,
    Citation,
    Conversation,
    Found,
    NotFound,
    QuestionUnusable,
    Settings,
    named_apart,
)
from assistant.calibration import Logistic
from index.open import open_index
from tests.fakes import FakeEncoder, FakeReader

TEXT = (
    "The bridge was shut.\n\n"
    "Councillor Piers Lockyer denied that he stood to gain. The leaflet was unsigned.\n\n"
    "Bettina Crowe said that her party had not printed it. Mr Lockyer was sorry.\n\n"
    "Nothing else happened."
)
# The reader's score is the confidence's logit: 0 is 50 %.
MODEL = Logistic(weights=(1.0, 0.0, 0.0, 0.0), bias=0.0, threshold=0.5)


def assistant(
    phrases: dict[str, float], settings: Settings | None = None, texts: tuple[str, ...] = (TEXT,)
) -> Assistant:
    articles = [Article(f"{number}.txt", text) for number, text in enumerate(texts)]
    index = open_index(articles, FakeEncoder())
    return Assistant(index, FakeReader(phrases), MODEL, settings or Settings())


def test_an_answer_is_cited_by_its_sentence() -> None:
    """The quote is the whole sentence; the answer's own words are marked inside it; both re-slice."""
    answer = assistant({"Piers Lockyer": 2.0}).ask("Who denied it?")
    assert isinstance(answer, Found)
    (best,) = answer.answers
    (citation,) = best.citations
    assert best.text == "Piers Lockyer"
    assert best.confidence == pytest.approx(0.881, abs=0.001)
    assert citation.quote == "Councillor Piers Lockyer denied that he stood to gain."
    assert TEXT[citation.start : citation.end] == citation.quote
    assert TEXT[citation.answer_start : citation.answer_end] == "Piers Lockyer"
    assert citation.paragraph == 2


def test_answers_that_say_the_same_are_one_with_both_quotes() -> None:
    """A mere "Lockyer" is Piers Lockyer; the surer one gives the words."""
    answer = assistant({"Piers Lockyer": 2.0, "Mr Lockyer": -9.0, "Lockyer was sorry": -9.0, "Lockyer": 1.0}).ask(
        "Who?"
    )
    assert isinstance(answer, Found)
    assert [a.text for a in answer.answers] == ["Piers Lockyer"]
    assert [c.paragraph for c in answer.answers[0].citations] == [2, 3]


def test_a_sentence_that_lists_nothing_gives_one_answer() -> None:
    """What a comma or an "and" parts may be two."""
    text = "She gave her iPhone for a flip phone, a Nokia."
    answer = assistant({"iPhone": 1.0, "flip phone": 2.0, "a Nokia": 1.0}, texts=(text,)).ask("What did she buy?")
    assert isinstance(answer, Found)
    assert [a.text for a in answer.answers] == ["flip phone", "a Nokia"]
    text = "He speaks French as well as German."
    both = assistant({"French": 2.0, "German": 1.9}, texts=(text,)).ask("What does he speak?")
    assert isinstance(both, Found)
    assert [a.text for a in both.answers] == ["French", "German"]
    text = "Ann Lee, reporting live from Rome, says that Bob Roe denied it."
    one = assistant({"Ann Lee": 1.0, "Bob Roe": 2.0}, texts=(text,)).ask("Who denied it?")
    assert isinstance(one, Found)
    assert [a.text for a in one.answers] == ["Bob Roe"]


def test_a_name_is_taken_for_the_one_that_the_articles_have() -> None:
    """The answer says so, as of a follow-up."""
    answer = assistant({"that he stood to gain": 2.0}).ask("What did Lokyer deny?")
    assert isinstance(answer, Found)
    assert answer.understood_as == "What did Lockyer deny?"
    assert answer.question == "What did Lokyer deny?"


def test_whatever_someone_says_is_an_answer() -> None:
    """However unsure the reader is; the best of each statement, or what is quoted in it, and nobody else's words."""
    text = "Ann Lee said that it rained. Bob Roe said that it snowed.\n\n“All roads are shut,” Lee said in Rome."
    said = {"it rained": -1.0, "Ann": -3.0, "it snowed": 1.0, "in Rome": -2.0, "All roads are shut": -4.0}
    answer = assistant(said, texts=(text,)).ask("What did Ann Lee say?")
    assert isinstance(answer, Found)
    assert answer.together
    assert [(a.text, a.confidence) for a in answer.answers] == [("it rained", 0.8), ("All roads are shut", 0.8)]


def test_the_reader_may_be_surer_of_something_else() -> None:
    """Then that is the answer."""
    text = "Ann Lee said that it rained.\n\nNothing came of it."
    answer = assistant({"it rained": -1.0, "Nothing": 3.0}, texts=(text,)).ask("What did Ann Lee say?")
    assert isinstance(answer, Found)
    assert [a.text for a in answer.answers] == ["Nothing"]


def test_what_was_said_about_something_is_the_readers() -> None:
    """That someone spoke does not make them speak of it."""
    answer = assistant({"that he stood to gain": -1.0}).ask("What did Lockyer say about the weather?")
    assert isinstance(answer, NotFound)


def test_what_someone_says_about_something_has_its_words() -> None:
    """However unsure the reader is; the other statements are not about it."""
    text = "Ann Lee said that it rained in Rome. Bob Roe said that it snowed.\n\n“The roads are shut,” Lee said."
    said = {"it rained": -1.0, "it snowed": 0.5, "are shut": -2.0}
    answer = assistant(said, texts=(text,)).ask("What did Ann Lee say about the roads?")
    assert isinstance(answer, Found)
    assert [a.text for a in answer.answers] == ["are shut"]


MAILS = (
    "From: Ann Lee\nTo: Bob Roe\n\nHi Bob,\n\nThe hall is free on Monday. Please bring no music.\n\n"
    "From: Bob Roe\nTo: Ann Lee\n\nNo hall then. Carl Foe said that it was shut."
)


def test_what_stands_in_someones_mail_is_what_they_say() -> None:
    """By their first name too; the whole sentence where the reader finds no more than a word of it."""
    asker = assistant({"no": 0.5, "it was shut": 0.5}, texts=(MAILS,))
    answer = asker.ask("What did Ann say?")
    assert isinstance(answer, Found)
    assert [a.text for a in answer.answers] == ["The hall is free on Monday.", "Please bring no music."]
    about = asker.ask("What did Ann Lee say about music?")
    assert isinstance(about, Found)
    assert [(a.text, a.confidence) for a in about.answers] == [("Please bring no music.", 0.8)]
    carl = asker.ask("What did Carl say?")
    assert isinstance(carl, Found)
    assert [a.text for a in carl.answers] == ["it was shut"]


def test_what_was_said_about_nothing_of_a_mail_is_not_told() -> None:
    """Nobody says anything about dogs."""
    assert isinstance(assistant({"no": -1.0}, texts=(MAILS,)).ask("What did Ann say about dogs?"), NotFound)


def test_who_said_something_is_known_by_who_speaks() -> None:
    """Where the reader finds nobody, and only one says all of it, as it was said."""
    text = "Ann Lee was there. She said that roads in Rome were not shut. Bob Roe said that it snowed in Rome."
    asker = assistant({}, texts=(text,))
    answer = asker.ask("Who said that it snowed in Rome?")
    assert isinstance(answer, Found)
    assert [a.text for a in answer.answers] == ["Bob Roe"]
    assert answer.answers[0].citations[0].quote == "Bob Roe said that it snowed in Rome."
    named = asker.ask("Who said the roads in Rome were not shut?")
    assert isinstance(named, Found)
    assert [a.text for a in named.answers] == ["Ann Lee"]
    for question in (
        "Who said the roads in Rome were shut?",
        "Who said Bob snowed?",
        "Who said Rome?",
        "Who saw Rome?",
    ):
        assert isinstance(asker.ask(question), NotFound)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Ann Lee denied that the mayor stole money.", "Who said that the mayor stole money?"),
        ("Ann Lee asked whether the bridge was closed.", "Who said the bridge was closed?"),
        ("Ann Lee warned that if the dam broke, all was lost.", "Who said the dam broke?"),
        ("Ann Lee said that Bob hit Carl.", "Who said that Carl hit Bob?"),
        ("Ann Lee said prices fell while taxes rose.", "Who said that prices rose?"),
    ],
)
def test_who_said_the_opposite_did_not_say_it(text: str, question: str) -> None:
    """Nor who asked, or only thought it possible."""
    assert isinstance(assistant({}, texts=(text,)).ask(question), NotFound)


def test_statements_come_in_the_articles_order() -> None:
    """Not in that of the reader's certainty."""
    text = "Ann Lee said that it rained.\n\nLee added that it snowed.\n\nLee said that all was well."
    answer = assistant({"it rained": -1.0, "it snowed": 2.0, "all was": 0.0}, texts=(text,)).ask("What did Lee say?")
    assert isinstance(answer, Found)
    assert [a.text for a in answer.answers] == ["it rained", "it snowed", "all was"]


def test_statements_come_in_the_order_of_the_articles() -> None:
    """As they were opened, whatever their names."""
    articles = [Article("b.txt", "Ann Lee said that it rained."), Article("a.txt", "Lee said that it snowed.")]
    reader = FakeReader({"it rained": -1.0, "it snowed": 2.0})
    answer = Assistant(open_index(articles, FakeEncoder()), reader, MODEL).ask("What did Lee say?")
    assert isinstance(answer, Found)
    assert [a.text for a in answer.answers] == ["it rained", "it snowed"]


def test_the_surest_statement_is_the_one_that_is_withheld() -> None:
    """Not the first of the article."""
    text = "Ann Lee said that it rained.\n\nLee added that it snowed."
    strict = Settings(threshold=0.95)
    answer = assistant({"it rained": -1.0, "it snowed": 2.0}, strict, (text,)).ask("What did Lee say?")
    assert isinstance(answer, NotFound)
    assert (answer.withheld, round(answer.confidence, 2)) == ("it snowed", 0.88)


def test_other_peoples_words_are_not_someones() -> None:
    """However sure the reader is that the mayor, who says nothing, says what Ann Lee does."""
    text = "Ann Lee of the union said that it rained.\n\nThe mayor was there."
    assert isinstance(assistant({"it rained": 3.0}, texts=(text,)).ask("What did the mayor say?"), NotFound)
    answer = assistant({"it rained": 3.0}, texts=(text,)).ask("What did the union say?")  # for which Ann Lee speaks
    assert isinstance(answer, Found)
    assert answer.answers[0].text == "it rained"


def test_nobody_who_is_not_mentioned_is_someone() -> None:
    """However sure the reader is; whoever is mentioned may be."""
    text = "The press officer Ann Lee said that it rained."
    declined = assistant({"press officer": 3.0}, texts=(text,)).ask("Who is Zebulon Roe?")
    assert isinstance(declined, NotFound)
    assert declined.reason == "The article never mentions Zebulon Roe."
    assert isinstance(assistant({"press officer": 3.0}, texts=(text,)).ask("Who is Ann Lee?"), Found)


def test_anybody_may_speak_for_a_company() -> None:
    """Or for the article, or be one of several."""
    text = "Ann Lee said that it rained.\n\nThe company, its owners, the text and the email are silent."
    for asked in ("the company", "the text", "its owners", "the email"):
        assert isinstance(assistant({"it rained": 1.0}, texts=(text,)).ask(f"What did {asked} say?"), Found)


def test_who_is_asked_for_is_told_apart_over_articles() -> None:
    """Though their names stand at the same place."""
    texts = ("Ann Lee said that it rained.", "Bob Roe said that it snowed.")
    answer = assistant({"it rained": -1.0, "it snowed": 3.0}, texts=texts).ask("What did Ann Lee say?")
    assert isinstance(answer, Found)
    assert [a.text for a in answer.answers] == ["it rained"]


def test_a_sentence_with_two_speakers_is_the_readers() -> None:
    """Who says which half of it is not told apart."""
    text = "Ann Lee said that it rained, but Bob Roe said that it snowed.\n\nNothing came of it."
    answer = assistant({"it rained": 1.0}, texts=(text,)).ask("What did Ann Lee say?")
    assert isinstance(answer, Found)
    assert [a.text for a in answer.answers] == ["it rained"]


def test_what_is_denied_is_not_said() -> None:
    """The answer has the denial in it; what is not denied has none."""
    answer = assistant({"he stood to gain": -1.0}).ask("What did Lockyer say?")
    assert isinstance(answer, Found)
    assert answer.answers[0].text == "denied that he stood to gain"
    text = "Ann Lee, who had denied it before, said that it was fine. Bob Roe said that he could not deny it was old."
    for asked, words in (("Ann Lee", "it was fine"), ("Bob Roe", "it was old")):
        answer = assistant({words: 1.0}, texts=(text,)).ask(f"What did {asked} say?")
        assert isinstance(answer, Found)
        assert answer.answers[0].text == words


def test_to_speak_of_someone_is_not_to_speak_of_all_that_is_theirs() -> None:
    """Every word of the topic must be there, for the reader to be helped."""
    text = "Ann Lee said that Bob Roe was late."
    answer = assistant({"Bob Roe was late": -1.0}, texts=(text,)).ask("What did Ann Lee say about Bob Roe’s divorce?")
    assert isinstance(answer, NotFound)


def test_everyone_who_spoke_is_named_in_the_articles_order() -> None:
    """With their own words, in every article, whatever the reader holds for the answer."""
    answer = assistant({"Nothing": 9.0}, texts=(TEXT, "“We are ready,” said Ann Lee.")).ask("Who spoke?")
    assert isinstance(answer, Found)
    assert answer.together
    assert [(a.text, a.confidence, a.citations[0].quote) for a in answer.answers] == [
        ("Councillor Piers Lockyer", 0.8, "Councillor Piers Lockyer denied that he stood to gain."),
        ("Bettina Crowe", 0.8, "Bettina Crowe said that her party had not printed it."),
        ("Ann Lee", 0.8, "“We are ready,” said Ann Lee."),
    ]


def test_everyone_is_held_to_the_users_threshold() -> None:
    """Where they are withheld, no single one is given for all, however sure the reader is of one."""
    answer = assistant({"Bettina Crowe": 4.0}, Settings(threshold=0.9)).ask("Who spoke?")
    assert isinstance(answer, NotFound)
    assert (answer.withheld, answer.confidence) == ("Councillor Piers Lockyer", 0.8)


def test_a_question_about_two_has_an_answer_for_each() -> None:
    """Each is asked by itself, and what both are answered with is said once."""
    answer = assistant({"he stood to gain": 3.0}).ask("What did Lockyer and Crowe say?")
    assert isinstance(answer, Found)
    assert answer.together
    assert [a.text for a in answer.answers] == ["denied that he stood to gain"]


def test_distinct_answers_are_all_named_best_first() -> None:
    """Each has its own quote; what is under the threshold, or pales beside the best, is left out."""
    phrases = {"Bettina Crowe": 3.0, "Piers Lockyer": 1.2, "Nothing": 1.0, "leaflet": -2.0}
    answer = assistant(phrases).ask("Who is named?")
    assert isinstance(answer, Found)
    assert not answer.together
    assert [a.text for a in answer.answers] == ["Bettina Crowe", "Piers Lockyer"]
    assert [a.citations[0].paragraph for a in answer.answers] == [3, 2]


def test_who_else_is_nobody_who_was_told_before() -> None:
    """Nor a part of what was told, and what was told two questions before neither."""
    text = "Mayor Ida Krog opposed the plan.\n\nBen Ode opposed the plan, too.\n\nSo did Rolf Amsel."
    surest = assistant({"Ida Krog": 9.0, "Mayor": 8.0, "Ben Ode": 3.0, "Rolf Amsel": 0.5}, texts=(text,))
    conversation, told = Conversation(), []
    for question in ("Who opposed the plan?", "Who else?", "And who else?"):
        answer = surest.ask(question, conversation)
        assert isinstance(answer, Found)
        told.append([each.text for each in answer.answers])
        conversation = conversation.add(question, answer)
    assert told == [["Ida Krog"], ["Ben Ode"], ["Rolf Amsel"]]
    answer = surest.ask("Who else?", conversation)
    assert isinstance(answer, NotFound)
    assert (answer.reason, answer.confidence) == ("No other passage answers this.", 0.0)
    assert isinstance(surest.ask("Who opposed the plan?", conversation), Found)


def test_it_declines_below_the_threshold_and_shows_the_closest() -> None:
    """Declining is a value: the passages that came closest, and how close."""
    answer = assistant({"Piers Lockyer": -1.0, "Bettina Crowe": -2.0}).ask("Who resigned?")
    assert isinstance(answer, NotFound)
    assert answer.confidence == pytest.approx(0.269, abs=0.001)
    assert [c.paragraph for c in answer.closest] == [2, 3]
    assert answer.reason == "No passage answers this."


def test_the_user_sets_the_threshold() -> None:
    """A lower one answers what the default declines."""
    answer = assistant({"Piers Lockyer": -1.0}, Settings(threshold=0.2)).ask("Who resigned?")
    assert isinstance(answer, Found)


@pytest.mark.parametrize("question", ["", "  \n", "?!", "\u200b"])
def test_a_question_without_a_word_is_refused(question: str) -> None:
    """One line says so."""
    with pytest.raises(QuestionUnusable, match="the question is empty"):
        assistant({}).ask(question)


def test_a_question_as_long_as_an_article_is_refused() -> None:
    """Nobody asks a question of a million letters."""
    with pytest.raises(QuestionUnusable, match="over 1,000 characters"):
        assistant({}).ask("why " * 300_000)


def test_articles_of_the_same_name_are_told_apart() -> None:
    """Citations name one of them; naming apart again changes nothing."""
    articles = named_apart([Article("a.txt", "One."), Article("a.txt", "Two."), Article("a.txt", "Three.")])
    assert [a.id for a in articles] == ["a.txt", "a.txt (2)", "a.txt (3)"]
    assert named_apart(articles) == articles


def test_a_citation_is_verified_against_the_text_that_is_open() -> None:
    """A shifted offset, another quote, another article's hash: each is noticed."""
    opened = assistant({"Piers Lockyer": 2.0})
    answer = opened.ask("Who?")
    assert isinstance(answer, Found)
    citation = answer.answers[0].citations[0]

    def changed(**fields: object) -> Citation:
        return citation.model_copy(update=fields)

    assert opened.verify(citation)
    assert not opened.verify(changed(start=citation.start + 1))
    assert not opened.verify(changed(quote="Somebody denied it."))
    assert not opened.verify(changed(article_sha256="0" * 64))
    assert not opened.verify(changed(article_id="other.txt"))


def test_only_the_closest_passages_of_a_long_article_are_read() -> None:
    """With their neighbours, so that a pronoun has its name; and each window re-slices to the article."""
    filler = "\n\n".join(f"Paragraph {n} speaks of weather number {n} at some length." for n in range(400))
    text = f"{filler}\n\n{TEXT}\n\n{filler}"
    index = open_index([Article("long.txt", text)], FakeEncoder())
    reader = FakeReader({"Piers Lockyer": 2.0})
    answer = Assistant(index, reader, MODEL).ask("Who denied that he stood to gain?")
    assert isinstance(answer, Found)
    assert answer.answers[0].text == "Piers Lockyer"
    windows = reader.windows[0]
    assert 1 <= len(windows) <= 8
    assert all(text[w.start : w.start + len(w.text)] == w.text for w in windows)
    assert all(len(w.text) <= 500 for w in windows)
    assert any("The bridge was shut." in w.text and "Piers Lockyer" in w.text for w in windows)


def test_an_answer_beside_the_closest_passage_of_a_long_article_is_found() -> None:
    """The passage that shares the question's words is found; the next one, which shares none, holds the answer."""
    filler = "\n\n".join(f"Paragraph {n} speaks of weather number {n} at some length. It rains." for n in range(1500))
    text = f"{filler}\n\nWho opposed the costly motion?\n\nPiers Lockyer.\n\n{filler}"
    index = open_index([Article("long.txt", text)], FakeEncoder())
    answer = Assistant(index, FakeReader({"Piers Lockyer": 5.0}), MODEL).ask("Who opposed the costly motion?")
    assert isinstance(answer, Found)
    assert answer.answers[0].citations[0].quote == "Piers Lockyer."


def test_an_article_with_nothing_to_read_is_refused() -> None:
    """Before any model is loaded."""
    with pytest.raises(CannotOpen, match=r"^a\.txt: empty, nothing to read$"):
        Assistant.from_articles([Article("a.txt", " ... \n")])


def test_threads_get_the_answers_that_one_thread_gets() -> None:
    """One assistant may be asked from many threads at once."""
    opened = assistant({"Piers Lockyer": 2.0, "Bettina Crowe": 1.0})
    questions = ["Who denied it?", "Who said what?", "Who was sorry?", "What happened?"] * 10
    alone = [opened.ask(q) for q in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(opened.ask, questions)) == alone


def test_a_yes_no_question_gets_a_no_or_the_sentence_that_bears_on_it() -> None:
    """The sentence where its words settle nothing."""
    opened = assistant({"unsigned": 2.0})
    signed, fair = opened.ask("Was the leaflet signed?"), opened.ask("Was the leaflet fair?")
    assert isinstance(signed, Found)
    assert isinstance(fair, Found)
    assert signed.answers[0].text == "No"
    assert fair.answers[0].text == signed.answers[0].citations[0].quote == "The leaflet was unsigned."


def test_who_someone_is_is_more_than_the_rest_of_the_name() -> None:
    """A first name says nothing about a person."""
    answer = assistant({"Piers": 2.0, "stood to gain": 1.0}).ask("Who is Lockyer?")
    assert isinstance(answer, Found)
    assert [found.text for found in answer.answers] == ["stood to gain"]


def test_a_telling_answer_outlives_a_surer_one_that_says_the_same() -> None:
    """The bare name is left out before answers that say the same become one."""
    text = "LEE spoke.\n\nThen Lee, the mayor of Rome, left town."
    answer = assistant({"LEE": 2.0, "Lee, the mayor": 1.0}, texts=(text,)).ask("Who is Lee?")
    assert isinstance(answer, Found)
    assert [found.text for found in answer.answers] == ["Lee, the mayor"]


def test_without_a_telling_word_the_whole_sentence_answers() -> None:
    """What stands around the words that only repeat the question may say more."""
    answer = assistant({"Piers": 2.0}).ask("Who is Lockyer?")
    assert isinstance(answer, Found)
    assert [found.text for found in answer.answers] == ["Councillor Piers Lockyer denied that he stood to gain."]


def test_a_question_in_the_article_is_no_answer() -> None:
    """An interviewer's, say; but what someone asked may be asked."""
    article = assistant({"Where did you learn it": 1.0}, texts=("Q: Where did you learn it?\n\nA: In Rome.",))
    assert isinstance(article.ask("Where did she learn it?"), NotFound)
    asked = article.ask("What does the interviewer ask?")
    assert isinstance(asked, Found)
    assert asked.answers[0].text == "Where did you learn it"


def test_an_answer_that_says_the_question_again_gives_way() -> None:
    """Here the reader was surer of it."""
    answer = assistant({"Piers Lockyer": 2.0, "Bettina Crowe": 1.0}).ask("Whom did Lockyer mean, Piers?")
    assert isinstance(answer, Found)
    assert [found.text for found in answer.answers] == ["Bettina Crowe"]


def test_a_refusal_says_which_name_the_article_never_mentions() -> None:
    """The plainest reason there is; a name that does stand there is not blamed."""
    answer = assistant({}).ask("What did Joe Biden tell Lockyer?")
    assert isinstance(answer, NotFound)
    assert answer.reason == "The article never mentions Joe Biden."
    asked = assistant({}).ask("Tell me: What did Lockyer win?")
    assert isinstance(asked, NotFound)
    assert asked.reason == "No passage answers this."


def test_an_answer_that_is_not_sure_enough_is_told() -> None:
    """Where more is asked for than is measured best, the article may well say it."""
    answer = assistant({"Piers Lockyer": 1.0}, Settings(threshold=0.9)).ask("Who resigned?")
    assert isinstance(answer, NotFound)
    assert answer.withheld == "Piers Lockyer"
    assert answer.reason == "“Piers Lockyer” is 73 % sure, less than the 90 % that you ask for."
    close = assistant({"Piers Lockyer": 1.0}, Settings(threshold=0.7313)).ask("Who resigned?")
    assert isinstance(close, NotFound)
    assert close.reason == "“Piers Lockyer” is 73.11 % sure, less than the 73.13 % that you ask for."


def test_the_threshold_can_be_changed_without_loading_anew() -> None:
    """The assistant that it was made from keeps its own."""
    first = assistant({"Piers Lockyer": 0.0})
    strict = first.with_threshold(0.6)
    assert (first.threshold, strict.threshold, strict.with_threshold(None).threshold) == (0.5, 0.6, 0.5)
    assert first.ask("Who denied it?").kind == "found"
    assert strict.ask("Who denied it?").kind == "not_found"
