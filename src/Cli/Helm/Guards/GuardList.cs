namespace SecretsKit.Cli.Helm.Guards;

/// <summary>
/// What is to be said about a deploy once the command has printed all that Helm prints. Not safe on several threads at once.
/// </summary>
/// <param name="hints">Which guards are on.</param>
internal sealed class GuardList(HintSwitch hints)
{
    private readonly List<string> _lines = [];

    /// <summary>Which guards are on.</summary>
    public HintSwitch Hints { get; } = hints;

    /// <summary>The lines, in the order in which they were added.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a line, unless its guard is off.</summary>
    /// <param name="id">Of the guard.</param>
    /// <param name="text">One sentence without a full stop.</param>
    public void Add(string id, string text)
    {
        if (Hints.Shows(id))
        {
            _lines.Add($"{id}: {text}");
        }
    }
}
