using System.Text;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>An operation on the release of a <see cref="FaultBench"/> that is disturbed, and where it has to come to.</summary>
/// <param name="Before">Commands that have to go well before it.</param>
/// <param name="Command">The operation.</param>
/// <param name="Again">What is run once it failed.</param>
/// <param name="Objects">The objects of the release in the end.</param>
internal sealed record FaultOperation(string[][] Before, string[] Command, string[] Again, string[] Objects)
{
    private static readonly string[] UpgradeWords = ["upgrade", "r", "chart", "--set", "names={one,three},a=2"];

    public static FaultOperation Install { get; } =
        new([], ["install", "r", "chart"], ["upgrade", "--install", "r", "chart"], ["r-hook=1", "r-one=1", "r-two=1"]);

    public static FaultOperation Upgrade { get; } =
        new([["install", "r", "chart"]], UpgradeWords, UpgradeWords, ["r-hook=2", "r-one=2", "r-three=2"]);

    public static FaultOperation Rollback { get; } = new(
        [["install", "r", "chart"], UpgradeWords], ["rollback", "r", "1"], ["rollback", "r", "1"], ["r-hook=1", "r-one=1", "r-two=1"]);

    public static FaultOperation Uninstall { get; } =
        new([["install", "r", "chart"]], ["uninstall", "r"], ["uninstall", "r", "--ignore-not-found"], ["r-hook=1"]);

    /// <summary>The operation of this name: <c>install</c>, <c>upgrade</c>, <c>rollback</c> or <c>uninstall</c>.</summary>
    public static FaultOperation Of(string name) => name switch
    {
        "install" => Install,
        "upgrade" => Upgrade,
        "rollback" => Rollback,
        _ => Uninstall,
    };

    /// <summary>A namespace where the operation can begin.</summary>
    public async Task<FaultBench> PrepareAsync(string tool)
    {
        var bench = new FaultBench();
        await bench.CreateNamespaceAsync();
        foreach (var words in Before)
        {
            await bench.RequireAsync(tool, words);
        }

        return bench;
    }

    /// <summary>Requires that the release is where the operation should have brought it, with nothing half recorded.</summary>
    /// <param name="bench">Where.</param>
    /// <param name="notes">What happened, for the message.</param>
    public async Task IsReachedAsync(FaultBench bench, string notes)
    {
        var (objects, records) = (await bench.ObjectsAsync(), await bench.RecordsAsync());
        var text = new StringBuilder(notes).Append('\n').AppendJoin(' ', objects).Append('\n').AppendJoin(' ', records).ToString();
        Assert.True(Objects.SequenceEqual(objects), text);
        if (ReferenceEquals(this, Uninstall))
        {
            Assert.True(records.Count == 0, text);
            return;
        }

        Assert.True(
            records[^1].EndsWith(":deployed", StringComparison.Ordinal)
                && records.Count(record => record.EndsWith(":deployed", StringComparison.Ordinal)) == 1,
            text);
    }
}
