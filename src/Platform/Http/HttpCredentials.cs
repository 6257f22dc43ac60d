using System.Text;

namespace SecretsKit.Platform.Http;

/// <summary>A user and a password for one server. Never printed.</summary>
/// <param name="user">The name.</param>
/// <param name="password">The password; may be empty.</param>
public sealed class HttpCredentials(string user, string password)
{
    /// <summary>The value of an Authorization header, in the Basic scheme.</summary>
    internal string RevealParameter() => Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":" + password));

    /// <summary>Neither of the two.</summary>
    public override string ToString() => "HttpCredentials(***)";
}
