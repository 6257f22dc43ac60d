using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;

namespace SecretsKit.Cli.Editing;

/// <summary>The editor that the user wants: SOPS_EDITOR, else VISUAL, EDITOR, or the first of vim, nano and vi that is there.</summary>
internal sealed class EditorCommand
{
    private static readonly string[] OfSops = ["SOPS_EDITOR", "EDITOR"];

    // Who has both of the latter means the first for terminals that can move their cursor, as in git.
    private static readonly string[] Own = ["SOPS_EDITOR", "VISUAL", "EDITOR"];
    private static readonly string[] Defaults = ["vim", "nano", "vi"];

    // Programs with a window that return at once, and the flag that makes them wait.
    private static readonly Dictionary<string, string> Waiting = new(StringComparer.Ordinal)
    {
        ["code"] = "--wait",
        ["code-insiders"] = "--wait",
        ["codium"] = "--wait",
        ["cursor"] = "--wait",
        ["zed"] = "--wait",
        ["atom"] = "--wait",
        ["mate"] = "--wait",
        ["subl"] = "--wait",
        ["gvim"] = "--nofork",
        ["mvim"] = "--nofork",
    };

    private readonly IReadOnlyList<string> _words;

    private readonly string _origin;

    private EditorCommand(IReadOnlyList<string> words, string origin) => (_words, _origin) = (words, origin);

    /// <summary>The editor and who names it.</summary>
    public string Describe() => $"{string.Join(' ', _words)} ({_origin})";

    /// <summary>Finds the editor.</summary>
    /// <param name="environment">Variables and PATH.</param>
    /// <param name="takesVisual">Whether VISUAL counts, which the reference does not look at.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.EditorFailed"/>: none is set and none is installed, or the setting is no command.
    /// </exception>
    public static EditorCommand Find(HostEnvironment environment, bool takesVisual)
    {
        foreach (var variable in takesVisual ? Own : OfSops)
        {
            if (environment.Variable(variable) is not { Length: > 0 } text)
            {
                continue;
            }

            try
            {
                if (WordSplitter.Split(text) is { Count: > 0 } words)
                {
                    return new(words, "$" + variable);
                }
            }
            catch (SecretsKitException)
            {
                // Falls through to the one message for every way a setting can be no command.
            }

            throw Failed($"invalid ${variable}: {text}", $"set {variable} to a command such as \"nano\" or \"code --wait\"");
        }

        return Defaults.FirstOrDefault(name => IsInstalled(environment, name)) is { } editor
            ? new([editor], "the first of vim, nano and vi that is installed")
            : throw Failed(
                "no editor is set, and none of vim, nano and vi is installed",
                "set EDITOR to your editor, for example: export EDITOR=nano");
    }

    /// <summary>
    /// The flag without which the editor returns before anything is written, and what is written then is lost; null for others.
    /// </summary>
    public string? MissingFlag => Waiting.TryGetValue(Path.GetFileName(_words[0]), out var flag)
        && !_words.Skip(1).Any(word => word == flag || word is "-w" or "-f" or "-n" or "--wait" or "--nofork") ? flag : null;

    /// <summary>Refuses an editor that returns at once.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.EditorFailed"/>.</exception>
    public void RequireWait()
    {
        if (MissingFlag is { } flag)
        {
            throw Failed(
                $"{_words[0]} returns at once, and what is saved in it later would be lost ({_origin})",
                $"export {_origin.TrimStart('$')}='{string.Join(' ', _words)} {flag}'");
        }
    }

    /// <summary>Starts the user's editor on a file in a folder; returns when the editor ends.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.EditorFailed"/>: it did not start, or reported failure.</exception>
    public async Task RunAsync(CliHost host, IProcessRunner processes, SecretFolder folder, string path, CancellationToken ct)
    {
        try
        {
            using var result = await processes.RunAsync(
                new ProcessRequest
                {
                    Program = _words[0],
                    Arguments = [.. _words.Skip(1), path],
                    Environment = host.Environment.Withholding([.. CredentialVariables.Names]),
                    Uses = [folder],
                    InputFrom = StreamRoute.Inherit,
                    OutputTo = StreamRoute.Inherit,
                    ErrorTo = StreamRoute.Inherit,
                },
                ct);
            if (!result.Succeeded)
            {
                throw Failed(result.Describe(), "nothing was changed");
            }
        }
        catch (ProcessStartException failure)
        {
            throw Failed(failure.Message, File.Exists(string.Join(' ', _words))
                ? $"a path that holds blanks stands in quotes of its own: export {_origin.TrimStart('$')}=\"'{string.Join(' ', _words)}'\""
                : "set EDITOR to a program that is installed, for example: export EDITOR=nano");
        }
    }

    private static bool IsInstalled(HostEnvironment environment, string name) =>
        (environment.Variable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => Path.IsPathFullyQualified(folder) && File.Exists(Path.Combine(folder, name)));

    private static SecretsKitException Failed(string cause, string hint) => new(ErrorCode.EditorFailed, $"Could not run editor: {cause}")
    {
        Hint = hint,
    };
}
