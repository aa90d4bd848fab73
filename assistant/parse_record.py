"""Read records that anyone may have written, or say in one line what is wrong with them."""

from __future__ import annotations

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from assistant.errors import RecordUnusable

T = TypeVar("T")


def parse_json(data: bytes, name: str, kind: TypeAdapter[T]) -> T:
    """The record in a file's bytes.

    Args:
        data: JSON in UTF-8, with or without a byte order mark.
        name: What the user calls the file, for the error.
        kind: What it should hold.

    Raises:
        RecordUnusable: It holds something else; the line names the file and the first field that is wrong.
    """
    try:
        return kind.validate_json(data.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        problem = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(map(str, problem["loc"]))
        message = problem["msg"].removeprefix("Value error, ")
        raise RecordUnusable(f"{name}: {field}: {message}" if field else f"{name}: {message}") from error
