#!/bin/sh
# Training by processes of two machines, which can share no memory: two network namespaces with hostnames of their own stand for them, and a
# launch agent for ssh. Needs root.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

a=ersatz-a-$$ b=ersatz-b-$$ link=ez$$
net=10.213.7 # seen by those two alone
here() { # MACHINE COMMAND...: as on that machine
    machine=$1
    shift
    # shellcheck disable=SC2016 # variables of that shell
    ip netns exec "$machine" unshare --uts sh -c 'hostname "$0" && exec "$@"' "$machine" "$@"
}
if ! command -v mpirun >/dev/null || [ ! -e "$(dirname "$(readlink -f "$ersatz")")/ranks_mpi.so" ]; then
    skip 'two machines' 'no mpirun, or built without MPI'
    done_testing
    exit
fi
remove() {
    ip netns del "$a"
    ip netns del "$b"
    chmod -R u+w "$tmp"
    rm -rf "$tmp"
}
trap 'remove 2>/dev/null' EXIT
if ! { ip netns add "$a" && ip netns add "$b" && ip link add "$link" netns "$a" type veth peer name "$link" netns "$b" &&
    ip -n "$a" addr add "$net.1/24" dev "$link" && ip -n "$b" addr add "$net.2/24" dev "$link" &&
    ip -n "$a" link set "$link" up && ip -n "$b" link set "$link" up && ip -n "$a" link set lo up && ip -n "$b" link set lo up &&
    here "$b" true; } 2>/dev/null; then
    skip 'two machines' 'network namespaces cannot be made: not root, or no ip (iproute2)'
    done_testing
    exit
fi
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
export OMPI_MCA_btl=self,vader,tcp OMPI_MCA_plm_rsh_agent="$tmp/agent"
export OMPI_MCA_oob_tcp_if_include="$net.0/24" OMPI_MCA_btl_tcp_if_include="$net.0/24"
cat >"$tmp/agent" <<END
#!/bin/sh
# in place of ssh: HOST COMMAND..., the command as one line for a shell
shift
exec ip netns exec $b unshare --uts sh -c "hostname $b && \$*"
END
chmod +x "$tmp/agent"

reader_of_words 96
train() { # HOSTS PROCESSES OUT [OPTION...]
    hosts=$1 processes=$2 out=$3
    shift 3
    here "$a" timeout 60 mpirun -n "$processes" --host "$hosts" "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/$out" "$@"
}
# steps and losses, as the log has them
losses() { sed -n 's/.*"step":\([0-9]*\),"loss":\([0-9.]*\),"loss_tokens":\([0-9.]*\).*/\1 \2 \3/p' "$tmp/$1/train.jsonl"; }
# like A B SHARE: they differ by at most that
like() {
    losses "$1" >"$tmp/1" && losses "$2" >"$tmp/2" && [ -s "$tmp/1" ] &&
        paste "$tmp/1" "$tmp/2" | awk -v share="$3" '{ print; for (k = 1; k <= 3; k++) { d = $k - $(k + 3); bad += NF != 6 || d > share * $k || -d > share * $k } } END { exit bad > 0 }'
}
names() { here "$a" timeout 60 mpirun -n 2 --host "$net.1,$net.2" hostname | sort | tr '\n' ' '; }

ok 'two machines by their names' [ "$(names)" = "$a $b " ]
ok 'one process, two workers' "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/one" --set train.workers=2
ok 'a process on each of two machines' train "$net.1,$net.2" 2 two
ok 'learn by the same losses' like one two 1e-12
# of three numbers the sum depends on the order, and a net in bf16 makes much of little: a few steps
few='train.steps=8 --set train.warmup=4'
# shellcheck disable=SC2086 # two options
{
    ok 'one process, three workers' "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/one3" --set train.workers=3 --set $few
    ok 'one process on one machine and two on the other' train "$net.1,$net.2:2" 3 three --set $few
}
ok 'learn by nearly the same losses' like one3 three 1e-4
fails 'what fails on one machine ends all' 4 'process 1: ' here "$a" timeout 60 mpirun -n 1 --host "$net.1" "$ersatz" train "$tmp/reader.yaml" -o "$tmp/x" : \
    -n 1 --host "$net.2" "$ersatz" train "$tmp/none.yaml" -o "$tmp/x"
done_testing
