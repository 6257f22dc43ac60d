using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Kubernetes;

/// <summary>Failures of API servers as data. The server's sentence is left out: it may quote the object that was sent.</summary>
internal static class KubernetesFailures
{
    /// <summary>The provider, for people.</summary>
    public const string Provider = "Kubernetes";

    /// <summary>A failure of our own.</summary>
    public static ProviderException Of(ProviderFault fault, string operation, string resource, string problem) =>
        new(new(fault, Provider, operation, resource), $"{problem}")
        {
            Hint = fault == ProviderFault.InvalidResponse ? "check that the address is that of an API server" : null,
        };

    /// <summary>What a request to an API server ended with.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="operation">What was asked.</param>
    /// <param name="resource">About what.</param>
    public static ProviderException Of(SecretsKitException failure, string operation, string resource) => failure switch
    {
        ProviderException known => known,
        ApiException refused => Refused(refused, operation, resource),
        HttpTransportException lost => ProviderException.Of(Provider, operation, resource, lost),
        _ when failure.Code == ErrorCode.MalformedDocument =>
            Of(ProviderFault.InvalidResponse, operation, resource, "the response is not a Kubernetes object"),
        _ => new(new(ProviderFault.Unauthenticated, Provider, operation, resource), $"{failure.Message}", failure) { Hint = failure.Hint },
    };

    private static ProviderException Refused(ApiException failure, string operation, string resource)
    {
        var status = failure.Status;
        // A server gives a reason with each 404: one without comes from something before it.
        var fault = status is { IsNotFound: true, Reason: "" } ? ProviderFault.InvalidResponse : ProviderException.FaultOf(status.Code);
        var cause = new ProviderCause(fault, Provider, operation, resource)
        {
            Status = status.Code,
            Code = status.Reason,
            RetryAfter = status.RetryAfter,
        };
        var denied = failure.Cause as AccessDeniedCause;
        var problem = $"the server answers {status.Code} {status.Reason}".TrimEnd();
        problem += denied is { User.Length: > 0 }
            ? $": {denied.User} may not {denied.Verb} {denied.Resource} in namespace {denied.Namespace}" : "";
        return new(cause, $"{problem}")
        {
            Hint = cause.Fault switch
            {
                ProviderFault.Unauthenticated => "check the token or certificate of the store, and that it is for this server",
                ProviderFault.Denied => "give the account of the store the right by a role and a binding",
                ProviderFault.Conflict => "somebody else changed it meanwhile: it is tried again",
                ProviderFault.NotFound => "check the remote namespace of the store",
                ProviderFault.Throttled => "ask less often, or raise the limits of the API server",
                ProviderFault.ServerFailed => "look at the state of the API server and of etcd behind it",
                ProviderFault.InvalidResponse => "check that the address is that of an API server",
                _ => "check the settings of the store and what is pushed",
            },
        };
    }
}
