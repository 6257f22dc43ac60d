namespace SecretsKit.CommandLine;

/// <summary>The flags that one command knows, in the order of its help.</summary>
public sealed class FlagTable(params IReadOnlyList<Flag> flags)
{
    /// <summary>The rows.</summary>
    public IReadOnlyList<Flag> Flags { get; } = flags;

    /// <summary>The row that answers to a name without dashes, or null.</summary>
    public Flag? Find(ReadOnlySpan<char> name)
    {
        foreach (var flag in Flags)
        {
            if (flag.Is(name))
            {
                return flag;
            }
        }

        return null;
    }

    /// <summary>The row that a word of the command line names, its value included or not; null for positionals and unknown flags.</summary>
    public Flag? FindWord(string word)
    {
        var name = FlagWord.NameOf(word);
        return name.IsEmpty ? null : Find(name);
    }
}

/// <summary>How a word of a Go-style command line is read: one dash or two, the value after <c>=</c> or in the next word.</summary>
public static class FlagWord
{
    /// <summary>The flag's name, or nothing when the word is no flag (<c>-</c> alone is a positional, and so is <c>--</c> here).</summary>
    public static ReadOnlySpan<char> NameOf(string word)
    {
        var name = word.AsSpan();
        if (name.Length < 2 || name[0] != '-')
        {
            return default;
        }

        name = name[1] == '-' ? name[2..] : name[1..];
        var equals = name.IndexOf('=');
        return equals < 0 ? name : name[..equals];
    }

    /// <summary>The text after the first <c>=</c>, or null.</summary>
    public static string? ValueOf(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? null : word[(equals + 1)..];
    }
}
