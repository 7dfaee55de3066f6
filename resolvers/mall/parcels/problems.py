"""The refusals of parcels, worded."""

from domains import mall
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(mall.fulfilment.ParcelNotFound, zh="找不到该包裹。", en="There is no such parcel.", description="No such parcel, or not the caller's.")
class ParcelNotFound(Problem):
    pass


@problem(mall.fulfilment.ParcelMalformed, zh="包裹信息不正确。", en="The parcel's details are not right.", description="A part is not as a parcel has it.")
class ParcelMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(mall.fulfilment.CarrierUnknown, zh="不支持该快递公司。", en="That carrier is not known here.", description="No such carrier works for the house.")
class CarrierUnknown(Problem):
    carrier: str = field("What was named.", C1)
