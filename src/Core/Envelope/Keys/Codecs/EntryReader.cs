using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Metadata;

namespace SecretsKit.Core.Envelope.Keys.Codecs;

/// <summary>Reads the fields of one key's entry in the metadata.</summary>
internal readonly struct EntryReader(MapNode entry, string path, WeakValue weak)
{
    public string Text(string field) => weak.ToText(WeakValue.Find(entry, field), $"{path}.{field}");

    public IEnumerable<KeyValuePair<string, string>> Texts(string field) => weak.ToTexts(WeakValue.Find(entry, field), $"{path}.{field}");
}
