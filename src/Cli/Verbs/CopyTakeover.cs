using System.Security.Cryptography;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>
/// The way back from <c>dec</c>: takes a changed <c>FILE.dec</c> over into the encrypted file. Values that did not change keep their
/// ciphertext, recipients stay, and the copy is removed.
/// </summary>
internal sealed class CopyTakeover(VerbContext context, EncRequest request, string file, DocumentFormat format)
{
    private readonly CopyBeside _copy = new(context, file);

    /// <summary>Whether the encrypted file has a copy that can be taken over.</summary>
    public bool HasCopy => _copy.Exists;

    /// <summary>Takes the copy of an encrypted file over.</summary>
    /// <param name="ct">Cancels key services and the question.</param>
    /// <exception cref="SecretsKitException">
    /// The copy is older than the file, encrypted or malformed; the keys at hand do not open the file; or it is outside its rule.
    /// </exception>
    public async Task RunAsync(CancellationToken ct)
    {
        var content = _copy.Read();
        try
        {
            var (input, decrypted) = await context.DecryptAsync(file, format, new(MacPolicy.Require) { EncryptsAgain = true }, ct);
            using (decrypted)
            {
                var plain = Load(content);
                var layout = context.LayoutOf(file, format);
                if (AreEqual(plain.Serialize(format, layout), decrypted.Plain.Serialize(format, layout)))
                {
                    context.Terminal.Say($"{file}: nothing changed in {_copy.Name}");
                }
                else
                {
                    RequireNewer();
                    await WriteAsync(input, decrypted, plain, context.Keeping(layout, content), ct);
                }
            }

            RemoveUnlessKept(content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Makes sure, before a plain file is encrypted, that its copy holds nothing that would be lost.</summary>
    /// <param name="plain">The plain file.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileChanged"/>: the copy is newer and differs.</exception>
    public void RequireSame(ReadOnlySpan<byte> plain)
    {
        if (!_copy.Exists)
        {
            return;
        }

        var content = _copy.Read();
        try
        {
            if (content.AsSpan().SequenceEqual(plain))
            {
                return;
            }

            if (!_copy.IsOlder)
            {
                throw new SecretsKitException(
                    ErrorCode.FileChanged, $"{_copy.Name} is newer and holds something else: which of them shall be encrypted?")
                {
                    Hint = $"{CommandText.Line("mv", _copy.Name, file)} takes the copy, {CommandText.Line("rm", _copy.Name)} gives it up",
                };
            }

            context.Terminal.Say($"warning: {_copy.Name} holds something else than {file}, and is not looked at", TextStyle.Warning);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Removes the copy of a file that was encrypted, where both held the same.</summary>
    /// <param name="plain">What was encrypted.</param>
    public void RemoveIfSame(ReadOnlySpan<byte> plain)
    {
        if (!_copy.Exists || request.KeepCopy || request.ToStdout || request.Output is not null)
        {
            return;
        }

        var content = _copy.Read();
        if (content.AsSpan().SequenceEqual(plain))
        {
            RemoveUnlessKept(content);
        }

        CryptographicOperations.ZeroMemory(content);
    }

    private PlainFile Load(byte[] content)
    {
        if (EncryptedFile.LooksEncrypted(content, format))
        {
            throw new SecretsKitException(ErrorCode.AlreadyEncrypted, $"{_copy.Name} is encrypted, and is no decrypted copy")
            {
                Hint = $"look at both files; {CommandText.Line("rm", _copy.Name)} gives it up",
            };
        }

        try
        {
            var plain = PlainFile.Load(content, format);
            if (format != DocumentFormat.Binary)
            {
                plain.CheckEncryptable(format);
            }

            return plain;
        }
        catch (DocumentException failure)
        {
            throw new SecretsKitException(
                failure.Code, DisplayText.Message($"{_copy.Name}:{failure.Line}:{failure.Column}: {failure.Problem}"), failure)
            {
                Hint = "correct it and try again; nothing was changed",
            };
        }
    }

    // Somebody changed the file after the copy was last written: a colleague, by way of git.
    private void RequireNewer()
    {
        if (_copy.IsOlder)
        {
            throw new SecretsKitException(
                ErrorCode.FileChanged, $"{_copy.Name} is older than the file: what was changed in the file since would be lost")
            {
                Hint = $"{CommandText.Line("touch", _copy.Name)} lets the copy count, {CommandText.Line("rm", _copy.Name)} gives it up; " +
                    "'secretskit view' shows the file",
            };
        }
    }

    private async Task WriteAsync(
        InputFile input, DecryptedFile decrypted, PlainFile plain, WriteOptions layout, CancellationToken ct)
    {
        var metadata = decrypted.Encrypted.Metadata;
        var guard = new RuleGuard(context, request.Config, ignoresRule: false);
        await guard.RequireAsync(file, guard.Compare(file, AccessPolicy.Of(metadata), format), NamedAccess.None, ct);
        var encrypted = decrypted.Encrypt(plain, metadata.RaisedToCurrentVersion());
        var target = request.ToStdout ? "" : request.Output ?? file;
        var text = await context.Signer.SerializeAsync(encrypted, target, format, layout, ct);
        if (request.ToStdout)
        {
            Output.Print(context.Host, text);
            return;
        }

        var expected = request.Output is null ? input.Snapshot() : null;
        Output.Write(context.Host, target, text, FileContentKind.Public, expected, request.WriteMode);
        context.Terminal.Say($"encrypted {_copy.Name} into {target}; unchanged values keep their ciphertext", TextStyle.Good);
    }

    private void RemoveUnlessKept(byte[] content)
    {
        if (request.KeepCopy || request.ToStdout || request.Output is not null)
        {
            return;
        }

        _copy.Remove(content);
        if (!_copy.Exists)
        {
            context.Terminal.Say($"removed {_copy.Name}");
        }
    }

    private static bool AreEqual(byte[] one, byte[] other)
    {
        var same = one.AsSpan().SequenceEqual(other);
        CryptographicOperations.ZeroMemory(one);
        CryptographicOperations.ZeroMemory(other);
        return same;
    }
}
