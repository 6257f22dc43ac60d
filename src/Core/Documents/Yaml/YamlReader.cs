using System.Runtime.ExceptionServices;
using SecretsKit.Core.Documents.Yaml.Reading;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents.Yaml;

/// <summary>
/// Reads YAML as go-yaml v3.0.4 does (<c>go.yaml.in/yaml/v3</c>): the same nodes, positions and comments, and the same failures in the same
/// words. UTF-8, or UTF-16 with a byte order mark. Not safe for concurrent use.
/// </summary>
public sealed class YamlReader
{
    private readonly DocumentReader _documents;
    private DocumentException? _failure;

    /// <summary>A reader at the start of a stream.</summary>
    /// <param name="text">The bytes. The nodes refer to them, so they must not change.</param>
    /// <param name="limits">Bounds on bytes, depth and nodes; aliases are not expanded here.</param>
    /// <exception cref="DocumentException">The text is longer than the limit.</exception>
    public YamlReader(ReadOnlyMemory<byte> text, DocumentLimits limits)
    {
        if (text.Length > limits.MaxBytes)
        {
            throw YamlErrors.Limit("the size in bytes", limits.MaxBytes, default);
        }

        _documents = new DocumentReader(SourceText.Of(text), limits);
    }

    /// <summary>
    /// Whether an alias without an anchor is named in the failure, as the reference does. Default false: an unquoted secret that
    /// begins with an asterisk reads as an alias. Only for text that holds no secrets, such as charts and templates.
    /// </summary>
    public bool NamesUnknownAnchors { init => _documents.NamesUnknownAnchors = value; }

    /// <summary>
    /// Whether the nodes get no comments. Default false. Faults are then found in the order of go-yaml v2,
    /// which knows none and so never looks ahead of what it reads.
    /// </summary>
    public bool SkipsComments { init => _documents.SkipsComments = value; }

    /// <summary>Reads all documents of a stream.</summary>
    /// <exception cref="DocumentException">The text is malformed or exceeds a limit (<see cref="ErrorCode.LimitExceeded"/>).</exception>
    public static List<YamlNode> ReadAll(ReadOnlyMemory<byte> text, DocumentLimits limits)
    {
        var reader = new YamlReader(text, limits);
        List<YamlNode> documents = [];
        while (reader.Read() is { } document)
        {
            documents.Add(document);
        }

        return documents;
    }

    /// <summary>
    /// Reads the next document, or gives <see langword="null"/> at the end of the stream. A stream of comments alone has no document.
    /// </summary>
    /// <exception cref="DocumentException">The text is malformed or exceeds a limit; so will be each further call.</exception>
    public YamlNode? Read()
    {
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }

        try
        {
            return _documents.Read();
        }
        catch (DocumentException failure)
        {
            _failure = failure;
            throw;
        }
    }
}
