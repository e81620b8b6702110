#!/bin/bash
# Packs what the tests tagged gpu, the times from Java and the lab need, for a bare x86-64 Linux machine that has a GPU, its driver
# and Python with PyTorch, but no Java, no Maven and no network. Builds here; FOLDER (.gpu in the project's root unless named) then
# travels with the tree, and `bash FOLDER/check.sh` over there takes at most six minutes. ARCHITECTURES=90a makes the lab for Hopper alone.
set -euo pipefail
lab=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$lab/../../.." && pwd)
folder=$(realpath -m "${1:-$root/.gpu}")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
main=$root/backend-cuda/src/main/cuda
console=1.14.4 # of the JUnit that the project uses
mkdir -p "$folder" "$out/lib" "$out/lab"
ignored=$(git -C "$root" rev-parse --git-path info/exclude)
grep -qx '/.gpu/' "$ignored" 2> /dev/null || echo '/.gpu/' >> "$ignored"

cd "$root"
mvn -q -pl backend-cuda -am test-compile dependency:build-classpath -Dmdep.outputFile="$out/classpath"
mvn -q -N dependency:copy -Dartifact=org.junit.platform:junit-platform-console-standalone:$console \
  -DoutputDirectory="$out" -Dmdep.stripVersion=true
# what the tests tagged gpu have no use for: the analysis and what it needs, and what the console brings
tr ':' '\n' < "$out/classpath" | grep '\.jar$' | grep -Ev '/(nd4j|openblas|guava|protobuf|jackson-1|commons-|pdfbox|fontbox|junit|opentest4j|apiguardian|byte-buddy)' \
  | xargs -I{} cp {} "$out/lib/"
for module in core testkit tokenizers backend-cuda; do
  [ ! -d "$module/target/classes" ] || cp -r "$module/target/classes" "$out/$module"
done
cp -r backend-cuda/target/test-classes "$out/tests"
# where the tests of towers look from the module's folder
cp -r --parents backend-onnx/src/test/resources/towers "$out/"
grep -rl --include='*.java' '@Tag("gpu")' backend-cuda/src/test/java | sed 's#.*/java/##; s#/#.#g; s#\.java$##' > "$out/gpu-tests"

java_home=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
"$java_home/bin/jlink" --module-path "$java_home/jmods" --strip-debug --no-header-files --no-man-pages --vm=server --output "$out/jre" \
  --add-modules java.base,java.desktop,java.logging,java.xml,java.net.http,java.management,java.naming,java.sql,jdk.unsupported,jdk.management,jdk.jfr

nvcc=${NVCC:-$(command -v nvcc || echo /usr/local/cuda/bin/nvcc)}
codes=
for architecture in ${ARCHITECTURES:-80 90a}; do
  codes="$codes -gencode arch=compute_$architecture,code=sm_$architecture"
done
# shellcheck disable=SC2086
"$nvcc" -std=c++17 -O3 -t 0 -lineinfo -cudart static -I"$main/device" -I"$lab/device" -I"$main" $codes \
  -o "$out/lab/lab" "$lab"/*.cu "$main"/*.cu
cp "$lab/peers.py" "$lab/towers.py" "$out/lab/"
cp "$lab/check.sh" "$folder/"
XZ_OPT=${XZ_OPT:--4} tar -C "$out" -cJf "$folder/pack.tar.xz" .
du -sh "$folder"
