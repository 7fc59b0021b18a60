#!/usr/bin/env bash
# The test command: builds everything, checks the format, runs every suite and prints the table requirement -> tests.
# `run.sh fast` builds, and runs the tests of the core that take no time: for between two edits.
# Its last line is "N passed, N failed"; it fails if anything does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# One compiler for all projects, and for the apps that tests build, also where the environment says that each should start its own: it
# takes long to start.
export UseSharedCompilation=true

# To compile code better a second time, and to instrument it for that, pays late in processes that live for minutes: after so many calls
# (hexadecimal) in place of 30, and without instrumentation.
export DOTNET_TC_CallCountThreshold=300
export DOTNET_TieredPGO=0

# Apps in tests do not watch their settings: of files to watch a user may have 128 at once, and all suites together start more apps.
export DOTNET_hostBuilder__reloadConfigOnChange=false

results=artifacts/test-results
failed_steps=0

# --- What the tests need: one function each, which fails if it is not to be had. -----------------------

ensure_dotnet() {
  local channel=10.0
  if ! { command -v dotnet > /dev/null && dotnet --list-sdks | grep -q "^${channel}\."; }; then
    echo "The .NET SDK ${channel} is missing. Install it from https://dotnet.microsoft.com/download" >&2
    return 1
  fi
}

# The tests start servers of their own on free ports; no running service is needed.
ensure_redis() {
  has_redis && return
  install redis-server || return 1
  # The package may have started a service, which nobody asked for.
  as_root service redis-server stop > /dev/null 2>&1 || true
  has_redis || { echo "redis-server was installed, but is not on the PATH." >&2; return 1; }
}

has_redis() { command -v redis-server > /dev/null && command -v redis-cli > /dev/null; }

# As with Redis, no running service is needed.
ensure_postgres() {
  has_postgres && return
  install postgresql || return 1
  # The package has made a cluster and started it, which nobody asked for.
  as_root service postgresql stop > /dev/null 2>&1 || true
  has_postgres || { echo "postgresql was installed, but is neither on the PATH nor in /usr/lib/postgresql." >&2; return 1; }
}

# Debian keeps the programs of a server off the PATH. They refuse to run as root: as that they are run as the package's own user.
has_postgres() { command -v initdb > /dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" > /dev/null; }

# As with Redis, no running service is needed.
ensure_pgbouncer() {
  has_pgbouncer && return
  install pgbouncer || return 1
  # The package may have started a service, which nobody asked for.
  as_root service pgbouncer stop > /dev/null 2>&1 || true
  has_pgbouncer || { echo "pgbouncer was installed, but is neither on the PATH nor in /usr/sbin." >&2; return 1; }
}

has_pgbouncer() { command -v pgbouncer > /dev/null || [ -x /usr/sbin/pgbouncer ]; }

# As with Redis, no running service is needed.
ensure_nginx() {
  has_nginx && return
  install nginx || return 1
  # The package may have started a service, which nobody asked for.
  as_root service nginx stop > /dev/null 2>&1 || true
  has_nginx || { echo "nginx was installed, but is neither on the PATH nor in /usr/sbin." >&2; return 1; }
}

# A user's PATH may lack the folders of servers.
has_nginx() { command -v nginx > /dev/null || [ -x /usr/sbin/nginx ] || [ -x /usr/local/sbin/nginx ]; }

ensure_chromium() {
  has_chromium && return
  install chromium || return 1
  has_chromium || { echo "chromium was installed, but is not on the PATH." >&2; return 1; }
}

has_chromium() { command -v chromium > /dev/null || command -v chromium-browser > /dev/null; }

# The client of SignalR in JavaScript, and clients of OAuth 2.0, come from npm.
ensure_npm() {
  has_npm && return
  install nodejs npm || return 1
  has_npm || { echo "npm was installed, but is not on the PATH." >&2; return 1; }
}

has_npm() { command -v node > /dev/null && command -v npm > /dev/null; }

ensure_curl() {
  has_curl && return
  install curl || return 1
  has_curl || { echo "curl was installed, but is not on the PATH." >&2; return 1; }
}

has_curl() { command -v curl > /dev/null; }

# Links what is compiled ahead of time to machine code. The SDK takes either of the two; gcc is the smaller one.
ensure_linker() {
  has_linker && return
  install gcc libc6-dev || return 1
  has_linker || { echo "gcc was installed, but is not on the PATH." >&2; return 1; }
}

has_linker() { command -v clang > /dev/null || command -v gcc > /dev/null; }

# Another server that speaks as Redis does: a tool of .config/dotnet-tools.json.
ensure_garnet() { dotnet tool restore > /dev/null; }

install() {
  if ! command -v apt-get > /dev/null || ! as_root true 2> /dev/null; then
    echo "$1 is missing. Install it (Debian, Ubuntu: apt-get install $*) and run this again." >&2
    return 1
  fi
  echo "$1 is missing and is installed by apt-get."
  as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y "$@"
}

# Never asks for a password.
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

ensure_tools() {
  ensure_dotnet && ensure_redis && ensure_garnet && ensure_postgres && ensure_pgbouncer && ensure_nginx && ensure_chromium && ensure_npm \
    && ensure_curl && ensure_linker
}

# --- Steps ------------------------------------------------------------------------------------------------------------------------------

step() {
  echo "== $1"
  shift
  "$@" || { failed_steps=$((failed_steps + 1)); return 1; }
}

build() { dotnet build "$1" -c Release -v quiet -warnaserror; }

test_projects() { dotnet sln SecureSessions.sln list | grep -E '\.Tests\.csproj$'; }

# White space and the order of usings. The build has checked the rest of the style, with the analyzers.
check_format() { dotnet format whitespace . --folder --verify-no-changes; }

# Packages with a known vulnerability fail, also those that come with others. Packages with a newer version are listed.
check_packages() {
  local vulnerable
  if ! vulnerable=$(dotnet list SecureSessions.sln package --vulnerable --include-transitive); then
    # The build has audited the packages by what the feed said when they were restored.
    echo "The feed cannot be asked for known vulnerabilities."
    return
  fi
  dotnet list SecureSessions.sln package --outdated | grep -E "^Project|^ +>" || true
  ! grep -E "^ +>|^Project .* has the following vulnerable packages" <<< "$vulnerable"
}

# All side by side: each of them waits for something else most of the time. What each printed comes when it is done.
check_all() {
  local project name pace status=0 job jobs=()
  begin format check_format
  begin packages check_packages
  for project in $(test_projects); do
    name=$(basename "$project" .csproj)
    begin "$name" run_suite "$name" "$project" --filter "Pace!=Crowd&Pace!=Alone&Pace!=Fault"
    # Crowds of requests have a process of their own: in one with other tests they would hold up what those measure. So have tests with
    # servers of their own and tests with failing ones, each of which run one after the other.
    for pace in Crowd Alone Fault; do
      if grep -rq --include='*.cs' "\"Pace\", \"$pace\"" "$(dirname "$project")"; then
        begin "$name.$pace" run_suite "$name.$pace" "$project" --filter "Pace=$pace"
      fi
    done
  done
  for job in "${jobs[@]}"; do
    wait "${job%%:*}" || status=1
    cat "$results/${job#*:}.log"
  done
  return "$status"
}

# Begins a job of check_all: its name, and what it is. What it took comes last.
begin() {
  local name=$1
  shift
  { time "$@"; } > "$results/$name.log" 2>&1 &
  jobs+=("$!:$name")
}

# The name of its results, its project, and more for the runner.
run_suite() {
  local name=$1 project=$2
  shift 2
  dotnet test "$project" -c Release --no-build --results-directory "$results" --logger "trx;LogFileName=$name.trx" "$@"
}

run_fast() { run_suite SecureSessions.Tests tests/SecureSessions.Tests/SecureSessions.Tests.csproj --filter "Pace!=Slow"; }

print_requirements() {
  local project
  for project in $(test_projects); do
    echo "$(dirname "$project")/bin/Release/net10.0/$(basename "$project" .csproj).dll"
  done | xargs dotnet tests/SecureSessions.Requirements/bin/Release/net10.0/SecureSessions.Requirements.dll
}

# What failed and why, near the end of the output, where it is looked for.
print_failures() {
  find "$results" -name '*.trx' -exec sed -nE '
    s/.*<UnitTestResult [^>]*testName="([^"]*)"[^>]*outcome="Failed".*/FAILED \1/p
    /<ErrorInfo>/,/<\/ErrorInfo>/p' {} +
}

# --- The closing line, whatever happened ------------------------------------------------------------------------------------------------

# The sum of an attribute of the <Counters> of all results.
count() {
  find "$results" -name '*.trx' -exec sed -nE "s/.*<Counters [^>]*\b$1=\"([0-9]+)\".*/\1/p" {} + | awk '{ sum += $1 } END { print sum + 0 }'
}

close() {
  local status=$? passed failed
  passed=$(count passed)
  failed=$(count failed)
  # A step that failed without a failed test, such as the build, counts as one failure.
  if [ "$status" -ne 0 ] || [ "$failed_steps" -ne 0 ]; then
    [ "$failed" -ne 0 ] || failed=1
  fi
  print_failures
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] || exit 1
}

rm -rf "$results"
mkdir -p "$results"
trap close EXIT

if [ "${1:-}" = fast ]; then
  step "Tools" ensure_dotnet
  step "Build" build tests/SecureSessions.Tests
  step "Tests" run_fast
  exit
fi

step "Tools" ensure_tools
step "Build" build SecureSessions.sln
step "Format and tests" check_all || true
step "Requirements" print_requirements || true

# The compiler would stay for the next edit, for which there is `fast`.
dotnet build-server shutdown --vbcscompiler > /dev/null 2>&1 || true
