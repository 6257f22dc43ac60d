using SecretsKit.Core.Errors;

namespace SecretsKit.CommandLine.Completion;

/// <summary>A completion script for each shell that is served; <c>@NAME@</c> in them is the name that the program is called by.</summary>
public sealed record ShellScripts(string Bash, string Zsh, string Fish, string PowerShell)
{
    /// <summary>The shells that are served.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "powershell"];

    /// <summary>The script for a shell, without the last line break.</summary>
    /// <param name="shell">One of <see cref="Shells"/>.</param>
    /// <param name="program">The name that the program is called by.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: another shell.</exception>
    public string For(string shell, string program) => (shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "powershell" => PowerShell,
        _ => throw new SecretsKitException(ErrorCode.Usage, $"no completion for \"{shell}\"; there is one for {string.Join(", ", Shells)}"),
    }).Replace("@NAME@", program, StringComparison.Ordinal);
}
