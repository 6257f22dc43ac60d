namespace SecretsKit.Charts.Validation;

/// <summary>How manifests are checked.</summary>
public sealed record ValidationOptions
{
    /// <summary>The version of Kubernetes that means the newest schemas.</summary>
    public const string NewestVersion = "master";

    /// <summary>Whether schemas without additional properties are asked for, and keys that are twice are refused. Default false.</summary>
    public bool IsStrict { get; init; }

    /// <summary><see cref="NewestVersion"/>, the default, or three numbers such as <c>1.31.0</c>.</summary>
    public string KubernetesVersion { get; init; } = NewestVersion;

    /// <summary>Kinds to leave out, each as <c>Kind</c> or <c>group/version/Kind</c>; their case counts.</summary>
    public IReadOnlyCollection<string> Skipped { get; init; } = [];

    /// <summary>Kinds that are errors, written as those to leave out, which come first.</summary>
    public IReadOnlyCollection<string> Rejected { get; init; } = [];

    /// <summary>Whether a resource without schema is left out instead of being an error. Default false.</summary>
    public bool IgnoresMissingSchemas { get; init; }

    /// <summary>
    /// Whether messages quote values and text of documents. Default true; false for renderings, which may hold decrypted secrets.
    /// </summary>
    public bool QuotesValues { get; init; } = true;

    /// <summary>How many documents are checked at once, from 1. Default 4.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>Whether a text is a version as <see cref="KubernetesVersion"/> takes it.</summary>
    public static bool IsVersion(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text == NewestVersion
            || (text.Split('.') is { Length: 3 } parts && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit)));
    }

    /// <summary>Whether a list of kinds names that of a resource.</summary>
    internal static bool Names(IReadOnlyCollection<string> kinds, ResourceIdentity identity) =>
        kinds.Count > 0 && (kinds.Contains(identity.Kind) || kinds.Contains(identity.FullKind));
}
