using System.Buffers;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>
/// A path of keys from the top of a document, and what the reference remembers of it. It remembers by path and not by table, so that all
/// tables of one array share their marks.
/// </summary>
/// <param name="parent">The path without its last key; null for the top.</param>
/// <param name="key">The last key.</param>
internal sealed class TomlPath(TomlPath? parent, ByteString key)
{
    private readonly TomlPath? _parent = parent;
    private readonly ByteString _key = key;
    private Dictionary<ByteString, TomlPath>? _children;

    /// <summary>Whether this is the path of the whole document.</summary>
    public bool IsTop => _parent is null;

    /// <summary>Whether a longer key made the table here, so that one definition of its own may follow.</summary>
    public bool IsImplicit { get; set; }

    /// <summary>Whether the value here was an array, which may be defined again.</summary>
    public bool IsArray { get; set; }

    /// <summary>This path and one more key.</summary>
    public TomlPath Child(ByteString name)
    {
        _children ??= [];
        if (!_children.TryGetValue(name, out var child))
        {
            _children[name] = child = new(this, name);
        }

        return child;
    }

    /// <summary>The same, or null if nothing is remembered of it.</summary>
    public TomlPath? Find(ByteString name) => _children?.GetValueOrDefault(name);

    /// <summary>The keys as messages show them, those that need quotes in quotes.</summary>
    public override string ToString()
    {
        var keys = new Stack<ByteString>();
        for (var path = this; path._parent is { } next; path = next)
        {
            keys.Push(path._key);
        }

        var output = new ArrayBufferWriter<byte>();
        foreach (var name in keys)
        {
            output.Write(output.WrittenCount > 0 ? "."u8 : ""u8);
            if (TomlText.IsBareKey(name.Span))
            {
                output.Write(name.Span);
            }
            else
            {
                TomlText.Write(output, name.Span);
            }
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
