#!/bin/sh
# Starts Reconecta from this folder. Where the system lacks a library, it says so in one sentence with the command that
# brings it, instead of letting the loader end the program with a word that only technicians understand.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
program=$here/bin/reconecta

loader=$(LC_ALL=C ldd "$program" 2>&1)
old=$(printf '%s\n' "$loader" | sed -n "s/.*version .\([A-Z]*_[0-9.]*\). not found.*/\1/p" | sort -u | tr '\n' ' ')
missing=$(printf '%s\n' "$loader" | sed -n 's/^[[:space:]]*\([^[:space:]]*\) => not found.*/\1/p' | tr '\n' ' ' | sed 's/ $//; s/ /, /g')
if [ -z "$old$missing" ]; then
  exec "$program" "$@"
fi

if command -v apt-get >/dev/null; then
  command='sudo apt-get install @DEBIAN@'
elif command -v dnf >/dev/null; then
  command='sudo dnf install @FEDORA@'
else
  command=
fi

case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
  pt*)
    too_old="O Reconecta não abriu porque este Linux é antigo demais (falta ${old% }): use uma versão mais nova do sistema."
    lacks="O Reconecta não abriu porque faltam no sistema: $missing. "
    install="Para instalar: $command"
    elsewhere="Os pacotes necessários estão no LEIA-ME.txt."
    ;;
  es*)
    too_old="Reconecta no se abrió porque este Linux es demasiado antiguo (falta ${old% }): use una versión más nueva del sistema."
    lacks="Reconecta no se abrió porque faltan en el sistema: $missing. "
    install="Para instalar: $command"
    elsewhere="Los paquetes necesarios están en LEIA-ME.txt."
    ;;
  *)
    too_old="Reconecta did not open because this Linux is too old (${old% } is missing): use a newer release of the system."
    lacks="Reconecta did not open because the system lacks: $missing. "
    install="To install: $command"
    elsewhere="LEIA-ME.txt names the packages."
    ;;
esac
if [ -n "$old" ]; then
  sentence=$too_old
elif [ -n "$command" ]; then
  sentence=$lacks$install
else
  sentence=$lacks$elsewhere
fi
printf 'reconecta: %s\n' "$sentence" >&2

# Started from a file manager, nobody sees the line above.
if [ ! -t 2 ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  if command -v zenity >/dev/null; then
    zenity --error --title=Reconecta --no-markup --text="$sentence"
  elif command -v kdialog >/dev/null; then
    kdialog --title Reconecta --error "$sentence"
  elif command -v xmessage >/dev/null; then
    xmessage -center "$sentence"
  elif command -v notify-send >/dev/null; then
    notify-send Reconecta "$sentence"
  fi
fi
exit 1
