from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "approvals"
    verbose_name = "意见征询"

    def ready(self) -> None:
        """Household papers answer at the public page for scanned codes."""
        from approvals.selectors.verification import ballot_facts
        from records.verification import add_source

        add_source(ballot_facts)
