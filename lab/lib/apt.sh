# shellcheck shell=bash
# Debian packages for the recipes: fetched with the machine's own apt, never installed by it.

# A private apt state under DIR that reads the machine's own source entries, with deb-src added to each.
# No mirror's name is written down here: whatever the machine uses is used.
apt_private() {
    local dir=$1 file
    mkdir -p "$dir"/{lists/partial,cache/archives/partial,parts}
    : >"$dir/list"
    if [[ -s /etc/apt/sources.list ]]; then
        sed -nE 's/^[[:space:]]*deb[[:space:]].*/&/p' /etc/apt/sources.list >"$dir/list"
        sed -E 's/^([[:space:]]*)deb([[:space:]])/\1deb-src\2/' "$dir/list" >"$dir/list.src"
        cat "$dir/list.src" >>"$dir/list"
    fi
    for file in /etc/apt/sources.list.d/*.list; do
        [[ -e $file ]] || continue
        sed -nE '/^[[:space:]]*deb[[:space:]]/{p;s/deb/deb-src/;p}' "$file" >"$dir/parts/${file##*/}"
    done
    for file in /etc/apt/sources.list.d/*.sources; do
        [[ -e $file ]] || continue
        sed -E 's/^Types:.*/Types: deb deb-src/' "$file" >"$dir/parts/${file##*/}"
    done
    cat >"$dir/conf" <<CONF
Dir::Etc::sourcelist "$dir/list";
Dir::Etc::sourceparts "$dir/parts";
Dir::State::lists "$dir/lists";
Dir::Cache "$dir/cache";
APT::Sandbox::User "root";
CONF
    # A third-party source without source packages is no reason to stop: what matters is found below or not.
    APT_CONFIG=$dir/conf apt-get -qq update || true
}

# The mirror that serves this machine's Debian release, as apt knows it.
apt_mirror() {
    # apt expands these. awk reads to the end: leaving early would break apt's pipe, and pipefail the recipe.
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(CREATED_BY)' |
        awk '$2 == "bookworm" && $3 == "Packages" && !found { print $1; found = 1 }'
}

# Unpacks Debian packages into a folder without installing them (no daemon starts, nothing of the machine changes).
apt_unpack() {
    local into=$1 tmp deb
    shift
    tmp=$(mktemp -d)
    mkdir -p "$into"
    (cd "$tmp" && apt-get -qq -o APT::Sandbox::User=root download "$@")
    for deb in "$tmp"/*.deb; do
        dpkg-deb -x "$deb" "$into"
    done
    rm -rf "$tmp"
}
