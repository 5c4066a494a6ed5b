#!/usr/bin/python3
"""Uses the installed app as a person with a screen reader would: by the roles and names that AT-SPI tells.

    installed_app.py main-job SCREENSHOT     first start, diagnosis, Facebook login, repair, Finalizar
    installed_app.py after-upgrade           the channel and its history are still there

A released app cannot be driven by WebDriver, and this needs no door in it. The last line is `N passed, 0 failed`.
"""

import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
gi.require_version("GdkPixbuf", "2.0")
from gi.repository import Atspi, GdkPixbuf, GLib  # noqa: E402

PATIENCE = 60.0
MAIN, LOGIN = "Reconecta", "~Facebook"
EMAIL, PASSWORD = "ana@padariaaurora.example", "ana-aurora-2026"
passed = 0


class NotSeen(Exception):
    """Something did not appear in time; says what was there instead."""


def look(window=MAIN, below=False):
    """What is shown in the windows of that title, as (role, name, accessible); also what is below the fold, if asked for."""
    desktop = Atspi.get_desktop(0)
    found = []
    for index in range(desktop.get_child_count()):
        try:
            program = desktop.get_child_at_index(index)
            frames = [program.get_child_at_index(at) for at in range(program.get_child_count())]
            for frame in frames:
                if fits(window, frame.get_name() or ""):
                    walk(frame, found, below)
        except (GLib.Error, AttributeError):
            continue  # a program that ended meanwhile
    return found


def walk(node, found, below, depth=0):
    if node is None or depth > 60:
        return
    try:
        node.clear_cache()
        # Containers do not always say that they are shown; what a person uses does.
        if below or node.get_state_set().contains(Atspi.StateType.SHOWING):
            found.append((node.get_role_name(), node.get_name() or "", node))
        for index in range(node.get_child_count()):
            walk(node.get_child_at_index(index), found, below, depth + 1)
    except GLib.Error:
        return  # the page went on while it was read


def fits(wanted, name):
    return wanted[1:] in name if wanted.startswith("~") else wanted == name


def wait_for(what, condition):
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        answer = condition()
        if answer is not None:
            return answer
    seen = sorted({f"{role}: {name}" for role, name, _ in look("~") if name})
    raise NotSeen(f"{what} did not appear within {PATIENCE:.0f} s; there is\n   " + "\n   ".join(seen))


def find(role, name, window):
    """One that is shown; failing that, scrolls to one below the fold, so that it is shown at the next look."""
    hidden = None
    for found_role, found_name, node in look(window, below=True):
        if found_role == role and fits(name, found_name) and has(node, Atspi.StateType.ENABLED):
            if has(node, Atspi.StateType.SHOWING):
                return node
            hidden = hidden or node
    if hidden:
        scroll_to(hidden)
    return None


def has(node, state):
    try:
        node.clear_cache()
        return node.get_state_set().contains(state)
    except GLib.Error:
        return False


def see(role, name, window=MAIN):
    """Waits for something enabled of that role and name (`~` before a name: that contains it)."""
    node = wait_for(f"{role} “{name}”", lambda: find(role, name, window))
    count(f"{role} “{name.lstrip('~')}”")
    return node


def read(text):
    """Waits until some text is in the app's window, and scrolls to it as a person would."""

    def condition():
        for _, name, node in look(below=True):
            if text in name or text in text_of(node):
                if has(node, Atspi.StateType.SHOWING):
                    return True
                scroll_to(node)
        return None

    wait_for(f"the text “{text}”", condition)
    count(f"“{text}”")


def scroll_to(node):
    try:
        Atspi.Component.scroll_to(node, Atspi.ScrollType.ANYWHERE)
    except GLib.Error:
        return  # the page went on


def text_of(node):
    try:
        if "Text" not in node.get_interfaces():
            return ""
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
    except GLib.Error:
        return ""


def click(role, name, window=MAIN):
    Atspi.Action.do_action(see(role, name, window), 0)


def type_into(role, name, text, window):
    """With the keyboard, as a person does."""
    node = see(role, name, window)
    Atspi.Component.grab_focus(node)
    wait_for(f"the focus in “{name}”", lambda: has(node, Atspi.StateType.FOCUSED) or None)
    subprocess.run(["xdotool", "type", "--delay", "15", text], check=True)


def count(what):
    global passed
    passed += 1
    print(f"   seen: {what}", flush=True)


def photograph(path):
    """The window that has the focus; an empty one is no proof."""
    subprocess.run(["scrot", "--overwrite", "--focused", path], check=True)
    picture = GdkPixbuf.Pixbuf.new_from_file(path)
    pixels, channels = picture.get_pixels(), picture.get_n_channels()
    colours = {pixels[at : at + 3] for at in range(0, len(pixels) - 3, channels * 7)}
    width, height = picture.get_width(), picture.get_height()
    if width < 700 or height < 500 or len(colours) < 50:
        raise NotSeen(f"the picture has {width} x {height} pixels of {len(colours)} colours: the window was not painted")
    count(f"a picture of {width} x {height} pixels, painted")


def main_job(screenshot):
    """From the first start of a fresh profile to a repaired channel."""
    see("heading", "Boas-vindas ao Reconecta")
    click("radio button", "~Demonstração")
    click("push button", "Começar")
    click("push button", "Verificar todos")
    click("push button", "Reconectar Encomendas")
    click("push button", "Entrar com Facebook")
    log_in()
    read("Ana Prado")
    click("push button", "Reconectar")
    see("check box", "~Padaria Aurora Encomendas")
    click("push button", "Continuar")
    see("heading", "O canal foi reconectado")
    click("push button", "Finalizar")
    see("heading", "Encomendas")
    read("Conectado, sem prova")
    photograph(screenshot)
    close_window()


def log_in():
    """In the login window, which is a process of its own."""
    type_into("entry", "E-mail", EMAIL, LOGIN)
    type_into("password text", "Senha", PASSWORD, LOGIN)
    click("push button", "Entrar", LOGIN)
    see("heading", "Escolha os portfólios", LOGIN)
    click("push button", "Continuar", LOGIN)
    see("heading", "~contas do WhatsApp", LOGIN)
    click("push button", "Continuar", LOGIN)
    click("push button", "Permitir", LOGIN)


def after_upgrade():
    """The next start, with another version of the program."""
    click("push button", "Ajustes")
    click("push button", "Conta")
    click("push button", "Canais de Atendimento")
    click("push button", "Abrir Encomendas")
    see("heading", "Encomendas")
    read("Conectado, sem prova")
    read("Reconectado: Conectado, sem prova")
    close_window()


def close_window():
    subprocess.run(["xdotool", "key", "--clearmodifiers", "alt+F4"], check=True)


def main():
    match sys.argv[1:]:
        case ["main-job", screenshot]:
            main_job(screenshot)
        case ["after-upgrade"]:
            after_upgrade()
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    failed = 0
    try:
        code = main()
    except NotSeen as error:
        print(error)
        code = failed = 1
    print(f"{passed} passed, {failed} failed")
    sys.exit(code)
