"""How sensitive a column or a field is, after JR/T 0171-2020."""

from enum import StrEnum


class DataClass(StrEnum):
    """C1 internal, C2 personal or account data, C3 what authenticates."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"


C1, C2, C3 = DataClass.C1, DataClass.C2, DataClass.C3
