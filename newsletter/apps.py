from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "النشرة البريدية"

    def ready(self) -> None:
        from mohit import mailings, site_sections
        from newsletter.bounces import provider
        from newsletter.mailings import KIND, closed_issues

        provider.listen()
        site_sections.lists_read_by(lambda: self.get_model("MailingList").objects.values_list("slug", "name"))
        mailings.register(KIND, closed_issues)
