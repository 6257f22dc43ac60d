using System.Collections.Concurrent;

namespace SecretsKit.Integration.Sync;

/// <summary>All scenarios, played side by side on one API server: most of their time they wait.</summary>
public sealed class PlayedScenarios : IAsyncLifetime
{
    // The variable names the cases of a run by a part of their names.
    private static readonly string Only = Environment.GetEnvironmentVariable("SECRETSKIT_SCENARIOS") ?? "";

    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _differences = new();

    internal static IEnumerable<string> Names => ScenarioCase.All
        .Where(id => Only.Length == 0 || Only.Split(',').Any(part => id.Contains(part, StringComparison.Ordinal)));

    internal IReadOnlyList<string> Of(string id) => _differences[id];

    public async ValueTask InitializeAsync()
    {
        using var cluster = new ScenarioCluster();
        var ct = TestContext.Current.CancellationToken;
        await cluster.InstallAsync(ct);
        var marks = cluster.Marks;
        var cases = Names.Select(id => ScenarioCase.Load(id, marks)).ToList();

        // One agent for each set of flags, one after the other: each would take the objects of the others.
        foreach (var group in cases.GroupBy(played => string.Join(' ', played.Flags)))
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var agent = cluster.AgentWith(group.First().Flags).RunAsync(end.Token);
            await Parallel.ForEachAsync(group, new ParallelOptions { MaxDegreeOfParallelism = 24, CancellationToken = ct },
                async (played, token) =>
            {
                var run = new ScenarioRun(cluster, played);
                try
                {
                    await run.PlayAsync(token);
                }
                catch (Core.Errors.SecretsKitException failure)
                {
                    run.Differences.Add($"failed: {failure.Message}");
                }

                _differences[played.Id] = run.Differences;
                TestContext.Current.SendDiagnosticMessage("{0}: {1}", played.Id, string.Join("\n    ", run.Differences));
            });
            await end.CancelAsync();
            await agent;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>The same Secrets, statuses and events as the reference operator's, case by case.</summary>
public sealed class ScenarioTests(PlayedScenarios played) : IClassFixture<PlayedScenarios>
{
    private static readonly Dictionary<string, string> Gaps = File
        .ReadAllLines(Path.Combine(AppContext.BaseDirectory, "testdata", "eso", "gaps.tsv"))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t', 2)).ToDictionary(row => row[0], row => row[1]);

    public static IEnumerable<TheoryDataRow<string>> Cases => PlayedScenarios.Names.Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Cases))]
    public void Gives_what_the_reference_gives(string id)
    {
        var differences = played.Of(id);
        if (Gaps.ContainsKey(id))
        {
            Assert.True(differences.Count > 0, "a gap that is none: delete its row");
            return;
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }
}
