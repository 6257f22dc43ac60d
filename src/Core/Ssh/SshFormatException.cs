using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Ssh;

/// <summary>A key, a signature or a list of signers that cannot be parsed. The message never holds a private key.</summary>
/// <param name="message">What is wrong.</param>
public sealed class SshFormatException(string message) : SecretsKitException(ErrorCode.General, message)
{
    /// <summary>The name of a key type that is well formed and not supported; otherwise null.</summary>
    public string? UnsupportedType { get; init; }
}
