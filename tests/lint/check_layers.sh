#!/bin/sh
# Arrows are law: which room may include which. A file at the top of gen/ sees all of gen/.
set -u
allowed() {
    case $1 in
    base) echo base ;;
    recipe) echo recipe base ;;
    corpus) echo corpus recipe base ;;
    font) echo font recipe base ;;
    plan) echo plan corpus font recipe base ;;
    warp) echo warp plan font recipe base ;;
    text) echo text warp plan font recipe base ;;
    tone) echo tone plan font recipe base ;;
    shelf) echo shelf text plan corpus font recipe base ;;
    raster) echo raster shelf base ;;
    cycles) echo cycles shelf base ;;
    label) echo label raster shelf tone text warp plan font recipe base ;;
    data) echo data base ;;
    cmd) echo cmd product ocr train eval data label raster cycles shelf tone text warp plan font corpus recipe base ;;
    *) echo none ;;
    esac
}
# The trainer: rooms of learn/ see each other as named here, and of gen/ only base, recipe, data, the text it learns its
# alphabet from, and the generator's entry point.
learn_allowed() {
    case $1 in
    net) echo net base ;;
    loss) echo loss base ;;
    search) echo search data base ;;
    eval) echo eval search ocr data base ;;
    train) echo train net data recipe base ;;
    ocr) echo ocr train eval loss net data corpus recipe base ;;
    product) echo product train eval loss net data recipe base ;;
    *) echo none ;;
    esac
}
bad=0
for f in $(git ls-files 'learn/*/*.c' 'learn/*/*.h'); do
    room=${f#learn/}
    room=${room%%/*}
    for inc in $(sed -n 's/^#include "\([a-z0-9_]*\)\/.*/\1/p' "$f"); do
        case " $(learn_allowed "$room") " in
        *" $inc "*) ;;
        *)
            echo "$f: '$room' may not include '$inc/'"
            bad=1
            ;;
        esac
    done
done
for f in $(git ls-files 'gen/*/*.c' 'gen/*/*.h'); do
    room=${f#gen/}
    room=${room%%/*}
    for inc in $(sed -n 's/^#include "\([a-z0-9_]*\)\/.*/\1/p' "$f"); do
        case " $(allowed "$room") " in
        *" $inc "*) ;;
        *)
            echo "$f: '$room' may not include '$inc/'"
            bad=1
            ;;
        esac
    done
    if [ "$room" != cmd ] && grep -n '^#include "\(sample\|produce\)\.h"' "$f"; then
        echo "$f: only cmd sees the generator's entry point"
        bad=1
    fi
done
exit $bad
