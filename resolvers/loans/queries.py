"""The root queries of loans."""

import strawberry

from resolvers.loans.applications.queries import Query as ApplicationsQuery
from resolvers.loans.applications.questions import Query as QuestionsQuery
from resolvers.loans.desk.queries import Query as DeskQuery
from resolvers.loans.lines.queries import Query as LinesQuery
from resolvers.loans.products.queries import Query as ProductsQuery
from resolvers.loans.schedules.queries import Query as SchedulesQuery
from resolvers.loans.servicing.queries import Query as ServicingQuery
from resolvers.loans.servicing.staff import Query as ServicingDeskQuery


@strawberry.type
class Query(ApplicationsQuery, QuestionsQuery, DeskQuery, LinesQuery, ProductsQuery, SchedulesQuery, ServicingQuery, ServicingDeskQuery):
    pass
