using System.Globalization;
using SecretsKit.Core.Display;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Aws.Calls;

/// <summary>Why a call of an AWS service failed.</summary>
/// <param name="Status">The status of the response; 0 without one.</param>
/// <param name="Code">AWS's own code, such as <c>AccessDeniedException</c>; empty without one.</param>
/// <param name="Attempts">How often it was sent.</param>
internal sealed record AwsFailure(int Status, string Code, int Attempts)
{
    /// <summary>
    /// AWS's own words. They may quote parameters, and so values: only services whose parameters are no secrets show them.
    /// </summary>
    public string Message { get; init; } = "";

    /// <summary>The name of the request in AWS's logs; may be empty.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>How long to wait, where the service says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Why there is no response; null if there is one.</summary>
    public HttpTransportException? Transport { get; init; }

    /// <summary>Whether other attempts were made and may yet succeed later.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>What the code means, whatever the service.</summary>
    public ProviderFault Fault => Code switch
    {
        "AccessDeniedException" or "AccessDenied" or "UnauthorizedOperation" or "NotAuthorized" => ProviderFault.Denied,
        "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidAccessKeyId" or "MissingAuthenticationToken"
            or "MissingAuthenticationTokenException" or "SignatureDoesNotMatch" or "InvalidSignatureException" or "IncompleteSignature"
            or "ExpiredToken" or "ExpiredTokenException" or "InvalidToken" or "InvalidIdentityToken" or "RequestTimeTooSkewed"
            or "RequestExpired" => ProviderFault.Unauthenticated,
        "ResourceNotFoundException" or "NotFoundException" or "ParameterNotFound" or "NoSuchBucket" or "NoSuchKey" =>
            ProviderFault.NotFound,
        "ResourceExistsException" or "ParameterAlreadyExists" or "ResourceInUseException" => ProviderFault.Conflict,
        _ when AwsThrottling.Is(Status, Code) => ProviderFault.Throttled,

        // No service of AWS says so little about what is missing: something else answers, and the secret may well be there.
        "" when Status == 404 => ProviderFault.InvalidResponse,
        _ when Transport is { } transport => ProviderException.FaultOf(transport.Failure),
        _ => ProviderException.FaultOf(Status),
    };

    /// <summary>What a response says, in words.</summary>
    public string Problem => string.Create(
        CultureInfo.InvariantCulture, $"AWS refuses the request with status {Status} ({(Code.Length > 0 ? Code : "no code")})");

    /// <summary>The same for people; AWS's message is not in it, since it may quote values.</summary>
    public ProviderException ToException(string provider, string operation, string resource)
    {
        if (Transport is not null)
        {
            return ProviderException.Of(provider, operation, resource, Transport);
        }

        var cause = new ProviderCause(Fault, provider, operation, resource) { Status = Status, Code = Code, RetryAfter = RetryAfter };
        return new(cause, $"{Problem}") { Hint = HintFor(cause) };
    }

    /// <summary>The words of AWS's client for Go, which sops prints (goldens/providers/aws).</summary>
    /// <param name="service">As the client calls it: <c>KMS</c>.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="modelled">Whether the interface of the operation names an error.</param>
    public string InGoWords(string service, string operation, Func<string, bool> modelled)
    {
        var spent = IsRepeatable ? string.Create(CultureInfo.InvariantCulture, $"exceeded maximum number of attempts, {Attempts}, ") : "";
        var head = string.Create(
            CultureInfo.InvariantCulture, $"operation error {service}: {operation}, {spent}https response error StatusCode: {Status}");
        var cause = Transport is { } transport ? $"request send failed, {GoHttpFailure.Report(transport.Failure)}"
            : Code.Length == 0 ? "deserialization failed, failed to decode response body"
            : modelled(Code) ? $"{Code}: {DisplayText.Field(Message)}"
            : $"api error {Code}: {DisplayText.Field(Message)}";
        return $"{head}, RequestID: {DisplayText.Field(RequestId)}, {cause}";
    }

    private static string? HintFor(ProviderCause cause) => cause.Fault switch
    {
        ProviderFault.Denied => "check the IAM policy of the identity that is used, and the policy of the resource",
        ProviderFault.Unauthenticated when cause.Code is "RequestTimeTooSkewed" or "RequestExpired" => "set the clock of this machine",
        ProviderFault.Unauthenticated =>
            "check the access key, the session token and the role; 'aws sts get-caller-identity' shows who one is",
        ProviderFault.NotFound => "check the name and the region",
        ProviderFault.Throttled => "ask less often, or have the quota raised",
        ProviderFault.ServerFailed => "try again later; AWS's health dashboard shows what is down",
        ProviderFault.InvalidRequest => "check the name, the version and the settings of the store",
        ProviderFault.InvalidResponse => ProviderException.HintFor(ProviderFault.InvalidResponse),
        ProviderFault.Conflict => "somebody else changes it at the same time; try again",
        _ => null,
    };
}
