#!/bin/sh
# The binding's compiler: g++ with the plugin's arguments, unless it would compile what it compiled last, because the plugin
# generates the binding anew in every build. BINDING names the library, BINDING_SUM the file that remembers from what it was made.
set -eu
sum=$({
  echo "$@"
  cat "$(dirname "$0")/discern_cuda.h"
  for argument in "$@"; do
    # the plugin writes the functions in any order
    case $argument in *.cpp) sort "$argument" ;; esac
  done
} | cksum)
if [ -f "$BINDING" ] && [ "$sum" = "$(cat "$BINDING_SUM" 2> /dev/null)" ]; then
  exit 0
fi
rm -f "$BINDING_SUM"
g++ "$@"
echo "$sum" > "$BINDING_SUM"
