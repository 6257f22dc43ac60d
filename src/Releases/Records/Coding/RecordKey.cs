using System.Globalization;

namespace SecretsKit.Releases.Records.Coding;

/// <summary>The name of a record in its storage: <c>sh.helm.release.v1.NAME.vREVISION</c> (spec helm.md 6.1).</summary>
/// <param name="Release">The name of the release.</param>
/// <param name="Revision">Its revision, from 1.</param>
public readonly record struct RecordKey(string Release, int Revision)
{
    private const string Prefix = "sh.helm.release.v1.";

    /// <summary>Reads a name.</summary>
    /// <returns>False for names that are none of a record.</returns>
    public static bool TryParse(string name, out RecordKey key)
    {
        ArgumentNullException.ThrowIfNull(name);
        var dot = name.LastIndexOf(".v", StringComparison.Ordinal);
        var isKey = dot > Prefix.Length
            && name.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(dot + 2), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        key = isKey ? new(name[Prefix.Length..dot], int.Parse(name.AsSpan(dot + 2), CultureInfo.InvariantCulture)) : default;
        return isKey;
    }

    /// <summary>The name.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Release}.v{Revision}");
}
