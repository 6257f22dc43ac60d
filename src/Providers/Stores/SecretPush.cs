using SecretsKit.Core.Data;

namespace SecretsKit.Providers.Stores;

/// <summary>What of a store is written or deleted.</summary>
/// <param name="Key">The store's name of the secret.</param>
/// <param name="Property">The part of its value; empty for all of it.</param>
public sealed record PushTarget(string Key, string Property = "");

/// <summary>What is written to a store. Not a record: it holds a secret.</summary>
/// <param name="target">Where.</param>
public sealed class SecretPush(PushTarget target)
{
    /// <summary>Where.</summary>
    public PushTarget Target { get; } = target;

    /// <summary>The value of one key of a Secret; null if all of a Secret is written: then <see cref="Data"/> has it.</summary>
    public SecretValue? Value { get; init; }

    /// <summary>All keys of the Secret that it comes from.</summary>
    public required SecretMap Data { get; init; }

    /// <summary>The name of the key of the Secret that <see cref="Value"/> is from; empty if all of it is written.</summary>
    public string SecretKey { get; init; } = "";

    /// <summary>Settings for the store as the manifest has them, such as tags or the type of a parameter; null for none.</summary>
    public MapValue? Metadata { get; init; }

    /// <summary>The labels of the Secret that it comes from; none if it comes from elsewhere.</summary>
    public IReadOnlyDictionary<string, string> SourceLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>The annotations of the Secret that it comes from; none if it comes from elsewhere.</summary>
    public IReadOnlyDictionary<string, string> SourceAnnotations { get; init; } = new Dictionary<string, string>();

    /// <summary>The type of the Secret that it comes from; empty if it comes from elsewhere.</summary>
    public string SourceType { get; init; } = "";

    /// <summary>Where it goes, never what.</summary>
    public override string ToString() => $"SecretPush({Target.Key})";
}
