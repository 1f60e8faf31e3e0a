"""Several of many words in little room: what is ticked in one line, the rest unfolds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class PickSeveral(forms.SelectMultiple):
    """Checkboxes behind a line that says which are ticked; works without scripts."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The line and its boxes."""
        del renderer
        widget = self.get_context(name, value, attrs)["widget"]
        options = [row for _, rows, _ in widget["optgroups"] for row in rows]
        said = "、".join(str(row["label"]) for row in options if row["selected"])
        return render_to_string(
            "policies/_pick.html", {"widget": widget, "options": options, "said": said}
        )
