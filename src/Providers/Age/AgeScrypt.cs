using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age;

/// <summary>A passphrase to encrypt with (spec sops.md 8.4). Such a file has no other recipient.</summary>
public sealed class ScryptRecipient : AgeRecipient
{
    /// <summary>The work factor by default: 256 MiB and about one second.</summary>
    public const int DefaultWorkFactor = 18;

    internal const string Type = "scrypt";
    internal const int SaltSize = 16;

    private readonly SecretBytes _passphrase;
    private readonly int _workFactor;

    /// <summary>Borrows the passphrase.</summary>
    /// <param name="passphrase">Not empty; stays the caller's and must outlive the recipient.</param>
    /// <param name="workFactor">Binary logarithm of the cost, 1 to 22: readers refuse more. Default 18.</param>
    /// <exception cref="AgeException"><see cref="AgeFailure.Passphrase"/>: the passphrase is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The work factor is out of range.</exception>
    public ScryptRecipient(SecretBytes passphrase, int workFactor = DefaultWorkFactor)
    {
        _passphrase = ScryptIdentity.CheckPassphrase(passphrase);
        ArgumentOutOfRangeException.ThrowIfLessThan(workFactor, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workFactor, AgeLimits.MaxScryptWorkFactor);
        _workFactor = workFactor;
    }

    internal override bool MustBeAlone => true;

    /// <summary>A fixed text; never the passphrase.</summary>
    public override string ToString() => "ScryptRecipient(***)";

    internal static void DeriveWrapKey(SecretBytes passphrase, ReadOnlySpan<byte> salt, int workFactor, Span<byte> wrapKey) =>
        Scrypt.DeriveKey(passphrase.Span, [.. "age-encryption.org/v1/scrypt"u8, .. salt], workFactor, wrapKey);

    internal override ValueTask<IReadOnlyList<AgeStanza>> WrapAsync(SecretBytes fileKey, RandomFill random, CancellationToken ct)
    {
        Span<byte> salt = stackalloc byte[SaltSize];
        Span<byte> wrapKey = stackalloc byte[ChaChaPoly.KeySize];
        random(salt);
        DeriveWrapKey(_passphrase, salt, _workFactor, wrapKey);
        var body = AgePrimitives.Seal(wrapKey, fileKey.Span);
        CryptographicOperations.ZeroMemory(wrapKey);
        return new([new AgeStanza(Type, [StrictBase64.Encode(salt), _workFactor.ToString(CultureInfo.InvariantCulture)], body)]);
    }
}

/// <summary>A passphrase to decrypt with.</summary>
public sealed class ScryptIdentity : AgeStanzaIdentity
{
    private readonly SecretBytes _passphrase;
    private readonly int _maxWorkFactor;

    /// <summary>Takes the passphrase over and wipes it on disposal.</summary>
    /// <param name="passphrase">Not empty.</param>
    /// <param name="maxWorkFactor">Largest work factor that is tried, 1 to 22: each step doubles time and memory. Default 22.</param>
    /// <exception cref="AgeException"><see cref="AgeFailure.Passphrase"/>: the passphrase is empty.</exception>
    public ScryptIdentity(SecretBytes passphrase, int maxWorkFactor = AgeLimits.MaxScryptWorkFactor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWorkFactor, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxWorkFactor, AgeLimits.MaxScryptWorkFactor);
        _passphrase = CheckPassphrase(passphrase);
        _maxWorkFactor = maxWorkFactor;
    }

    internal override string StanzaType => ScryptRecipient.Type;

    internal static SecretBytes CheckPassphrase(SecretBytes passphrase)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        return passphrase.Length > 0 ? passphrase : throw new AgeException(AgeFailure.Passphrase, "passphrase can't be empty");
    }

    internal override SecretBytes? Unwrap(AgeStanza stanza)
    {
        if (stanza.Arguments.Count != 2)
        {
            throw Invalid();
        }

        var salt = StrictBase64.TryDecode(Encoding.ASCII.GetBytes(stanza.Arguments[0]), out var at)
            ?? throw new AgeException(AgeFailure.Header, $"failed to parse scrypt salt: illegal base64 data at input byte {at}");
        if (salt.Length != ScryptRecipient.SaltSize)
        {
            throw Invalid();
        }

        // Before the costly step, so that damage is not paid for.
        var workFactor = WorkFactor(stanza.Arguments[1]);
        if (stanza.Body.Length != AgePrimitives.WrappedKeySize)
        {
            throw Invalid(": incorrect file key size");
        }

        Span<byte> wrapKey = stackalloc byte[ChaChaPoly.KeySize];
        try
        {
            ScryptRecipient.DeriveWrapKey(_passphrase, salt, workFactor, wrapKey);
            return AgePrimitives.TryOpen(wrapKey, stanza.Body);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    private protected override void Dispose(bool disposing) => _passphrase.Dispose();

    private int WorkFactor(string text)
    {
        if (text.AsSpan().ContainsAnyExceptInRange('0', '9') || text[0] == '0')
        {
            throw new AgeException(AgeFailure.Header, $"scrypt work factor encoding invalid: {Quoted.Of(text)}");
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor <= _maxWorkFactor
            ? factor
            : throw new AgeException(AgeFailure.Header, $"scrypt work factor too large: {text}");
    }

    private static AgeException Invalid(string detail = "") => new(AgeFailure.Header, "invalid scrypt recipient block" + detail);
}
