namespace SecretsKit.Core.Envelope.Selection;

/// <summary>
/// Follows a walk through a tree and tells for each leaf whether it is selected. Each key and each comment is matched once, when the walk
/// comes to it; a leaf only reads counters.
/// </summary>
internal sealed class SelectionTracker(ValueSelector selector)
{
    private readonly Stack<Level> _outer = new();
    private Level _level;
    private int _matchingKeys;
    private int _matchingComments;

    /// <summary>Enters a map or a list.</summary>
    public void EnterLevel()
    {
        _outer.Push(_level);
        _level = default;
    }

    /// <summary>Leaves a map or a list.</summary>
    public void LeaveLevel()
    {
        ForgetComments();
        _level = _outer.Pop();
    }

    /// <summary>Enters the value of a key.</summary>
    /// <returns>What <see cref="LeaveKey"/> needs.</returns>
    public bool EnterKey(ReadOnlySpan<byte> key)
    {
        var matches = selector.MatchesKey(key);
        _matchingKeys += matches ? 1 : 0;
        return matches;
    }

    public void LeaveKey(bool matched) => _matchingKeys -= matched ? 1 : 0;

    /// <summary>Notes a comment, before it is itself asked about.</summary>
    public void AddComment(ReadOnlySpan<byte> text)
    {
        var matches = selector.MatchesComment(text);
        _level = new(_level.Matching + (matches ? 1 : 0), matches);
        _matchingComments += matches ? 1 : 0;
    }

    /// <summary>Ends the reach of the comments above an item that is not a comment.</summary>
    public void ForgetComments()
    {
        _matchingComments -= _level.Matching;
        _level = default;
    }

    /// <summary>Whether the leaf of the walk is selected for encryption.</summary>
    public bool IsSelected(bool isComment) => selector.Kind switch
    {
        SelectionKind.All => true,
        SelectionKind.UnlessKey => _matchingKeys == 0,
        SelectionKind.OnlyKey => _matchingKeys > 0,
        SelectionKind.UnlessComment => _matchingComments == 0,
        // A marker comment must stay readable, so it does not select itself.
        _ => _matchingComments > (isComment && _level.LastMatches ? 1 : 0),
    };

    private readonly record struct Level(int Matching, bool LastMatches);
}
