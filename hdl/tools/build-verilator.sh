#!/bin/sh
# Builds verilator.wasm.br: Verilator 5.006 as a WASI module, from unpatched upstream sources.
# Usage: build-verilator.sh WORK_FOLDER     (about 5 minutes of CPU time)
# Needs: git, make, autoconf, flex, bison, python3, libfl-dev (FlexLexer.h), clang and lld 22 with their wasm32 target
# ($CLANG, default clang++-22), brotli, and an installed @yowasp/clang, whose libc++ for WASI has the file streams that
# distribution packages leave out. The result differs in a few bytes between clang builds; SHA256SUMS names the one in use.
set -eu

work=$1
clang=${CLANG:-clang++-22}
here=$(cd "$(dirname "$0")" && pwd)
resources=$here/../../node_modules/@yowasp/clang/gen/llvm-resources.tar

mkdir -p "$work/sysroot" "$work/shim/sys"
tar -xf "$resources" -C "$work/sysroot"
if [ ! -d "$work/verilator" ]; then
  git clone --depth 1 --branch v5.006 https://github.com/verilator/verilator "$work/verilator"
fi

# What WASI lacks and Verilator only needs to find at compile time: process status macros and system(), which
# here always fails (Verilator calls it for preprocessors and solvers that this project does not use).
cat > "$work/shim/sys/wait.h" <<'EOF'
#pragma once
#define WIFEXITED(status) (((status) & 0x7f) == 0)
#define WEXITSTATUS(status) (((status) >> 8) & 0xff)
EOF
cat > "$work/shim/no-system.h" <<'EOF'
#pragma once
#include <stdlib.h>
static inline int nfc_no_system(const char*) { return -1; }
#define system nfc_no_system
EOF
cp /usr/include/FlexLexer.h "$work/shim/"

cd "$work/verilator"
autoconf
./configure
python3 src/config_rev src > src/config_rev.h
mkdir -p src/obj_opt
cd src/obj_opt

target="--target=wasm32-wasip1 --sysroot=$work/sysroot"
flags="$target -w -fno-exceptions -D_WASI_EMULATED_PROCESS_CLOCKS -DVL_IGNORE_UNKNOWN_ARCH -I$work/shim -include $work/shim/no-system.h"
builtins=$work/sysroot/lib/wasm32-unknown-wasip1/libclang_rt.builtins.a
make -j"$(nproc)" -f ../Makefile_obj VL_DEBUG= TGT=../../verilator.wasm \
  CXX="$clang $flags" LINK="$clang $target" CFG_CXXFLAGS_SRC=-std=gnu++17 \
  CFG_LDFLAGS_SRC="-nodefaultlibs -Wl,-z,stack-size=16777216,--gc-sections,--strip-all,--initial-memory=67108864" \
  CFG_LIBS="-lwasi-emulated-process-clocks -lc++ -lc++abi -lc $builtins" ../../verilator.wasm

brotli --best --force --output="$here/verilator.wasm.br" "$work/verilator/verilator.wasm"
