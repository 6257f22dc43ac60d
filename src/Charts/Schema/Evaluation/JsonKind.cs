using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Schema.Evaluation;

/// <summary>The types of JSON Schema, in the order in which messages list them.</summary>
[Flags]
internal enum JsonKinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Number = 4,
    Integer = 8,
    String = 16,
    Array = 32,
    Object = 64,
}

/// <summary>What a value is in JSON.</summary>
internal static class JsonKind
{
    private static readonly JsonKinds[] All =
        [JsonKinds.Null, JsonKinds.Boolean, JsonKinds.Number, JsonKinds.Integer, JsonKinds.String, JsonKinds.Array, JsonKinds.Object];

    /// <summary>The kind; integers are numbers.</summary>
    public static JsonKinds Of(Value value)
    {
        if (value.IsString)
        {
            return JsonKinds.String;
        }

        if (value.AsMap is { } map)
        {
            return map.IsNil ? JsonKinds.Null : JsonKinds.Object;
        }

        if (value.AsList is { } list)
        {
            return list.IsNil ? JsonKinds.Null : JsonKinds.Array;
        }

        if (value.AsObject is { } named)
        {
            return named switch
            {
                JsonNumber => JsonKinds.Number,
                { Map: { } inner } => Of(Value.Of(inner)),
                { JsonForm: { } form } => Of(form),
                _ => Of(named.Underlying),
            };
        }

        return value.Kind switch
        {
            GoKind.Invalid => JsonKinds.Null,
            GoKind.Bool => JsonKinds.Boolean,
            _ => JsonKinds.Number,
        };
    }

    /// <summary>The value without a named type around it, so that its map or list can be reached.</summary>
    public static Value Plain(Value value) => value.AsObject switch
    {
        null or JsonNumber => value,
        { Map: { } map } => Value.Of(map),
        { JsonForm: { } form } => form,
        { } named => named.Underlying,
    };

    /// <summary>The names of all that are set.</summary>
    public static IReadOnlyList<string> Names(JsonKinds kinds) => [.. All.Where(kind => kinds.HasFlag(kind)).Select(Name)];

    public static string Name(JsonKinds kind) => kind.ToString().ToLowerInvariant();

    public static JsonKinds Parse(string name) => All.FirstOrDefault(kind => Name(kind) == name);
}
