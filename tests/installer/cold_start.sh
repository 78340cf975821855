#!/usr/bin/env bash
# cold_start.sh 程序 [文件…]：启动五次，量到主窗口出现在屏幕上为止的秒数、处理器秒数和内存。
# 需要 xvfb、xauth、x11-utils；每次的用户文件夹都是新的。
set -eu
if [ -z "${DISPLAY:-}" ]; then exec xvfb-run -a "$0" "$@"; fi
for _ in 1 2 3 4 5; do
    home=$(mktemp -d)
    begun=$(date +%s%N)
    env -i HOME="$home" DISPLAY="$DISPLAY" XAUTHORITY="${XAUTHORITY:-}" LC_ALL=C.UTF-8 PATH=/usr/bin:/bin "$@" & program=$!
    until xwininfo -root -tree 2>/dev/null | grep -q '决算工作台.* [0-9]\{3,\}x[0-9]\{3,\}+'; do sleep 0.01; done
    shown=$(date +%s%N)
    read -r _ _ _ _ _ _ _ _ _ _ _ _ _ user system _ < <(sed 's/(.*)/()/' "/proc/$program/stat")
    memory=$(awk '/VmRSS/ {print int($2 / 1000)}' "/proc/$program/status")
    echo "窗口出现 $(((shown - begun) / 1000000)) 毫秒，处理器 $(((user + system) * 1000 / $(getconf CLK_TCK))) 毫秒，内存 $memory MB"
    kill "$program"; wait "$program" 2>/dev/null || true
    rm -rf "$home"
done
