# bash completion for tokenshift, made by: tokenshift completion bash
# SPDX-License-Identifier: Apache-2.0

# What may follow these words of a command.
_tokenshift_words() {
  reply=()
  case $1 in
    '') reply=(migrate doctor status apps config guard token keystore lab completion help) ;;
    'apps') reply=(list plan apply verify undo history) ;;
    'config') reply=(show diff enable get set unset lint) ;;
    'guard') reply=(check seal rules explain install uninstall) ;;
    'token') reply=(decode verify jwks issue introspect refresh revoke) ;;
    'keystore') reply=(list) ;;
    'lab') reply=(create) ;;
    'help') reply=(migrate doctor status apps config guard token keystore lab completion exit-codes ok no usage input refused locked environment interrupted unconfirmed internal sigint sigterm) ;;
    'help apps') reply=(list plan apply verify undo history) ;;
    'help config') reply=(show diff enable get set unset lint) ;;
    'help guard') reply=(check seal rules explain install uninstall) ;;
    'help token') reply=(decode verify jwks issue introspect refresh revoke) ;;
    'help keystore') reply=(list) ;;
    'help lab') reply=(create) ;;
  esac
}

# The options of a command.
_tokenshift_options() {
  reply=()
  case $1 in
    'migrate') reply=(--home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --convert-custom --accept-custom --batch-size --batch-time --max-rate --sleep --sessions -n --dry-run -y --yes --servers-stopped --confirm --allow-issuer --seal --force -o --output --color --progress --no-input -q --quiet -h --help) ;;
    'doctor') reply=(--home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --convert-custom --accept-custom --fresh --node --count-tokens -o --output --color --progress --no-input -q --quiet -h --help) ;;
    'status') reply=(--home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --convert-custom --accept-custom -o --output --color --progress --no-input -q --quiet -h --help) ;;
    'apps list') reply=(--home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --type --tenant --kind -o --output --color --progress --no-input -q --quiet -h --help) ;;
    'apps plan') reply=(--home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --convert-custom --accept-custom --out --exit-code -o --output --dialect --undo --color --progress --no-input -q --quiet -h --help) ;;
    'apps apply') reply=(--home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --convert-custom --accept-custom --batch-size --batch-time --max-rate --sleep --sessions -n --dry-run -y --yes --servers-stopped -o --output --color --progress --no-input -q --quiet -h --help) ;;
    'apps verify') reply=(--home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --convert-custom --accept-custom -o --output --color --progress --no-input -q --quiet -h --help) ;;
    'apps undo') reply=(--home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --batch-size --batch-time --max-rate --sleep -n --dry-run -y --yes --servers-stopped --accept-irreversible --confirm -o --output --color --progress --no-input -q --quiet -h --help) ;;
    'apps history') reply=(--home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km -o --output --color --progress --no-input -q --quiet -h --help) ;;
    'config show') reply=(--home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km -o --output --color --progress --no-input -q --quiet -h --help) ;;
    'config diff') reply=(--home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --exit-code --allow-issuer --issues-tokens --force --color --progress --no-input -q --quiet -h --help) ;;
    'config enable') reply=(--home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --convert-custom --accept-custom -n --dry-run --fresh --confirm --allow-issuer --issues-tokens --force --color --progress --no-input -q --quiet -h --help) ;;
    'config get') reply=(--resolved -o --output --home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --color --progress --no-input -q --quiet -h --help) ;;
    'config set') reply=(--string -n --dry-run --force --accept-irreversible --home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --color --progress --no-input -q --quiet -h --help) ;;
    'config unset') reply=(-n --dry-run --force --accept-irreversible --home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --force-is-km --color --progress --no-input -q --quiet -h --help) ;;
    'config lint') reply=(-o --output --color --progress --no-input -q --quiet -h --help) ;;
    'guard check') reply=(--base --staged --base-version --seal --apim-version --home --fail-on --accept-irreversible -o --output --report --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --color --progress --no-input -q --quiet -h --help) ;;
    'guard seal') reply=(--home --deployment-toml --apim-version --name --out --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --color --progress --no-input -q --quiet -h --help) ;;
    'guard rules') reply=(-o --output --color --progress --no-input -q --quiet -h --help) ;;
    'guard explain') reply=(-o --output --color --progress --no-input -q --quiet -h --help) ;;
    'guard install') reply=(--git-hook --repository --systemd --root --print --home --seal --apim-version --image --program -n --dry-run -y --yes --color --progress --no-input -q --quiet -h --help) ;;
    'guard uninstall') reply=(--git-hook --repository --systemd --root -n --dry-run -y --yes --color --progress --no-input -q --quiet -h --help) ;;
    'token decode') reply=(-f --file --claim -o --output --color --progress --no-input -q --quiet -h --help) ;;
    'token verify') reply=(-f --file --key --alias --keystore-password-file --key-password-file --issuer --audience --at --leeway --clock-skew --profile --verdict --signature-only --check-revocation -o --output --home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --color --progress --no-input -q --quiet -h --help) ;;
    'token jwks') reply=(--key --alias --keystore-password-file --key-password-file --alg --home --deployment-toml --apim-version --resolve-env --color --progress --no-input -q --quiet -h --help) ;;
    'token issue') reply=(--grant --client --tenant --scope --aud --ttl --claim --claim-json --no-db --count --threads -y --yes -o --output --profile --issuer --user-id --user --user-db --user-db-password-file --key --alias --keystore-password-file --key-password-file --home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --color --progress --no-input -q --quiet -h --help) ;;
    'token introspect') reply=(-f --file --key --alias --keystore-password-file --key-password-file --issuer --profile --user-db --user-db-password-file --store --home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --color --progress --no-input -q --quiet -h --help) ;;
    'token refresh') reply=(-f --file --client --tenant --scope --ttl --renewal --extension --faithful -n --dry-run -y --yes -o --output --profile --issuer --key --alias --keystore-password-file --key-password-file --store --home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --color --progress --no-input -q --quiet -h --help) ;;
    'token revoke') reply=(-f --file --client --jti --expires --tenant --gateway-tables -n --dry-run -y --yes -o --output --user-id --user --user-db --user-db-password-file --notify --notify-credentials --cacert --store --home --deployment-toml --apim-version --resolve-env --db --identity-db --identity-password-file --password-file --password-stdin --password-fd --lock-timeout --statement-timeout --color --progress --no-input -q --quiet -h --help) ;;
    'keystore list') reply=(--alias --keystore-password-file --key-password-file --all -o --output --home --deployment-toml --apim-version --resolve-env --color --progress --no-input -q --quiet -h --help) ;;
    'lab create') reply=(--db --replace --clients --apim-version --seed --now --custom-issuer -o --output --password-file --password-stdin --password-fd --color --progress --no-input -q --quiet -h --help) ;;
    'completion') reply=(--color --progress --no-input -q --quiet -h --help) ;;
  esac
}

# What the option $2 of the command $1 takes; empty for a flag.
_tokenshift_value() {
  expect=''
  case "$1 $2" in
    'token refresh --output') expect='words json token' ;;
    'config get --output') expect='words plain table json jsonl csv' ;;
    'apps list --output' | 'apps history --output' | 'config show --output' | 'guard rules --output' | 'token revoke --output' | 'keystore list --output') expect='words table json jsonl csv' ;;
    'apps plan --output') expect='words table json jsonl sql' ;;
    'apps apply --output' | 'apps undo --output') expect='words table json jsonl' ;;
    'migrate --output' | 'doctor --output' | 'status --output' | 'apps verify --output' | 'lab create --output') expect='words table json' ;;
    'token decode --output' | 'token verify --output') expect='words text json jsonl' ;;
    'guard check --output') expect='words text json sarif junit github gitlab' ;;
    'guard explain --output') expect='words text json' ;;
    'config lint --output') expect='words text table json jsonl csv' ;;
    'token issue --output') expect='words token json' ;;
    'token refresh -o') expect='words json token' ;;
    'config get -o') expect='words plain table json jsonl csv' ;;
    'apps list -o' | 'apps history -o' | 'config show -o' | 'guard rules -o' | 'token revoke -o' | 'keystore list -o') expect='words table json jsonl csv' ;;
    'apps plan -o') expect='words table json jsonl sql' ;;
    'apps apply -o' | 'apps undo -o') expect='words table json jsonl' ;;
    'migrate -o' | 'doctor -o' | 'status -o' | 'apps verify -o' | 'lab create -o') expect='words table json' ;;
    'token decode -o' | 'token verify -o') expect='words text json jsonl' ;;
    'guard check -o') expect='words text json sarif junit github gitlab' ;;
    'guard explain -o') expect='words text json' ;;
    'config lint -o') expect='words text table json jsonl csv' ;;
    'token issue -o') expect='words token json' ;;
    *' --tenant') expect='ask tenants' ;;
    *' --db' | *' --identity-db' | *' --user-db') expect='database' ;;
    *' --home' | *' --repository' | *' --root') expect='directory' ;;
    *' --base' | *' --cacert' | *' --deployment-toml' | *' --file' | *' --identity-password-file' | *' --key' | *' --key-password-file' | *' --keystore-password-file' | *' --node' | *' --notify-credentials' | *' --out' | *' --password-file' | *' --program' | *' --seal' | *' --store' | *' --user-db-password-file' | *' -f') expect='file' ;;
    *' --accept-custom' | *' --accept-irreversible' | *' --alg' | *' --alias' | *' --allow-issuer' | *' --at' | *' --aud' | *' --audience' | *' --batch-size' | *' --batch-time' | *' --claim' | *' --claim-json' | *' --client' | *' --clients' | *' --clock-skew' | *' --confirm' | *' --convert-custom' | *' --count' | *' --expires' | *' --image' | *' --issuer' | *' --jti' | *' --leeway' | *' --lock-timeout' | *' --max-rate' | *' --name' | *' --notify' | *' --now' | *' --password-fd' | *' --scope' | *' --seed' | *' --sessions' | *' --sleep' | *' --statement-timeout' | *' --systemd' | *' --threads' | *' --ttl' | *' --user' | *' --user-id') expect='nothing' ;;
    *' --report') expect='report json sarif junit github gitlab' ;;
    *' --profile') expect='words 4.3 4.7' ;;
    *' --apim-version' | *' --base-version') expect='words 4.3.0 4.4.0 4.5.0 4.6.0 4.7.0' ;;
    *' --type') expect='words JWT opaque custom oauth1' ;;
    *' --color') expect='words auto always never' ;;
    *' --progress') expect='words auto plain none' ;;
    *' --verdict') expect='words both key-manager gateway' ;;
    *' --grant') expect='words client_credentials password authorization_code refresh_token' ;;
    *' --kind') expect='words devportal portal dcr' ;;
    *' --fail-on') expect='words error warning info' ;;
    *' --print') expect='words kubernetes compose' ;;
    *' --extension' | *' --renewal') expect='words on off' ;;
    *' --dialect') expect='words postgresql mysql h2 oracle oracle23 mssql db2' ;;
  esac
}

# What the argument at place $2 of the command $1 is.
_tokenshift_argument() {
  expect=''
  case "$1 $2" in
    'apps apply 1') expect='file' ;;
    'apps undo 1') expect='ask runs' ;;
    'config show '*) expect='file' ;;
    'config diff '*) expect='file' ;;
    'config enable '*) expect='file' ;;
    'config get 1') expect='nothing' ;;
    'config set 1') expect='nothing' ;;
    'config set 2') expect='nothing' ;;
    'config unset 1') expect='nothing' ;;
    'config lint '*) expect='file' ;;
    'guard check '*) expect='file' ;;
    'guard explain 1') expect='ask rules' ;;
    'guard install '*) expect='file' ;;
    'token decode '*) expect='nothing' ;;
    'token verify '*) expect='nothing' ;;
    'token introspect '*) expect='nothing' ;;
    'token refresh '*) expect='nothing' ;;
    'token revoke '*) expect='nothing' ;;
    'keystore list 1') expect='file' ;;
    'lab create 1') expect='directory' ;;
    'completion 1') expect='words bash zsh fish man' ;;
  esac
}

# Keeps what begins with the text that was typed: TEXT WORDS…
_tokenshift_keep() {
  local text=$1 word
  for word in "${@:2}"; do
    [[ $word == "$text"* ]] && COMPREPLY+=("$word")
  done
}

# Asks the program, with the words of the line; never evaluates what it answers.
_tokenshift_ask() {
  local text=$2 value
  local -a words=("${typed[@]/#\~\//$HOME/}")
  while IFS=$'\t' read -r value _; do
    [[ $value == "$text"* ]] && COMPREPLY+=("$(printf '%q' "$value")")
  done < <(timeout 2 "${COMP_WORDS[0]/#\~\//$HOME/}" __complete "$1" "${words[@]}" \
    2>/dev/null </dev/null)
}

_tokenshift_paths() {
  mapfile -t COMPREPLY < <(compgen "$1" -- "$2")
  compopt -o filenames 2>/dev/null
}

# Fills COMPREPLY for a value of the kind $1 of which $2 is typed; $3 stands before it in the word.
_tokenshift_offer() {
  local -a kind
  read -ra kind <<<"$1"
  local text=$2 before=$3 index
  case ${kind[0]} in
    words) _tokenshift_keep "$text" "${kind[@]:1}" ;;
    ask) _tokenshift_ask "${kind[1]}" "$text" ;;
    file) _tokenshift_paths -f "$text" ;;
    directory) _tokenshift_paths -d "$text" ;;
    report)
      if [[ $text == *=* ]]; then
        before+=${text%%=*}=
        text=${text#*=}
        _tokenshift_paths -f "$text"
      else
        compopt -o nospace 2>/dev/null
        local -a formats=("${kind[@]:1}")
        _tokenshift_keep "$text" "${formats[@]/%/=}"
      fi
      ;;
    database)
      if [[ $text == sqlite:* || $text == h2:* ]]; then
        before+=${text%%:*}:
        text=${text#*:}
        _tokenshift_paths -f "$text"
      else
        compopt -o nospace 2>/dev/null
        _tokenshift_keep "$text" sqlite: h2: postgresql:// mysql://
      fi
      ;;
  esac
  # readline replaces only what stands after the last character that breaks words for it.
  local head=$before$text cut=
  while [[ $head ]]; do
    if [[ $head == *[=:] && $COMP_WORDBREAKS == *"${head: -1}"* ]]; then
      cut=$head
      break
    fi
    head=${head%?}
  done
  for index in "${!COMPREPLY[@]}"; do
    COMPREPLY[index]=$before${COMPREPLY[index]}
    COMPREPLY[index]=${COMPREPLY[index]#"$cut"}
  done
}

_tokenshift() {
  local -a typed=() reply=()
  local word glue='' cur command='' expect='' ended='' position=0
  COMPREPLY=()
  # bash breaks words at "=" and ":"; here they are put together again.
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ $glue ]]; then
      typed[-1]+=$word
      glue=''
      [[ $word && $word != *[!=:]* ]] && glue=1
    elif [[ $word && $word != *[!=:]* && ${#typed[@]} -gt 0 ]]; then
      typed[-1]+=$word
      glue=1
    else
      typed+=("$word")
    fi
  done
  cur=${typed[-1]}
  unset 'typed[-1]'
  _tokenshift_words ''
  for word in "${typed[@]}"; do
    if [[ ${#reply[@]} -gt 0 ]]; then
      command=${command:+$command }$word
      _tokenshift_words "$command"
    elif [[ $expect ]]; then
      expect=''
    elif [[ $ended || $word != -?* ]]; then
      position=$((position + 1))
    elif [[ $word == -- ]]; then
      ended=1
    elif [[ $word != --*=* ]]; then
      _tokenshift_value "$command" "$word"
    fi
  done
  # The rest of the line names the deployment, too.
  typed+=("${COMP_WORDS[@]:COMP_CWORD+1}")
  if [[ ${#reply[@]} -gt 0 ]]; then
    [[ ! $command && $cur == -* ]] && reply=(--help --version)
    _tokenshift_keep "$cur" "${reply[@]}"
  elif [[ $expect ]]; then
    _tokenshift_offer "$expect" "$cur" ''
  elif [[ ! $ended && $cur == --*=* ]]; then
    _tokenshift_value "$command" "${cur%%=*}"
    _tokenshift_offer "${expect:-nothing}" "${cur#*=}" "${cur%%=*}="
  else
    _tokenshift_argument "$command" $((position + 1))
    if [[ ! $ended && ( $cur == -* || ! $expect ) ]]; then
      _tokenshift_options "$command"
      _tokenshift_keep "$cur" "${reply[@]}"
    else
      _tokenshift_offer "$expect" "$cur" ''
    fi
  fi
}

complete -F _tokenshift tokenshift
