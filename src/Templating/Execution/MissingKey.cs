namespace SecretsKit.Templating.Execution;

/// <summary>What a field of a map that has no such key gives: Go's option <c>missingkey</c>.</summary>
public enum MissingKey
{
    /// <summary>No value, whose fields are no value again.</summary>
    Default,

    /// <summary>The zero value of the map's element type; Helm without <c>--strict</c>.</summary>
    Zero,

    /// <summary>A failure.</summary>
    Error,
}
