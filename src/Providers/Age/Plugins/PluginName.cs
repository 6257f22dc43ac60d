using System.Buffers;
using System.Security.Cryptography;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age.Plugins;

/// <summary>
/// The name of a plugin, which recipients and identities carry in front of their data (spec sops.md
/// 8.9). Its letters are those of file names without a separator, so that <c>age-plugin-NAME</c> never leaves the folders of PATH.
/// </summary>
internal static class PluginName
{
    private const string RecipientPrefix = "age1";
    private const string IdentityPrefix = "AGE-PLUGIN-";

    private static readonly SearchValues<char> Letters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._");

    /// <summary>The name in <c>age1name1...</c>.</summary>
    /// <exception cref="AgeException"><see cref="AgeFailure.Recipient"/>.</exception>
    public static string OfRecipient(string text)
    {
        if (Bech32.TryDecode(text, out var prefix, out var error) is null)
        {
            throw new AgeException(AgeFailure.Recipient, $"invalid recipient encoding {Quoted.Of(text)}: {error}");
        }

        var name = prefix.StartsWith(RecipientPrefix, StringComparison.Ordinal) ? prefix[RecipientPrefix.Length..] : "";
        return IsValid(name) ? name : throw new AgeException(AgeFailure.Recipient, $"invalid plugin name: {Quoted.Of(name)}");
    }

    /// <summary>The name in <c>AGE-PLUGIN-NAME-1...</c>, in lower case. Errors never hold the text.</summary>
    /// <exception cref="AgeException"><see cref="AgeFailure.Identity"/>.</exception>
    public static string OfIdentity(ReadOnlySpan<char> text)
    {
        var data = Bech32.TryDecode(text, out var prefix, out var error);
        CryptographicOperations.ZeroMemory(data);
        if (data is null)
        {
            throw new AgeException(AgeFailure.Identity, $"invalid plugin identity encoding: {error}");
        }

        var named = prefix.Length > IdentityPrefix.Length
            && prefix.StartsWith(IdentityPrefix, StringComparison.Ordinal)
            && prefix[^1] == '-';
        var name = named ? prefix[IdentityPrefix.Length..^1].ToLowerInvariant() : "";
        return IsValid(name) ? name : throw new AgeException(AgeFailure.Identity, "invalid plugin name");
    }

    private static bool IsValid(string name) => name.Length is > 0 and <= PluginLimits.MaxNameLength
        && !name.AsSpan().ContainsAnyExcept(Letters);
}
