"""The search for cyclic garbage waits for the work to end, whatever ends it."""

import gc

import pytest

from common.collecting import collecting_afterwards


def test_it_waits_and_goes_on_afterwards():
    with collecting_afterwards():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_a_failure_too():
    @collecting_afterwards()
    def fails():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert gc.isenabled()


def test_work_inside_of_work_ends_nothing_early():
    with collecting_afterwards():
        with collecting_afterwards():
            pass
        assert not gc.isenabled()
