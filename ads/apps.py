from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_delete


class AdsConfig(AppConfig):
    name = "ads"
    verbose_name = "المساحات الإعلانية"

    def ready(self) -> None:
        from ads.boxes import RIDER, open_boxes
        from newsroom.riders import riders

        riders[RIDER] = open_boxes
        post_delete.connect(remove_file, sender="ads.CreativeImage", dispatch_uid="ads.remove_file")


def remove_file(instance: object, **kwargs: object) -> None:
    """However a row was deleted, its file goes once that is certain, but of those that stand in mails."""
    from ads.images import may_be_in_mails, remove_file

    if not may_be_in_mails(instance.creative_id):
        transaction.on_commit(lambda: remove_file(instance.file.name))
