from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "النشرة البريدية"

    def ready(self) -> None:
        from newsletter.bounces import provider

        provider.listen()
