namespace SecretsKit.Charts.YamlLinting.Configuration;

/// <summary>How one rule is configured.</summary>
/// <param name="IsError">Whether its problems fail a text.</param>
/// <param name="Values">The options that are not at their defaults, by name.</param>
/// <param name="Ignored">Files that it does not judge, or null.</param>
/// <param name="Options">The options that there are.</param>
internal sealed record RuleSettings(
    bool IsError, IReadOnlyDictionary<string, object> Values, IgnoredPaths? Ignored, IReadOnlyList<RuleOption> Options)
{
    /// <summary>No options at all.</summary>
    public static RuleSettings None { get; } = new(true, new Dictionary<string, object>(), null, []);

    /// <summary>Whether a switch is on.</summary>
    public bool IsOn(string name) => Of(name) is true;

    /// <summary>A number.</summary>
    public int Number(string name) => (int)Of(name);

    /// <summary>A word; a boolean is <c>True</c> or <c>False</c>.</summary>
    public string Word(string name) => Of(name) switch
    {
        string word => word,
        var other => other.ToString() ?? "",
    };

    /// <summary>Words.</summary>
    public IReadOnlyList<string> Words(string name) => (List<string>)Of(name);

    /// <summary>An option of several types.</summary>
    public object Of(string name) => Values.GetValueOrDefault(name) ?? Options.First(option => option.Name == name).Default;
}
