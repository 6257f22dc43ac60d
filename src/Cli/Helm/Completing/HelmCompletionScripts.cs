using SecretsKit.CommandLine.Completion;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>The scripts of <c>helm completion</c>: they call the hidden command and do what its directive says.</summary>
internal static class HelmCompletionScripts
{
    // Bash breaks words at "=" and ":", which the program needs in one piece and completes in one piece.
    private const string Bash = """
        # bash completion for @NAME@: put this into ~/.bashrc as: source <(@NAME@ completion bash)
        _@NAME@_complete() {
            local line word last current glue= directive=0
            local -a words=() candidates=()
            for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
                last=$((${#words[@]} - 1))
                if ((last >= 0)) && [[ $word == : || ($word == "=" && ${words[last]} == -*) ]]; then
                    words[last]+=$word
                    glue=1
                elif [[ -n $glue ]]; then
                    words[last]+=$word
                    glue=
                else
                    words+=("$word")
                fi
            done
            last=$((${#words[@]} - 1))
            current=${words[last]}
            COMPREPLY=()
            while IFS= read -r line; do
                case $line in
                    :[0-9]*) directive=${line#:} ;;
                    _activeHelp_*) ;;
                    *) candidates+=("${line%%$'\t'*}") ;;
                esac
            done < <("${COMP_WORDS[0]/#\~/$HOME}" @WORD@ "${words[@]}" 2>/dev/null)
            ((directive & 1)) && return
            ((directive & 2)) && compopt -o nospace 2>/dev/null
            ((directive & 4)) && compopt +o default 2>/dev/null
            [[ $current == -*=* ]] && current=${current#*=}
            for word in "${candidates[@]}"; do
                if [[ $word == "$current"* ]]; then
                    [[ $current == *:* ]] && word=${word#"${current%"${current##*:}"}"}
                    COMPREPLY+=("$word")
                fi
            done
        }
        complete -o default -F _@NAME@_complete @NAME@
        """;

    private const string Zsh = """
        #compdef @NAME@
        # zsh completion for @NAME@: save this as _@NAME@ in a folder of $fpath, or put into ~/.zshrc: source <(@NAME@ completion zsh)
        _@NAME@() {
            local line directive=0
            local -a values options
            while IFS= read -r line; do
                if [[ $line == :[0-9]* ]]; then
                    directive=${line#:}
                elif [[ $line == _activeHelp_* ]]; then
                    compadd -x "${line#_activeHelp_ }"
                elif [[ $line == *$'\t'* ]]; then
                    values+=("${${line%%$'\t'*}//:/\\:}:${${line#*$'\t'}//:/\\:}")
                else
                    values+=("${line//:/\\:}")
                fi
            done < <("${(Q)words[1]/#\~/$HOME}" @WORD@ "${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)
            (( directive & 1 )) && return 1
            (( directive & 2 )) && options=(-S '')
            [[ $PREFIX == -*=* ]] && compset -P '*='
            if (( $#values )); then
                _describe -t commands '@NAME@' values $options
            elif ! (( directive & 4 )); then
                _files
            fi
            return 0
        }
        if [[ $funcstack[1] == _@NAME@ ]]; then
            _@NAME@ "$@"
        else
            compdef _@NAME@ @NAME@
        fi
        """;

    private const string Fish = """
        # fish completion for @NAME@: save this as ~/.config/fish/completions/@NAME@.fish
        function __@NAME@_complete
            set -l words (commandline -opc)
            set -l program $words[1]
            set -e words[1]
            set -l current (commandline -ct)
            set -l prefix (string match -r -- '^-[^=]*=' "$current")
            set -l offered 0
            for line in ($program @WORD@ $words "$current" 2>/dev/null)
                if string match -qr '^:[0-9]+$' -- "$line"
                    set -l directive (string sub -s 2 -- "$line")
                    if test $offered = 0 -a (math "bitand($directive, 5)") = 0
                        __fish_complete_path "$current"
                    end
                else if not string match -q '_activeHelp_*' -- "$line"
                    set offered 1
                    echo "$prefix$line"
                end
            end
        end
        complete -c @NAME@ -f -a '(__@NAME@_complete)'
        """;

    private const string PowerShell = """
        # PowerShell completion for @NAME@: put this into $PROFILE as: @NAME@ completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName '@NAME@' -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
            $program = $words[0]
            $before = @($words | Select-Object -Skip 1)
            $prefix = if ($wordToComplete -match '^-[^=]*=') { $Matches[0] } else { '' }
            $lines = @(& $program @WORD@ @before "$wordToComplete" 2>$null)
            $directive = if ($lines) { [int]$lines[-1].Substring(1) } else { 1 }
            $values = @($lines | Select-Object -SkipLast 1 | Where-Object { -not $_.StartsWith('_activeHelp_') })
            if ($directive -band 1) { return }
            foreach ($line in $values) {
                $text, $about = $line -split "`t", 2
                if ("$prefix$text".StartsWith($wordToComplete)) {
                    [System.Management.Automation.CompletionResult]::new("$prefix$text", $text, 'ParameterValue', $(if ($about) { $about } else { $text }))
                }
            }
            if ($values.Count -eq 0 -and -not ($directive -band 4)) {
                Get-ChildItem -Name -Path "$wordToComplete*" -ErrorAction SilentlyContinue | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ProviderItem', $_)
                }
            }
        }
        """;

    private static readonly ShellScripts Scripts = new(Bash, Zsh, Fish, PowerShell);

    /// <inheritdoc cref="ShellScripts.For"/>
    /// <param name="shell">One of <see cref="ShellScripts.Shells"/>.</param>
    /// <param name="program">The name that the program is called by.</param>
    /// <param name="word">The hidden command to call: with or without descriptions.</param>
    public static string For(string shell, string program, string word) =>
        Scripts.For(shell, program).Replace("@WORD@", word, StringComparison.Ordinal);
}
