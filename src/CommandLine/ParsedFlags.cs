namespace SecretsKit.CommandLine;

/// <summary>What a command line said, with the environment's and the table's defaults behind it.</summary>
/// <param name="variable">The value of an environment variable; null where it is not set.</param>
public sealed class ParsedFlags(Func<string, string?> variable)
{
    private readonly Dictionary<Flag, List<string>> _given = [];

    /// <summary>The positional words.</summary>
    public List<string> Arguments { get; } = [];

    /// <summary>Whether the command line itself gave the flag.</summary>
    public bool IsGiven(Flag flag) => _given.ContainsKey(flag);

    /// <summary>The last text given, else the environment's, else the default.</summary>
    public string Text(Flag flag) =>
        _given.TryGetValue(flag, out var values) ? values[^1]
        : flag.Variable is { } name && variable(name) is { } value ? value
        : flag.Default;

    /// <summary>All texts given, else the environment's comma list, else nothing.</summary>
    public IReadOnlyList<string> List(Flag flag) =>
        _given.TryGetValue(flag, out var values) ? values
        : flag.Variable is { } name && variable(name) is { Length: > 0 } value
            ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];

    /// <summary>Whether a switch is on.</summary>
    public bool IsOn(Flag flag) => GoBool.TryParse(Text(flag), out var on) && on;

    /// <summary>A number; the parser has checked it.</summary>
    public int Number(Flag flag) => int.TryParse(Text(flag), System.Globalization.CultureInfo.InvariantCulture, out var number)
        ? number
        : 0;

    /// <summary>Adds a value of a flag behind those that it has.</summary>
    public void Add(Flag flag, string value)
    {
        if (!_given.TryGetValue(flag, out var values))
        {
            _given[flag] = values = [];
        }

        values.Add(value);
    }
}

/// <summary>The texts that Go's flag package takes for truth values.</summary>
public static class GoBool
{
    /// <summary>Parses; false for any other text.</summary>
    public static bool TryParse(string text, out bool value)
    {
        value = text is "1" or "t" or "T" or "TRUE" or "true" or "True";
        return value || text is "0" or "f" or "F" or "FALSE" or "false" or "False";
    }
}
