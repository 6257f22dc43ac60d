using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Checking;

/// <summary>Collects findings. One per file, so that no two threads share it.</summary>
internal sealed class Findings(IReadOnlySet<string> skipped)
{
    private readonly List<Finding> _items = [];

    /// <summary>What was found, in the order of rules.</summary>
    public IReadOnlyList<Finding> Items => _items;

    /// <summary>Whether a rule is on.</summary>
    public bool Wants(CheckRule rule) => !skipped.Contains(rule.Id);

    /// <summary>Adds a finding, unless its rule is switched off.</summary>
    public void Add(Finding finding)
    {
        if (Wants(finding.Rule))
        {
            _items.Add(finding);
        }
    }

    /// <summary>Adds a finding about a whole file.</summary>
    public void Add(CheckRule rule, string path, string message) => Add(new(rule, rule.Level, path, 0, 0, message));

    /// <summary>Adds a finding about a line.</summary>
    public void Add(CheckRule rule, string path, int line, string message) => Add(new(rule, rule.Level, path, line, 0, message));
}
