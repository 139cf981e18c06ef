# zsh.zsh COMPLETIONS LINE: what zsh offers when TAB is pressed at the end of the line, in an interactive
# shell behind a terminal of its own.
zmodload zsh/zpty
folder=$(mktemp -d)
cat >$folder/setup <<END
PROMPT=
fpath=($1 \$fpath)
autoload -Uz compinit
compinit -u -d $folder/dump
bindkey '^I' complete-word
zstyle ':completion:*' insert-tab false
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
    builtin compadd "\$@"
    return
  fi
  local -a hits
  local -A suffix
  builtin compadd -A hits "\$@"
  zparseopts -E S:=suffix
  (( \$#hits )) && print -rl -- \${^hits}\${suffix[-S]} >>$folder/offered
  builtin compadd "\$@"
}
finish() { : >$folder/done }
comppostfuncs=(finish)
zle-line-init() { : >$folder/ready }
zle -N zle-line-init
END
waited_for() {
  repeat 200; do
    [[ -e $1 ]] && return
    zpty -r -t shell >/dev/null 2>&1
    sleep 0.05
  done
  print "no $1:t after 10 s" >&2
  rm -rf $folder
  exit 1
}
zpty shell zsh -f -i
zpty -w shell "source $folder/setup"
waited_for $folder/ready
zpty -w -n shell "$2"$'\t'
waited_for $folder/done
[[ -e $folder/offered ]] && cat $folder/offered
zpty -d shell
rm -rf $folder
