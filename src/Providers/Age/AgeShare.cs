using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age;

/// <summary>The ephemeral public point in a stanza.</summary>
internal static class AgeShare
{
    /// <summary>Decodes the argument.</summary>
    /// <returns>Null when it has the wrong length.</returns>
    /// <exception cref="AgeException">It is not canonical base64.</exception>
    public static byte[]? Decode(string argument, string type)
    {
        var share = StrictBase64.TryDecode(Encoding.ASCII.GetBytes(argument), out var at)
            ?? throw new AgeException(AgeFailure.Header, $"failed to parse {type} recipient: illegal base64 data at input byte {at}");
        return share.Length == X25519.Size ? share : null;
    }

    public static AgeException LowOrder() =>
        new(AgeFailure.Header, "invalid X25519 recipient: crypto/ecdh: bad X25519 remote ECDH input: low order point");
}
