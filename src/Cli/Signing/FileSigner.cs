using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Ssh;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Ssh;

namespace SecretsKit.Cli.Signing;

/// <summary>
/// Writes encrypted files that were changed: signed, if <see cref="Variable"/> names a key, which is opened once. Safe for concurrent use.
/// Dispose wipes the key.
/// </summary>
/// <param name="host">Variables, and the terminal that is asked for a passphrase.</param>
/// <param name="terminal">Gets the names of files that are no longer signed.</param>
/// <param name="policy">Who may sign.</param>
internal sealed class FileSigner(CliHost host, TerminalOutput terminal, SignaturePolicy policy) : IDisposable
{
    /// <summary>The variable that names the file with the signing key.</summary>
    public const string Variable = "SECRETSKIT_SIGNING_KEY";

    private readonly SemaphoreSlim _gate = new(1);
    private ISigningKey? _key;
    private SecretsKitException? _failure;

    private string? KeyPath => host.Environment.Variable(Variable) is { Length: > 0 } path ? path : null;

    /// <summary>Opens the key, if one is named: to be done before work that must not be lost.</summary>
    /// <returns>The key, lent; null if none is named.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.SigningFailed"/>.</exception>
    public async ValueTask<ISigningKey?> OpenAsync(CancellationToken ct)
    {
        if (KeyPath is not { } path)
        {
            return null;
        }

        await _gate.WaitAsync(ct);
        try
        {
            // Who gave a wrong passphrase once is not asked again for each file.
            return _key ??= _failure is null ? await new SshSigningKeys(host.Environment, host.Prompt, host.Random).OpenAsync(path, ct)
                : throw new SecretsKitException(_failure.Code, _failure.Message, _failure) { Hint = _failure.Hint };
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.SigningFailed)
        {
            _failure ??= failure;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The text of a file that was changed or made.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Where it goes, as typed; empty for standard output.</param>
    /// <param name="format">The format to write.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="ct">Takes questions away.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.SigningFailed"/>: a key is named and cannot be used.</exception>
    public ValueTask<byte[]> SerializeAsync(
        EncryptedFile file, string path, DocumentFormat format, WriteOptions layout, CancellationToken ct) =>
        SerializeAsync(file, path, path, format, layout, ct);

    /// <summary>The text of a file that goes elsewhere, to a server for one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Where it comes from, as typed, which decides whose list of signers counts.</param>
    /// <param name="target">Where it goes, for people; empty for standard output.</param>
    /// <param name="format">The format to write.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="ct">Takes questions away.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.SigningFailed"/>: a key is named and cannot be used.</exception>
    public async ValueTask<byte[]> SerializeAsync(
        EncryptedFile file, string path, string target, DocumentFormat format, WriteOptions layout, CancellationToken ct)
    {
        var list = policy.ListFor(path);
        if (await OpenAsync(ct) is not { } key)
        {
            if (list is not null)
            {
                Warn(
                    target,
                    $"is not signed now, and {list.Path} says who must have signed it",
                    $"{Variable} names the key file to sign with");
            }

            return file.Serialize(format, layout);
        }

        if (list?.Signers.Find(key.PublicKey, FileSignature.Namespace, host.Now()) is { Status: not SignerStatus.Allowed })
        {
            Warn(
                target,
                $"is signed with the key {key.PublicKey.Fingerprint}, which {list.Path} does not allow",
                $"add it there, or name another key by {Variable}");
        }

        return await FileSignature.SerializeAsync(file, key, format, layout, ct);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key?.Dispose();
        _gate.Dispose();
    }

    private void Warn(string target, string problem, string advice)
    {
        terminal.Say($"warning: {(target.Length == 0 ? "the result" : target)} {problem}", TextStyle.Warning);
        terminal.Hint(advice);
    }
}
