using SecretsKit.Charts.Fetching;
using SecretsKit.Cli.Sops;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Http;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Secrets;

/// <summary>
/// Reads files of values and decrypts them in memory. Nothing is written, so a <c>.dec</c> beside the source is never taken for it.
/// </summary>
internal sealed class ValuesReader(HelmSecretsSession session)
{
    /// <summary>The plaintext of a file, or its content if it is not encrypted.</summary>
    /// <param name="source">Which file.</param>
    /// <param name="typeOf">The format in which sops reads a content.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <returns>
    /// The bytes and whether they were decrypted, which nothing is with <c>--skip-decrypt</c>; null for a file that may be missing and is.
    /// </returns>
    /// <exception cref="SecretsKitException">It is missing, forbidden, or does not decrypt.</exception>
    public async Task<(byte[] Content, bool WasEncrypted)?> ReadAsync(
        ValuesSource source, Func<byte[], string> typeOf, CancellationToken ct)
    {
        var content = await ContentAsync(source.Path, source.MayBeMissing, ct);
        if (content is null)
        {
            return null;
        }

        if (!IsEncrypted(content, source.Backend))
        {
            return (content, false);
        }

        if (session.Options.SkipDecrypt)
        {
            session.TellSkipped(source.Path);
            return (content, false);
        }

        return (await DecryptAsync(source.Path, content, source.Backend, typeOf(content), ct), true);
    }

    /// <summary>The content of a local file, or of one behind a URL.</summary>
    /// <param name="path">As typed; messages repeat it.</param>
    /// <param name="mayBeMissing">
    /// Whether a missing file is null instead of a failure. A server that gives no answer does not say that it is missing.
    /// </param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">It is missing, forbidden, unreadable, or not to be had.</exception>
    public async Task<byte[]?> ContentAsync(string path, bool mayBeMissing, CancellationToken ct)
    {
        if (!RemoteFiles.Serves(path))
        {
            return Content(path, mayBeMissing);
        }

        var url = ValuesPath.Expand(session.Host.Environment, path);
        try
        {
            return await new RemoteFiles(session.Host.Http, session.Generation).FindValuesAsync(url, ct) is { } content ? content
                : mayBeMissing ? null
                : throw NotFound(HttpUrl.Mask(path));
        }
        catch (SecretsKitException failure) when (failure is not HelmSecretsFailure)
        {
            throw HelmSecretsFailure.Of(failure.Code, failure, $"File cannot be fetched: {HttpUrl.Mask(path)}");
        }
    }

    // The line of the program that the reference downloads with, then those of the reference.
    private static HelmSecretsFailure NotFound(string url) => HelmSecretsFailure.Of(
        ErrorCode.FileNotFound,
        new SecretsKitException(ErrorCode.General, "curl: (22) The requested URL returned error: 404"),
        $"Unable to download url {url}",
        $"File does not exist: {url}");

    /// <summary>The content of a local file.</summary>
    /// <param name="path">As typed; messages repeat it.</param>
    /// <param name="mayBeMissing">Whether a missing file is null instead of a failure.</param>
    /// <exception cref="SecretsKitException">It is missing, forbidden, unreadable, or not a local file.</exception>
    public byte[]? Content(string path, bool mayBeMissing = false)
    {
        if (path.IndexOf("://", StringComparison.Ordinal) is var end and > 0)
        {
            throw RemoteFiles.Serves(path)
                ? HelmSecretsFailure.Of(ErrorCode.Usage, $"files behind URLs are read, and not written: {HttpUrl.Mask(path)}")
                : HelmSecretsFailure.Of(
                    ErrorCode.FileNotFound,
                    new SecretsKitException(
                        ErrorCode.FileNotFound, $"Error: failed parsing --set-file data: open {path}: no such file or directory"),
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

    /// <summary>
    /// Decrypts a content, which must be signed where a list of signers counts. Sops opens a local file
    /// again by its name, which its messages show; what was fetched, or checked for its signature, is piped to it.
    /// </summary>
    /// <exception cref="SecretsKitException">It does not decrypt, or is not signed as required.</exception>
    public async Task<byte[]> DecryptAsync(string path, byte[] content, string backend, string type, CancellationToken ct)
    {
        if (backend != SecretBackend.Sops)
        {
            return backend == SecretBackend.Noop ? content : throw SecretBackend.ValsIsMissing(path);
        }

        using var plaintext = new WipedStream();
        try
        {
            // A name that sops takes for a command is none of a file there.
            var isPiped = HasRequiredSignature(path, content, type) || RemoteFiles.Serves(path) || SopsCommands.Find(path) is not null;
            using var input = new MemoryStream(isPiped ? content : [], writable: false);
            string[] words = ["--input-type", type, "--output-type", type];
            await (isPiped
                ? session.SopsAsync(session.Host.With(output: plaintext, input: input), ["decrypt", .. words], ct)
                : session.SopsAsync(session.Host.With(output: plaintext), ["--decrypt", .. words, path], ct));
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            throw HelmSecretsFailure.Decrypting(HttpUrl.Mask(path), failure);
        }

        return plaintext.ToArray();
    }

    // What a list of signers says must hold for the very bytes that are decrypted. A URL has no folder: the working directory counts.
    private bool HasRequiredSignature(string path, byte[] content, string type)
    {
        var place = RemoteFiles.Serves(path) ? "" : path;
        if (session.Signatures.ListFor(place) is null)
        {
            return false;
        }

        session.Signatures.Require(place, EncryptedFile.Load(content, FileFormat.Of(type, path)));
        return true;
    }

    /// <summary>
    /// Decrypts a text given in place of a file: a document of sops in JSON, or a vals reference. Any other text is its own meaning.
    /// </summary>
    /// <exception cref="SecretsKitException">It does not decrypt.</exception>
    public async Task<byte[]> DecryptLiteralAsync(byte[] literal, string backend, CancellationToken ct)
    {
        if (backend == SecretBackend.Noop || session.Options.SkipDecrypt || !IsEncrypted(literal, backend))
        {
            return literal;
        }

        if (backend == SecretBackend.Vals)
        {
            throw SecretBackend.ValsIsMissing("a literal value");
        }

        using var plaintext = new WipedStream();
        using var input = new MemoryStream(literal);
        try
        {
            await session.SopsAsync(
                session.Host.With(output: plaintext, input: input), ["decrypt", "--input-type", "json", "--output-type", "json"], ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            throw HelmSecretsFailure.Of(failure.Code, failure, "Unable to decrypt literal value");
        }

        return plaintext.ToArray();
    }
}
