using System.Text;
using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Platform.Http;

/// <summary>A user and a password for one server, sent in the Basic scheme (RFC 7617, in UTF-8). Never printed.</summary>
/// <param name="user">The name.</param>
/// <param name="password">The password; may be empty.</param>
public sealed class HttpCredentials(string user, string password) : IHttpAuthenticator
{
    /// <inheritdoc/>
    public ValueTask AuthenticateAsync(HttpAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        attempt.Headers["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":" + password));
        return ValueTask.CompletedTask;
    }

    /// <summary>There are no other credentials.</summary>
    public ValueTask<bool> RefreshAsync(HttpAttempt refused, string? challenge, CancellationToken cancellationToken) =>
        ValueTask.FromResult(false);

    /// <summary>Neither of the two.</summary>
    public override string ToString() => "HttpCredentials(***)";
}
