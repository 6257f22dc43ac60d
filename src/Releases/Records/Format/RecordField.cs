using SecretsKit.Core.Text;

namespace SecretsKit.Releases.Records.Format;

/// <summary>One field of an object of a record.</summary>
internal sealed class RecordField
{
    /// <param name="key">Its name in JSON.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="presence">When it is written.</param>
    /// <param name="shape">The fields of the object, or of the objects of the list, that it holds.</param>
    public RecordField(string key, FieldKind kind, FieldPresence presence = FieldPresence.WhenSet, RecordShape? shape = null)
    {
        (Key, Kind, Presence, Shape) = (new(key), kind, presence, shape);
        QuotedKey = System.Text.Encoding.UTF8.GetBytes($"\"{key}\":");
    }

    /// <summary>Its name in JSON.</summary>
    public ByteString Key { get; }

    /// <summary>The name in quotes and the colon behind it.</summary>
    public byte[] QuotedKey { get; }

    /// <summary>What it holds.</summary>
    public FieldKind Kind { get; }

    /// <summary>When it is written.</summary>
    public FieldPresence Presence { get; }

    /// <summary>The fields of what it holds; null for values that are no objects of fields.</summary>
    public RecordShape? Shape { get; }
}
