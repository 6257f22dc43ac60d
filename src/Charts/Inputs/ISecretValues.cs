using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Inputs;

/// <summary>Reads what of a chart's values is secret, and keeps it out of messages from then on.</summary>
public interface ISecretValues
{
    /// <summary>Whether anything secret was read so far.</summary>
    bool HasAny { get; }

    /// <summary>Whether a path is a URL of a scheme of its own, such as <c>secrets://</c>.</summary>
    bool Serves(string path);

    /// <summary>What is behind such a URL: plaintext.</summary>
    /// <exception cref="SecretsKitException">It is not to be had, or does not decrypt.</exception>
    Task<byte[]> FetchAsync(string path, CancellationToken ct);

    /// <summary>Decrypts a file if it is encrypted.</summary>
    /// <param name="path">As typed: a file or a URL.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <returns>Null for a content that is not encrypted.</returns>
    /// <exception cref="SecretsKitException">It does not decrypt.</exception>
    ValueTask<DecryptedValues?> DecryptAsync(string path, byte[] content, CancellationToken ct);

    /// <summary>Takes note of what arguments give to names of secrets.</summary>
    void AddArguments(ValueArguments arguments);
}
