namespace SecretsKit.Sync.Stores;

/// <summary>What one look at a mapping asks of reads. One thread at a time.</summary>
/// <param name="notBefore">A value counts if its read began then or later.</param>
internal sealed class ReadDemand(DateTimeOffset notBefore)
{
    private readonly List<StoreThrottle> _admitted = [];

    /// <summary>A value counts if its read began then or later.</summary>
    public DateTimeOffset NotBefore { get; } = notBefore;

    /// <summary>
    /// Whether the look may be put off where a store has no turn soon; otherwise it waits. Default no: who has no other work waits.
    /// </summary>
    public bool MayBePutOff { get; init; }

    /// <summary>Whether a look waits for a store, however long: it began to read it, and its last row is to be read some day.</summary>
    public bool WaitsFor(StoreThrottle store) => !MayBePutOff || _admitted.Contains(store);

    /// <summary>The look reads a store.</summary>
    public void Admit(StoreThrottle store)
    {
        if (MayBePutOff && !_admitted.Contains(store))
        {
            _admitted.Add(store);
        }
    }
}
