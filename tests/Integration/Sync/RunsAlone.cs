namespace SecretsKit.Integration.Sync;

/// <summary>
/// Tests beside which no other runs: they count requests, and an agent of another test that serves the whole cluster writes to the same
/// objects (each adds the finalizer; the second gets a conflict and asks again).
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    /// <summary>Of <see cref="CollectionAttribute"/>.</summary>
    public const string Name = "alone";
}
