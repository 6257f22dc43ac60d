using System.Text;
using SecretsKit.Charts.Inputs;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Secrets.Redaction;

namespace SecretsKit.Cli.Helm.Inputs;

/// <summary>Puts what came out of an encrypted file into the index of what messages must not show.</summary>
internal static class DecryptedLeaves
{
    private static readonly KubernetesYamlOptions Options = new() { KeepsIntegers = true };

    /// <summary>Keeps the values of a text that was decrypted elsewhere, all of them.</summary>
    /// <param name="index">Where.</param>
    /// <param name="plain">The plaintext: YAML, JSON, or anything, which then counts as one value.</param>
    public static void Register(RedactionScope index, ReadOnlyMemory<byte> plain)
    {
        if (Read(plain) is { } value && (value.AsMap is not null || value.AsList is not null))
        {
            Walk(value, text => index.Add(Encoding.UTF8.GetBytes(text)));
        }
        else
        {
            RegisterLines(index, plain.Span);
        }
    }

    /// <summary>Keeps the values that a decryption found encrypted.</summary>
    /// <param name="index">Where.</param>
    /// <param name="tree">The decrypted documents.</param>
    /// <param name="format">The format; in <see cref="DocumentFormat.Binary"/> the only value is a whole text.</param>
    /// <param name="memory">Which values were encrypted.</param>
    public static void Register(RedactionScope index, DocumentTree tree, DocumentFormat format, CiphertextMemory memory)
    {
        foreach (var leaf in TreeLeaves.Of(tree.Branches))
        {
            switch (leaf)
            {
                case StringNode text when format == DocumentFormat.Binary:
                    RegisterLines(index, text.Value.Span);
                    break;
                case StringNode text when memory.Knows(text):
                    index.Add(text.Value.Span);
                    break;
                case var other when memory.Knows(other) && DocumentValues.TryText(other, out var shown):
                    index.Add(Encoding.UTF8.GetBytes(shown));
                    break;
            }
        }
    }

    /// <summary>Keeps what flags give to names of secrets: pipelines have their secrets there, and logs of what failed.</summary>
    /// <param name="session">Whose index keeps them.</param>
    /// <param name="arguments">The flags. What of them cannot be understood is reported where they are used.</param>
    public static void RegisterArguments(HelmSession session, ValueArguments arguments)
    {
        var sources = new ValueSources
        {
            Json = arguments.Json,
            Plain = arguments.Plain,
            Strings = arguments.Strings,
            Literals = arguments.Literals,
        };
        foreach (var (_, secret) in sources.NamedSecretsOfArguments(session.Generation))
        {
            session.Host.Redaction.Add(secret);
        }
    }

    // Not a document: the whole, each line, and what follows a key.
    private static void RegisterLines(RedactionScope index, ReadOnlySpan<byte> plain)
    {
        index.Add(plain.Trim(" \t\r\n"u8));
        foreach (var range in plain.Split((byte)'\n'))
        {
            var line = plain[range].Trim(" \t\r"u8);
            var mark = line.IndexOfAny((byte)':', (byte)'=');
            index.Add((mark < 0 ? line : line[(mark + 1)..]).Trim(" \t\"'"u8));
        }
    }

    private static Value? Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            return text.IsEmpty ? null : KubernetesYaml.Read(text, Options);
        }
        catch (DocumentException)
        {
            return null; // Then it is no document, which the caller handles.
        }
    }

    private static void Walk(Value value, Action<string> visit)
    {
        if (value.AsMap is { } map)
        {
            foreach (var (_, item) in map.Entries)
            {
                Walk(item, visit);
            }
        }

        foreach (var item in value.AsList is { } list ? list.Items : default)
        {
            Walk(item, visit);
        }

        if (Core.Data.Yaml.ScalarText.TryOf(value, out var text))
        {
            visit(text);
        }
    }
}
