using SecretsKit.Core.Errors;

namespace SecretsKit.Providers.Grpc;

/// <summary>
/// A call did not succeed. The message is Go's text for the status, and so may quote what the server says; nothing that was sent is in it.
/// </summary>
/// <param name="status">How it ended.</param>
/// <param name="inner">The transport's failure, if there was no response.</param>
public sealed class GrpcException(GrpcStatus status, SecretsKitException? inner = null)
    : SecretsKitException(ErrorCode.ProviderFailed, status.Describe(), inner)
{
    /// <summary>How it ended.</summary>
    public GrpcStatus Status { get; } = status;

    /// <summary>
    /// The serialised <c>google.rpc.Status</c> with details of the failure (trailer grpc-status-details-bin); empty without one.
    /// </summary>
    public ReadOnlyMemory<byte> Details { get; init; }
}
