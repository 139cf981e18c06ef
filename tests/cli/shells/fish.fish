# fish.fish COMPLETIONS LINE: what fish offers at the end of the line.
source $argv[1]/tokenshift.fish
complete -C $argv[2] | string replace -r '\t.*' ''
