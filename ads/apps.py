from django.apps import AppConfig


class AdsConfig(AppConfig):
    name = "ads"
    verbose_name = "المساحات الإعلانية"

    def ready(self) -> None:
        from ads.boxes import RIDER, open_boxes
        from newsroom.riders import riders

        riders[RIDER] = open_boxes
