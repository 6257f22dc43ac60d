using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents.Paths;

/// <summary>What a value that is about to be set meets in a document.</summary>
/// <param name="Before">The value that is there, or null.</param>
/// <param name="InTheWay">A single value above the place, which would have to give way; null if there is none.</param>
public readonly record struct ReplacedValue(Node? Before, Node? InTheWay)
{
    /// <summary>Looks.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.PathNotFound"/>: a position behind the next free one. It would append, and
    /// append again when the command is repeated.
    /// </exception>
    public static ReplacedValue At(MapNode document, TreePath path)
    {
        Node at = document;
        foreach (var step in path.Steps)
        {
            switch (at)
            {
                case MapNode map when step.Key is { } key:
                    var entry = TreePath.IndexOf(map, key);
                    if (entry < 0)
                    {
                        return default;
                    }

                    at = map.Entries[entry].Value;
                    break;
                case ListNode list when step.Key is null && step.Index >= 0:
                    if (step.Index >= list.Items.Count)
                    {
                        return step.Index == list.Items.Count
                            ? default
                            : throw new SecretsKitException(ErrorCode.PathNotFound, "the position is behind the end of the list")
                        {
                            Hint = "positions count from 0; the first that is free appends a value",
                        };
                    }

                    at = list.Items[(int)step.Index];
                    break;
                case MapNode or ListNode:
                    return default; // A key on a list, or a position on a map: the edit refuses it.
                default:
                    return new(null, at is NullNode ? null : at);
            }
        }

        return new(at, null);
    }

    /// <summary>Whether setting a value here would lose several values, or change what the document looks like above it.</summary>
    /// <param name="value">The value to set.</param>
    public bool LosesStructure(Node value) => InTheWay is not null
        || (Before is MapNode or ListNode && Before.GetType() != value.GetType());

    /// <summary>Whether a value that was no text becomes text, which readers of the file may not expect.</summary>
    public bool BecomesText(Node value) => value is StringNode && Before is IntNode or UnsignedNode or FloatNode or BoolNode or TimeNode;
}
