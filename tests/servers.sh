# The programs the tests use beside Python, for ./test: finding, installing, starting, stopping. Sourced by bash.
# Expects $scratch, a folder that everybody may pass through. An empty $durability commits as in use; unset, carelessly.

database_url="" redis_url="" redis_pid="" cluster=""

# Where a tool is, or nothing.
locate() {
    case $1 in
    postgresql) ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1 || command -v initdb ;;
    redis) command -v redis-server ;;
    chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
    gettext) command -v msgfmt ;;
    poppler) command -v pdftotext ;;
    esac
}

package_of() {
    case $1 in
    redis) echo redis-server ;;
    poppler) echo poppler-utils ;;
    *) echo "$1" ;;
    esac
}

# True when every tool named is here; otherwise $missing says what is not.
needs() {
    local tool
    missing=""
    for tool in "$@"; do
        [ -n "$(locate "$tool")" ] || missing+="${missing:+ }$(package_of "$tool")"
    done
    [ -z "$missing" ] && return
    missing="missing: $missing (apt-get install $missing)"
    return 1
}

# As root on Debian or Ubuntu, installs what the stages named will need.
install_tools() {
    local tools=() packages=() tool
    case " $* " in *" lint "* | *" sqlite "* | *" quick "* | *" acceptance "*) tools+=(gettext poppler) ;; esac
    case " $* " in *" pg "* | *" acceptance "*) tools+=(postgresql redis gettext poppler) ;; esac
    case " $* " in *" browser "* | *" acceptance "*) tools+=(chromium) ;; esac
    for tool in $(printf "%s\n" "${tools[@]}" | sort -u); do
        [ -n "$(locate "$tool")" ] || packages+=("$(package_of "$tool")")
    done
    if [ ${#packages[@]} = 0 ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then return; fi
    echo "Installing ${packages[*]} …"
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        # The package would otherwise make and start a cluster of its own, which nobody here uses.
        mkdir -p /etc/postgresql-common
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${packages[@]}" >"$scratch/apt.log" 2>&1 ||
        tail -n 20 "$scratch/apt.log"
}

free_port() {
    "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# PostgreSQL refuses to run as root.
as_database_user() {
    if [ "$(id -u)" = 0 ]; then
        (cd "$cluster" && setpriv --reuid="$database_user" --regid="$(id -g "$database_user")" --clear-groups "$@")
    else
        "$@"
    fi
}

# A throw-away cluster and a Redis on free loopback ports; sets $database_url and $redis_url.
start_servers() {
    [ -n "$database_url" ] && return
    start_postgresql && start_redis
}

start_postgresql() {
    local port
    binaries=$(dirname "$(locate postgresql)")
    database_user=$(id -un postgres 2>/dev/null || echo nobody)
    port=$(free_port)
    cluster=$scratch/postgresql
    mkdir "$cluster"
    [ "$(id -u)" = 0 ] && chown "$database_user" "$cluster"
    as_database_user "$binaries/initdb" -D "$cluster/data" --auth=trust --username=portal --encoding=UTF8 --locale=C.UTF-8 \
        --no-sync >"$scratch/initdb.log" 2>&1 || { cat "$scratch/initdb.log"; return 1; }
    as_database_user "$binaries/pg_ctl" -D "$cluster/data" -w -l "$cluster/log" -o "-p $port -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories=$cluster ${durability--c fsync=off -c synchronous_commit=off -c full_page_writes=off}" start >/dev/null ||
        { cat "$cluster/log"; return 1; }
    database_url=postgres://portal@127.0.0.1:$port/portal
}

start_redis() {
    local port
    port=$(free_port)
    redis-server --port "$port" --bind 127.0.0.1 --save "" --appendonly no --dir "$scratch" >"$scratch/redis.log" 2>&1 &
    redis_pid=$!
    redis_url=redis://127.0.0.1:$port
    "$python" - "$redis_url" <<'PY' || { cat "$scratch/redis.log"; return 1; }
import sys, time, redis
for attempt in range(100):
    try:
        redis.Redis.from_url(sys.argv[1]).ping()
        break
    except redis.ConnectionError:
        time.sleep(0.1)
else:
    sys.exit("Redis did not answer within 10 s.")
PY
}

stop_servers() {
    [ -n "$redis_pid" ] && kill "$redis_pid" 2>/dev/null
    [ -n "$cluster" ] && [ -e "$cluster/data/postmaster.pid" ] &&
        as_database_user "$binaries/pg_ctl" -D "$cluster/data" -m immediate stop >/dev/null 2>&1
    return 0
}
