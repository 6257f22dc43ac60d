using System.Globalization;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Explaining;

/// <summary>What has been found out about a mapping so far. Not a record: it holds secrets.</summary>
internal sealed class RowReading
{
    private readonly Dictionary<string, KeyExplanation> _values = new(StringComparer.Ordinal);

    /// <summary>The provider's data.</summary>
    public SecretMap Data { get; } = new();

    public List<string> Notes { get; } = [];

    /// <summary>Whether keys may be missing: a row failed or was not carried out.</summary>
    public bool IsPartial { get; private set; }

    public IReadOnlyList<KeyExplanation> Values => [.. _values.Values];

    /// <summary>A field of the mapping.</summary>
    public static string Place(string field, int at) => string.Create(CultureInfo.InvariantCulture, $"spec.{field}[{at}]");

    public void Add(KeyExplanation key, SecretValue value)
    {
        _values[key.Key] = key;
        Data[key.Key] = value;
    }

    /// <summary>Notes that a row, or a key of one, fails.</summary>
    public void Fail(KeyExplanation key, SecretsKitException failure)
    {
        IsPartial = true;
        _values[key.Key.Length > 0 ? key.Key : key.Row] =
            key with { Problem = Innermost(failure).Message, Hint = failure.NearestHint ?? "" };
    }

    /// <summary>Notes that a secret does not exist, which is a failure or not, as the mapping says.</summary>
    public void Miss(ExternalSecret mapping, KeyExplanation key)
    {
        if (mapping.Target.Deletion == DeletionPolicy.Retain)
        {
            Fail(key, new(ErrorCode.PathNotFound, "the store has no such secret"));
        }
        else
        {
            IsPartial = true;
            Notes.Add($"{key.Row}: the store has no such secret, so its keys are left out (deletionPolicy {mapping.Target.Deletion})");
        }
    }

    /// <summary>Notes that a row is not carried out.</summary>
    public void Skip(string note)
    {
        IsPartial = true;
        Notes.Add(note);
    }

    /// <summary>The cause without what an agent says around it: failures of an agent name the row once more.</summary>
    public static SecretsKitException Innermost(SecretsKitException failure) =>
        failure is Failures.SyncException { InnerException: SecretsKitException inner } ? Innermost(inner) : failure;
}
