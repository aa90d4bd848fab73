"""What a user prefers, in a TOML file that they may write themselves."""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Literal

from platformdirs import user_config_path

Layout = Literal["panes", "tabs"]


class PreferencesUnusable(Exception):
    """The file cannot be used. Its text is one line that names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What stands in the file; other keys are left to whoever wrote them.

    Attributes:
        theme: A theme's name, or None for Byline's dark one.
        threshold: The confidence under which an answer is withheld, 0..1, or None for the measured best.
        layout: Article and conversation side by side where there is room, or always one of the two.
    """

    theme: str | None = None
    threshold: float | None = None
    layout: Layout = "panes"

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Preferences:
        """From what a file holds. Raises `ValueError` with the name of the key that has a value that cannot be."""
        theme, threshold, layout = values.get("theme"), values.get("threshold"), values.get("layout", "panes")
        if not (theme is None or isinstance(theme, str)):
            raise ValueError("theme: not a name in quotation marks")
        if isinstance(threshold, bool) or not (
            threshold is None or (isinstance(threshold, int | float) and 0 <= threshold <= 1)
        ):
            raise ValueError("threshold: not a number from 0 to 1")
        if layout != "panes" and layout != "tabs":
            raise ValueError('layout: neither "panes" nor "tabs"')
        return cls(theme, threshold, layout)


class PreferencesFile:
    """One file. It may not exist yet, and is made when something is first preferred.

    Changes wait until they are written; what cannot be written goes on waiting. `write` may be called from any thread,
    the rest belongs to one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: deque[tuple[str, str | float | None]] = deque()
        self._writing = Lock()

    def read(self) -> Preferences:
        """What stands in the file; all defaults where there is none.

        Raises:
            PreferencesUnusable: It cannot be read, is not TOML, or has a value that cannot be.
        """
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return Preferences()
        except OSError as error:
            raise PreferencesUnusable(f"{self.path}: {error.strerror}") from error
        import tomllib  # only where there is something to read

        try:
            values = tomllib.loads(data.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise PreferencesUnusable(f"{self.path}: not TOML ({error})") from error
        try:
            return Preferences.of(values)
        except ValueError as error:
            raise PreferencesUnusable(f"{self.path}: {error}") from error

    def change(self, name: str, value: str | float | None) -> None:
        """Let a value wait to be put into the file, or with None to be taken out of it."""
        self._waiting.append((name, value))

    def write(self) -> None:
        """Write what waits, in its order; the rest of the file and its comments stay as they are.

        Raises:
            PreferencesUnusable: What stands there is not TOML, or the file cannot be written.
        """
        with self._writing:
            while self._waiting:
                self._write(*self._waiting[0])
                self._waiting.popleft()

    def _write(self, name: str, value: str | float | None) -> None:
        # Only needed when something is changed, and slow to import.
        import tomlkit
        from tomlkit.exceptions import ParseError

        try:
            document = tomlkit.parse(self.path.read_bytes().decode("utf-8") if self.path.exists() else "")
            if value is None:
                document.pop(name, None)
            else:
                document[name] = value
            text = tomlkit.dumps(document)
            self._replace(text if text.endswith("\n") else f"{text}\n")
        except (ParseError, UnicodeDecodeError) as error:
            raise PreferencesUnusable(f"{self.path}: not TOML ({error})") from error
        except OSError as error:
            raise PreferencesUnusable(f"{self.path}: {error.strerror}") from error

    def _replace(self, text: str) -> None:
        """Whole or not at all; a link, as dotfiles often are, stays one, and permissions stay as they are."""
        target = self.path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            with aside.open("wb") as file:
                file.write(text.encode("utf-8"))  # line ends stay as they are
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, aside)
            aside.replace(target)
        finally:
            with suppress(FileNotFoundError):
                aside.unlink()


def preferences_file() -> PreferencesFile:
    """`config.toml` in `BYLINE_CONFIG`, or in the user's configuration folder."""
    chosen = os.environ.get("BYLINE_CONFIG")
    return PreferencesFile((Path(chosen) if chosen else user_config_path("byline")) / "config.toml")
