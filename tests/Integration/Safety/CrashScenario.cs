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
/// <param name="OldGroups">How many key groups the file has before.</param>
internal sealed record CrashScenario(
    string Name, string[] Arguments, string Target, string? Old, string New, bool OldIsPlain = false, bool NewIsPlain = false,
        string Program = "sops", int OldGroups = 1)
{
    /// <summary>A marked value that every plaintext here holds.</summary>
    internal const string Canary = "crash-canary-7c1f";

    private const string Before = $"a: {Canary} old\n";
    private const string Two = $"a: {Canary} old\nb: 2\n";

    // Nobody's: its private half was never kept.
    private const string Other = "age1asym9z00qvj6epnqaxghz7v28w4235vstdmlwgez0fu876t229cqzlzfja";

    // Stands for the recipient of the bench.
    private const string Own = "OWN";

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
        new("set", ["set", "f.yaml", "[\"a\"]", $"\"{Canary} new\""], "f.yaml", Before, $"a: {Canary} new\n"),
        new("unset", ["unset", "f.yaml", "[\"b\"]"], "f.yaml", Two, Before),
        new("rotate", ["rotate", "-i", "f.yaml"], "f.yaml", Before, Before),
        new("updatekeys", ["updatekeys", "-y", "f.yaml"], "f.yaml", Before, Before),
        new("groups add", ["groups", "add", "-i", "--file", "f.yaml", "--age", Own], "f.yaml", Before, Before),
        new(
            "groups delete",
            ["groups", "delete", "-i", "--file", "f.yaml", "1", "--shamir-secret-sharing-threshold", "1"],
            "f.yaml",
            Before,
            Before,
            OldGroups: 2),
        new("secretskit set", ["set", "f.yaml", "a", $"{Canary} new"], "f.yaml", Before, $"a: {Canary} new\n", Program: "secretskit"),
        new("secretskit unset", ["unset", "f.yaml", "b"], "f.yaml", Two, Before, Program: "secretskit"),
        new("secretskit rotate", ["rotate", "f.yaml"], "f.yaml", Before, Before, Program: "secretskit"),
        new("secretskit updatekeys", ["updatekeys", "--yes", "f.yaml"], "f.yaml", Before, Before, Program: "secretskit"),
        new("secretskit groups add", ["groups", "add", "--age", Own, "f.yaml"], "f.yaml", Before, Before, Program: "secretskit"),
        new(
            "secretskit groups delete",
            ["groups", "delete", "--threshold", "1", "f.yaml", "1"],
            "f.yaml",
            Before,
            Before,
            OldGroups: 2,
            Program: "secretskit"),
        new("secretskit enc", ["enc", "f.yaml"], "f.yaml", Before, Before, OldIsPlain: true, Program: "secretskit"),
        new("secretskit dec", ["dec", "f.yaml"], "f.yaml.dec", null, Before, NewIsPlain: true, Program: "secretskit"),
        new("secretskit dec in place", ["dec", "--in-place", "f.yaml"], "f.yaml", Before, Before, NewIsPlain: true, Program: "secretskit"),
        new("secrets encrypt", ["secrets", "encrypt", "-i", "f.yaml"], "f.yaml", Before, Before, OldIsPlain: true, Program: "secretskit"),
        new("secrets decrypt", ["secrets", "decrypt", "-i", "f.yaml"], "f.yaml", Before, Before, NewIsPlain: true, Program: "secretskit"),
        new("secrets dec", ["secrets", "dec", "f.yaml"], "f.yaml.dec", null, Before, NewIsPlain: true, Program: "secretskit"),
        new("secrets edit", ["secrets", "edit", "f.yaml"], "f.yaml", Before, $"a: {Canary} new\n", Program: "secretskit"),
        new("secretskit edit", ["edit", "--unattended", "f.yaml"], "f.yaml", Before, $"a: {Canary} new\n", Program: "secretskit"),
    }.ToDictionary(scenario => scenario.Name);

    /// <summary>The words behind the program's name.</summary>
    internal IEnumerable<string> ArgumentsFor(Workbench bench) =>
        Arguments.Select(argument => argument == Own ? bench.Recipient : argument);

    /// <summary>The path that the program is called by.</summary>
    internal string ProgramIn(Workbench bench) => Program == "sops" ? bench.FileAt("sops") : NativeProgram.Path;

    /// <summary>Whether an exit is the program's word that its editor failed.</summary>
    internal bool IsEditorFailure(BenchRun run) =>
        run.ExitCode == 201
            || (Program != "sops" && run.ExitCode == 1 && run.ErrorText.Contains("Could not run editor", StringComparison.Ordinal));

    /// <summary>The same bench for each run: the target as before, an editor that changes it, the recipient by configuration.</summary>
    internal async Task<byte[]?> PrepareAsync(Workbench bench)
    {
        bench.Write(".sops.yaml", $"creation_rules:\n    - age: {bench.Recipient},{Other}\n");
        bench.Write("plain.yaml", $"a: {Canary} other\n");
        bench.UseEditor($"if grep -q old \"$1\"; then sed -i 's/old/new/' \"$1\"; else echo 'a: {Canary} created' >\"$1\"; fi");
        if (Target != "f.yaml")
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
            for (var more = 1; more < OldGroups; more++)
            {
                var run = await bench.SopsAsync("groups", "add", "-i", "--file", Target, "--age", bench.Recipient);
                Assert.True(run.ExitCode == 0, run.ErrorText);
            }
        }

        return await File.ReadAllBytesAsync(bench.FileAt(Target));
    }
}
