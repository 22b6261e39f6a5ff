from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class NewsroomConfig(AppConfig):
    default = True
    name = "newsroom"
    verbose_name = "غرفة الأخبار"

    def ready(self) -> None:
        from newsroom import checks  # noqa: F401  (registers them)


class NewsroomAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the newsroom's site in place of its own."""

    default = False  # of this module; settings name it
    default_site = "newsroom.desk.NewsroomAdminSite"
