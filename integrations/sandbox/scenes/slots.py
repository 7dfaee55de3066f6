"""Sandbox partners with slots: a hospital, where a deposit is settled after the visit, and a railway, which is paid when it tickets."""

from datetime import date, datetime
from typing import Any, ClassVar

from domains.kernel.days import SHANGHAI
from integrations.sandbox.scenes.bookings import BookingServer


class HospitalServer(BookingServer):
    """Two departments with a doctor each. A deposit is settled after the visit; half of it is kept of who cancels on the day,
    all of who does not come."""

    departments: ClassVar = {"internal": ("内科 Internal medicine", "周文 Zhou Wen"), "mind": ("心理科 Psychiatry", "林静 Lin Jing")}
    terms: ClassVar = {"pays_at_once": False, "free_until_hours": 24, "kept_percent": 50, "no_show_percent": 100, "change_fee_minor": None}

    def topics(self) -> list[dict[str, str]]:
        return [{"topic_id": name, "title": title} for name, (title, _) in self.departments.items()]

    def slots_on(self, day: date, question: dict[str, str]) -> list[dict[str, Any]]:
        wanted = [(name, *words) for name, words in self.departments.items() if question["topic"] in ("", name)]
        return [
            self.made_slot(
                name, name, (title, doctor, "门诊楼三层 Clinic, floor 3"), datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI), 5_001, self.terms
            )
            for name, title, doctor in wanted
            for hour in (9, 14)
        ]


class RailwayServer(BookingServer):
    """Three trains a day. The morning's costs a fee to change, the noon's nothing, the night's cannot be changed."""

    trains: ClassVar = {"g1": (8, 55_300, 2_000), "g3": (12, 66_200, 0), "k9": (20, 21_050, None)}

    def topics(self) -> list[dict[str, str]]:
        return [{"topic_id": name, "title": name.upper()} for name in self.trains]

    def slots_on(self, day: date, question: dict[str, str]) -> list[dict[str, Any]]:
        way = f"{question['origin'] or '上海 Shanghai'} - {question['destination'] or '北京 Beijing'}"
        return [
            self.made_slot(
                *(name, name, (way, name.upper(), "二等座 Second class"), datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI), minor),
                {"pays_at_once": True, "free_until_hours": 48, "kept_percent": 20, "no_show_percent": 100, "change_fee_minor": fee},
            )
            for name, (hour, minor, fee) in self.trains.items()
            if question["topic"] in ("", name)
        ]
