#!/bin/sh
# Stands in for a C compiler and an archiver where code is only type-checked: the file that was asked for exists
# afterwards and is empty. Nothing is ever linked from it.
out=""
previous=""
for word in "$@"; do
  if [ "$previous" = "-o" ]; then out="$word"; fi
  case "$word" in
    -out:* | /out:* | -OUT:* | /OUT:*) out="${word#?????}" ;;
    -Fo* | /Fo*) out="${word#???}" ;;
    *.a | *.lib)
      if [ -z "$out" ]; then
        case "$word" in -*) ;; *) out="$word" ;; esac
      fi
      ;;
  esac
  previous="$word"
done
if [ -n "$out" ]; then : >"$out"; fi
exit 0
