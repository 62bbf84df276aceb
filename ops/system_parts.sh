#!/bin/sh
# The tests use a browser, Redis and nginx, and MongoDB's program needs libcurl. Install what is missing where that is
# possible (Debian or Ubuntu, as root); elsewhere say what the tests will go without.
set -eu

missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
    missing="$missing chromium"
command -v redis-server >/dev/null || missing="$missing redis-server"
# It is not on everyone's PATH.
command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
if [ "$(uname -s)" = Linux ]; then
    .venv/bin/python -c 'import ctypes; ctypes.CDLL("libcurl.so.4")' 2>/dev/null || missing="$missing libcurl4"
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] && command -v apt-get >/dev/null; then
    echo "→ Installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    # The programs are wanted, not servers that run from now on.
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
    fi
    apt-get update -qq
    # shellcheck disable=SC2086 - a list of words
    apt-get install -y -qq --no-install-recommends $missing
else
    echo "→ Not found:$missing. The tests that need them are skipped."
fi
