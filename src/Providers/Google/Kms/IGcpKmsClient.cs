using SecretsKit.Core.Errors;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Google.Kms;

/// <summary>The two calls of Cloud KMS that are used.</summary>
internal interface IGcpKmsClient
{
    /// <summary>Encrypts with the primary version of a key.</summary>
    /// <exception cref="SecretsKitException">It failed.</exception>
    Task<byte[]> EncryptAsync(string name, ReadOnlyMemory<byte> plaintext, CancellationToken ct);

    /// <summary>Decrypts. The result is secret and the caller's to wipe.</summary>
    /// <exception cref="SecretsKitException">It failed.</exception>
    Task<byte[]> DecryptAsync(string name, ReadOnlyMemory<byte> ciphertext, CancellationToken ct);
}

/// <summary>A call failed; the message has the words of Google's client.</summary>
/// <param name="fault">What is wrong.</param>
/// <param name="message">The words.</param>
internal sealed class GcpKmsException(ProviderFault fault, string message) : SecretsKitException(ErrorCode.ProviderFailed, message)
{
    /// <summary>What is wrong.</summary>
    public ProviderFault Fault { get; } = fault;
}
