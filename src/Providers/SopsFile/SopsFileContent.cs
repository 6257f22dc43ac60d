using System.Security.Cryptography;
using SecretsKit.Core.Data;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.SopsFile;

/// <summary>
/// Where a SOPS file is, and its values. It is read anew each time, and decrypted again only if it has changed. Safe on all threads.
/// </summary>
internal sealed class SopsFileContent
{
    /// <summary>For messages.</summary>
    public const string Provider = "SOPS file";

    // As much as commands read.
    private const int MaxBytes = 128 * 1024 * 1024;

    private readonly StoreContext _context;
    private readonly StoreFields _fields;
    private readonly string _path;
    private readonly string _name;
    private readonly DocumentFormat _format;
    private (byte[] Digest, MapValue Values)? _last;

    private SopsFileContent(StoreContext context, StoreFields fields, string path, string name, DocumentFormat format) =>
        (_context, _fields, _path, _name, _format) = (context, fields, path, name, format);

    /// <summary>Whether the file is in the namespace of each mapping.</summary>
    public bool IsReferent => Reference() is { } reference && StoreReferenceFields.IsReferent(reference, _context);

    /// <summary>Reads where it is.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: the settings are wrong.</exception>
    public static SopsFileContent Create(StoreFields fields, StoreContext context)
    {
        var path = fields.Text("path");
        var references = new[] { fields.Child("secretRef"), fields.Child("configMapRef") }.OfType<StoreFields>().ToList();
        if (references.Count + (path.Length > 0 ? 1 : 0) != 1)
        {
            throw fields.Wrong("", "expected one of path, secretRef and configMapRef");
        }

        if (path.Length > 0 && !context.AllowsFiles)
        {
            throw fields.Wrong("path", "files of this machine may not be read here: use secretRef or configMapRef");
        }

        var name = path.Length > 0 ? path : references[0].RequiredText("key");
        var format = fields.Text("format");
        return new(context, fields, path, name, format.Length == 0
            ? DocumentFormats.OfPath(name)
            : DocumentFormats.OfName(format) ?? throw fields.Wrong("format", "expected yaml, json, dotenv, ini or binary"));
    }

    /// <summary>The values of the first document.</summary>
    /// <exception cref="ProviderException">The file cannot be read or decrypted.</exception>
    public async ValueTask<MapValue> ValuesAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var content = await ReadAsync(ct);
        var digest = SHA256.HashData(content.Span);
        if (_last is { } last && last.Digest.AsSpan().SequenceEqual(digest))
        {
            return last.Values;
        }

        var values = await DecryptAsync(content, ct);
        _last = (digest, values);
        return values;
    }

    /// <summary>A failure about this file.</summary>
    public ProviderException Failure(
        ProviderFault fault, string operation, string key, string problem, SecretsKitException? inner = null) =>
        new(new(fault, Provider, operation, key.Length > 0 ? $"{key} of {_name}" : _name), $"{problem}", inner) { Hint = inner?.Hint };

    private StoreFields? Reference() => _fields.Child("secretRef") ?? _fields.Child("configMapRef");

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken ct)
    {
        if (_path.Length > 0)
        {
            try
            {
                return FileReader.Read(_context.Host.Environment, _path, MaxBytes);
            }
            catch (SecretsKitException failure)
            {
                throw Failure(ProviderFault.NotFound, "read", "", failure.Message, failure);
            }
        }

        var reference = Reference()!;
        var (ns, name, key) = (
            StoreReferenceFields.NamespaceOf(reference, _context), reference.RequiredText("name"), reference.RequiredText("key"));
        var value = _fields.Has("secretRef")
            ? await _context.References.SecretKeyAsync(ns, name, key, ct)
            : await _context.References.ConfigMapKeyAsync(ns, name, key, ct);
        return value.Bytes;
    }

    private async ValueTask<MapValue> DecryptAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (_context.Keys is not { } keys)
        {
            throw Failure(ProviderFault.Unauthenticated, "decrypt", "", "there are no keys for encrypted files here");
        }

        try
        {
            return await SopsValues.DecryptAsync(content, _format, keys, ct);
        }
        catch (SecretsKitException failure) when (failure is not ProviderException && failure.Code != ErrorCode.Cancelled)
        {
            var fault = failure.Code is ErrorCode.KeyUnrecoverable ? ProviderFault.Denied : ProviderFault.InvalidResponse;
            throw Failure(fault, "decrypt", "", failure.Problem, failure);
        }
    }
}
