from django.apps import AppConfig


class MohitConfig(AppConfig):
    """The project package as an app: its template tags, Arabic catalogue and checks serve every app."""

    name = "mohit"
    verbose_name = "المحيط"

    def ready(self) -> None:
        from mohit import checks  # noqa: F401  (registers the checks)
