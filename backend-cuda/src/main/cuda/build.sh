#!/bin/sh
# Compiles the kernels: build.sh NVCC DIRECTORY makes DIRECTORY/libdiscern_cuda.so, unless it is newer than every source. Objects are
# kept in DISCERN_CUDA_CACHE (~/.cache/discern/cuda unless it is set) by what they are made of, so that a clean build or another
# copy of the sources compiles only what nobody here has; those that nobody asked for in 30 days are deleted.
set -eu
nvcc=$1
out=$2
sources=$(dirname "$0")
library=$out/libdiscern_cuda.so
if [ -f "$library" ] && [ -z "$(find "$sources" ! -name binding.sh -newer "$library")" ]; then
  exit 0
fi
# machine code for 8.0 and 9.0, and for what is newer the intermediate code of 8.0: nothing but 9.0 itself has code of its own
options='-std=c++17 -O3 -gencode arch=compute_80,code=[sm_80,compute_80] -gencode arch=compute_90a,code=sm_90a'
cache=${DISCERN_CUDA_CACHE:-${XDG_CACHE_HOME:-${HOME:-$out}/.cache}/discern/cuda}
mkdir -p "$out" "$cache"
find "$cache" -name '*.o*' -mtime +30 -delete

digest() { sha256sum | cut -c1-32; }
common=$({ "$nvcc" --version; "${NVCC_CCBIN:-g++}" --version; echo "$options"; cat "$sources"/*.h "$sources"/*.cuh "$sources"/device/*.cuh; } | digest)
set --
for source in "$sources"/*.cu; do
  object=$cache/$(basename "$source" .cu)-$({ echo "$common"; cat "$source"; } | digest).o
  set -- "$@" "$object"
  if [ -f "$object" ]; then
    touch "$object"
  else
    printf '%s\0%s\0' "$source" "$object"
  fi
done > "$out/missing"
# shellcheck disable=SC2016
NVCC=$nvcc OPTIONS=$options DEVICE=$sources/device xargs -0 -r -n 2 -P "$(nproc)" sh -fc '
  "$NVCC" -c $OPTIONS -Xcompiler -fPIC -I"$DEVICE" -o "$1.$$" "$0" && mv "$1.$$" "$1"' < "$out/missing"
rm "$out/missing"
# CUDA's runtime goes inside and stays invisible, so that no other library's runtime is mistaken for it
"$nvcc" --shared -cudart static -Xlinker --exclude-libs,ALL -o "$library" "$@"
