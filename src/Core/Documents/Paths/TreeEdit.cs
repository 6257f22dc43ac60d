using System.Globalization;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents.Paths;

/// <summary>
/// Changes one place of a document (spec sops.md 10.3). A refused edit may leave nothing half done that is then written: it throws.
/// </summary>
public static class TreeEdit
{
    /// <summary>
    /// Puts a value. Missing keys are appended, positions past the end of a list append to it, and a scalar in the way gives place to what
    /// the path needs.
    /// </summary>
    /// <returns>Whether the document differs from before.</returns>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.PathNotFound"/>: a key on a list, a position on a map, an empty path.
    /// </exception>
    public static bool Set(MapNode document, TreePath path, Node value)
    {
        RequireSteps(path);
        var changed = false;
        Put(document, path.Steps, value, ref changed);
        return changed;
    }

    /// <summary>Removes a value.</summary>
    /// <param name="document">The document.</param>
    /// <param name="path">The place.</param>
    /// <param name="missing">What is not there, if that is so.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.PathNotFound"/>: the path cannot lead anywhere.</exception>
    public static bool TryUnset(MapNode document, TreePath path, out string missing)
    {
        RequireSteps(path);
        Node at = document;
        var steps = path.Steps;
        for (var i = 0; ; i++)
        {
            var last = i == steps.Length - 1;
            switch (at)
            {
                case MapNode map when steps[i].Key is { } key:
                    var entry = TreePath.IndexOf(map, key);
                    if (entry < 0)
                    {
                        missing = $"Key not found: {key}";
                        return false;
                    }

                    at = map.Entries[entry].Value;
                    if (last)
                    {
                        map.Entries.RemoveAt(entry);
                    }

                    break;
                case ListNode list when steps[i].Key is null && steps[i].Index >= 0:
                    var index = steps[i].Index;
                    if (index >= list.Items.Count)
                    {
                        missing = string.Create(CultureInfo.InvariantCulture, $"Index {index} out of bounds");
                        return false;
                    }

                    at = list.Items[(int)index];
                    if (last)
                    {
                        list.Items.RemoveAt((int)index);
                    }

                    break;
                case MapNode or ListNode:
                    throw Mismatch(at, steps[i]);
                default:
                    throw NotFound($"Unsupported type: {GoTypeName.Of(at)} for item '{Text(steps[i])}'");
            }

            if (last)
            {
                missing = "";
                return true;
            }
        }
    }

    private static Node Put(Node? at, ReadOnlySpan<PathStep> steps, Node value, ref bool changed)
    {
        if (steps.IsEmpty)
        {
            changed |= at is null || !NodeEquality.AreEqual(at, value);
            return value;
        }

        var step = steps[0];
        var rest = steps[1..];
        switch (at)
        {
            case MapNode map when step.Key is { } key:
                var entry = TreePath.IndexOf(map, key);
                if (entry < 0)
                {
                    map.Entries.Add(MapEntry.Of(key, Put(null, rest, value, ref changed)));
                }
                else
                {
                    map.Entries[entry] = map.Entries[entry] with { Value = Put(map.Entries[entry].Value, rest, value, ref changed) };
                }

                return map;
            case ListNode list when step.Key is null && step.Index >= list.Items.Count:
                list.Items.Add(Put(null, rest, value, ref changed));
                return list;
            case ListNode list when step.Key is null && step.Index >= 0:
                list.Items[(int)step.Index] = Put(list.Items[(int)step.Index], rest, value, ref changed);
                return list;
            case MapNode or ListNode:
                throw Mismatch(at, step);
            default:
                return Fresh(step, Put(null, rest, value, ref changed));
        }
    }

    private static Node Fresh(PathStep step, Node inner) =>
        step.Key is { } key ? new MapNode([MapEntry.Of(key, inner)])
        : step.Index >= 0 ? new ListNode([inner])
        : throw Mismatch(NullNode.Instance, step);

    private static void RequireSteps(TreePath path)
    {
        if (path.Steps.IsEmpty)
        {
            throw NotFound("the index names no value: it must have at least one component, such as '[\"key\"]'");
        }
    }

    private static SecretsKitException Mismatch(Node at, PathStep step) => NotFound((at, step.Key) switch
    {
        (_, null) when step.Index < 0 => $"component [{Text(step)}] is negative",
        (MapNode, _) => $"component [{Text(step)}] is integer, but tree part is a map",
        _ => $"component ['{Text(step)}'] is a key, but tree part is a list",
    });

    private static string Text(PathStep step) => step.Key ?? step.Index.ToString(CultureInfo.InvariantCulture);

    private static SecretsKitException NotFound(string message) => new(ErrorCode.PathNotFound, message);
}
