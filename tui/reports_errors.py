"""Parts of the screen whose workers may break without ending the program."""

from __future__ import annotations

from textual.dom import DOMNode
from textual.worker import Worker, WorkerState


class ReportsErrors(DOMNode):
    """Hands an error that nobody expected, in a worker of this part, to the app, which says so in one line.

    Textual tells it to this part alone. The workers are made with `exit_on_error=False`. As a base it comes after the
    widget: Textual takes the styles of the first alone.
    """

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell the app."""
        if event.state is WorkerState.ERROR:
            self.app.post_message(Worker.StateChanged(event.worker, event.state))
