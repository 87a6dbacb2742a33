#!/bin/sh
# Training by several processes (mpirun): the very same model as by as many workers of one; stopping; failures.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

if ! command -v mpirun >/dev/null || [ ! -e "$(dirname "$(readlink -f "$ersatz")")/ranks_mpi.so" ]; then
    skip 'several processes' 'no mpirun, or built without MPI'
    done_testing
    exit
fi
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1

reader_of_words 192
train() { # PROCESSES WORKERS OUT [OPTION...]
    processes=$1 workers=$2 out=$3
    shift 3
    timeout 60 mpirun -n "$processes" "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/$out" --set "train.workers=$workers" "$@"
}
# twelve digits: means are sums of doubles in another order
losses() { sed -n 's/.*"step":\([0-9]*\),"loss":\([0-9.]\{12\}\)[0-9]*,"loss_tokens":\([0-9.]\{12\}\).*/\1 \2 \3/p' "$tmp/$1/train.jsonl"; }
same_losses() { [ -n "$(losses "$1")" ] && [ "$(losses "$1")" = "$(losses "$2")" ]; }
# weights alone: the recipe, which the file holds, too, says how many workers each process has
same_models() {
    python3 - "$tmp/$1/model.ersatz" "$tmp/$2/model.ersatz" <<'END'
import json, sys
def read(path):
    b = open(path, "rb").read()
    n = int.from_bytes(b[8:12], "little")
    at = (12 + n + 63) // 64 * 64
    table = json.loads(b[12:12 + n])
    return table["tensors"], b[at:-32]
sys.exit(read(sys.argv[1]) != read(sys.argv[2]))
END
}
other_models() { ! same_models "$1" "$2"; }

ok 'one process, two workers' "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/threads" --set train.workers=2
ok 'two processes' train 2 1 two
ok 'learn the same' same_models threads two
ok 'by the same losses' same_losses threads two
ok 'one process, one worker' "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/one"
ok 'learns something else' other_models threads one
ok 'one process, three workers' "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/threads3" --set train.workers=3
ok 'three processes' train 3 1 three
ok 'learn the same, too' same_models threads3 three

# one of them is told to stop, not the first: all stop, and go on to the same end
(
    # shellcheck disable=SC2016 # variables of that shell
    timeout 60 mpirun -n 2 sh -c 'echo $$ >"$0/pid.$OMPI_COMM_WORLD_RANK"; exec "$@"' "$tmp" \
        "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/cut" --set train.workers=1 &
    shell=$!
    while [ ! -e "$tmp/cut/state.ersatz" ] && kill -0 $shell 2>/dev/null; do sleep 0.02; done
    kill -INT "$(cat "$tmp/pid.1")"
    wait $shell
    echo "status $?"
) >"$tmp/cut.log" 2>&1
ok 'all stop' grep -q 'status 130' "$tmp/cut.log"
ok 'before the end' grep -aqE '"step":(16|32|48|64|80|96|112|128|144|160|176),' "$tmp/cut/state.ersatz"
ok 'go on' train 2 1 cut --resume
ok 'to the same end' same_models threads cut
fails 'with another number of workers they do not' 5 'made by 2 workers, these are 3' train 3 1 cut --resume

fails 'of two that differ all end' 2 'process 1: recipe, seed or data are not those of process 0' \
    timeout 60 mpirun -n 1 "$ersatz" train "$tmp/reader.yaml" -o "$tmp/x" : -n 1 "$ersatz" train "$tmp/reader.yaml" -o "$tmp/x" -s 9
fails 'of two of which one has no recipe, too' 4 'process 1: ' \
    timeout 60 mpirun -n 1 "$ersatz" train "$tmp/reader.yaml" -o "$tmp/x" : -n 1 "$ersatz" train "$tmp/none.yaml" -o "$tmp/x"
cp "$ersatz" "$tmp/alone"
fails 'without what talks to the others it says so' 2 'cannot load MPI' env PMI_RANK=0 "$tmp/alone" train "$tmp/reader.yaml" -o "$tmp/x"
done_testing
