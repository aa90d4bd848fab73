"""Yes, no, or neither."""

from __future__ import annotations

import pytest

from assistant.verdict import verdict


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Has the footage been verified?", "The footage, which is yet to be verified, looks dubious."),
        ("Can people bring their cars on the ferry?", "It will take bicycles but not cars."),
        ("Was Hanne Brix involved in the study?", "Hanne Brix, who was not involved in the study, called it clean."),
        ("Was the leaflet signed?", "The leaflet was unsigned."),
        ("Does the shrimp have eyes?", "Eyeless shrimp finds its way"),
        ("Were the petitions read out?", "Neither was read out, because the rules allow petitions only on Mondays."),
        ("Did talks take place?", "No adviser had been hired, and no talks had taken place."),
        ("Did the mayor say why?", "The mayor wouldn’t say why."),
        ("Can I report bugs by email?", "Report them in the tracker, not by e-mail."),
        ("Does the fee include VAT?", "The fee is £40, excluding VAT."),
        ("Did she resign because of the scandal?", "She resigned, but not because of the scandal."),
        ("Can I pay by cheque?", "Cheques are not accepted."),
        ("are the snapshots encrypted", "Snapshots are not encrypted, so put them on an encrypted disk."),
        ("Is smoking allowed?", "Indoors, smoking is prohibited."),
        ("Can I smoke indoors?", "4.4 Smoking, including e-cigarettes, is prohibited indoors."),
    ],
)
def test_a_negated_word_of_the_question_is_a_no(question: str, sentence: str) -> None:
    """Within reach of the negation, in the same clause."""
    assert verdict(question, sentence) == "No"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Was the bridge built in 1871?", "The bridge, built in 1871, has been shut to vehicles since a flood."),
        ("Did any councillors abstain?", "Two councillors abstained."),
        ("Will the county pay £6m?", "The county will pay £6m and a national flood fund £2.5m."),
        (
            "Does the group bring back its payout?",
            "It will not pay now, but the group brings back its payout in March.",
        ),
        ("Did Karoun deny the removal?", "Karoun denied the removal."),
        ("Does the price include tax?", "The price includes tax but excludes delivery."),
        ("Did the council order the closure?", "The council ordered the closure."),
        ("Did he win?", "He didn't just win, he broke the record."),
        ("Do I get a refund?", "You will get a refund within 14 days."),
        ("Did Ann Lee and Bob Roe vote?", "Ann Lee and Bob Roe voted in Rome."),
        ("So is parking free?", "Parking is free."),
    ],
)
def test_a_sentence_that_says_it_all_is_a_yes(question: str, sentence: str) -> None:
    """Every word of the question stands in it, none of them negated, limited or only claimed."""
    assert verdict(question, sentence) == "Yes"


@pytest.mark.parametrize(
    ("question", "sentence", "says"),
    [
        ("Is parking free?", "**Is parking free?** No, it is £2 a day.", "No"),
        ("Is parking free?", "Is parking free? Yes.", "Yes"),
        ("Was anyone charged twice?", "[09:44] Priyanka: no.", None),
        ("Is parking free?", "Is parking free on Sundays? Yes.", None),
        ("Is parking free?", "Is parking not free? Yes.", None),
        ("Is parking free?", "Is parking free?", None),
        ("Is parking free?", "Is the garden free? Yes, it is.", None),
        ("Is parking free?", "Is the garden free? Yes.", None),
        ("Is parking free?", "Is parking free? On Sundays.", None),
        ("Will he pay?", "“No, we are broke,” he said.", None),
    ],
)
def test_what_asks_says_nothing_but_what_answers_it_does(question: str, sentence: str, says: str | None) -> None:
    """A yes or no after the same question, or by itself."""
    assert verdict(question, sentence) == says


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Can dogs come in?", "Dogs are not allowed, except in the garden."),
        ("Can I pay by cheque?", "Unsigned cheques are not accepted."),
        ("Can you smoke inside?", "Smoking is prohibited in the garden."),
        ("Can smoking cause cancer?", "Smoking is prohibited."),
        ("Can I bring food?", "Food is not allowed after 10 pm."),
        ("Did Russia attack the Kremlin?", "The Kremlin was struck by drones, officials claimed."),
        ("Was it a false flag attack?", "Fear amongst Ukrainians of ‘false flag’ attack"),
        ("Did the mayor vote?", "The mayor may vote only to break a tie."),
        ("Did Anna sue Ben?", "Ben sued Anna."),
        ("Was smell responsible?", "They suspected that smell was responsible."),
        ("Can the pier be mended?", "She said that nobody could promise it, but that the pier could be straightened."),
        ("Was nobody hurt?", "Nobody was hurt."),
        ("Is it?", "It is."),
        ("Can I use a microwave?", "Don't use a silicone mould."),
        ("Can it end if we do not pay?", "If the customer does not pay, the supplier may end it."),
        ("Can I cancel if it rains?", "You can cancel."),
        ("Can I get a refund if I don't use it?", "You can't get a refund if you have used it."),
        ("Does the price include breakfast?", "The price excludes drinks."),
        ("Is the museum open on Mondays?", "The museum is open from Tuesday to Sunday and closed on Monday."),
        ("Is parking free on Sundays?", "Parking is free on weekdays but costs £2 on Sundays."),
        ("Does the fee cover lunch?", "The fee covers dinner; lunch is extra."),
        ("Did the president sign the bill?", "The president vowed to sign the bill."),
        ("Did the president sign the bill?", "The president will sign the bill on Monday."),
        ("Did Ann Lee resign?", "Colleagues called on Ann Lee to resign."),
        ("Is the museum open on Sunday?", "The museum is open on Sunday, but the cafe is not open."),
        ("Can I return shoes within 30 days?", "Shoes cannot be returned after 30 days."),
        ("Is the shop open on Saturday?", "The shop is not open on Sunday."),
        ("Did Biden meet Putin?", "Biden did not meet Zelensky."),
        ("Did Anna meet Östberg?", "Anna did not meet Lind."),
        ("Can’t I park here?", "You can’t park here."),
        ("Has Ann Lee been arrested?", "Police have not said whether Ann Lee has been arrested."),
        ("Will the school close?", "The council has not ruled out closing the school."),
        ("Does it run on macOS?", "It does not run on Windows."),
        ("Has the shop opened?", "The shop is set to open."),
        ("Did they win?", "They tried to win."),
        ("Is Ann Lee the mayor?", "Ann Lee, the former mayor, left."),
        ("Was he charged with murder?", "He was charged with attempted murder."),
        ("Is there a lift?", "There is no parking and there is a lift."),
        ("Does it work offline?", "It does not need a network and works offline."),
        ("Are we allowed pets?", "Other pets are not allowed without written permission."),
        ("Are delays common?", "Delays are not uncommon."),
        ("Are dogs allowed in the garden?", "Dogs are not allowed in the house, but they are allowed in the garden."),
        ("Will the library close?", "The library will not close on Sundays any more."),
    ],
)
def test_else_the_sentence_speaks_for_itself(question: str, sentence: str) -> None:
    """A claim, a limit, a part of the question or a negated question settles nothing."""
    assert verdict(question, sentence) is None
