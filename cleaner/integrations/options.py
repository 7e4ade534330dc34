"""Options: what every host's step can be told, as keywords; how they are checked, shown, and read from settings.

The options of cleaning itself are the fields of `cleaner.engines.article.ArticleCleaning`; what is here follows them.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from types import NoneType
from typing import Any, TypedDict, TypeVar

from cleaner.errors import InputError
from cleaner.limits import Limits

Name = str | os.PathLike[str]
# What becomes of a document that cannot be cleaned.
RAISE, KEEP, DROP = "raise", "keep", "drop"
# The column or field that says why a document was kept as it came.
ERROR = "cleaner_error"
_T = TypeVar("_T", bound=type)


class Options(TypedDict, total=False):
    """What every integration can be told.

    Attributes:
        rules: rule files or folders, added to the bundled rules; each process that cleans reads them.
        default_rules: whether the bundled rules are used.
        disable: ids of rules, or groups, to leave out.
        threshold: the log-odds from which a block goes; None: the usual one.
        extractor: what finds the main content of pages.
        captions: whether captions and credits of pictures stay in pages.
        markdown: whether articles become Markdown.
        links: whether the links of that Markdown stay links.
        images: whether pictures stand in that Markdown.
        front_matter: whether that Markdown begins with what the page says of its article.
        limits: how much of an article is worked on: `Limits`, or some of its fields by name, such as `{"seconds": 5}`.
        pages: whether documents are markup; None: as each of them begins.
        meta: whether each document is told what its page says of the article, as `meta_authors`, `meta_published` and so on.
        details: whether each document is told all of its removals too, as `cleaner/result.schema.json` describes them.
        on_error: what becomes of a document that cannot be cleaned: "raise" an error; "keep" it as it came, with the reason in
            `cleaner_error`; or "drop" it.
    """

    rules: Name | Sequence[Name]
    default_rules: bool
    disable: str | Sequence[str]
    threshold: float | None
    extractor: str
    captions: bool
    markdown: bool
    links: bool
    images: bool
    front_matter: bool
    limits: Limits | Mapping[str, float]
    pages: bool | None
    meta: bool
    details: bool
    on_error: str


class RecordOptions(Options, total=False):
    """What integrations can be told whose documents are records. Fields that are not named are guessed, as `cleaner batch` does.

    Attributes:
        text_field: the article; the editorial text takes its place.
        html_field: the page that the article stands on, for records without text.
        url_field: where the article comes from.
        site_field: the host name of its site, for records without address.
    """

    text_field: str | None
    html_field: str | None
    url_field: str | None
    site_field: str | None


FIELD_OPTIONS = tuple(name for name in RecordOptions.__annotations__ if name.endswith("_field"))
_TYPES: Mapping[str, tuple[type, ...]] = {
    "bool": (bool,),
    "bool | None": (bool, NoneType),
    "float | None": (int, float, NoneType),
    "int": (int,),
    "str": (str,),
    "str | None": (str, NoneType),
    "tuple[str, ...]": (tuple,),
    "Limits": (Limits,),
}


def check(options: Any) -> None:
    """Refuse values of another type than their option's: "no" would be true, and a number no name.

    Raises:
        InputError: one is.
    """
    for field in fields(options):
        value = getattr(options, field.name)
        allowed = _TYPES.get(str(field.type))
        if (allowed and not isinstance(value, allowed)) or (
            isinstance(value, bool) and allowed and bool not in allowed
        ):
            raise InputError(
                f"{field.name}={value!r}: must be {str(field.type).replace('tuple[str, ...]', 'str or list')}"
            )


def several(option: str, value: Any) -> tuple[str, ...]:
    """One name or several, as several.

    Raises:
        InputError: they are no names.
    """
    values = [value] if isinstance(value, str | os.PathLike) or not isinstance(value, Iterable) else [*value]
    if not all(isinstance(one, str | os.PathLike) for one in values):
        raise InputError(f"{option}={value!r}: must be a name or a list of names")
    return tuple(os.fspath(one) for one in values)


def limits(value: Limits | Mapping[str, float]) -> Limits:
    """Limits, of which only some may be given.

    Raises:
        InputError: there is no such limit, or it is not above 0.
    """
    if isinstance(value, Limits):
        return value
    known = {field.name: field.type for field in fields(Limits)}
    if not isinstance(value, Mapping) or not value.keys() <= known.keys():
        raise InputError(f"limits={value!r}: must be numbers by name: {', '.join(known)}")
    try:
        given = {name: float(one) if known[name] == "float" else int(one) for name, one in value.items()}
    except (TypeError, ValueError):
        raise InputError(f"limits={value!r}: must be numbers by name: {', '.join(known)}") from None
    return Limits(**given)  # type: ignore[arg-type]


def takes_options(options: type, *, of_records: bool = False) -> Callable[[_T], _T]:
    """Gives a class whose constructor takes options the signature that names them all, for help, editors and hosts.

    Args:
        options: the dataclass of options.
        of_records: whether the constructor takes the names of fields too.
    """

    def show(cls: _T) -> _T:
        made: Any = cls.__init__  # type: ignore[misc]
        own = [one for one in inspect.signature(made).parameters.values() if one.kind is not one.VAR_KEYWORD]
        said = {one.name for one in own}
        more = [(field.name, _default(field), field.type) for field in fields(options) if field.name not in said]
        more += [(name, None, "str | None") for name in FIELD_OPTIONS if of_records]
        taken = [inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, default=d, annotation=t) for n, d, t in more]
        made.__signature__ = inspect.Signature([*own, *taken])
        return cls

    return show


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()
