using SecretsKit.Core.Errors;

namespace SecretsKit.Sync.Explaining;

/// <summary>Where a key comes from, without its value.</summary>
/// <param name="Key">The key of the Secret, or what a template calls it.</param>
/// <param name="Row">The field of the mapping that gives it, such as <c>spec.data[0]</c>.</param>
public sealed record KeyExplanation(string Key, string Row)
{
    /// <summary>The store, such as <c>SecretStore/orders</c>; empty for a generator, and for templates.</summary>
    public string Store { get; init; } = "";

    /// <summary>The key under the store's <c>spec.provider</c>, or the kind of the generator; empty if it is not known.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The store's name of the secret, or the name of the generator; empty for templates.</summary>
    public string Remote { get; init; } = "";

    /// <summary>The part of it that is taken; empty for all.</summary>
    public string Property { get; init; } = "";

    /// <summary>The version that is asked for; empty for the newest.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether labels or tags are read instead of the value.</summary>
    public bool IsMetadata { get; init; }

    /// <summary>How the value is decoded; empty for not at all.</summary>
    public string Decoding { get; init; } = "";

    /// <summary>What the key was called before it was rewritten or converted; empty where it was called so.</summary>
    public string Renamed { get; init; } = "";

    /// <summary>The values that a template uses, as far as its text says; none for others.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>Why there is no such key; empty if there is.</summary>
    public string Problem { get; init; } = "";

    /// <summary>What to do about that; empty for nothing to say.</summary>
    public string Hint { get; init; } = "";
}

/// <summary>Where the keys of a mapping's Secret come from, without any value.</summary>
public sealed record MappingExplanation
{
    /// <summary>The values that are read, by the name that templates have for them; rows that fail are among them.</summary>
    public required IReadOnlyList<KeyExplanation> Values { get; init; }

    /// <summary>What templates make, labels and annotations included; none without a template.</summary>
    public required IReadOnlyList<KeyExplanation> Rendered { get; init; }

    /// <summary>The keys of the Secret, sorted: as far as they can be said, if something fails.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>What has to be known beside: rows that find nothing and may, or are not carried out here.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Why the Secret as a whole would be refused, although its keys are there; null if it would not.</summary>
    public SecretsKitException? Refusal { get; init; }

    /// <summary>Whether anything would fail.</summary>
    public bool Fails => Refusal is not null || Values.Concat(Rendered).Any(key => key.Problem.Length > 0);
}
