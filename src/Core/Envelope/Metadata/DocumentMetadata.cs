using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Metadata;

/// <summary>
/// What an encrypted file says about itself: the block <c>sops</c> (spec sops.md part 5). Nothing in it is secret, and none of it but the
/// time of the last change is authenticated.
/// </summary>
public sealed record DocumentMetadata
{
    /// <summary>The version that we write: that of the release whose files these are, in every byte.</summary>
    public const string CompatibleVersion = "3.13.2";

    /// <summary>The key groups. With one, any of its keys recovers the data key; with more, enough of them together do.</summary>
    public required IReadOnlyList<WrappedKeyGroup> KeyGroups { get; init; }

    /// <summary>How many groups must be opened; 0 when not written. Counts only when there are two groups or more.</summary>
    public int ShamirThreshold { get; init; }

    /// <summary>When values last changed. Authenticates the MAC, so it must not change without it.</summary>
    public required Timestamp LastModified { get; init; }

    /// <summary>The encrypted MAC; empty when the file has none.</summary>
    public string Mac { get; init; } = "";

    /// <summary>Whether the MAC leaves out values that are not encrypted.</summary>
    public bool MacOnlyEncrypted { get; init; }

    /// <summary>Which values are encrypted.</summary>
    public SelectionFields Selection { get; init; } = SelectionFields.Default;

    /// <summary>The version of the program that wrote the file; not checked when a file is loaded.</summary>
    public string Version { get; init; } = CompatibleVersion;

    /// <summary>Fields that this program does not know. They are written back.</summary>
    public IReadOnlyList<MapEntry> UnknownFields { get; init; } = [];

    /// <summary>The metadata of a file that is about to be encrypted for the first time. The MAC is set by the encryption.</summary>
    public static DocumentMetadata New(WrappedDataKey key, SelectionFields selection, bool macOnlyEncrypted, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new()
        {
            KeyGroups = key.Groups,
            ShamirThreshold = key.Threshold,
            Selection = selection,
            MacOnlyEncrypted = macOnlyEncrypted,
            LastModified = now,
        };
    }

    /// <summary>The same file under another wrapping of the data key.</summary>
    public DocumentMetadata With(WrappedDataKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return this with { KeyGroups = key.Groups, ShamirThreshold = key.Threshold };
    }

    /// <summary>Makes sure that the version is one that can be compared, as commands that decrypt require.</summary>
    /// <exception cref="Errors.SecretsKitException"><see cref="Errors.ErrorCode.VersionUnreadable"/>.</exception>
    public void CheckVersion() => FormatVersion.Parse(Version);

    /// <summary>The same metadata, with the version raised to ours if it is older: what editing does to a file.</summary>
    /// <exception cref="Errors.SecretsKitException"><see cref="Errors.ErrorCode.VersionUnreadable"/>.</exception>
    public DocumentMetadata RaisedToCurrentVersion() =>
        FormatVersion.Parse(Version).CompareTo(FormatVersion.Parse(CompatibleVersion)) < 0
            ? this with { Version = CompatibleVersion }
            : this;
}
