using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Kubernetes.Patches;

/// <summary>The differences of two trees as a strategic merge patch.</summary>
internal sealed class TreeDifference(DifferencePart part)
{
    private bool HasDeletions => part != DifferencePart.Changes;

    private bool HasChanges => part != DifferencePart.Deletions;

    /// <summary>The differences of two maps.</summary>
    /// <param name="from">The first.</param>
    /// <param name="to">The second.</param>
    /// <param name="type">Their type; null if nothing is known of it.</param>
    /// <param name="retainsKeys">Whether the patch names the keys that stay.</param>
    public MapValue Maps(MapValue from, MapValue to, MergeType? type, bool retainsKeys)
    {
        var patch = new MapValue();
        var loses = false;
        foreach (var (key, old) in from.Entries)
        {
            if (key == Directives.Patch)
            {
                continue;
            }

            if (!to.TryGet(key, out var wanted))
            {
                loses = true;
                if (HasDeletions)
                {
                    patch.Set(key, Value.Nil);
                }
            }
            else if (!TreeEquality.HaveSameShape(old, wanted))
            {
                SetIfChange(patch, key, wanted);
            }
            else
            {
                AddField(patch, key, old, wanted, MergeType.FieldOf(type, key));
            }
        }

        foreach (var (key, added) in to.Entries)
        {
            if (!from.Contains(key))
            {
                SetIfChange(patch, key, added);
            }
        }

        if (retainsKeys && to.Count > 0 && (patch.Count > 0 || loses))
        {
            patch.Set(Directives.RetainKeys, Value.Of(new ListValue([.. to.SortedKeys.ToArray().Select(key => Value.Of(key.Span))])));
        }

        return patch;
    }

    private void AddField(MapValue patch, ByteString key, Value from, Value to, MergeField field)
    {
        if (from.AsMap is { } map)
        {
            if (field.Replaces)
            {
                SetIfChange(patch, key, to);
            }
            else if (Maps(map, to.AsMap!, field.Type, field.RetainsKeys) is { Count: > 0 } inner)
            {
                patch.Set(key, Value.Of(inner));
            }
        }
        else if (from.AsList is { } list && field.Merges)
        {
            AddList(patch, key, list, to.AsList!, field);
        }
        else if (!TreeEquality.AreEqual(from, to))
        {
            SetIfChange(patch, key, to);
        }
    }

    private void AddList(MapValue patch, ByteString key, ListValue from, ListValue to, MergeField field)
    {
        if (from.Count == 0)
        {
            if (to.Count > 0)
            {
                SetIfChange(patch, key, Value.Of(to));
            }

            return;
        }

        if (KeyedElements.AreMaps(from, to, key))
        {
            AddKeyed(patch, key, from, to, field);
        }
        else
        {
            AddScalars(patch, key, from, to);
        }
    }

    // Two lists sorted by their keys are gone through side by side. Deletions come behind changes, which have the order of the new list.
    private void AddKeyed(MapValue patch, ByteString key, ListValue from, ListValue to, MergeField field)
    {
        var (old, wanted) = (KeyedElements.Sorted(from, field.Key, key), KeyedElements.Sorted(to, field.Key, key));
        var changes = new List<KeyedElement>();
        var deletions = new List<Value>();
        for (int i = 0, j = 0; i < old.Length || j < wanted.Length;)
        {
            var order = i == old.Length ? 1 : j == wanted.Length ? -1 : string.CompareOrdinal(old[i].Text, wanted[j].Text);
            if (order == 0)
            {
                var inner = Maps(old[i].Map, wanted[j].Map, field.Type, field.RetainsKeys);
                if (inner.Count > 0)
                {
                    inner.Set(field.Key, wanted[j].Key);
                    changes.Add(wanted[j] with { Map = inner });
                }

                (i, j) = (i + 1, j + 1);
            }
            else if (order < 0)
            {
                if (HasDeletions)
                {
                    deletions.Add(KeyedElements.Deletion(field.Key, old[i].Key));
                }

                i++;
            }
            else
            {
                if (HasChanges)
                {
                    changes.Add(wanted[j]);
                }

                j++;
            }
        }

        if (changes.Count + deletions.Count > 0)
        {
            patch.Set(key, Value.Of(new ListValue(
                [.. changes.OrderBy(change => change.At).Select(change => Value.Of(change.Map)), .. deletions])));
        }

        if (changes.Count + deletions.Count > 0 || !KeyedElements.HaveSameOrder(from, to, field.Key))
        {
            patch.Set(Directives.OrderOf(key), Value.Of(KeyedElements.Keys(to, field.Key)));
        }
    }

    private void AddScalars(MapValue patch, ByteString key, ListValue from, ListValue to)
    {
        var (old, wanted) = (KeyedElements.SortedScalars(from), KeyedElements.SortedScalars(to));
        var additions = new List<(int At, Value Value)>();
        var deletions = new List<Value>();
        for (int i = 0, j = 0; i < old.Length || j < wanted.Length;)
        {
            var order = i == old.Length ? 1 : j == wanted.Length ? -1 : string.CompareOrdinal(old[i].Text, wanted[j].Text);
            if (order < 0 && HasDeletions)
            {
                deletions.Add(from[old[i].At]);
            }
            else if (order > 0 && HasChanges)
            {
                additions.Add((wanted[j].At, to[wanted[j].At]));
            }

            (i, j) = (order <= 0 ? i + 1 : i, order >= 0 ? j + 1 : j);
        }

        if (additions.Count > 0)
        {
            patch.Set(key, Value.Of(new ListValue([.. additions.OrderBy(one => one.At).Select(one => one.Value)])));
        }

        if (deletions.Count > 0)
        {
            patch.Set(Directives.DeletionOf(key), Value.Of(new ListValue([.. deletions])));
        }

        if (additions.Count > 0 || (HasDeletions && !TreeEquality.AreEqual(from, to)))
        {
            patch.Set(Directives.OrderOf(key), Value.Of(to));
        }
    }

    private void SetIfChange(MapValue patch, ByteString key, Value value)
    {
        if (HasChanges)
        {
            patch.Set(key, value);
        }
    }
}
