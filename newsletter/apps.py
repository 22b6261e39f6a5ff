from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "النشرة البريدية"

    def ready(self) -> None:
        from mohit import mailings
        from newsletter.bounces import provider
        from newsletter.mailings import KIND, closed_issues

        provider.listen()
        mailings.register(KIND, closed_issues)
