namespace SecretsKit.Integration.Safety;

/// <summary>One command that changes a file, to be killed on its way.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Arguments">After the program's name.</param>
/// <param name="Target">The file that changes.</param>
/// <param name="Old">Its plaintext before; null if there is no such file.</param>
/// <param name="New">Its plaintext after an undisturbed run.</param>
/// <param name="OldIsPlain">Whether it begins as plaintext.</param>
/// <param name="NewIsPlain">Whether it ends as plaintext.</param>
/// <param name="Program">The name that the program is called by.</param>
internal sealed record CrashScenario(
    string Name, string[] Arguments, string Target, string? Old, string New, bool OldIsPlain = false, bool NewIsPlain = false, string Program = "sops")
{
    /// <summary>A marked value that every plaintext here holds.</summary>
    internal const string Canary = "crash-canary-7c1f";

    private const string Before = $"a: {Canary} old\n";

    /// <summary>By name.</summary>
    internal static IReadOnlyDictionary<string, CrashScenario> All { get; } = new CrashScenario[]
    {
        new("encrypt in place", ["encrypt", "-i", "f.yaml"], "f.yaml", Before, Before, OldIsPlain: true),
        new("encrypt to a file", ["encrypt", "--output", "f.yaml", "plain.yaml"], "f.yaml", Before, $"a: {Canary} other\n"),
        new("encrypt to a new file", ["encrypt", "--output", "f.yaml", "plain.yaml"], "f.yaml", null, $"a: {Canary} other\n"),
        new("edit", ["edit", "f.yaml"], "f.yaml", Before, $"a: {Canary} new\n"),
        new("edit a new file", ["edit", "f.yaml"], "f.yaml", null, $"a: {Canary} created\n"),
        new("decrypt in place", ["decrypt", "-i", "f.yaml"], "f.yaml", Before, Before, NewIsPlain: true),
        new("decrypt to a file", ["decrypt", "--output", "g.yaml", "f.yaml"], "g.yaml", null, Before, NewIsPlain: true),
        new("secretskit enc", ["enc", "f.yaml"], "f.yaml", Before, Before, OldIsPlain: true, Program: "secretskit"),
        new("secretskit edit", ["edit", "f.yaml"], "f.yaml", Before, $"a: {Canary} new\n", Program: "secretskit"),
    }.ToDictionary(scenario => scenario.Name);

    /// <summary>The path that the program is called by.</summary>
    internal string ProgramIn(Workbench bench) => Program == "sops" ? bench.FileAt("sops") : NativeProgram.Path;

    /// <summary>Whether an exit is the program's word that its editor failed.</summary>
    internal bool IsEditorFailure(BenchRun run) =>
        Program == "sops" ? run.ExitCode == 201 : run.ExitCode == 1 && run.ErrorText.Contains("Could not run editor", StringComparison.Ordinal);

    /// <summary>The same bench for each run: the target as before, an editor that changes it, the recipient by configuration.</summary>
    internal async Task<byte[]?> PrepareAsync(Workbench bench)
    {
        bench.Write(".sops.yaml", $"creation_rules:\n    - age: {bench.Recipient}\n");
        bench.Write("plain.yaml", $"a: {Canary} other\n");
        bench.UseEditor($"if grep -q old \"$1\"; then sed -i 's/old/new/' \"$1\"; else echo 'a: {Canary} created' >\"$1\"; fi");
        if (Target == "g.yaml")
        {
            await bench.EncryptAsync("f.yaml", Before);
            return null;
        }

        if (Old is null)
        {
            return null;
        }

        if (OldIsPlain)
        {
            bench.Write(Target, Old);
        }
        else
        {
            await bench.EncryptAsync(Target, Old);
        }

        return await File.ReadAllBytesAsync(bench.FileAt(Target));
    }
}
