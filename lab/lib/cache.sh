# shellcheck shell=bash
# Built things, one folder a recipe, named after everything that went into it.
# A recipe is a script in recipes/; its header lines name the recipes it needs and the files it reads:
#   # needs: NAME...    their folders come as variables (KUBERNETES=..., IMAGES=...)
#   # files: PATH...    relative to lab/
# It gets OUT (its result), WORK (room that is thrown away) and LAB.

recipe_header() { sed -nE "s/^# $2: //p" "$LAB/recipes/$1"; }

# recipe_key NAME: changes when the recipe, a file it reads or a recipe it needs changes.
recipe_key() {
    local name=$1 file need
    {
        cat "$LAB/recipes/$name"
        for file in $(recipe_header "$name" files); do cat "$LAB/$file"; done
        for need in $(recipe_header "$name" needs); do recipe_key "$need"; done
    } | sha256sum | cut -c1-16
}

recipe_folder() { printf '%s/%s-%s' "$CACHE" "$1" "$(recipe_key "$1")"; }

# recipe_build NAME: builds it, and before it what it needs; nothing when it is there.
# It is built in a folder of its own and renamed when complete, so a half-built one is never seen.
recipe_build() {
    local name=$1 folder need began out
    local -a variables=()
    folder=$(recipe_folder "$name")
    [[ ! -d $folder ]] || return 0
    local -a builds=()
    for need in $(recipe_header "$name" needs); do
        # Recipes that do not need each other are built side by side.
        recipe_build "$need" &
        builds+=($!)
    done
    for need in "${builds[@]}"; do wait "$need" || return 1; done
    for need in $(recipe_header "$name" needs); do
        variables+=("${need^^}=$(recipe_folder "$need")")
    done
    mkdir -p "$CACHE"
    (
        # Two recipes may need the same third one at the same time.
        flock 8
        [[ ! -d $folder ]] || exit 0
        began=$SECONDS
        say "building $name ..."
        rm -rf "$CACHE/.building-$name"
        out=$CACHE/.building-$name/out
        mkdir -p "$out" "$CACHE/.building-$name/work"
        if ! env "${variables[@]}" LAB="$LAB" OUT="$out" WORK="$CACHE/.building-$name/work" TMPDIR=/tmp \
            bash "$LAB/recipes/$name" </dev/null 8>&- 9>&- >"$CACHE/$name.log" 2>&1; then
            tail -n 20 "$CACHE/$name.log" >&2
            printf 'lab: recipe %s failed, all of its output: %s\n' "$name" "$CACHE/$name.log" >&2
            exit 1
        fi
        mv "$out" "$folder"
        rm -rf "$CACHE/.building-$name"
        say "built $name in $((SECONDS - began)) s"
    ) 8>"$CACHE/.$name.lock"
}

# Results that no present recipe gives, and builds that were interrupted. Only while no lab stands on them.
cache_prune() {
    local folder name
    local -a keep=()
    [[ -d $CACHE ]] || return 0
    for name in "$LAB"/recipes/*; do
        [[ -x $name ]] && keep+=("$(recipe_folder "${name##*/}")")
    done
    for folder in "$CACHE"/*-????????????????/ "$CACHE"/.building-*/; do
        [[ -d $folder ]] || continue
        folder=${folder%/}
        [[ " ${keep[*]} " == *" $folder "* ]] || rm -rf --one-file-system "$folder"
    done
}

# Everything that machines start from.
cache_build() {
    cache_prune
    recipe_build roots || fail "the roots of the machines could not be built"
}
