using SecretsKit.Charts.YamlSchemas.Data;
using SecretsKit.Charts.YamlSchemas.Validators;

namespace SecretsKit.Charts.YamlSchemas;

/// <summary>A part of a schema.</summary>
internal abstract record SchemaNode;

/// <summary>A map with these fields.</summary>
internal sealed record FieldsNode(IReadOnlyList<KeyValuePair<DataValue, SchemaNode>> Fields) : SchemaNode;

/// <summary>A list of exactly these items.</summary>
internal sealed record ItemsNode(IReadOnlyList<SchemaNode> Items) : SchemaNode;

/// <summary>What a validator wants.</summary>
internal sealed record ValidatorNode(Validator Validator) : SchemaNode;
