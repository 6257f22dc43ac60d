namespace SecretsKit.Providers.Grpc;

/// <summary>How a gRPC call ended. The names are those that Go prints (<c>codes</c> of grpc-go).</summary>
public enum GrpcStatusCode
{
    /// <summary>It succeeded.</summary>
    OK = 0,

    /// <summary>The caller gave up.</summary>
    Canceled = 1,

    /// <summary>It failed, and the server does not say how; also failures of a server that is not one of gRPC.</summary>
    Unknown = 2,

    /// <summary>The request is wrong in itself.</summary>
    InvalidArgument = 3,

    /// <summary>It took longer than allowed.</summary>
    DeadlineExceeded = 4,

    /// <summary>What it is about does not exist.</summary>
    NotFound = 5,

    /// <summary>What it would make exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do it.</summary>
    PermissionDenied = 7,

    /// <summary>A quota is used up, or a message is too large.</summary>
    ResourceExhausted = 8,

    /// <summary>What it is about is in a state that does not allow it, such as a disabled key.</summary>
    FailedPrecondition = 9,

    /// <summary>It collided with another call.</summary>
    Aborted = 10,

    /// <summary>It went past the end of something.</summary>
    OutOfRange = 11,

    /// <summary>The server has no such method.</summary>
    Unimplemented = 12,

    /// <summary>The server or the protocol broke.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached, or not now.</summary>
    Unavailable = 14,

    /// <summary>Data were lost.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
