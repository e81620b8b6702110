#!/bin/bash
# The whole check on a machine with a GPU, in what pack.sh made: tests tagged gpu, times from Java, the lab beside PyTorch, and
# compute-sanitizer. check.sh [PART...] does some parts only; `check.sh towers` does what is not among them, since it takes as long as
# they do: towers of real sizes with random weights on pixels of noise, agreement and times, beside timm and transformers. Reads like a
# log, ends with an error where a part failed; at most six minutes, each part within its own limit. Whole outputs go to $OUT, if that is set.
pack=$(cd "$(dirname "$0")" && pwd)/pack.tar.xz
work=/tmp/discern-gpu
[ -d "$work" ] || { mkdir "$work" && tar xJf "$pack" -C "$work"; } || exit
cd "$work" || exit
logs=${OUT:-$(mktemp -d)}
parts=${*:-tests java lab peers sanitizer}
failed=
java=$work/jre/bin/java
classes=$(echo "$work"/{tests,backend-cuda,core,testkit,tokenizers} "$work"/lib/*.jar | tr ' ' ':')

# part NAME SECONDS LINES COMMAND...: the last lines of what it says
part() {
  name=$1 limit=$2 lines=$3
  shift 3
  [[ " $parts " == *" $name "* ]] || return 0
  [ $((SECONDS + limit)) -le 360 ] || limit=$((360 - SECONDS))
  [ "$limit" -gt 5 ] || { echo "== $name: no time left"; failed="$failed $name"; return 0; }
  echo "== $SECONDS s: $name"
  timeout "$limit" "$@" > "$logs/$name.log" 2>&1 || { echo "$name ended with $?"; failed="$failed $name"; }
  tail -n "$lines" "$logs/$name.log"
}

gpu_tests() {
  selected=$(sed 's/^/--select-class /' gpu-tests)
  cd backend-cuda || return # like Maven
  # shellcheck disable=SC2086
  "$java" -Xmx8g -jar ../junit-platform-console-standalone.jar execute --disable-banner --disable-ansi-colors --details=tree --include-tag gpu -cp "$classes" $selected
}
sanitizer() {
  for tool in memcheck racecheck synccheck initcheck; do
    echo "$tool: $(compute-sanitizer --tool $tool --error-exitcode 1 lab/lab small 2>&1 | tail -1)"
  done | tee "$logs/tools"
  ! grep -v 'ERROR SUMMARY: 0 errors\|RACECHECK SUMMARY: 0 hazards' "$logs/tools"
}
towers() {
  python3 lab/towers.py "$work/towers" 256 || return
  "$java" -Xmx12g -cp "$classes" io.discern.backend.cuda.TowerSpeed 256 "$work"/towers/clip-*
}
nvidia-smi --query-gpu=name,driver_version --format=csv,noheader
export -f gpu_tests sanitizer towers
export java classes logs work
part tests 150 25 bash -c gpu_tests
part java 75 40 "$java" -Xms12g -Xmx12g -XX:+AlwaysPreTouch -cp "$classes" io.discern.backend.cuda.CudaTimes
part lab 60 40 bash -c 'lab/lab small > /dev/null && lab/lab'
part peers 60 20 python3 lab/peers.py
part sanitizer 60 5 bash -c sanitizer
part towers 350 200 bash -c towers
echo "== $SECONDS s: ${failed:+failed:}${failed:-all done}"
[ -z "$failed" ]
