namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// Which named templates a chart comes to from what it renders. Names may be handed on as texts, so that each text counts, and parts
/// of which one is put together.
/// </summary>
internal sealed class NamedTemplates
{
    private readonly Dictionary<string, HashSet<string>> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reached = new(StringComparer.Ordinal);
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);

    /// <summary>Whether the chart comes to a named template.</summary>
    public bool Contains(string template) => _reached.Contains(template);

    /// <summary>Takes the texts of an action.</summary>
    /// <param name="template">The named template that it is in; empty outside one.</param>
    /// <param name="action">The action.</param>
    public void Add(string template, string action)
    {
        if (!_texts.TryGetValue(template, out var texts))
        {
            _texts.Add(template, texts = new(StringComparer.Ordinal));
        }

        var parts = action.Replace('`', '"').Split('"');
        for (var at = 1; at < parts.Length; at += 2)
        {
            texts.Add(parts[at]);
        }
    }

    /// <summary>Leaves a named template out, with what it alone leads to.</summary>
    public void Leave(string template) => _left.Add(template);

    /// <summary>Goes from what is rendered to all that it leads to.</summary>
    public NamedTemplates Close()
    {
        var open = new Stack<string>([""]);
        while (open.TryPop(out var template))
        {
            foreach (var name in (_texts.GetValueOrDefault(template) ?? []).SelectMany(Meant))
            {
                if (!_left.Contains(name) && _reached.Add(name))
                {
                    open.Push(name);
                }
            }
        }

        return this;
    }

    // printf "%s.labels", print .Chart.Name ".labels": those that begin and end so.
    private IEnumerable<string> Meant(string text)
    {
        var (start, end) = text.IndexOf('%', StringComparison.Ordinal) is var first and >= 0
            ? (text[..first], text[Math.Min(text.Length, text.LastIndexOf('%') + 2)..])
            : text is ['.', ..] ? ("", text) : text is [.., '.'] ? (text, "") : ("", null);
        return end is null
            ? [text]
            : _texts.Keys.Where(name => name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal));
    }
}
