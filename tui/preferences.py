"""What a user prefers, in a TOML file that they may write themselves."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections import deque
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Annotated, Literal

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Layout = Literal["panes", "tabs"]


class PreferencesUnusable(Exception):
    """The file cannot be used. Its text is one line that names the file and what is wrong."""


class Preferences(BaseModel):
    """What stands in the file; other keys are left to whoever wrote them.

    Attributes:
        theme: A theme's name, or None for Byline's dark one.
        threshold: The confidence under which an answer is withheld, 0..1, or None for the measured best.
        layout: Article and conversation side by side where there is room, or always one of the two.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    theme: str | None = None
    threshold: Annotated[float, Field(ge=0, le=1)] | None = None
    layout: Layout = "panes"


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
            return Preferences.model_validate(tomllib.loads(self.path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return Preferences()
        except OSError as error:
            raise PreferencesUnusable(f"{self.path}: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise PreferencesUnusable(f"{self.path}: not TOML ({error})") from error
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(map(str, first["loc"]))
            raise PreferencesUnusable(f"{self.path}: {name}: {first['msg'].lower()}") from error

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
            self._replace(tomlkit.dumps(document))
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
