namespace SecretsKit.Charts.Rendering.Objects.Globs;

/// <summary>
/// One character that a condition holds for. An empty text counts as U+FFFD, so that all but sets and ranges of wanted characters match it.
/// </summary>
internal abstract class CharacterPart : GlobPart
{
    public override int Length => 1;

    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend)
    {
        spend(1);
        var character = First(text, out var width);
        return text.Length <= width && Takes(character);
    }

    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        spend(1 + text.Length);
        for (var at = 0; at < text.Length;)
        {
            var character = First(text[at..], out var width);
            if (Takes(character))
            {
                lengths.Add(new System.Text.Rune(character).Utf8SequenceLength);
                return at;
            }

            at += width;
        }

        return -1;
    }

    protected abstract bool Takes(int character);
}

/// <summary>A character but a slash.</summary>
internal sealed class OnePart : CharacterPart
{
    protected override bool Takes(int character) => character != '/';
}

/// <summary>One of some characters, or none of them.</summary>
internal sealed class SetPart(string characters, bool isNegated) : CharacterPart
{
    private readonly HashSet<int> _characters = [.. characters.EnumerateRunes().Select(static rune => rune.Value)];

    /// <summary>The characters, if these are what is not wanted, else null.</summary>
    public string? Unwanted => isNegated ? characters : null;

    protected override bool Takes(int character) => _characters.Contains(character) != isNegated;
}

/// <summary>A character between two, or outside.</summary>
internal sealed class RangePart(int low, int high, bool isNegated) : CharacterPart
{
    protected override bool Takes(int character) => (character >= low && character <= high) != isNegated;
}
