using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Providers.Pgp;

/// <summary>
/// Wraps and unwraps with OpenPGP keys by the gpg program, which alone sees private keys. Key parts
/// go through pipes, never through arguments, variables or files. Arguments and messages are those of sops 3.13.2
/// (<c>pgp/keysource.go</c>). No private key is held in this process, so there is no set of them to replace, as there is for age: keys
/// change in gpg's home, and the next call sees it. Safe for concurrent use.
/// </summary>
/// <param name="runner">Runs the program.</param>
/// <param name="environment">What gpg gets, but for credentials of vendors. SOPS_GPG_EXEC names the program, GNUPGHOME its home.</param>
public sealed class PgpKeyService(IProcessRunner runner, HostEnvironment environment) : IKeyService, IKeyPossession
{
    // A wrapped part is about a kilobyte; a program that writes more than this is not gpg.
    private const int MaxOutputBytes = 1024 * 1024;
    private const string NoBytes = "zero bytes returned";

    /// <inheritdoc/>
    public bool IsRemote => false;

    /// <inheritdoc/>
    public bool Serves(KeyType type) => type == KeyType.Pgp;

    /// <inheritdoc/>
    public async ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct)
    {
        var fingerprint = Fingerprint(key);
        ArgumentNullException.ThrowIfNull(part);
        string[] arguments =
        [
            "--no-default-recipient", "--yes", "--encrypt", "-a",
            "-r", fingerprint, "--trusted-key", LongId(fingerprint), "--no-encrypt-to",
        ];

        // The pipe needs memory that outlives the awaits, which the part does not lend.
        var input = GC.AllocateUninitializedArray<byte>(part.Length, pinned: true);
        try
        {
            part.Span.CopyTo(input);
            using var result = await runner.RunAsync(Request(arguments, input), ct);
            if (!result.Succeeded)
            {
                throw WrapFailure(KeyWrapFault.Refused, fingerprint, Text(result.Error));
            }

            // Success without a text would leave a file that this key cannot open.
            var wrapped = Text(result.Output);
            return wrapped.Length > 0 ? wrapped : throw WrapFailure(KeyWrapFault.InvalidResult, fingerprint, NoBytes);
        }
        catch (ProcessStartException e)
        {
            throw WrapFailure(KeyWrapFault.Unavailable, fingerprint, "", e);
        }
        catch (SecretsKitException e) when (e.Code == ErrorCode.LimitExceeded)
        {
            throw WrapFailure(KeyWrapFault.InvalidResult, fingerprint, e.Message, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(input);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        _ = Fingerprint(wrapped.Key);
        try
        {
            using var result = await runner.RunAsync(Request(["-d"], Encoding.UTF8.GetBytes(wrapped.Enc)), ct);
            if (!result.Succeeded)
            {
                var cause = Text(result.Error);
                return UnwrapFailure(wrapped.Key, PgpMessages.OutcomeOf(cause), cause);
            }

            return result.Output.IsEmpty
                ? UnwrapFailure(wrapped.Key, UnwrapOutcome.Malformed, NoBytes)
                : UnwrapResult.Success(wrapped.Key, new KeyPart(result.Output.Span));
        }
        catch (ProcessStartException)
        {
            // The reference shows what the program wrote, and it wrote nothing.
            return UnwrapFailure(wrapped.Key, UnwrapOutcome.Unavailable, "");
        }
        catch (SecretsKitException e) when (e.Code == ErrorCode.LimitExceeded)
        {
            return UnwrapFailure(wrapped.Key, UnwrapOutcome.Malformed, e.Message);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool?> HoldsAsync(WrappedKey wrapped, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        try
        {
            using var result = await runner.RunAsync(
                Request(["--batch", "--no-tty", "--list-secret-keys", Fingerprint(wrapped.Key)], ReadOnlyMemory<byte>.Empty), ct);
            return result.Succeeded;
        }
        catch (ProcessStartException)
        {
            return false;
        }
        catch (SecretsKitException e) when (e.Code == ErrorCode.LimitExceeded)
        {
            return null;
        }
    }

    private static string Fingerprint(MasterKey key) => key is PgpMasterKey pgp
        ? pgp.Fingerprint
        : throw new ArgumentException($"a key of type {key?.Type} is not an OpenPGP key", nameof(key));

    // Old releases of gpg take no whole fingerprint here. An exclamation mark at the end counts as a character more.
    private static string LongId(string fingerprint)
    {
        var length = fingerprint.EndsWith('!') ? 17 : 16;
        return fingerprint.Length > length ? fingerprint[^length..] : fingerprint;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span).Trim();

    private ProcessRequest Request(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input) => new()
    {
        Program = environment.Variable("SOPS_GPG_EXEC") is { Length: > 0 } program ? program : "gpg",
        Arguments = arguments,
        Environment = environment.Withholding([.. CredentialVariables.Names]),
        Input = input,
        OutputLimit = MaxOutputBytes,
    };

    private KeyServiceException WrapFailure(KeyWrapFault fault, string fingerprint, string cause, Exception? inner = null) =>
        new(fault, PgpMessages.Wrap(environment, fingerprint, cause), inner);

    private UnwrapResult UnwrapFailure(MasterKey key, UnwrapOutcome outcome, string cause) =>
        UnwrapResult.Failure(key, outcome, PgpMessages.Unwrap(environment, cause));
}
