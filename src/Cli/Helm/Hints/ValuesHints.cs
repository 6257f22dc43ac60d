namespace SecretsKit.Cli.Helm.Hints;

/// <summary>Hints at values that cannot be read or do not fit.</summary>
internal static class ValuesHints
{
    /// <summary>The hint, or null.</summary>
    public static string? For(string message, HintContext context)
    {
        if (message.Contains("values don't meet the specifications of the schema", StringComparison.Ordinal))
        {
            return "the chart's values.schema.json says what is allowed; --skip-schema-validation renders nevertheless";
        }

        if (HelmHints.Between(message, "failed parsing --set", " data") is { } kind)
        {
            return message.Contains("has no value", StringComparison.Ordinal)
                ? $"write --set{kind} KEY=VALUE; a comma in a value is written \\,"
                : message.Contains("no such file", StringComparison.Ordinal)
                ? $"paths count from {context.Environment.WorkingDirectory}"
                : $"write --set{kind} a.b=VALUE or a.b[0]=VALUE; quote the whole for your shell";
        }

        if (message.StartsWith("failed to parse ", StringComparison.Ordinal)
            || message.Contains("cannot load values.yaml", StringComparison.Ordinal))
        {
            return message switch
            {
                _ when message.Contains("mapping values are not allowed", StringComparison.Ordinal) =>
                    "a value with ': ' in it has to be quoted, and keys of one table stand in one column",
                _ when message.Contains("cannot start any token", StringComparison.Ordinal) =>
                    "tabs are no indentation in YAML, and a value that begins with @, ` or % has to be quoted",
                _ when message.Contains("exceeds the limit", StringComparison.Ordinal) =>
                    "nobody writes values of this size by hand: is it the right file?",
                _ when message.Contains("excessive aliasing", StringComparison.Ordinal) =>
                    "anchors that hold aliases multiply: write the values out",
                _ when message.Contains("cannot unmarshal", StringComparison.Ordinal) =>
                    "a values file holds keys with values, as 'replicaCount: 2'",
                _ => "keys of one table stand in one column; values with special characters are quoted",
            };
        }

        return message.Contains("invalid release name", StringComparison.Ordinal)
            ? "lower-case letters, digits and dashes, at most 53"
            : null;
    }
}
