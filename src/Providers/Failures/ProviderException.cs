using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Providers.Failures;

/// <summary>Why a provider failed.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Provider">Which provider, for people, such as <c>Vault</c> or <c>AWS Secrets Manager</c>.</param>
/// <param name="Operation">What was asked, as the vendor calls it, such as <c>GetSecretValue</c>.</param>
/// <param name="Resource">What it was asked about: a name, path or address; never a value. May be empty.</param>
public sealed record ProviderCause(ProviderFault Fault, string Provider, string Operation, string Resource) : FailureCause
{
    /// <summary>The status of the response, or null without one.</summary>
    public int? Status { get; init; }

    /// <summary>The vendor's own code for the failure, such as <c>AccessDeniedException</c>; empty without one.</summary>
    public string Code { get; init; } = "";

    /// <summary>How long the server asks to wait; null if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether a credential, or the way to log in, is missing, so that nothing was asked of the server itself. Default no.
    /// </summary>
    public bool IsAboutCredentials { get; init; }
}

/// <summary>
/// A provider failed. The message names provider, operation, resource and problem; no credential, no value and no content of a response
/// is in it.
/// </summary>
public sealed class ProviderException : SecretsKitException
{
    /// <summary>A failure with its problem in words.</summary>
    /// <param name="cause">Why, as data.</param>
    /// <param name="problem">What is wrong, as a clause.</param>
    /// <param name="inner">A failure of ours that led to it; never one of an SDK, whose text may quote requests.</param>
    public ProviderException(ProviderCause cause, MessageText problem, SecretsKitException? inner = null)
        : this(cause, problem.ToStringAndClear(), inner)
    {
    }

    /// <summary>The same failure once more, for another who waits for what failed.</summary>
    public ProviderException(ProviderException other)
        : base(ErrorCode.ProviderFailed, (other ?? throw new ArgumentNullException(nameof(other))).Message, other)
    {
        Failure = other.Failure;
        Cause = other.Cause;
        Hint = other.Hint;
        Problem = other.Problem;
        Detail = other.Detail;
    }

    private ProviderException(ProviderCause cause, string detail, SecretsKitException? inner)
        : base(ErrorCode.ProviderFailed, Describe(cause, detail), inner)
    {
        Failure = cause;
        Cause = cause;
        Detail = detail;
    }

    /// <summary>Why, to switch on.</summary>
    public ProviderCause Failure { get; }

    /// <summary>What is wrong, without provider, operation and resource: for texts that name these themselves.</summary>
    public string Detail { get; }

    /// <summary>A request that has no usable response.</summary>
    /// <param name="provider">Which provider.</param>
    /// <param name="operation">What was asked.</param>
    /// <param name="resource">About what.</param>
    /// <param name="failure">The transport's failure.</param>
    public static ProviderException Of(string provider, string operation, string resource, HttpTransportException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var cause = new ProviderCause(FaultOf(failure.Failure), provider, operation, resource)
        {
            Status = failure.Failure.Status,
            RetryAfter = failure.Failure.RetryAfter,
        };
        return new(cause, $"{failure.Message}", failure) { Hint = failure.Hint ?? HintFor(cause.Fault) };
    }

    /// <summary>The fault that a failure of the transport means.</summary>
    public static ProviderFault FaultOf(HttpFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Kind switch
        {
            HttpFailureKind.TimedOut => ProviderFault.TimedOut,
            HttpFailureKind.ForbiddenAddress => ProviderFault.InvalidSettings,
            HttpFailureKind.Protocol or HttpFailureKind.ResponseTooLarge or HttpFailureKind.Redirect => ProviderFault.InvalidResponse,
            HttpFailureKind.Status when failure.Status is { } status => FaultOf(status),
            _ => ProviderFault.Unreachable,
        };
    }

    /// <summary>The fault that a status means where the vendor's own code says nothing more exact.</summary>
    public static ProviderFault FaultOf(int status) => status switch
    {
        401 => ProviderFault.Unauthenticated,
        403 => ProviderFault.Denied,
        404 => ProviderFault.NotFound,
        408 => ProviderFault.TimedOut,
        409 or 412 => ProviderFault.Conflict,
        429 => ProviderFault.Throttled,
        >= 500 => ProviderFault.ServerFailed,
        >= 400 => ProviderFault.InvalidRequest,
        _ => ProviderFault.InvalidResponse,
    };

    private static string Describe(ProviderCause cause, string problem)
    {
        ArgumentNullException.ThrowIfNull(cause);
        var what = cause.Resource.Length > 0 ? DisplayText.Message($"{cause.Operation} {cause.Resource}") : cause.Operation;
        return $"{cause.Provider}: {what}: {problem}";
    }

    /// <summary>What to check where a vendor knows nothing better; null for nothing.</summary>
    internal static string? HintFor(ProviderFault fault) => fault switch
    {
        ProviderFault.Unreachable => "check the address, the network and the proxy of this machine",
        ProviderFault.TimedOut => "check that the server is up; a firewall that drops packets looks the same",
        ProviderFault.ServerFailed => "look at the server's own state and logs",
        ProviderFault.Throttled => "ask less often, or have the limit raised",
        ProviderFault.InvalidResponse => "check that the address is that of the service and not of something before it",
        _ => null,
    };
}
