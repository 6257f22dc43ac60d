namespace SecretsKit.CommandLine.Completion;

/// <summary>What may stand where the cursor is: names of commands, flags, formats, keys and programs, never a value.</summary>
public sealed class Candidates(string current)
{
    private readonly List<(string Text, string About)> _rows = [];

    /// <summary>The word that is being typed.</summary>
    public string Current { get; } = current;

    /// <summary>Whether the shell shall offer names of files.</summary>
    public bool Files { get; private set; }

    /// <summary>Texts that begin with the word, each with what it is for.</summary>
    public IReadOnlyList<(string Text, string About)> Rows => _rows;

    /// <summary>Adds a text, if it fits the word and is not there yet.</summary>
    public void Add(string text, string about = "")
    {
        if (text.StartsWith(Current, StringComparison.Ordinal) && _rows.TrueForAll(row => row.Text != text))
        {
            _rows.Add((text, about));
        }
    }

    /// <summary>Adds a text that takes the place of the word, which is another name of it. Not every shell offers such texts.</summary>
    public void AddInPlace(string text, string about)
    {
        if (_rows.TrueForAll(row => row.Text != text))
        {
            _rows.Add((text, about));
        }
    }

    /// <summary>Adds several texts.</summary>
    public void AddRange(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            Add(text);
        }
    }

    /// <summary>Asks for names of files.</summary>
    public void AddFiles() => Files = true;
}
