using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Providers.Signing;

/// <summary>What requests to AWS are signed with. Not a record, and never printed: it holds a secret.</summary>
/// <param name="accessKeyId">Public: it is sent with each request.</param>
/// <param name="secretKey">The secret; it is never sent.</param>
/// <param name="sessionToken">Sent along with temporary credentials; empty for lasting ones.</param>
/// <param name="expires">When they end; null for lasting ones.</param>
public sealed class AwsCredentials(string accessKeyId, string secretKey, string sessionToken = "", DateTimeOffset? expires = null)
{
    /// <summary>The name of the key. Public: it is sent with each request.</summary>
    public string AccessKeyId { get; } = accessKeyId;

    /// <summary>When they end; null for lasting ones.</summary>
    public DateTimeOffset? Expires { get; } = expires;

    /// <summary>The secret key itself.</summary>
    public string RevealSecretKey() => secretKey;

    /// <summary>The session token itself; empty for lasting credentials.</summary>
    public string RevealSessionToken() => sessionToken;

    /// <summary>A hash of all of them, to tell them from others without holding them.</summary>
    internal string Fingerprint()
    {
        var text = Encoding.UTF8.GetBytes($"{AccessKeyId}\0{secretKey}\0{sessionToken}");
        var hash = Sha256.HashText(text);
        CryptographicOperations.ZeroMemory(text);
        return hash;
    }

    /// <summary>Not the credentials.</summary>
    public override string ToString() => "AwsCredentials(***)";
}
