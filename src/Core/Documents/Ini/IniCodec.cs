using System.Buffers;
using SecretsKit.Core.Documents.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Ini;

/// <summary>Sections of keys (spec sops.md 6.5): a map of section names to maps of text.</summary>
internal sealed class IniCodec : DocumentCodec
{
    public static IniCodec Instance { get; } = new();

    public override DocumentTree Read(ReadOnlyMemory<byte> text, DocumentLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        LimitChecks.Size(text, limits);
        return new DocumentTree([new IniReader(text, limits).Read()]);
    }

    public override void Write(DocumentTree tree, IBufferWriter<byte> output, WriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var sections = new List<IniSection>();
        // The sections of all documents, as the reference writes plaintext.
        foreach (var (key, value) in tree.Branches.SelectMany(branch => branch.Entries))
        {
            if (key is not CommentNode)
            {
                sections.Add(ToSection(FlatKey.Of(key, "INI"), value));
            }
        }

        new IniWriter(output).Write(sections);
    }

    /// <remarks>The reference prints a value of an INI file as compact JSON.</remarks>
    public override void WriteValue(Node value, IBufferWriter<byte> output, WriteOptions options) =>
        JsonWriter.Compact(output).Write(value);

    private static IniSection ToSection(ByteString name, Node value)
    {
        if (name.IsEmpty)
        {
            throw Failed("Error encoding section : empty section name");
        }

        if (value is not MapNode map)
        {
            throw Failed("Error encoding section: Section values should always be TreeBranches");
        }

        var section = new IniSection(name);
        IniKey? last = null;
        for (var i = 0; i < map.Entries.Count; i++)
        {
            var (key, content) = map.Entries[i];
            if (key is not CommentNode comment)
            {
                last = section.Set(KeyName(key), Text(key, content));
            }
            else if (i == 0)
            {
                section.Comment = comment.Text;
            }
            else if (last is not null)
            {
                last.Comment = comment.Text;
            }
        }

        return section;
    }

    private static ByteString KeyName(Node key)
    {
        var name = FlatKey.Of(key, "INI");
        return name.IsEmpty ? throw Failed("Error encoding key: error creating new key: empty key name") : name;
    }

    // The reference prints Go's dump of a map or list, ciphertext and all, which nothing can read back.
    private static ByteString Text(Node key, Node value) => FlatScalar.TryFormat(value, out var text)
        ? text
        : throw Failed($"cannot use complex value in INI file; offending key {FlatKey.Of(key, "INI").RevealText()}");

    private static DocumentException Failed(string message) =>
        new(ErrorCode.EmitFailed, DocumentFault.NoForm, IniText.WritePrefix + message);
}
