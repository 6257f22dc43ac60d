using SecretsKit.Charts.YamlSchemas.Data;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.YamlSchemas;

/// <summary>
/// A schema in the language of yamale 6.1: a document whose values are validators, and documents behind it that give names to parts. Has no
/// state; for any number of threads.
/// </summary>
public sealed class YamlSchema
{
    private readonly SchemaNode _root;
    private readonly Dictionary<string, SchemaNode> _includes = [];

    private readonly bool _isStrict;

    private YamlSchema(IReadOnlyList<DataValue> documents, bool isStrict)
    {
        _isStrict = isStrict;
        _root = SchemaReader.Read(documents.Count > 0 ? documents[0] : new MapValue([]), "");
        foreach (var (name, part) in documents.Skip(1).OfType<MapValue>().SelectMany(document => document.Fields))
        {
            _includes[DataText.Of(name)] = SchemaReader.Read(part, "");
        }
    }

    /// <summary>Reads a schema.</summary>
    /// <param name="text">Its YAML.</param>
    /// <exception cref="YamlSchemaException">It holds something that is no validator.</exception>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedDocument"/>: it is no YAML.</exception>
    public static YamlSchema Parse(string text) => new(DataReader.Read(text), isStrict: true);

    /// <summary>Reads a schema to which fields that it does not know are no faults.</summary>
    /// <inheritdoc cref="Parse"/>
    public static YamlSchema ParseTolerant(string text) => new(DataReader.Read(text), isStrict: false);

    /// <summary>What is wrong with a text. Messages quote its values.</summary>
    /// <param name="text">YAML; an empty text is an empty map.</param>
    /// <returns>For each of its documents the faults, in the order of the schema behind fields that it does not know.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedDocument"/>: it is no YAML.</exception>
    public IReadOnlyList<IReadOnlyList<string>> Validate(string text)
    {
        var documents = DataReader.Read(text);
        return [.. (documents.Count > 0 ? documents : [new MapValue([])]).Select(Faults)];
    }

    private List<string> Faults(DataValue document) => new SchemaRun(_includes).Faults(
        _root, document is NullValue ? new MapValue([]) : document, "", _isStrict);
}
