#!/bin/sh
# Compiles the kernels: build.sh NVCC DIRECTORY makes DIRECTORY/libdiscern_cuda.so, unless it is newer than every source.
set -eu
nvcc=$1
out=$2
sources=$(dirname "$0")
library=$out/libdiscern_cuda.so
if [ -f "$library" ] && [ -z "$(find "$sources" ! -name binding.sh -newer "$library")" ]; then
  exit 0
fi
mkdir -p "$out"
# CUDA's runtime goes inside and stays invisible, so that no other library's runtime is mistaken for it
"$nvcc" --shared -std=c++17 -O3 -t 0 -cudart static -Xcompiler -fPIC -Xlinker --exclude-libs,ALL -I"$sources/device" \
  -gencode arch=compute_80,code=sm_80 -gencode arch=compute_90a,code=sm_90a -gencode arch=compute_90,code=compute_90 \
  -o "$library" "$sources"/*.cu
