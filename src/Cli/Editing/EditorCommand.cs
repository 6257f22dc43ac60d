using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Editing;

/// <summary>The editor that the user wants: SOPS_EDITOR, else EDITOR, else the first of vim, nano and vi that is there.</summary>
internal sealed class EditorCommand
{
    private static readonly string[] Defaults = ["vim", "nano", "vi"];
    private readonly IReadOnlyList<string> _words;

    private EditorCommand(IReadOnlyList<string> words) => _words = words;

    /// <summary>Finds the editor.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.EditorFailed"/>: none is set and none is installed, or the setting is no command.
    /// </exception>
    public static EditorCommand Find(HostEnvironment environment)
    {
        foreach (var variable in new[] { "SOPS_EDITOR", "EDITOR" })
        {
            if (environment.Variable(variable) is not { Length: > 0 } text)
            {
                continue;
            }

            try
            {
                if (WordSplitter.Split(text) is { Count: > 0 } words)
                {
                    return new(words);
                }
            }
            catch (SecretsKitException)
            {
                // Falls through to the one message for every way a setting can be no command.
            }

            throw Failed($"invalid ${variable}: {text}", $"set {variable} to a command such as \"nano\" or \"code --wait\"");
        }

        return Defaults.FirstOrDefault(name => IsInstalled(environment, name)) is { } editor
            ? new([editor])
            : throw Failed(
                "no editor is set, and none of vim, nano and vi is installed",
                "set EDITOR to your editor, for example: export EDITOR=nano");
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
                    Environment = host.Environment,
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
            throw Failed(failure.Message, "set EDITOR to a program that is installed, for example: export EDITOR=nano");
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
