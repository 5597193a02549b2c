#!/usr/bin/env bash
# Compiles native/src/*.cpp into libsepconv.so, and native/preload/*.cpp into libsepconvomp.so, for one platform, with
# g++ alone.
#
#   ./cppbuild.sh -platform linux-x86_64
#
# oneDNN's headers and library come from the first directory that has both, include/oneapi/dnnl/dnnl.h and
# libdnnl.so.3 (there or in lib/):
#   ONEDNN_DIR   a directory given by hand
#   BUILD_PATH   directories separated by colons; JavaCPP's Maven plugin sets it from the preset's jar
# The results go to $SEPCONV_CPPBUILD_DIR/<platform>/, by default under target/cppbuild, with onednn.path beside them,
# which names that first directory.
#
# Exit status: 0 built, 1 the compiler failed, 2 not possible (one sentence on stderr says why).
set -euo pipefail

refuse() {
  echo "cppbuild.sh: $*" >&2
  exit 2
}

known="linux-x86_64, linux-arm64 (built); macosx-arm64, macosx-x86_64, windows-x86_64 (not built yet)"

platform=
while [ $# -gt 0 ]; do
  case $1 in
    -platform=*) platform=${1#-platform=} ;;
    -platform)
      [ $# -ge 2 ] || refuse "-platform needs a value; known platforms: $known"
      platform=$2
      shift
      ;;
    *) refuse "unknown argument '$1'; usage: ./cppbuild.sh -platform PLATFORM" ;;
  esac
  shift
done

case $platform in
  linux-x86_64)
    compiler=g++ package=g++
    # The baseline of the architecture; oneDNN chooses its kernels at run time.
    arch=-march=x86-64
    ;;
  linux-arm64)
    compiler=aarch64-linux-gnu-g++ package=g++-aarch64-linux-gnu
    if [ "$OSTYPE $HOSTTYPE" = "linux-gnu aarch64" ]; then compiler=g++ package=g++; fi
    arch=-march=armv8-a
    ;;
  macosx-arm64 | macosx-x86_64 | windows-x86_64)
    refuse "native code for $platform is not built yet; use the pure-Java backend there (mvn -Ppure-java)"
    ;;
  "") refuse "usage: ./cppbuild.sh -platform PLATFORM; known platforms: $known" ;;
  *) refuse "unknown platform '$platform'; known platforms: $known" ;;
esac

command -v "$compiler" >/dev/null ||
  refuse "$compiler is not installed (Debian's package $package); build without native code by mvn -Ppure-java"

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

onednn= library=
IFS=: read -r -a places <<<"${ONEDNN_DIR:-}:${BUILD_PATH:-}"
for place in "${places[@]}"; do
  [ -n "$place" ] && [ -f "$place/include/oneapi/dnnl/dnnl.h" ] || continue
  for candidate in "$place/libdnnl.so.3" "$place/lib/libdnnl.so.3"; do
    if [ -f "$candidate" ]; then
      onednn=$place library=$candidate
      break 2
    fi
  done
done
[ -n "$onednn" ] ||
  refuse "oneDNN for $platform was not found in ONEDNN_DIR or BUILD_PATH; 'mvn process-classes' finds it by itself"

out=${SEPCONV_CPPBUILD_DIR:-$root/target/cppbuild}/$platform
mkdir -p "$out"

# Only the functions of the header are visible. libgomp is the run-time library that comes with oneDNN, already
# loaded when this library is: -fopenmp adds its name, not a second copy. --no-undefined finds a missing function
# here and not in the JVM.
"$compiler" -std=c++17 $arch -O2 -fPIC -fopenmp -fvisibility=hidden -fvisibility-inlines-hidden \
  -Wall -Wextra -Werror -I"$root/native/include" -isystem "$onednn/include" \
  "$root"/native/src/*.cpp \
  -shared -s -Wl,-soname,libsepconv.so -Wl,--no-undefined -Wl,--as-needed -Wl,-z,noexecstack \
  "$library" -o "$out/libsepconv.so" || exit 1

# Loaded before oneDNN and libgomp, so it may need neither.
"$compiler" -std=c++17 $arch -O2 -fPIC -fvisibility=hidden -Wall -Wextra -Werror \
  "$root"/native/preload/*.cpp \
  -shared -s -Wl,-soname,libsepconvomp.so -Wl,--no-undefined -Wl,--as-needed -Wl,-z,noexecstack \
  -o "$out/libsepconvomp.so" || exit 1

# For native/bench, which runs over the same library.
(cd "$onednn" && pwd -P) >"$out/onednn.path"
