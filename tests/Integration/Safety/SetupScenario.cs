using System.Text;

namespace SecretsKit.Integration.Safety;

/// <summary>One command that writes files which are not encrypted, to be killed on its way.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Arguments">After the program's name.</param>
/// <param name="Targets">The files that change, relative to the bench's folder.</param>
internal sealed record SetupScenario(string Name, string[] Arguments, params string[] Targets)
{
    private const string Hook = ".git/hooks/pre-commit", Settings = ".git/config", Attributes = ".gitattributes",
        Keys = "config/sops/age/keys.txt", Allowed = ".secretskit-allow";

    /// <summary>Commands that come before.</summary>
    public string[][] Before { get; init; } = [];

    /// <summary>Whether the same command, run again after a kill, ends where an undisturbed run does.</summary>
    public bool GoesOn { get; init; } = true;

    /// <summary>By name.</summary>
    internal static IReadOnlyDictionary<string, SetupScenario> All { get; } = new SetupScenario[]
    {
        new("init", ["init"], ".sops.yaml", ".gitignore"),
        new("keygen", ["keygen"], Keys) { GoesOn = false },
        new("keygen to a new file", ["keygen", "--output", "new.txt"], "new.txt") { GoesOn = false },
        new("check --write-allow-list", ["check", "--write-allow-list"], Allowed),
        new("check --write-allow-list again", ["check", "--write-allow-list"], Allowed)
        {
            Before = [["sh", "-c", $"printf '# ours' >{Allowed}"]],
        },
        new("git install", ["git", "install", "--hooks", "*.yaml"], Attributes, Hook, Settings)
        {
            Before = [["git", "init", "--quiet", "."]],
        },
        new("git uninstall", ["git", "uninstall"], Attributes, Hook, Settings)
        {
            Before = [["git", "init", "--quiet", "."], ["sh", "-c", $"echo '*.bin binary' >{Attributes}"],
                [NativeProgram.Path, "git", "install", "--hooks", "*.yaml"]],
        },
    }.ToDictionary(scenario => scenario.Name);

    /// <summary>A file with a secret in plain text, own keys below the same folder, and what the scenario wants besides.</summary>
    internal async Task PrepareAsync(Workbench bench)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(bench.FileAt(Keys))!);
        File.Move(Path.Combine(bench.Home, "keys.txt"), bench.FileAt(Keys));
        File.SetUnixFileMode(bench.FileAt(Keys), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        bench.Set("SOPS_AGE_KEY_FILE", bench.FileAt(Keys));
        bench.Set("XDG_CONFIG_HOME", bench.FileAt("config"));
        bench.Write("values.yaml", "password: hunter-2-Xq81-kkPz\n");
        foreach (var command in Before)
        {
            var run = await bench.RunAsync(command[0], command[1..]);
            Assert.True(run.ExitCode == 0, run.ErrorText);
        }
    }

    /// <summary>Whether a target is whole: as it was, as an undisturbed run leaves it, or another key or setting in full.</summary>
    internal async Task<bool> IsWholeAsync(Workbench bench, string target, byte[]? before, byte[]? now, byte[]? after)
    {
        if (now is null || before is null ? ReferenceEquals(now, before) : now.AsSpan().SequenceEqual(before))
        {
            return true;
        }

        return target switch
        {
            // Each key is random: the old ones must be there and every line of the new one.
            _ when Name.StartsWith("keygen", StringComparison.Ordinal) => now is not null
                && now.Length == after!.Length
                && now.AsSpan().StartsWith(before ?? [])
                && (await bench.RunAsync(NativeProgram.Path, "keygen", "-y", target)).ExitCode == 0,
            // git writes one setting after the other, each in a step of its own.
            Settings => (await bench.RunAsync("git", "config", "--list")).ExitCode == 0,
            _ => now is null || after is null ? now is null && after is null : now.AsSpan().SequenceEqual(after),
        };
    }

    /// <summary>The text of a file for messages.</summary>
    internal static string Text(byte[]? content) => content is null ? "(none)" : Encoding.UTF8.GetString(content);
}
