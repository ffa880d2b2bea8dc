# shellcheck shell=bash
# What lies in a root, as sorted lines: compared to tell what no package put there.
#   PATH f MODE OWNER     a file
#   PATH h SHA256         its bytes
#   PATH l OWNER TARGET   a link

# The places where an operator, or the library, may leave something.
manifest_roots=(etc usr opt root var/lib)

manifest() {
    (
        cd "$1" || exit 1
        find "${manifest_roots[@]}" -xdev -type f -printf '/%p f %m %U:%G\n'
        find "${manifest_roots[@]}" -xdev -type f -print0 | xargs -0 -P 2 -n 500 sha256sum |
            sed -E 's#^([0-9a-f]+)  (.*)$#/\2 h \1#'
        find "${manifest_roots[@]}" -xdev -type l -printf '/%p l %U:%G %l\n'
    ) | LC_ALL=C sort
}
