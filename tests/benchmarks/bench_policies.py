"""Reading a policy: every shipped folder, rules checked and cases run."""

import pytest
import yaml
from django.conf import settings

from policies.loading.calendars import library_calendar
from policies.loading.folders import check_folder, policy_folders

FOLDERS = policy_folders(settings.BASE_DIR / "fixtures" / "policies")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def bench_checking_a_policy(bench, folder):
    texts = [(folder / name).read_text() for name in ("policy.yaml", "cases.yaml")]
    calendar = library_calendar()

    def bare():
        for text in texts:
            yaml.load(text, Loader=yaml.CSafeLoader)

    bench(
        f"check one policy with its cases: `{folder.name}`",
        lambda: check_folder(folder, calendar),
        limit_ms=300,
        floor=("its two files through the bare YAML reader", bare),
    )
