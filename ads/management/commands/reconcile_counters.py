"""`manage.py reconcile_counters`: prove the counters of placements by the offers, and mend what differs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ads.reconciling import reconcile


class Command(BaseCommand):
    help = "يثبت أن عدادات المساحات الإعلانية مجموع ما عرض، ويصحح ما اختلف. لا يضر والموقع يعمل."

    def handle(self, *args: Any, **options: Any) -> None:
        mended = reconcile()
        for one in mended:
            self.stdout.write(f"• {one.row}: {one.before} ← {one.after}")
        if mended:
            self.stdout.write(self.style.WARNING(f"صحح من العدادات {len(mended)}."))
        else:
            self.stdout.write(self.style.SUCCESS("العدادات كلها مجموع ما عرض."))
