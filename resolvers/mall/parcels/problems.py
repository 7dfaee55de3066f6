"""The refusals of parcels, worded."""

from domains.kernel.data_classes import C1
from domains.mall import fulfilment
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(fulfilment.ParcelNotFound, zh="找不到该包裹。", en="There is no such parcel.", description="No such parcel, or not the caller's.")
class ParcelNotFound(Problem):
    pass


@problem(fulfilment.ParcelMalformed, zh="包裹信息不正确。", en="The parcel's details are not right.", description="A part is not as a parcel has it.")
class ParcelMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(fulfilment.CarrierUnknown, zh="不支持该快递公司。", en="That carrier is not known here.", description="No carrier of that name carries for the house.")
class CarrierUnknown(Problem):
    carrier: str = field("What was named.", C1)
