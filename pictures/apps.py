from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_delete


class PicturesConfig(AppConfig):
    name = "pictures"
    verbose_name = "مكتبة الصور"

    def ready(self) -> None:
        post_delete.connect(remove_files, sender="pictures.Picture", dispatch_uid="pictures.remove_files")


def remove_files(instance: object, **kwargs: object) -> None:
    """However a row was deleted, its files go once that is certain."""
    from pictures.uploads import remove_files_without_row

    transaction.on_commit(lambda: remove_files_without_row(instance))
