namespace SecretsKit.Sync.Stores;

#pragma warning disable CA1032 // Without its time it has no meaning.
/// <summary>A store has no turn for a look soon: nothing failed, the look is put off. Caught by the planner.</summary>
/// <param name="wait">When it is worth to ask again.</param>
internal sealed class StoreBusyException(TimeSpan wait) : Exception("the store is busy")
{
    public TimeSpan Wait { get; } = wait;
}
#pragma warning restore CA1032
