"""Operations compiled to Python functions: the same answers as graphql-core's, each field loaded once per level."""

from gateway.engine.cache import PlanCache
from gateway.engine.gangs import Gangs, execute_gang
from gateway.engine.plan import Plan, RefusedPlan, RequestInvalid, Result, compile_operation
from gateway.engine.shapes import Unsupported

__all__ = ["Gangs", "Plan", "PlanCache", "RefusedPlan", "RequestInvalid", "Result", "Unsupported", "compile_operation", "execute_gang"]
