using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Releases.Records.Format;

/// <summary>
/// Checks that the fields of a record hold what their shape says, as Go's decoder does. Fields that the shape does not know may hold
/// anything.
/// </summary>
internal static class RecordCheck
{
    /// <summary>The path of the first field that holds something else, as <c>chart.templates[2].data</c>; null if there is none.</summary>
    public static string? FindWrong(MapValue fields, RecordShape shape)
    {
        foreach (var field in shape.Fields)
        {
            if (fields.TryGet(field.Key, out var value) && !value.IsNil && FindWrong(value, field) is { } path)
            {
                return field.Key.RevealText() + path;
            }
        }

        return null;
    }

    // What follows the name of the field: empty if the field itself is wrong.
    private static string? FindWrong(Value value, RecordField field) => field.Kind switch
    {
        FieldKind.Text => value.IsString ? null : "",
        FieldKind.Integer => RecordTree.TryInteger(value, out _) ? null : "",
        FieldKind.Boolean => value.Kind == GoKind.Bool ? null : "",
        FieldKind.Time or FieldKind.TimeOrEmpty => IsTime(value) ? null : "",
        FieldKind.Bytes => value.IsString && System.Buffers.Text.Base64.IsValid(value.StringBytes) ? null : "",
        FieldKind.Map => value.AsMap is null ? "" : null,
        FieldKind.TextMap => value.AsMap is { } map ? WrongText(map) : "",
        FieldKind.TextList => value.AsList is { } list ? WrongText(list) : "",
        FieldKind.Object or FieldKind.Struct => value.AsMap is { } inner ? Below(FindWrong(inner, field.Shape!)) : "",
        FieldKind.ObjectList => value.AsList is { } objects ? WrongObject(objects, field.Shape!) : "",
        _ => null,
    };

    private static string? Below(string? path) => path is null ? null : "." + path;

    private static bool IsTime(Value value) =>
        value.IsString && (value.StringBytes.Length == 0 || Timestamp.TryParseRfc3339(value.StringBytes, out _));

    private static string? WrongText(MapValue map)
    {
        foreach (var key in map.SortedKeys)
        {
            if (map[key] is { IsString: false, IsNil: false })
            {
                return "." + key.RevealText();
            }
        }

        return null;
    }

    private static string? WrongText(ListValue list)
    {
        for (var at = 0; at < list.Count; at++)
        {
            if (list[at] is { IsString: false, IsNil: false })
            {
                return $"[{at}]";
            }
        }

        return null;
    }

    private static string? WrongObject(ListValue list, RecordShape shape)
    {
        for (var at = 0; at < list.Count; at++)
        {
            if (list[at].IsNil)
            {
                continue;
            }

            var path = list[at].AsMap is { } map ? Below(FindWrong(map, shape)) : "";
            if (path is not null)
            {
                return $"[{at}]{path}";
            }
        }

        return null;
    }
}
