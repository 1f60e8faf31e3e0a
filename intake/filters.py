"""What lists of imports may be narrowed by."""

from __future__ import annotations

import django_filters

from intake.models import STATES, Upload


class UploadFilter(django_filters.FilterSet):
    """Place (and everything within), year, state."""

    area_code = django_filters.CharFilter(lookup_expr="startswith", label="区划代码")
    year = django_filters.NumberFilter(label="年度")
    state = django_filters.ChoiceFilter(choices=list(STATES.items()), label="状态")

    class Meta:
        model = Upload
        fields = ["area_code", "year", "state"]
