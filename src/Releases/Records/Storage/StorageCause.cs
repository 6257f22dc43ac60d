using System.Net.Sockets;
using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Records.Storage;

/// <summary>Which step of which storage failed; the inner exception says why.</summary>
/// <param name="Operation">The step.</param>
/// <param name="Driver">The storage.</param>
/// <param name="Namespace">Of the records; empty for all.</param>
/// <param name="Record">The name of the record; empty if the step is about several.</param>
public sealed record StorageCause(StorageOperation Operation, StorageDriver Driver, string Namespace, string Record = "") : FailureCause
{
    /// <summary>Why there is no connection to a database; null if there is one, or if the failure is about something else.</summary>
    public SocketError? Socket { get; init; }

    /// <summary>Host and port that there is no connection to; empty where <see cref="Socket"/> is null.</summary>
    public string Address { get; init; } = "";

    /// <summary>The failure to throw.</summary>
    /// <param name="reason">Why, as one clause.</param>
    /// <param name="inner">The failure below; null where it may quote what is secret.</param>
    /// <param name="hint">The next step, or null.</param>
    public SecretsKitException ToException(string reason, Exception? inner, string? hint) =>
        new((inner as SecretsKitException)?.Code ?? ErrorCode.General, $"cannot {Step()}: {reason}", inner) { Cause = this, Hint = hint };

    private string Step() => Operation switch
    {
        StorageOperation.Create => $"create release record {Record} in {Place()}",
        StorageOperation.Update => $"update release record {Record} in {Place()}",
        StorageOperation.Get => $"read release record {Record} in {Place()}",
        StorageOperation.Delete => $"delete release record {Record} in {Place()}",
        StorageOperation.Open => "open the database of release records",
        _ => $"list release records in {Place()}",
    };

    private string Place() => Namespace.Length == 0 ? "all namespaces" : $"namespace {Namespace}";
}
