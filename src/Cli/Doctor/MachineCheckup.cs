using SecretsKit.Cli.Editing;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Doctor;

/// <summary>The editor, the folder in memory, and completion.</summary>
internal static class MachineCheckup
{
    // Files in which shells of people load completion, below the home folder.
    private static readonly string[] Startup = [".bashrc", ".bash_profile", ".bash_completion", ".zshrc", ".config/fish/config.fish"];

    /// <summary>Looks at the machine.</summary>
    public static IEnumerable<DoctorFinding> Find(CliHost host)
    {
        yield return Editor(host);
        yield return Memory(host);
        yield return Completion(host);
    }

    private static DoctorFinding Editor(CliHost host)
    {
        try
        {
            var editor = EditorCommand.Find(host.Environment, takesVisual: true);
            editor.RequireWait();
            return new("editor", DoctorLevel.Ok, editor.Describe());
        }
        catch (SecretsKitException failure)
        {
            return new("editor", DoctorLevel.Warning, failure.Problem, failure.Hint);
        }
    }

    private static DoctorFinding Memory(CliHost host)
    {
        const string Topic = "plaintext in memory";
        try
        {
            using var folder = SecretFolder.Create(host.Environment, SecretFolderPlace.MemoryOnly);
            return new(Topic, DoctorLevel.Ok, DisplayText.Message($"edited files lie in {Path.GetDirectoryName(folder.Path)}, in memory"));
        }
        catch (SecretsKitException failure)
        {
            return new(Topic, DoctorLevel.Warning, failure.Problem, "mount a tmpfs and name it in XDG_RUNTIME_DIR; edit has --allow-disk");
        }
    }

    private static DoctorFinding Completion(CliHost host)
    {
        const string Topic = "completion";
        var shell = Path.GetFileName(host.Environment.Variable("SHELL") ?? "");
        if (host.Environment.HomeDirectory is { } home)
        {
            foreach (var path in Startup.Select(name => Path.Combine(home, name)).Where(File.Exists))
            {
                try
                {
                    if (File.ReadAllText(path).Contains("secretskit completion", StringComparison.Ordinal))
                    {
                        return new(Topic, DoctorLevel.Ok, DisplayText.Message($"{path} loads it"));
                    }
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
                {
                    return new(Topic, DoctorLevel.Note, DisplayText.Message($"{path} cannot be read"));
                }
            }
        }

        var line = shell == "fish"
            ? "secretskit completion fish | source"
            : $"source <(secretskit completion {(shell == "zsh" ? "zsh" : "bash")})";
        return new(Topic, DoctorLevel.Note, "no startup file of a shell loads it", $"put there: {line}");
    }
}
