using System.Text;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;

namespace SecretsKit.Sync.Keys;

/// <summary>Which keys a Secret may have, before an API server is asked (spec external-secrets.md 6.4).</summary>
internal static class KeyValidation
{
    private const int MaxBytes = 253;
    private const int ShownBytes = 253;

    /// <summary>Whether API servers take a key: letters of other scripts pass the checks of agents, and are refused there.</summary>
    public static bool ServersTake(string key) => key.Length is > 0 and <= MaxBytes
        && key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_');

    /// <summary>Drops empty keys, and refuses others that no Secret takes.</summary>
    public static SecretMap Check(SecretMap map)
    {
        var valid = new SecretMap();
        foreach (var (key, value) in map.Entries)
        {
            if (key.Length == 0)
            {
                continue;
            }

            if (Problem(key) is { } problem)
            {
                throw new SyncException(
                    SyncFault.ProviderData, $"invalid secret keys (TIP: use rewrite or conversionStrategy to change keys): {problem}");
            }

            valid[key] = value;
        }

        return valid;
    }

    private static string? Problem(string key)
    {
        var bytes = Encoding.UTF8.GetByteCount(key);
        if (bytes > MaxBytes)
        {
            return $"key has length {bytes} but max is {MaxBytes}: (following is truncated): {key[..Math.Min(key.Length, ShownBytes)]}";
        }

        foreach (var rune in key.EnumerateRunes())
        {
            if (!KeyConversion.IsAllowed(rune))
            {
                return $"key has invalid character {rune}, only alphanumeric, '-', '.' and '_' are allowed: {key}";
            }
        }

        return null;
    }
}
