using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Values;

namespace SecretsKit.Charts.Inputs;

/// <summary>The values of a decrypted file.</summary>
/// <param name="plain">The decrypted document.</param>
/// <param name="format">The file's format.</param>
/// <param name="memory">Which values were encrypted.</param>
public sealed class DecryptedValues(PlainFile plain, DocumentFormat format, CiphertextMemory memory)
{
    /// <summary>
    /// The values of the only document; null where there are several, or the text alone says what they are read as
    /// (<see cref="DocumentValues"/>).
    /// </summary>
    public MapValue? Values { get; } = Only(plain, format) is { } only ? DocumentValues.TryConvert(only) : null;

    /// <summary>The same values with something else in the place of each that was encrypted; null where <see cref="Values"/> is.</summary>
    public MapValue? WithPlaceholders(Func<Value, Value> placeholder) => Only(plain, format) is { } only
        ? DocumentValues.TryConvert(only, (node, value) => memory.Knows(node) ? placeholder(value) : value)
        : null;

    /// <summary>The plaintext in the file's format.</summary>
    /// <exception cref="DocumentException">The format cannot carry the values.</exception>
    public byte[] Text() => plain.Serialize(format, new());

    private static MapNode? Only(PlainFile plain, DocumentFormat format) =>
        format != DocumentFormat.Binary && plain.Tree.Branches is [var only] ? only : null;
}
