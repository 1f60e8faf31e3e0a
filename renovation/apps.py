from django.apps import AppConfig


class RenovationConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "renovation"
    verbose_name = "改造项目"
