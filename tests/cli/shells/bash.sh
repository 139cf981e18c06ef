# bash.sh COMPLETIONS LINE: what bash would offer at the end of the line, in an interactive shell.
# shellcheck shell=bash disable=SC1091
source "$1/tokenshift.bash"
line=$2
# As readline breaks the line: at blanks, and "=" and ":" are words of their own.
COMP_LINE=$line
COMP_POINT=${#line}
COMP_WORDS=()
word=
for ((i = 0; i < ${#line}; ++i)); do
  c=${line:i:1}
  case $c in
    ' ')
      [[ $word ]] && COMP_WORDS+=("$word")
      word=
      ;;
    = | :)
      [[ $word ]] && COMP_WORDS+=("$word")
      COMP_WORDS+=("$c")
      word=
      ;;
    *) word+=$c ;;
  esac
done
[[ $word || $c == ' ' || $c == = || $c == : ]] && COMP_WORDS+=("$word")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
read -r _ _ function _ <<<"$(complete -p tokenshift)"
"$function" tokenshift "${COMP_WORDS[COMP_CWORD]}"
printf '%s\n' "${COMPREPLY[@]}"
