#!/bin/sh
# Runs words in a folder as if it were the whole system:
#    enter.sh ROOT [FROM TO]... -- WORDS...
# FROM is a folder here and TO the place where it is seen there. To be called by root, in mount and process name spaces of
# its own (unshare). The root is turned and not only changed (chroot), because a program in a changed root may make no user
# name space, and the isolation of the login window needs one.
set -eu
root=$1
shift
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
# WebKitGTK shows its isolated processes parts of it, and gives up where they are missing.
mount --rbind /sys "$root/sys"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
while [ "$1" != -- ]; do
  mkdir -p "$root$2"
  mount --bind "$1" "$root$2"
  shift 2
done
shift
cd "$root"
pivot_root . .
umount --lazy .
cd /
exec env --ignore-environment PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/ DEBIAN_FRONTEND=noninteractive "$@"
