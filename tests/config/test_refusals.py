"""What services raise about place and right becomes the status of a page."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from common.errors import NotAllowed, OutOfScope, Refused
from config.middleware import refusals


@pytest.fixture
def layer():
    return refusals(lambda request: None)


def test_what_lies_outside_ones_scope_does_not_exist(layer, rf):
    with pytest.raises(Http404):
        layer.process_exception(rf.get("/"), OutOfScope("没有找到"))


def test_without_the_right_it_is_forbidden(layer, rf):
    with pytest.raises(PermissionDenied):
        layer.process_exception(rf.get("/"), NotAllowed("没有权限"))


def test_other_refusals_are_left_to_the_view(layer, rf):
    assert layer.process_exception(rf.get("/"), Refused("不行")) is None
