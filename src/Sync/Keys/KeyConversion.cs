using System.Globalization;
using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;

namespace SecretsKit.Sync.Keys;

/// <summary>Makes names of stores to keys of Secrets (spec external-secrets.md 6.1).</summary>
internal static class KeyConversion
{
    /// <summary>Converts all names of a map.</summary>
    /// <exception cref="SyncException">Two names become the same.</exception>
    public static SecretMap Convert(string strategy, SecretMap map) =>
        ConvertAll(strategy, map, $"error applying conversion strategy {strategy} to keys: ");

    /// <summary>The same for a store that converts the names that it finds itself.</summary>
    /// <exception cref="SyncException">Two names become the same.</exception>
    public static SecretMap ConvertFound(string strategy, SecretMap map) => ConvertAll(strategy, map, "");

    /// <summary>Converts a name.</summary>
    public static string Convert(string strategy, string name)
    {
        if (strategy is not ("" or "Default" or "Unicode"))
        {
            return name;
        }

        var text = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (IsAllowed(rune))
            {
                text.Append(rune.ToString());
            }
            else if (strategy == "Unicode")
            {
                text.Append(CultureInfo.InvariantCulture, $"_U{rune.Value:x4}_");
            }
            else
            {
                text.Append('_');
            }
        }

        return text.ToString();
    }

    /// <summary>Undoes <c>Unicode</c>, for names that go back to stores.</summary>
    public static string Reverse(string key)
    {
        var text = new StringBuilder(key.Length);
        for (var at = 0; at < key.Length; at++)
        {
            if (Escape(key.AsSpan(at)) is var (length, code) && length > 0)
            {
                text.Append(new Rune(code).ToString());
                at += length - 1;
            }
            else
            {
                text.Append(key[at]);
            }
        }

        return text.ToString();
    }

    /// <summary>Whether a character may be in a key: a letter or number of any script, a dash, a dot or an underscore.</summary>
    public static bool IsAllowed(Rune rune) =>
        rune.Value is '-' or '.' or '_' || GoUnicode.IsLetter(rune) || GoUnicode.IsNumber(rune);

    private static SecretMap ConvertAll(string strategy, SecretMap map, string prefix)
    {
        var converted = new SecretMap();
        foreach (var (name, value) in map.Entries)
        {
            var key = Convert(strategy, name);
            if (converted[key] is not null)
            {
                throw new SyncException(SyncFault.ProviderData, $"{prefix}secret name collision during conversion: {key}");
            }

            converted[key] = value;
        }

        return converted;
    }

    private static (int Length, int Code) Escape(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("_U", StringComparison.Ordinal))
        {
            return default;
        }

        // Four digits or five, as many as there are.
        for (var digits = 5; digits >= 4; digits--)
        {
            if (text.Length > digits + 2 && text[digits + 2] == '_'
                && int.TryParse(text.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                && Rune.IsValid(code))
            {
                return (digits + 3, code);
            }
        }

        return default;
    }
}
