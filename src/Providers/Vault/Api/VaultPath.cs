using System.Globalization;
using System.Text;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Vault.Api;

/// <summary>Paths below <c>/v1/</c> as the reference's client sends them.</summary>
internal static class VaultPath
{
    // What Go leaves as it is in a path, beside letters and digits.
    private const string Kept = "-_.~$&+,/:;=@";

    /// <summary>
    /// Joins parts with slashes; empty parts and doubled slashes go. A slash at the very end stays, since it marks a folder. Dots that
    /// would lead out of the path are refused: a key must not reach another mount.
    /// </summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidRequest"/>: a part is <c>.</c> or <c>..</c>.</exception>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        var path = string.Join('/', parts);
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return names.Any(name => name is "." or "..")
            ? throw new ProviderException(
                new(ProviderFault.InvalidRequest, VaultFailures.Provider, "request", path), $"a path must not hold . or .. between slashes")
            : string.Join('/', names) + (path.EndsWith('/') && names.Length > 0 ? "/" : "");
    }

    /// <summary>Percent-encodes what a path of a URL cannot hold.</summary>
    public static string Escape(string path)
    {
        var escaped = new StringBuilder(path.Length);
        foreach (var letter in Encoding.UTF8.GetBytes(path))
        {
            _ = char.IsAsciiLetterOrDigit((char)letter) || Kept.Contains((char)letter, StringComparison.Ordinal)
                ? escaped.Append((char)letter)
                : escaped.Append(CultureInfo.InvariantCulture, $"%{letter:X2}");
        }

        return escaped.ToString();
    }
}
