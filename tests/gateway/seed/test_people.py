"""Synthetic people are plausible, distinct, and nobody."""

import re
from datetime import date

import pytest
from stdnum.cn import ric
from typer.testing import CliRunner

from domains.customers import IdNumberInvalid, PinTooSimple, normal_phone
from domains.customers.rules import check_new_pin, normal_id_number, normal_name
from gateway.cli.commands import app
from gateway.seed import CUSTOMERS_MOST, DEMO_CUSTOMERS, DEMO_PIN, SEED_MOST
from gateway.seed.people import BIRTH_STRIDE, PHONE_STRIDE, PLACES, check_digit, city_of, customer_id_of, person_of

LIBPHONENUMBER_CHINESE_MOBILE = re.compile(r"1(?:610\d|740[0-5])\d{6}|1(?:[38]\d|4[57]|[59][0-35-9]|6[25-7]|7[0-35-8])\d{8}")
"""Which mobile numbers China has assigned, as Google's libphonenumber 9.0.43 (2026) has it."""

SAMPLE = [(seed, number) for seed in (0, 1, 42, SEED_MOST) for number in (*range(400), CUSTOMERS_MOST // 2, CUSTOMERS_MOST - 1)]
PEOPLE = [person_of(seed, number) for seed, number in SAMPLE]
VERIFIED = [person for person in PEOPLE if person.id_number is not None]


def test_every_phone_is_well_formed_and_of_a_block_that_no_operator_holds() -> None:
    for person in PEOPLE:
        assert normal_phone(person.phone) == person.phone
        assert LIBPHONENUMBER_CHINESE_MOBILE.fullmatch(person.phone.removeprefix("+86")) is None, person.phone


def test_every_id_number_has_a_right_check_digit_and_an_owner_long_dead() -> None:
    for person in VERIFIED:
        assert person.id_number is not None
        assert re.fullmatch(r"\d{17}[\dX]", person.id_number)
        assert ric.calc_check_digit(person.id_number) == person.id_number[-1]
        born = date(int(person.id_number[6:10]), int(person.id_number[10:12]), int(person.id_number[12:14]))
        assert born < date(1900, 1, 1)


@pytest.mark.parametrize(("digits", "check"), [("11010519491231002", "X"), ("44052418800101001", "4")])
def test_the_check_digit_is_that_of_the_examples_in_gb_11643(digits: str, check: str) -> None:
    assert check_digit(digits) == check


def test_nobody_can_sign_up_with_such_an_id_number() -> None:
    for person in VERIFIED[:50]:
        assert person.id_number is not None
        with pytest.raises(IdNumberInvalid):
            normal_id_number(person.id_number, date(2026, 11, 23))


def test_names_are_such_as_the_house_takes() -> None:
    for person in VERIFIED:
        assert person.name is not None
        assert normal_name(person.name) == person.name


def test_some_customers_never_were_verified() -> None:
    unverified = [person for person in PEOPLE if person.id_number is None]

    assert len(PEOPLE) // 12 < len(unverified) < len(PEOPLE) // 6
    assert {person.name for person in unverified} == {None}


def test_no_two_customers_of_any_seed_share_an_id_a_phone_or_an_id_number() -> None:
    strangers = {person for person in PEOPLE if person.id not in {demo.id for demo in DEMO_CUSTOMERS}}

    assert len(strangers) == len(PEOPLE) - 4 * len(DEMO_CUSTOMERS)
    assert len({person.id for person in strangers}) == len({person.phone for person in strangers}) == len(strangers)
    assert len({person.id_number for person in strangers}) == 1 + sum(person.id_number is not None for person in strangers)
    # Strides without a common factor with the range are what keeps the millions outside this sample apart.
    assert len({number * PHONE_STRIDE % CUSTOMERS_MOST for number in range(CUSTOMERS_MOST)}) == CUSTOMERS_MOST
    assert all(PLACES % factor or BIRTH_STRIDE % factor for factor in (2, 5))


def test_a_circle_lives_in_one_city() -> None:
    assert {city_of(1, number).name for number in range(50, 60)} == {city_of(1, 50).name}
    assert city_of(1, 60) is not city_of(1, 50)


def test_the_demos_two_are_the_same_in_every_seed() -> None:
    lin, chen = DEMO_CUSTOMERS

    assert (lin.name, lin.pinyin, lin.phone) == ("林晓雨", "Lin Xiaoyu", "+8616400000001")
    assert (chen.name, chen.pinyin, chen.phone) == ("陈博", "Chen Bo", "+8616400000002")
    assert [customer_id_of(seed, 0) for seed in (1, 2)] == [lin.id, lin.id]
    assert person_of(1, 1) == person_of(2, 1) == (chen.id, chen.phone, chen.name, chen.id_number)


@pytest.mark.parametrize(("option", "most"), [("--customers", CUSTOMERS_MOST), ("--seed", SEED_MOST)])
def test_the_command_line_refuses_more_than_can_be_told_apart(option: str, most: int) -> None:
    refused = CliRunner().invoke(app, ["seed", option, str(most + 1)])

    assert refused.exit_code == 2
    assert f"less than or equal to {most}" in " ".join(refused.output.replace("│", " ").split())


def test_the_demos_pin_is_one_that_the_house_would_take() -> None:
    check_new_pin(DEMO_PIN)
    with pytest.raises(PinTooSimple):
        check_new_pin("123456")
