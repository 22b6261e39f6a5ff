"""The foot of lists that may hold a million rows: counted no further than a limit."""

from __future__ import annotations

from functools import cached_property

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.http import HttpRequest

from mohit.dates import number

COUNTED = 2_000


class CountedPaginator(Paginator):
    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:COUNTED].values("pk").count()


class CountedList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.full_result_count = self.result_count  # the box of the search says no number: the foot does

    @property
    def counted(self) -> str:
        """The number of rows as the foot of the list says it."""
        name = self.opts.verbose_name_plural
        if self.result_count >= COUNTED:
            return f"{name}: أكثر من {number(COUNTED)}"
        return f"{name}: {number(self.result_count)}"
