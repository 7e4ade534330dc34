"""Options as data: a frozen dataclass, each field of which is an option of a command, which is handed the class filled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, field, fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import click

F = TypeVar("F", bound=Callable[..., Any])

# The name of a file or folder, for shells to complete; whether there is one is told when it is opened.
PATH = click.Path(readable=False)


def option(*names: str, default: Any = None, **about: Any) -> Any:
    """A field that an option fills.

    Args:
        names: what it is called by.
        default: its value if it is left out.
        about: what else `click.option` is to know; what the field's type tells need not be said.
    """
    return field(default=default, metadata={"names": names, "default": default, **about})


def with_options(command: F) -> F:
    """Give a command the options of all dataclasses among its parameters."""
    hints = get_type_hints(command)
    declared: dict[str, Any] = {name: hint for name, hint in hints.items() if name != "return" and is_dataclass(hint)}

    @wraps(command)
    def called(*args: Any, **given: Any) -> Any:
        filled = {
            name: kind(**{one.name: given.pop(one.name) for one in fields(kind)}) for name, kind in declared.items()
        }
        return command(*args, **given, **filled)

    decorated: Any = called
    for kind in reversed(declared.values()):
        types = get_type_hints(kind)
        for one in reversed(fields(kind)):
            decorated = _click_option(one, types[one.name])(decorated)
    return decorated  # type: ignore[no-any-return]  # click's decorators keep the function's type in name only


def _click_option(one: Field[Any], hint: Any) -> Callable[[Any], Any]:
    about = dict(one.metadata)
    names = about.pop("names")
    if hint is bool:
        about |= {"is_flag": True, "default": False}
    elif get_origin(hint) is tuple:
        about |= {"multiple": True, "default": ()}
    if Path in (hint, *get_args(hint)):
        about.setdefault("type", click.Path(path_type=Path))
    return click.option(*names, one.name, **about)
