namespace SecretsKit.CommandLine.Completion;

/// <summary>The scripts that teach a shell to ask the program what may stand at the cursor.</summary>
public static class CompletionScripts
{
    private const string Bash = """
        # bash completion for @NAME@: put this into ~/.bashrc as: source <(@NAME@ completion bash)
        _@NAME@_complete() {
            local line current=${COMP_WORDS[COMP_CWORD]}
            [ "$current" = "=" ] && current=
            COMPREPLY=()
            while IFS= read -r line; do
                if [ "$line" = ":files" ]; then
                    compopt -o filenames 2>/dev/null
                    while IFS= read -r line; do
                        COMPREPLY+=("$line")
                    done < <(compgen -f -- "$current")
                else
                    COMPREPLY+=("${line%%$'\t'*}")
                fi
            done < <("${COMP_WORDS[0]/#\~/$HOME}" __complete "${COMP_WORDS[@]:1:COMP_CWORD-1}" "$current" 2>/dev/null)
        }
        complete -F _@NAME@_complete @NAME@
        """;

    private const string Zsh = """
        #compdef @NAME@
        # zsh completion for @NAME@: save this as _@NAME@ in a folder of $fpath, or put into ~/.zshrc: source <(@NAME@ completion zsh)
        _@NAME@() {
            local line files=
            local -a values
            while IFS= read -r line; do
                if [[ $line == :files ]]; then
                    files=1
                elif [[ $line == *$'\t'* ]]; then
                    values+=("${${line%%$'\t'*}//:/\\:}:${${line#*$'\t'}//:/\\:}")
                else
                    values+=("${line//:/\\:}")
                fi
            done < <("${(Q)words[1]/#\~/$HOME}" __complete "${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)
            (( $#values )) && _describe -t commands '@NAME@' values
            [[ -n $files ]] && _files
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
            for line in ($program __complete $words "$current" 2>/dev/null)
                if test "$line" = ":files"
                    __fish_complete_path "$current"
                else
                    echo $line
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
            & $program __complete @before "$wordToComplete" 2>$null | ForEach-Object {
                if ($_ -eq ':files') {
                    Get-ChildItem -Name -Path "$wordToComplete*" -ErrorAction SilentlyContinue | ForEach-Object {
                        [System.Management.Automation.CompletionResult]::new($_, $_, 'ProviderItem', $_)
                    }
                } else {
                    $text, $about = $_ -split "`t", 2
                    [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $(if ($about) { $about } else { $text }))
                }
            }
        }
        """;

    /// <summary>Those of our own command lines.</summary>
    public static ShellScripts Own { get; } = new(Bash, Zsh, Fish, PowerShell);
}
