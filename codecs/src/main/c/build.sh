#!/usr/bin/env bash
# build.sh: compiles discern_codecs.c to the library that the module carries. Needs gcc, a JDK and leptonica's jar in the local
# repository (any build of this module puts it there). The same compiler gives the same bytes.
set -euo pipefail
cd "$(dirname "$0")"
jar=${LEPTONICA_JAR:-$HOME/.m2/repository/org/bytedeco/leptonica/1.87.0-1.5.13/leptonica-1.87.0-1.5.13-linux-x86_64.jar}
java=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unzip -qo "$jar" 'org/bytedeco/leptonica/linux-x86_64/*' -d "$work"
lib=$work/org/bytedeco/leptonica/linux-x86_64
out=../resources/io/discern/codecs/linux-x86_64/libdiscern_codecs.so
mkdir -p "$(dirname "$out")"
gcc -std=c11 -O2 -Wall -Wextra -Werror -fPIC -fvisibility=hidden -shared -s -Wl,--build-id=none,-z,relro,-z,now,--no-undefined \
    -I"$lib/include" -I"$lib/include/openjpeg-2.5" -I"$java/include" -I"$java/include/linux" \
    discern_codecs.c -L"$lib" -l:libleptonica.so.6 -Wl,--allow-shlib-undefined -o "$out"
sha256sum "$out"
