"""Who sends a request, with what they may do: read by one query, which every page of the newsroom pays."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from newsroom.models import User


class MemberBackend(ModelBackend):
    """Django's own, which asks four times: for the member, their rights, those of their roles, and these."""

    def get_user(self, user_id: int) -> User | None:
        named = Group.objects.filter(user=OuterRef("pk")).order_by().values("name")
        read = {"held": ArraySubquery(held()), "named": ArraySubquery(named)}
        user = User.objects.filter(pk=user_id).annotate(**read).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.role_names = frozenset(user.named)
        if not user.is_superuser:  # who is has every right, and is asked for none
            user._perm_cache = set(user.held)  # where ModelBackend looks first
        return user


def held() -> QuerySet[Permission]:
    """The rights of the member of the query around it, as «articles.change_article»."""
    own = User.user_permissions.through.objects.filter(user=OuterRef(OuterRef("pk")))
    of_roles = Group.permissions.through.objects.filter(group__user=OuterRef(OuterRef("pk")))
    either = Q(pk__in=own.values("permission")) | Q(pk__in=of_roles.values("permission"))
    name = Concat("content_type__app_label", Value("."), "codename")
    return Permission.objects.filter(either).order_by().values_list(name)
