from django.apps import AppConfig

from mohit import site_sections


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "المقالات"

    def ready(self) -> None:
        site_sections.read_by(lambda: self.get_model("Section").objects.values_list("slug", "name"))
