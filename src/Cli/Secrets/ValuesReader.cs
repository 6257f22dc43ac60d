using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Secrets;

/// <summary>Reads files of values and decrypts them in memory. Nothing is written, so a <c>.dec</c> beside the source is never taken for it.</summary>
internal sealed class ValuesReader(HelmSecretsSession session)
{
    /// <summary>The plaintext of a file, or its content if it is not encrypted.</summary>
    /// <param name="source">Which file.</param>
    /// <param name="typeOf">The format in which sops reads a content.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <returns>The bytes and whether they were decrypted; null for a file that may be missing and is.</returns>
    /// <exception cref="SecretsKitException">It is missing, forbidden, or does not decrypt.</exception>
    public async Task<(byte[] Content, bool WasEncrypted)?> ReadAsync(ValuesSource source, Func<byte[], string> typeOf, CancellationToken ct)
    {
        var content = Content(source.Path, source.MayBeMissing);
        if (content is null || !IsEncrypted(content, source.Backend))
        {
            return content is null ? null : (content, false);
        }

        return (await DecryptAsync(source.Path, content, source.Backend, typeOf(content), ct), true);
    }

    /// <summary>The content of a local file.</summary>
    /// <param name="path">As typed; messages repeat it.</param>
    /// <param name="mayBeMissing">Whether a missing file is null instead of a failure.</param>
    /// <exception cref="SecretsKitException">It is missing, forbidden, unreadable, or not a local file.</exception>
    public byte[]? Content(string path, bool mayBeMissing = false)
    {
        if (path.IndexOf("://", StringComparison.Ordinal) is var end and > 0)
        {
            throw path[..end] is "http" or "https"
                ? HelmSecretsFailure.Of(ErrorCode.General, $"files are not downloaded by this version: {path}")
                : HelmSecretsFailure.Of(
                    ErrorCode.FileNotFound,
                    new SecretsKitException(ErrorCode.FileNotFound, $"Error: failed parsing --set-file data: open {path}: no such file or directory"),
                    $"helm template command errored on value '{path}'",
                    $"File does not exist: {path}");
        }

        ValuesPath.Check(session.Host.Environment, path);
        if (File.Exists(session.Host.Environment.ResolvePath(path)))
        {
            return FileReader.Read(session.Host.Environment, path);
        }

        return mayBeMissing ? null : throw HelmSecretsFailure.Of(ErrorCode.FileNotFound, $"File does not exist: {path}");
    }

    /// <summary>Whether a backend has something to do.</summary>
    public static bool IsEncrypted(ReadOnlySpan<byte> content, string backend) => backend switch
    {
        SecretBackend.Sops => HelmSecretsDetection.IsEncrypted(content),
        SecretBackend.Vals => content.IndexOf("ref+"u8) >= 0,
        _ => true,
    };

    /// <summary>Decrypts a content. Sops opens the file again by its name, which its messages show.</summary>
    /// <exception cref="SecretsKitException">It does not decrypt.</exception>
    public async Task<byte[]> DecryptAsync(string path, byte[] content, string backend, string type, CancellationToken ct)
    {
        if (backend != SecretBackend.Sops)
        {
            return backend == SecretBackend.Noop ? content : throw SecretBackend.ValsIsMissing(path);
        }

        using var plaintext = new MemoryStream();
        try
        {
            await session.SopsAsync(session.Host.With(output: plaintext), ["--decrypt", "--input-type", type, "--output-type", type, path], ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            throw HelmSecretsFailure.Decrypting(path, failure);
        }

        return plaintext.ToArray();
    }

    /// <summary>Decrypts a text given in place of a file: a document of sops in JSON, or a vals reference. Any other text is its own meaning.</summary>
    /// <exception cref="SecretsKitException">It does not decrypt.</exception>
    public async Task<byte[]> DecryptLiteralAsync(byte[] literal, string backend, CancellationToken ct)
    {
        if (backend == SecretBackend.Noop || !IsEncrypted(literal, backend))
        {
            return literal;
        }

        if (backend == SecretBackend.Vals)
        {
            throw SecretBackend.ValsIsMissing("a literal value");
        }

        using var plaintext = new MemoryStream();
        using var input = new MemoryStream(literal);
        try
        {
            await session.SopsAsync(session.Host.With(output: plaintext, input: input), ["decrypt", "--input-type", "json", "--output-type", "json"], ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            throw HelmSecretsFailure.Of(failure.Code, failure, "Unable to decrypt literal value");
        }

        return plaintext.ToArray();
    }
}
