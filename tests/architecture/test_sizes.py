"""Nothing grows beyond what one reads in one sitting."""

import ast
from statistics import median, quantiles

from tests.architecture.house import lines, modules, shown, templates, tree

LARGEST_MODULE, NEARLY_ALL, TYPICAL = 400, 250, 80
LARGEST_TEMPLATE = 150
LONGEST_FUNCTION = 50


def _too_long(files, limit):
    sizes = sorted(((lines(file), shown(file)) for file in files), reverse=True)
    for size, name in sizes[:10]:
        print(f"{size:5} {name}")
    return [f"{name}: {size} > {limit}" for size, name in sizes if size > limit]


def test_no_module_is_longer_than_400_lines():
    assert _too_long(modules(), LARGEST_MODULE) == []


def test_no_test_module_is_longer_than_400_lines():
    assert _too_long(modules("tests"), LARGEST_MODULE) == []


def test_modules_are_mostly_short():
    sizes = [size for file in modules() if (size := lines(file)) > 1]

    assert median(sizes) < TYPICAL
    assert quantiles(sizes, n=20)[-1] < NEARLY_ALL


def test_no_template_is_longer_than_150_lines():
    assert _too_long(templates(), LARGEST_TEMPLATE) == []


def test_no_function_is_longer_than_50_lines():
    long = [
        f"{shown(file)}:{node.lineno} {node.name}: {size} > {LONGEST_FUNCTION}"
        for file in modules()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := node.end_lineno - node.lineno + 1) > LONGEST_FUNCTION
    ]

    assert long == []
