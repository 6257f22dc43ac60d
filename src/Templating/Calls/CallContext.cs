using SecretsKit.Core.Crypto;
using SecretsKit.Core.Crypto.Certificates;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.Templating.Calls;

/// <summary>
/// What a call may use of its surroundings: nothing static, so that renderings run side by side and repeat for a given clock and
/// randomness. One per execution; not safe for concurrent use.
/// </summary>
public abstract class CallContext : ISearchMeter
{
    // What a document takes when it is read, in bytes for each of its own: a list of digits takes eight for the values alone.
    private const int BytesPerByteRead = 8;

    // Instructions of a search that take as long as a node of a template.
    private const int VisitsPerStep = 4;

    /// <summary>The clock of <c>now</c> and <c>date</c>.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The source of <c>randAlphaNum</c>, certificates and the like.</summary>
    public required RandomFill Random { get; init; }

    /// <summary>Makes keys of RSA, ECDSA and DSA. Default: the platform.</summary>
    public PrivateKeyMaker Keys { get; init; } = PrivateKeyMaker.Platform;

    /// <summary>The zones of <c>date</c> and <c>dateInZone</c>. Default: UTC alone.</summary>
    public ITimeZones Zones { get; init; } = NoTimeZones.Instance;

    /// <summary>
    /// Where functions make their strings; what they append they take off again. Null: each call takes a buffer of its own.
    /// </summary>
    internal virtual CallOutput? Scratch => null;

    /// <summary>Finds addresses for <c>getHostByName</c>; null answers with the empty string.</summary>
    public Func<string, IReadOnlyList<string>>? ResolveHost { get; init; }

    /// <summary>Reads the cluster for <c>lookup</c>; null finds nothing.</summary>
    public ObjectLookup? Lookup { get; init; }

    /// <summary>Fires when the caller gives up; long functions look at it.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>
    /// Counts work against the limits of this execution: bytes made by a function. Throws a
    /// <see cref="FunctionException"/> beyond the limit.
    /// </summary>
    /// <param name="bytes">How many bytes the function is about to make.</param>
    public abstract void Charge(long bytes);

    /// <summary>Counts work that makes nothing against the limits of this execution: comparing, hashing, searching.</summary>
    /// <param name="steps">The work, in nodes of a template that take as long: some 20 ns each.</param>
    public abstract void Spend(long steps);

    /// <summary>Counts the values that a document is about to become against the limits of this execution.</summary>
    /// <param name="bytes">The length of its text.</param>
    internal void ChargeReading(int bytes) => Charge((long)bytes * BytesPerByteRead);

    void ISearchMeter.Visit(long instructions) => Spend((instructions + VisitsPerStep - 1) / VisitsPerStep);

    void ISearchMeter.Take(long bytes) => Charge(bytes);
}
