using System.Buffers.Text;
using System.Text;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure.Credentials;

/// <summary>
/// Tokens of an identity for one resource. A refusal may name the tenant of a vault, which credentials know only by luck, and claims that a
/// new token must hold; nothing else of it counts: not where tokens are obtained, and not what for.
/// </summary>
/// <param name="identity">Who asks.</param>
/// <param name="resource">What for.</param>
internal sealed class AzureTokenSource(IAzureIdentity identity, AzureTokenRequest resource) : ITokenSource
{
    private const int MaxChallenge = 16 * 1024;

    private string? _tenant = resource.Tenant;

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken)
    {
        _tenant = Tenant(challenge) ?? _tenant;
        return await identity.TokenAsync(resource with { Tenant = _tenant, Claims = Claims(challenge) }, cancellationToken)
            ?? throw AzureFailures.Credentials(resource.Resource, "this machine has no such identity");
    }

    /// <summary>The tenant in the address of a challenge (<c>Bearer authorization="https://host/tenant"</c>), or null.</summary>
    internal static string? Tenant(string? challenge) =>
        (Parameter(challenge, "authorization") ?? Parameter(challenge, "authorization_uri")) is { } address
            && Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && uri.Segments is [_, var tenant, ..]
            && tenant.Trim('/') is { Length: > 0 and < 100 } name
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.')
            ? name
            : null;

    /// <summary>The claims of a challenge, if they are of the form that a request can repeat; null otherwise.</summary>
    internal static string? Claims(string? challenge)
    {
        if (Parameter(challenge, "claims") is not { } encoded || !Base64.IsValid(encoded))
        {
            return null;
        }

        var json = Convert.FromBase64String(encoded);
        return JsonFields.TryParse(json) is { Value.AsMap.Count: 1 } fields && fields.Child("access_token").Value.AsMap is { Count: > 0 }
            ? Encoding.UTF8.GetString(json).Trim()
            : null;
    }

    private static string? Parameter(string? challenge, string name)
    {
        if (challenge is null or { Length: > MaxChallenge }
            || challenge.IndexOf(name + "=\"", StringComparison.OrdinalIgnoreCase) is not (>= 0 and var at))
        {
            return null;
        }

        var start = at + name.Length + 2;
        var end = challenge.IndexOf('"', start);
        return end < 0 ? null : challenge[start..end];
    }
}
