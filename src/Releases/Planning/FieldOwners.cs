using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Planning;

/// <summary>Who owns which fields of an object, as far as this program does (<c>metadata.managedFields</c>).</summary>
internal static class FieldOwners
{
    /// <summary>The name that this program writes by: that of Helm's executable, whose fields are taken over.</summary>
    public const string Name = "helm";

    private static readonly ByteString Fields = new("fieldsV1");

    /// <summary>
    /// The patch that makes fields which were written by create, patch or replace requests fields of server-side apply. It holds for this
    /// state of the object alone.
    /// </summary>
    /// <param name="live">The object as the server has it.</param>
    /// <returns>Null if there are no such fields.</returns>
    public static ObjectPatch? ToServerSide(MapValue live)
    {
        var metadata = ObjectTree.Metadata(live);
        if (metadata[new("managedFields")].AsList is not { } list)
        {
            return null;
        }

        List<MapValue> entries = [.. list.Items.ToArray().Select(item => item.AsMap).OfType<MapValue>()];
        var written = entries.FindAll(entry => IsOurs(entry, "Update"));
        if (written.Count == 0)
        {
            return null;
        }

        var applied = (entries.Find(entry => IsOurs(entry, "Apply")) ?? written[0]).ShallowCopy();
        applied.Set(new("operation"), Value.Of("Apply"));
        applied.Set(
            Fields, Value.Of(written.Aggregate(applied[Fields].AsMap ?? new(), (all, entry) => Union(all, entry[Fields].AsMap ?? new()))));
        var kept = entries.FindAll(entry => !IsOurs(entry, "Update") && !IsOurs(entry, "Apply"));
        return ObjectPatch.Json(new(
        [
            Replace("/metadata/managedFields", Value.Of(new ListValue([Value.Of(applied), .. kept.Select(Value.Of)]))),
            Replace("/metadata/resourceVersion", metadata[new("resourceVersion")]),
        ]));
    }

    /// <summary>
    /// The patch that leaves server-side apply as the one owner of what this program wrote: for an object that was made by a create request
    /// and applied then. It holds for this state of the object alone.
    /// </summary>
    /// <param name="live">The object as the server has it.</param>
    /// <returns>Null if there is nothing to change.</returns>
    public static ObjectPatch? ToAppliedAlone(MapValue live)
    {
        var metadata = ObjectTree.Metadata(live);
        if (metadata[new("managedFields")].AsList is not { } list)
        {
            return null;
        }

        List<Value> kept = [.. list.Items.ToArray().Where(item => item.AsMap is { } entry && !IsOurs(entry, "Update"))];
        return kept.Count == list.Count ? null : ObjectPatch.Json(new(
        [
            Replace("/metadata/managedFields", Value.Of(new ListValue([.. kept]))),
            Replace("/metadata/resourceVersion", metadata[new("resourceVersion")]),
        ]));
    }

    // Parts of objects, such as their status, have entries of their own.
    private static bool IsOurs(MapValue entry, string operation) => ObjectTree.Text(entry, "manager") == Name
        && ObjectTree.Text(entry, "operation") == operation && ObjectTree.Text(entry, "subresource").Length == 0;

    private static MapValue Union(MapValue first, MapValue second)
    {
        var all = first.ShallowCopy();
        foreach (var (key, value) in second.Entries)
        {
            all.Set(key, all[key].AsMap is { } one && value.AsMap is { } other ? Value.Of(Union(one, other)) : value);
        }

        return all;
    }

    private static Value Replace(string path, Value value)
    {
        var operation = new MapValue();
        operation.Set(new("op"), Value.Of("replace"));
        operation.Set(new("path"), Value.Of(path));
        operation.Set(new("value"), value);
        return Value.Of(operation);
    }
}
