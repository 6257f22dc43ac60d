using System.Diagnostics;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Conventions;

/// <summary>The mistakes that <c>tests/mutants</c> puts into the code: each still applies, and names tests that exist.</summary>
public sealed class MutationPatchTests
{
    private const int Fewest = 60;
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "mutations");
    private static readonly string[] Patches = [.. Directory.GetFiles(Folder, "*.patch", SearchOption.AllDirectories).Order(
        StringComparer.Ordinal)];

    [Fact]
    public async Task Every_patch_applies()
    {
        List<string> broken = [];
        foreach (var patch in Patches)
        {
            var start = new ProcessStartInfo("git", ["apply", "--check", patch])
            {
                WorkingDirectory = Checkout.Root,
                RedirectStandardError = true,
            };
            using var git = Process.Start(start)!;
            var error = await git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await git.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (git.ExitCode != 0)
            {
                broken.Add($"{NameOf(patch)}: {error.Trim()}");
            }
        }

        SourceFiles.AssertNone(broken);
    }

    [Fact]
    public void Every_header_tells_the_mistake_and_names_tests_that_exist()
    {
        Assert.InRange(Patches.Length, Fewest, int.MaxValue);
        SourceFiles.AssertNone(
            from patch in Patches
            let problem = Problem(File.ReadAllLines(patch))
            where problem is not null
            select $"{NameOf(patch)}: {problem}");
    }

    private static string NameOf(string patch) => Path.GetRelativePath(Folder, patch);

    private static string? Problem(string[] lines)
    {
        if (lines.Length < 5 || lines[0].Length <= "Mistake: ".Length || !lines[0].StartsWith("Mistake: ", StringComparison.Ordinal))
        {
            return "the first line does not say what the mistake is";
        }

        if (lines[1] is not ("Suite: Tests" or "Suite: Goldens" or "Suite: Integration")
            || !lines[2].StartsWith("Classes: ", StringComparison.Ordinal))
        {
            return "the second line names no suite, or the third no classes";
        }

        if (
            lines.Any(line => line.StartsWith("+++ ", StringComparison.Ordinal)
                && !line.StartsWith("+++ b/src/", StringComparison.Ordinal)))
        {
            return "it changes files outside of src";
        }

        var suite = Path.Combine("tests", lines[1]["Suite: ".Length..]);
        var missing = lines[2]["Classes: ".Length..]
            .Split(' ')
            .FirstOrDefault(name => !SourceFiles.Under(suite, name.Split('.')[^1].TrimStart('*') + ".cs").Any());
        return missing is null ? null : $"{suite} has no class {missing}";
    }
}
