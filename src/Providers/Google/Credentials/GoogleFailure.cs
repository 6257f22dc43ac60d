using SecretsKit.Core.Display;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Google.Credentials;

/// <summary>Failures on the way to credentials of Google.</summary>
internal static class GoogleFailure
{
    /// <summary>What people call it.</summary>
    public const string Provider = "Google Cloud";

    /// <summary>What is done.</summary>
    public const string Operation = "obtain credentials";

    /// <summary>The settings are wrong; nothing was sent.</summary>
    /// <param name="name">Where they are.</param>
    /// <param name="problem">What is wrong.</param>
    public static ProviderException Settings(string name, MessageText problem) =>
        new(new(ProviderFault.InvalidSettings, Provider, Operation, name), problem);

    /// <summary>A server answers something else than a token.</summary>
    public static ProviderException Invalid(string resource, MessageText problem) =>
        new(new(ProviderFault.InvalidResponse, Provider, Operation, resource), problem);

    /// <summary>A server refuses.</summary>
    /// <param name="failure">The status.</param>
    /// <param name="resource">Of whom.</param>
    /// <param name="code">The server's own code, such as <c>invalid_grant</c>; empty without one.</param>
    public static ProviderException Refused(HttpFailure failure, string resource, string code)
    {
        // A token service says with 400 what others say with 401. An account that is not there is no secret that is missing.
        var fault = failure.Status is 400 or 404 ? ProviderFault.Unauthenticated : ProviderException.FaultOf(failure);
        var cause = new ProviderCause(fault, Provider, Operation, resource)
        {
            Status = failure.Status,
            RetryAfter = failure.RetryAfter,
            Code = code,
        };
        var words = HttpFailureWords(failure.Status ?? 0);
        return new(cause, $"the server answers {words}{(code.Length > 0 ? $" ({code})" : "")}")
        {
            Hint = code == "invalid_grant" ? "the key or login may be revoked or expired, or the clock of this machine wrong"
                : fault is ProviderFault.Unauthenticated or ProviderFault.Denied
                    ? "check the account, the pool and the provider that the credentials name" : null,
        };
    }

    /// <summary>There is no response.</summary>
    public static ProviderException Unreachable(string resource, HttpTransportException failure) =>
        ProviderException.Of(Provider, Operation, resource, failure);

    private static string HttpFailureWords(int status) =>
        new Platform.Http.HttpGetResponse(status, "", []).UsualReason is { Length: > 0 } words
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{status} {words}")
        : status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
