namespace SecretsKit.Charts.YamlText.Values;

/// <summary>What a scalar without quotes means in YAML 1.1.</summary>
internal enum PlainType
{
    Text,
    Null,
    Boolean,
    Integer,
    Float,
    Timestamp,
    Merge,
    Default,
}
