#!/bin/sh
# Checks every variant of every kernel and prints the table: run.sh on a machine with nvcc and a GPU, with PyTorch's times below;
# run.sh --host checks small sizes with g++, without either; run.sh --sanitize runs the small sizes under compute-sanitizer.
set -eu
cd "$(dirname "$0")"
main=../main/cuda
out=../../target/lab
mkdir -p "$out"
if [ "${1:-}" = --host ]; then
  shim=../test/cuda/shim
  for source in *.cu "$main"/*.cu "$shim"/*.cpp; do
    object=$out/host-$(echo "$source" | tr / -).o
    g++ -x c++ -std=c++17 -O1 -Wno-unknown-pragmas -fsanitize=address,undefined -fno-sanitize-recover=all \
      -I"$shim" -Ihost -I"$main" -c "$source" -o "$object"
  done
  g++ -fsanitize=address,undefined -o "$out/lab-host" "$out"/host-*.o
  ASAN_OPTIONS=detect_leaks=0 exec "$out/lab-host" small
fi
nvcc=${NVCC:-$(command -v nvcc || echo /usr/local/cuda/bin/nvcc)}
"$nvcc" -std=c++17 -O3 -t 0 -cudart static -I"$main/device" -Idevice -I"$main" \
  -gencode arch=compute_80,code=sm_80 -gencode arch=compute_90a,code=sm_90a -o "$out/lab" *.cu "$main"/*.cu
if [ "${1:-}" = --sanitize ]; then
  for tool in memcheck racecheck synccheck initcheck; do
    compute-sanitizer --tool "$tool" --error-exitcode 1 "$out/lab" small
  done
  exit
fi
"$out/lab" small > /dev/null
"$out/lab"
python3 peers.py
