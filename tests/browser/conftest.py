"""A real JupyterLab, started by the tests on this machine, on a project made by them.

The browser is `$CHROMIUM`, else an installed Chromium, Chrome or Edge, else Debian's when one
may install it; with none the tests are skipped with the reason, and fail when `CI` is set.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, expect

from tests.browser.made import make_project
from transfo_analysis.coding.journal import read as read_journal
from transfo_analysis.coding.state import State, replay

HERE = Path(__file__).parent
FAILED = pytest.StashKey[bool]()
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NAMES += ("microsoft-edge", "msedge")
MISSING = (
    "Aucun navigateur : installez Chromium, Chrome ou Edge, ou donnez son chemin dans $CHROMIUM."
)


def find_browser() -> str:
    given = os.environ.get("CHROMIUM", "")
    if given:
        return given
    for name in NAMES:
        if found := shutil.which(name):
            return found
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        # a new machine has no list of packages yet
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in ("update -q", "install -y -q chromium fonts-noto-color-emoji"):
            subprocess.run(
                ["apt-get", *words.split()],
                check=False,
                capture_output=True,
                timeout=600,
                env=quiet,
            )
    return shutil.which("chromium") or ""


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            # a real browser on a busy machine can be late once; twice is a fault
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser_path():
    path = find_browser()
    if not path:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, browser_path):
    switches = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    return {**browser_type_launch_args, "executable_path": browser_path, "args": switches}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    size = {"width": 1400, "height": 1000}
    return {**browser_context_args, "locale": "fr-FR", "viewport": size}


# a kernel that has loaded everything, as if it were new: in another folder, nothing named or shown
AS_NEW = """
import os, sys
os.chdir({folder!r})
if "ipywidgets" in sys.modules:
    sys.modules["ipywidgets"].Widget.close_all()
get_ipython().reset(new_session=True)
"""


@dataclass
class Lab:
    base: str
    token: str
    root: Path
    runtime: Path
    projects: int = 0
    session: str = ""

    def project(self) -> Path:
        self.projects += 1
        return make_project(self.root / f"p{self.projects}")

    def seat(self, folder: Path) -> None:
        """Give the notebook of a project the kernel of the last test, as if it were new."""
        place = {"path": f"{folder.name}/coder.ipynb", "name": "coder.ipynb", "type": "notebook"}
        if self.session:
            try:
                found = self.api("PATCH", f"sessions/{self.session}", place)
                self._as_new(found["kernel"]["id"], folder)
                return
            except (OSError, RuntimeError, TimeoutError):  # a test may have left it dead
                self.leave()
        found = self.api("POST", "sessions", {**place, "kernel": {"name": "python3"}})
        self.session = found["id"]
        self._as_new(found["kernel"]["id"], folder)

    def leave(self, keep: str = "") -> None:
        """End every kernel but one."""
        for session in self.api("GET", "sessions"):
            if session["id"] != keep:
                with contextlib.suppress(urllib.error.HTTPError):  # it may have been killed
                    self.api("DELETE", f"sessions/{session['id']}")
        self.session = keep

    def _as_new(self, kernel: str, folder: Path) -> None:
        from jupyter_client import BlockingKernelClient

        client = BlockingKernelClient(connection_file=str(self.runtime / f"kernel-{kernel}.json"))
        client.load_connection_file()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=30)
            code = AS_NEW.format(folder=str(folder))
            said = client.execute(code, silent=True, reply=True, timeout=30)["content"]
            if said["status"] != "ok":
                raise RuntimeError(said)
        finally:
            client.stop_channels()

    def api(self, method: str, path: str, said: object = None) -> Any:
        request = urllib.request.Request(
            f"{self.base}/api/{path}",
            method=method,
            data=None if said is None else json.dumps(said).encode(),
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            body = answer.read()
        return json.loads(body) if body else None


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="session")
def lab(tmp_path_factory, browser_path):
    home = tmp_path_factory.mktemp("lab")
    root = home / "work"
    root.mkdir()
    port, token, log = free_port(), secrets.token_hex(16), home / "lab.log"
    private = {
        "JUPYTER_CONFIG_DIR": "cfg",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "run",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "ws",
        "IPYTHONDIR": "ipy",
        "XDG_CONFIG_HOME": "xdg",
    }
    env = {**os.environ, **{name: str(home / value) for name, value in private.items()}}
    env |= {"PYTHONPATH": str(HERE.parents[1]), "OMP_NUM_THREADS": "1"}
    settings = home / "settings/@jupyterlab/apputils-extension"
    settings.mkdir(parents=True)
    quiet = {"fetchNews": "false", "checkForUpdates": False}
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(quiet))
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"),
        *(f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={root}"),
        *("--LabApp.extension_manager=readonly", "--LabApp.news_url=None"),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.expose_app_in_browser=True",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    with log.open("w") as output:
        server = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=env, start_new_session=True
        )
    found = Lab(f"http://127.0.0.1:{port}", token, root, home / "run")
    try:
        for _ in range(240):
            if server.poll() is not None:
                pytest.fail("JupyterLab s’est arrêté :\n" + log.read_text())
            try:
                found.api("GET", "status")
                break
            except OSError:
                time.sleep(0.25)
        else:
            pytest.fail("JupyterLab ne répond pas :\n" + log.read_text())
        yield found
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


POINTS = """(el, [needle, nth]) => {
  const full = el.textContent; let i = -1;
  for (let k = 0; k <= nth; k++) i = full.indexOf(needle, i + 1);
  if (i < 0) throw new Error('not found: ' + needle);
  const at = (n) => { const w = document.createTreeWalker(el, NodeFilter.SHOW_TEXT); let node;
    while ((node = w.nextNode())) { if (n < node.length) return [node, n]; n -= node.length; } };
  const box = (n) => { const [node, o] = at(n); const r = document.createRange();
    r.setStart(node, o); r.setEnd(node, o + 1); return r; };
  box(i).startContainer.parentElement.scrollIntoView({ block: 'center' });
  const a = box(i).getBoundingClientRect(), b = box(i + needle.length - 1).getBoundingClientRect();
  return [a.left + 1, a.top + a.height / 2, b.right - 1, b.top + b.height / 2];
}"""


# as JupyterLab is when it was just opened: no notebook, its own colours, nothing remembered
CLEARED = """async () => {
  const { shell, commands } = window.jupyterapp;
  for (const one of [...shell.widgets('main')]) {
    if (one.context) one.context.model.dirty = false;  // so that it asks nothing
    one.close();
  }
  await commands.execute('apputils:change-theme', { theme: 'JupyterLab Light' });
  document.activeElement?.blur();
  localStorage.clear();
}"""
SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"


class Coding:
    """A coder's window in a notebook, as a person uses it; and what is on disk meanwhile."""

    def __init__(self, lab, page, folder):
        self.lab, self.page, self.folder = lab, page, folder
        self.root = page.locator(".ta-coder")
        self.paper = self.root.locator(".ta-paper")
        self.status = self.root.locator(".ta-status")
        self.dialogs = []
        self.errors = []
        self.heard = {"dialog": self._dialog, "pageerror": lambda e: self.errors.append(str(e))}
        for event, answer in self.heard.items():
            page.on(event, answer)

    def leave(self):
        for event, answer in self.heard.items():
            self.page.remove_listener(event, answer)

    def _dialog(self, dialog):
        if dialog.type == "beforeunload":  # JupyterLab asks about the notebook
            dialog.accept()
        else:
            self.dialogs.append(dialog.message)
            dialog.dismiss()

    def open(self, coder="Ana"):
        path = f"{self.folder.name}/coder.ipynb"
        new = self.page.url == "about:blank"
        if new:
            url = f"{self.lab.base}/lab/tree/{path}"
            self.page.goto(f"{url}?token={self.lab.token}&reset")
        else:
            opened = "path => void window.jupyterapp.commands.execute('docmanager:open', { path })"
            self.page.evaluate(opened, path)
        self.page.locator(SHOWN).wait_for(timeout=60_000)
        self.idle()
        if new:
            self.page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
        self.run()
        if coder:
            self.sign(coder)
        return self

    def idle(self):
        self.page.wait_for_function(
            """() => { const w = window.jupyterapp?.shell.currentWidget;
            return w?.sessionContext?.session?.kernel?.status === 'idle'; }""",
            timeout=60_000,
        )

    def run(self):
        self.page.locator(".jp-Cell").first.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        self.root.wait_for(timeout=60_000)

    def sign(self, coder):
        self.root.get_by_label("Votre prénom ou vos initiales").fill(coder)
        self.page.keyboard.press("Enter")
        self.ready()

    def ready(self):
        self.page.locator(".ta-coder[data-ready=true]").wait_for(timeout=60_000)

    def document(self, name):
        self.root.locator(f"[data-document='{name}']").click()
        self.page.locator(f"[data-document='{name}'][aria-current]").wait_for()

    def drag(self, words, nth=0):
        x0, y0, x1, y1 = self.paper.evaluate(POINTS, [words, nth])
        self.page.mouse.move(x0, y0)
        self.page.mouse.down()
        self.page.mouse.move((x0 + x1) / 2, (y0 + y1) / 2, steps=4)
        self.page.mouse.move(x1, y1, steps=4)
        self.page.mouse.up()

    def click_on(self, words, nth=0):
        x0, y0, x1, _ = self.paper.evaluate(POINTS, [words, nth])
        self.page.mouse.click(x0 + min(8, (x1 - x0) / 2), y0)

    def saved(self):
        """Wait until everything done is said to be on disk."""
        self.page.locator(".ta-coder[data-state=saved]").wait_for(timeout=15_000)

    @property
    def state(self) -> State:
        return replay(read_journal(self.folder / "data/coding/journal")[0])

    @property
    def codings(self):
        """The codings on disk, as (words, code), in the order of their acts."""
        texts = {
            path.stem: path.read_text(encoding="utf-8")
            for path in (self.folder / "data/coding/textes").glob("*.txt")
        }
        return [(texts[c.sha256][c.start : c.end], c.code) for c in self.state.codings.values()]


class Windows:
    """The browser's window with JupyterLab in it, kept from one test to the next."""

    def __init__(self, browser, wanted):
        self.browser, self.wanted = browser, wanted
        self.page = None

    def window(self):
        if self.page is None:
            self.page = self.browser.new_context(**self.wanted).new_page()
        return self.page

    def clear(self):
        """Close what a test opened; where that fails, the window."""
        try:
            self.page.evaluate(CLEARED)
            expect(self.page.locator(".jp-NotebookPanel, .jp-Dialog")).to_have_count(0)
        except (Error, AssertionError):
            self.close()

    def close(self):
        if self.page is not None:
            self.page.context.close()
        self.page = None


@pytest.fixture(scope="session")
def windows(browser, browser_context_args):
    made = Windows(browser, browser_context_args)
    yield made
    made.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture
def coding(lab, windows, request):
    own_window = request.node.get_closest_marker("own_window")
    if own_window:
        windows.close()
    found = Coding(lab, windows.window(), lab.project())
    # a kernel that is started again begins in the folder that it was made for
    if not request.node.get_closest_marker("own_kernel"):
        lab.seat(found.folder)
    yield found
    found.leave()
    if own_window or request.node.stash.get(FAILED, False):
        windows.close()
    else:
        windows.clear()
    lab.leave(keep=lab.session)
