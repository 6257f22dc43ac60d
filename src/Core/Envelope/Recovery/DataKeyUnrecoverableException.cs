using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>Too few key groups could be opened to rebuild the data key.</summary>
public sealed class DataKeyUnrecoverableException(int required, IReadOnlyList<GroupAttempts> groups)
    : SecretsKitException(
        ErrorCode.KeyUnrecoverable, $"Error getting data key: {required} successful groups required, got {CountOf(groups)}")
{
    /// <summary>How many groups are needed, as the file says it; 0 when it has a single group and no threshold.</summary>
    public int Required { get; } = required;

    /// <summary>How many groups were opened.</summary>
    public int Recovered { get; } = CountOf(groups);

    /// <summary>Every group with every master key tried, in order. Holds key ids and causes, never key material.</summary>
    public IReadOnlyList<GroupAttempts> Groups { get; } = groups;

    private static int CountOf(IReadOnlyList<GroupAttempts> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return groups.Count(group => group.Recovered);
    }
}
