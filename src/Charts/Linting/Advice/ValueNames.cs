namespace SecretsKit.Charts.Linting.Advice;

/// <summary>Names of values by the path above them: <c>image.</c> for those of <c>.Values.image</c>.</summary>
internal sealed class ValueNames
{
    private readonly Dictionary<string, SortedSet<string>> _names = new(StringComparer.Ordinal);

    /// <summary>Adds each name on a path below those before it.</summary>
    public void Add(IReadOnlyList<string> path)
    {
        var prefix = "";
        foreach (var name in path)
        {
            if (!_names.TryGetValue(prefix, out var names))
            {
                _names.Add(prefix, names = new(StringComparer.Ordinal));
            }

            names.Add(name);
            prefix += name + ".";
        }
    }

    /// <summary>The names below a path.</summary>
    public IEnumerable<string> Below(string prefix) => _names.TryGetValue(prefix, out var names) ? names : [];
}
