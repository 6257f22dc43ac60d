using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Examples;

/// <summary>Every encrypted example opens with the keys that its rule names, with no other, and can be encrypted again.</summary>
public sealed class ExampleTests
{
    private static readonly string Source = Path.Combine(Checkout.Root, "examples");
    private static readonly string Expected = SopsRows.Folder("examples");

    // The file, and each set of keys that opens it.
    private static readonly Dictionary<string, string[]> Openers = File.ReadLines(Path.Combine(Expected, "keys.tsv"))
        .Select(line => line.Split('\t')).ToDictionary(fields => fields[0], fields => fields[1..]);

    public static IEnumerable<TheoryDataRow<string>> Files => Openers.Keys.Select(file => new TheoryDataRow<string>(file));

    [Fact]
    public void Every_encrypted_example_is_listed() => Assert.Equal(
        Openers.Keys.Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories)
            .Where(path => File.ReadAllText(path).Contains("ENC[AES256_GCM,", StringComparison.Ordinal)
                && !path.EndsWith(".md", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Source, path)).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_example_key_says_that_it_is_worthless() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(Source, "keys")),
        path => Assert.StartsWith("# Example key, worthless by design", File.ReadAllText(path), StringComparison.Ordinal));

    [Theory, MemberData(nameof(Files))]
    public async Task Opens_with_these_keys_and_no_others(string file)
    {
        using var run = Copy();
        var keys = Directory.EnumerateFiles(Path.Combine(Source, "keys")).Select(path => Path.GetFileNameWithoutExtension(path)).ToList();
        var pairs = from first in keys from second in keys where string.CompareOrdinal(first, second) < 0 select $"{first}+{second}";
        foreach (var set in keys.Concat(pairs))
        {
            Use(run, set);
            var result = await run.RunAsync("view", file);
            var opens = Openers[file].Any(opener => opener.Split('+').All(set.Split('+').Contains));
            Assert.Equal((set, opens ? 0 : 1), (set, result.Exit));
            Assert.Equal(opens ? await ExpectedAsync(file) : [], result.Output);
        }
    }

    [Theory, MemberData(nameof(Files))]
    public async Task Can_be_encrypted_again(string file)
    {
        using var run = Copy();
        Use(run, Openers[file][0]);
        Assert.Equal(0, (await run.RunAsync("dec", "--in-place", file)).Exit);
        Assert.Equal(await ExpectedAsync(file), await File.ReadAllBytesAsync(run.File(file), TestContext.Current.CancellationToken));
        Assert.Equal(0, (await run.RunAsync("enc", file)).Exit);
        Assert.Contains("ENC[AES256_GCM,", run.Read(file), StringComparison.Ordinal);
        Use(run, Openers[file][^1]);
        Assert.Equal(await ExpectedAsync(file), (await run.RunAsync("view", file)).Output);
    }

    [Theory]
    [InlineData("dev", "dev", 1)]
    [InlineData("staging", "alice", 2)]
    [InlineData("prod", "ops", 3)]
    public async Task The_chart_takes_the_values_of_each_environment(string environment, string key, int replicas)
    {
        using var run = Copy();
        Use(run, key);
        string[] files = ["-f", $"environments/{environment}/values.yaml", "-f", $"environments/{environment}/secrets.yaml"];
        var template = await run.RunAsync(["template", "orders", "./chart", .. files, "--expect", "Deployment,Secret"]);
        Assert.Equal((0, ""), (template.Exit, template.ErrorText));
        Assert.Contains($"database-host: \"db.{environment}.example.com\"", template.OutputText, StringComparison.Ordinal);
        Assert.Contains($"replicas: {replicas}\n", template.OutputText, StringComparison.Ordinal);
        Assert.Equal(0, (await run.RunAsync(["lint", "./chart", .. files, "--strict", "--advise=mistakes"])).Exit);
    }

    private static Task<byte[]> ExpectedAsync(string file) =>
        File.ReadAllBytesAsync(Path.Combine(Expected, file + ".expected"), TestContext.Current.CancellationToken);

    private static void Use(VerbRun run, string keys) =>
        run.Variables["SOPS_AGE_KEY"] = string.Join(
            '\n', keys.Split('+').Select(key => File.ReadAllText(Path.Combine(Source, "keys", key + ".txt"))));

    private static VerbRun Copy()
    {
        var run = new VerbRun();
        foreach (var path in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories))
        {
            var target = run.File(Path.GetRelativePath(Source, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }

        return run;
    }
}
