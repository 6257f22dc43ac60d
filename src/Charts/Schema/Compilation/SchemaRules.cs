using SecretsKit.Charts.Schema.Formats;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>What a program's schemas mean where they do not say it themselves.</summary>
/// <param name="Default">Of schemas without <c>$schema</c>.</param>
internal sealed record SchemaRules(Dialect Default)
{
    /// <summary>Of values schemas of charts: 2020-12 (spec helm.md 2.6).</summary>
    public static SchemaRules Values { get; } = new(new Dialect(Draft.V2020, null));

    /// <summary>Formats that are not what the drafts say, by name.</summary>
    public IReadOnlyDictionary<string, FormatCheck> OwnFormats { get; init; } = new Dictionary<string, FormatCheck>();

    /// <summary>The check of a format, or null for an unknown one.</summary>
    public FormatCheck? Format(string name) => OwnFormats.GetValueOrDefault(name) ?? KnownFormats.Find(name);
}
