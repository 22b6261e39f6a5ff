"""The site's addresses with a provider of mail configured."""

from django.urls import include, path

from newsletter.bounces.provider import webhook_urls

urlpatterns = [path("newsletter/provider/", include(webhook_urls()))]
