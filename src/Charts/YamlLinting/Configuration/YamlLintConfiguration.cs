namespace SecretsKit.Charts.YamlLinting.Configuration;

/// <summary>Which rules judge YAML texts, and how: what yamllint reads of its configuration files.</summary>
public sealed class YamlLintConfiguration
{
    private readonly IgnoredPaths? _ignored;

    internal YamlLintConfiguration(IReadOnlyList<(string Name, RuleSettings Settings)> rules, IgnoredPaths? ignored)
    {
        Rules = rules;
        _ignored = ignored;
    }

    internal IReadOnlyList<(string Name, RuleSettings Settings)> Rules { get; }

    /// <summary>Reads a configuration.</summary>
    /// <param name="text">Its YAML.</param>
    /// <param name="readFile">
    /// Gives the text of a file that it names (<c>extends</c>, <c>ignore-from-file</c>), or null where there is none. The names
    /// <c>default</c> and <c>relaxed</c> are known without it.
    /// </param>
    /// <exception cref="YamlLintConfigurationException">It is no configuration, or has a rule or an option that does not exist.</exception>
    public static YamlLintConfiguration Parse(string text, Func<string, string?> readFile)
    {
        var draft = ConfigurationDraft.Read(text, readFile, depth: 0);
        return new([.. draft.Rules.Where(rule => rule.Value is not null).Select(rule => Settings(rule.Key, rule.Value!))], draft.Ignored);
    }

    /// <summary>Whether a file is not to be judged at all.</summary>
    /// <param name="path">Relative, with slashes.</param>
    public bool Ignores(string path) => _ignored?.Contains(path) == true;

    private static (string Name, RuleSettings Settings) Settings(string name, Dictionary<string, object> draft)
    {
        var rule = RuleTable.Find(name) ?? throw new YamlLintConfigurationException($"no such rule: \"{name}\"");
        var values = new Dictionary<string, object>();
        var isError = true;
        IgnoredPaths? ignored = null;
        foreach (var (key, value) in draft)
        {
            switch (key)
            {
                case "level":
                    isError = value is "error" or "warning" ? value is "error"
                        : throw new YamlLintConfigurationException("level should be \"error\" or \"warning\"");
                    break;
                case "ignore":
                    ignored = ConfigurationDraft.Patterns(value);
                    break;
                default:
                    values[key] = Checked(rule, key, value);
                    break;
            }
        }

        return (name, new(isError, values, ignored, rule.Options));
    }

    private static object Checked(RuleEntry rule, string key, object value)
    {
        var option = rule.Options.FirstOrDefault(option => option.Name == key)
            ?? throw new YamlLintConfigurationException($"unknown option \"{key}\" for rule \"{rule.Name}\"");
        return option.Complaint(value) is { } complaint
            ? throw new YamlLintConfigurationException($"option \"{key}\" of \"{rule.Name}\" {complaint}")
            : value;
    }
}
