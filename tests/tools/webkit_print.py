"""Print a URL to a PDF in WebKitGTK: ``webkit_print.py ADDRESS FILE PAPER READY``.

WebKit's WebDriver cannot. Runs in Debian's own Python, which has WebKit's bindings, and needs a display. PAPER is Letter or
A4; READY is the body of an asynchronous function that resolves once the page can be printed. It triggers the same print
operation as a user would: ``beforeprint``, print styles, a file.
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402 (its version is named first)

PAPER = {"Letter": "na_letter", "A4": "iso_a4"}


class Printer:
    """A view of one page, printed once it is ready."""

    def __init__(self, address: str, path: Path, paper: str, ready: str) -> None:
        self.problem = ""
        self._path = path
        self._ready = ready
        self._paper = Gtk.PaperSize.new(PAPER[paper])
        self._view = WebKit2.WebView()
        self._operation = WebKit2.PrintOperation.new(self._view)
        window = Gtk.Window()
        window.set_default_size(390, 844)
        window.add(self._view)
        window.show_all()
        self._view.connect("load-changed", self._load_changed)
        self._view.connect("load-failed", self._load_failed)
        self._view.load_uri(address)

    def _load_changed(self, _view: object, event: object) -> None:
        if event == WebKit2.LoadEvent.FINISHED:
            self._view.call_async_javascript_function(self._ready, -1, None, None, None, None, self._print)

    def _load_failed(self, _view: object, _event: object, address: str, error: object) -> None:
        self._end(f"{address}: {error}")

    def _print(self, view: object, ready: object) -> None:
        view.call_async_javascript_function_finish(ready)
        settings = Gtk.PrintSettings.new()
        settings.set_printer("Print to File")
        settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, self._path.resolve().as_uri())
        settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
        settings.set_paper_size(self._paper)
        setup = Gtk.PageSetup.new()
        setup.set_paper_size_and_default_margins(self._paper)
        self._operation.set_print_settings(settings)
        self._operation.set_page_setup(setup)
        self._operation.connect("finished", lambda _operation: self._end(""))
        self._operation.connect("failed", lambda _operation, error: self._end(str(error)))
        self._operation.print_()

    def _end(self, problem: str) -> None:
        self.problem = problem
        Gtk.main_quit()


if __name__ == "__main__":
    address, path, paper, ready = sys.argv[1:]
    printer = Printer(address, Path(path), paper, ready)
    Gtk.main()
    sys.exit(printer.problem or None)
