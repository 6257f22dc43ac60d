using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Records.Coding;

/// <summary>
/// A record as its storage carries it: labels that say what it is, and a payload that is decoded when it is asked for, once. The payload
/// holds secrets, so it is not printed. Safe on all threads.
/// </summary>
public sealed class StoredRecord
{
    private readonly Lazy<DecodedRecord> _decoded;
    private readonly Lazy<ReleaseSummary?> _summary;

    /// <param name="name">Of the object or row that carries it.</param>
    /// <param name="ns">The namespace that it lies in.</param>
    /// <param name="labels">Those of the system among them.</param>
    /// <param name="payload">Base64 text; null if the object has none. Lent, and never changed.</param>
    public StoredRecord(string name, string ns, IReadOnlyDictionary<string, string> labels, ReadOnlyMemory<byte>? payload)
    {
        ArgumentNullException.ThrowIfNull(labels);
        (Name, Namespace, Labels, Payload) = (name, ns, labels, payload);
        _decoded = new(() => DecodedRecord.Of(this));
        _summary = new(() => _decoded.IsValueCreated ? ReleaseSummary.Of(_decoded.Value) : SummaryReader.TryRead(this)
            ?? ReleaseSummary.Of(_decoded.Value));
    }

    /// <summary>The name of the object or row that carries it; by rule that of <see cref="RecordKey"/>.</summary>
    public string Name { get; }

    /// <summary>The namespace that it lies in.</summary>
    public string Namespace { get; }

    /// <summary>Its labels, those of the system among them.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>The name of its release, by its label.</summary>
    public string Release => Labels.GetValueOrDefault(ReleaseLabels.Name, "");

    /// <summary>Its revision, by its label; 0 if that is no number.</summary>
    public int Revision =>
        int.TryParse(Labels.GetValueOrDefault(ReleaseLabels.Version), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : 0;

    /// <summary>The state, by its label.</summary>
    public ReleaseStatus Status => ReleaseStatusText.Parse(Labels.GetValueOrDefault(ReleaseLabels.Status, ""));

    /// <summary>Base64 text; null if the object has none, or if labels alone were asked for.</summary>
    public ReadOnlyMemory<byte>? Payload { get; }

    /// <summary>Reads the release.</summary>
    /// <exception cref="SecretsKitException">The record is damaged; the cause is a <see cref="RecordCause"/>.</exception>
    public Release Read() => TryRead(out var release, out var cause) ? release : throw cause.ToException();

    /// <summary>Reads the release.</summary>
    /// <returns>False if the record is damaged.</returns>
    public bool TryRead([NotNullWhen(true)] out Release? release, [NotNullWhen(false)] out RecordCause? cause)
    {
        (release, cause) = (_decoded.Value.Release, _decoded.Value.Cause);
        return release is not null;
    }

    /// <summary>
    /// What lists show of the release, read without looking at the rest, which is quicker; null if the record is damaged. A field of a
    /// wrong type elsewhere shows when the release is read.
    /// </summary>
    public ReleaseSummary? Summary => _summary.Value;

    /// <summary>Whether the payload was read for <see cref="Summary"/>.</summary>
    internal bool HasSummary => _summary.IsValueCreated;

    /// <summary>Whether the whole payload was read.</summary>
    internal bool IsDecoded => _decoded.IsValueCreated;

    /// <summary>The name alone.</summary>
    public override string ToString() => $"StoredRecord({Name})";
}
