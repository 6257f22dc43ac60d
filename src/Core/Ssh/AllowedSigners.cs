using SecretsKit.Core.Text;

namespace SecretsKit.Core.Ssh;

/// <summary>What a list of signers says about a key.</summary>
public enum SignerStatus
{
    /// <summary>The key may sign.</summary>
    Allowed,

    /// <summary>The key is not listed.</summary>
    Unknown,

    /// <summary>The key is listed, and not for this purpose.</summary>
    OtherNamespace,

    /// <summary>The key is listed, and is valid only later, or no longer.</summary>
    OutsideValidity,
}

/// <summary>What a list of signers says about a key, and who holds the key.</summary>
/// <param name="Status">Whether the key may sign.</param>
/// <param name="Principals">Who holds it, as the list has it; empty for an unknown key.</param>
public readonly record struct SignerMatch(SignerStatus Status, string Principals);

/// <summary>
/// Who may sign: a list in the format of <c>ssh-keygen</c>'s ALLOWED_SIGNERS. Entries of key types that are not supported, and those of
/// certificate authorities, never match. Immutable.
/// </summary>
public sealed class AllowedSigners
{
    /// <summary>Longest list that is parsed, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly IReadOnlyList<AllowedSigner> _entries;

    private AllowedSigners(IReadOnlyList<AllowedSigner> entries) => _entries = entries;

    /// <summary>How many keys are listed that can be checked.</summary>
    public int Count => _entries.Count;

    /// <summary>Parses a list.</summary>
    /// <param name="text">The file, in UTF-8.</param>
    /// <param name="zone">The time zone of moments that are written without one.</param>
    /// <exception cref="SshFormatException">
    /// A line is malformed, which the message names, or the list is longer than <see cref="MaxBytes"/>.
    /// </exception>
    public static AllowedSigners Parse(ReadOnlySpan<byte> text, TimeZoneInfo zone) => new(AllowedSignersReader.Read(text, zone));

    /// <summary>Looks a key up. With several entries for one key the most favourable counts.</summary>
    /// <param name="key">The key.</param>
    /// <param name="namespace">What it signed for.</param>
    /// <param name="moment">When the key must be valid.</param>
    public SignerMatch Find(SshPublicKey key, string @namespace, Timestamp moment)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(@namespace);
        var found = new SignerMatch(SignerStatus.Unknown, "");
        foreach (var entry in _entries)
        {
            if (!entry.Key.Blob.AsSpan().SequenceEqual(key.Blob))
            {
                continue;
            }

            if (!entry.AllowsNamespace(@namespace))
            {
                found = found.Status == SignerStatus.Unknown ? new(SignerStatus.OtherNamespace, entry.Principals) : found;
            }
            else if (!entry.IsValidAt(moment))
            {
                found = new(SignerStatus.OutsideValidity, entry.Principals);
            }
            else
            {
                return new(SignerStatus.Allowed, entry.Principals);
            }
        }

        return found;
    }
}
