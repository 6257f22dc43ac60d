using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(SecretsKit.Integration.LongestFirst))]

namespace SecretsKit.Integration;

/// <summary>Starts the classes that take longest first, so that none of them runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        "InstallTranscriptTests", "UpgradeTranscriptTests", "FailingServerTests", "ConflictingWriteTests", "OverloadedServerTests",
        "KilledUpgradeTests", "KilledRollbackTests", "KilledInstallTests", "DiffTranscriptTests", "ObjectTests", "RequestLogTests",
        "TranscriptTests", "HostileChartTests",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(collection => Rank(collection))];

    private static int Rank(ITestCollection collection) =>
        Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is var at and >= 0
            ? at
            : Longest.Length;
}
