using SecretsKit.Core.Text;

namespace SecretsKit.Releases.Records.Format;

/// <summary>The fields of one object of a record, in the order in which they are written.</summary>
internal sealed class RecordShape(params RecordField[] fields)
{
    /// <summary>The fields in their order.</summary>
    public IReadOnlyList<RecordField> Fields => fields;

    /// <summary>Whether a field has this name.</summary>
    public bool Knows(ByteString key)
    {
        foreach (var field in fields)
        {
            if (field.Key == key)
            {
                return true;
            }
        }

        return false;
    }
}
